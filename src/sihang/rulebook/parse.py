"""One line of rule to a syntax tree; names and types are looked at in `elaborate`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sihang.rulebook.errors import Words
from sihang.rulebook.syntax import Branch, Leaf
from sihang.values import Money, MoneyError

if TYPE_CHECKING:  # lark takes a fifth of a second to start; a kept tree needs none of it
    from lark import Lark
    from lark.exceptions import UnexpectedInput

GRAMMAR = Path(__file__).with_name("grammar.lark")

LENGTH_LIMIT = 2_000
"""Characters; a longer line is no longer a rule that a person can check."""
DEPTH_LIMIT = 40
"""Constructs within constructs; every walk over a rule is recursive, and none may come near Python's own limit."""

_SHOWN = {
    "_OR": "或", "_AND": "且", "_NOT": "非", "_IN": "属于", "_FIRST_OVER": "首次超过", "_GROWTH": "复合增长率至少", "_OF": "占",
    "_AT_LEAST": "至少", "_CEILING": "封顶", "_FLOOR": "保底", "_TO": "至", "_TIERS": "分档", "_OTHER": "其他", "COMPARE": "> >= < <= =",
    "PLUS": "+", "MINUS": "−", "_TIMES": "×", "_OPEN": "(", "_CLOSE": ")", "_COLON": ":", "_SEMI": ";", "_COMMA": "、",
    "_ARROW": "→", "MONEY": "200万元", "RATE": "30%", "DATE": "2024-02-27", "INTEGER": "12", "NAME": "名称", "$END": "行尾",
}  # fmt: skip


class NotARule(Exception):
    """The line does not follow the grammar; `words` say where and what was expected."""

    def __init__(self, words: Words) -> None:
        self.words = words
        super().__init__(words.zh)


KEPT_LIMIT = 5_000
"""Lines; some thirty policies. A process that has read more begins anew."""
_kept: dict[str, Branch] = {}
"""The trees of this process by their line; `compiled` puts those of an unchanged package here."""
_record: ContextVar[dict[str, Branch] | None] = ContextVar("_record", default=None)


@lru_cache(maxsize=1)
def _parser() -> Lark:
    from lark import Lark

    grammar = GRAMMAR.read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer="contextual", propagate_positions=False, maybe_placeholders=False)


def keep(trees: dict[str, Branch]) -> None:
    """Take over trees that were parsed before."""
    if len(_kept) + len(trees) > KEPT_LIMIT:
        _kept.clear()
    _kept.update(trees)


@contextmanager
def recorded() -> Iterator[dict[str, Branch]]:
    """The trees that are asked for within this block, by their line."""
    trees: dict[str, Branch] = {}
    before = _record.set(trees)
    try:
        yield trees
    finally:
        _record.reset(before)


def forget() -> None:
    """Parse every line anew."""
    _kept.clear()


def parse(line: str) -> Branch:
    """Return the syntax tree of `line`; raise NotARule."""
    tree = _kept.get(line)
    if tree is None:
        tree = _parse(line)
        keep({line: tree})
    if (record := _record.get()) is not None:
        record[line] = tree
    return tree


def _parse(line: str) -> Branch:
    from lark.exceptions import UnexpectedInput

    if len(line) > LENGTH_LIMIT:
        zh, en = f"表达式超过 {LENGTH_LIMIT} 字，请拆成几条", f"the line is over {LENGTH_LIMIT} characters; split it"
        raise NotARule(Words(zh, en))
    try:
        return _branch(_parser().parse(line), DEPTH_LIMIT)
    except UnexpectedInput as error:
        raise NotARule(_explain(line, error)) from None


def _branch(tree: Any, levels: int) -> Branch:
    while tree.data in ("any_of", "all_of") and len(tree.children) == 1:
        tree = tree.children[0]
    if levels == 0:
        raise NotARule(Words("层数太多，请拆成几条", "too many levels; split the line"))
    children = [_branch(c, levels - 1) if hasattr(c, "children") else Leaf.of(c.type, str(c)) for c in tree.children]
    return Branch(str(tree.data), children)


def _explain(line: str, error: UnexpectedInput) -> Words:
    at = error.pos_in_stream if error.pos_in_stream is not None else len(line)
    if getattr(getattr(error, "token", None), "type", None) == "$END":
        at = len(line)
    rest = line[at : at + 12] or "行尾"
    expected: set[str] = set(getattr(error, "accepts", None) or getattr(error, "expected", None) or ())
    expected |= set(getattr(error, "allowed", None) or ())
    listed = " ".join(sorted({_SHOWN[name] for name in expected if name in _SHOWN}))
    column = at + 1
    zh = f"第 {column} 个字“{rest}”处读不懂；此处可以是：{listed}。且、或、非 等词两边要留空格"
    en = f"cannot be read from character {column}, '{rest}'; expected one of: {listed}. Put spaces around 且 或 非"
    return Words(zh, en)


def stated_in(line: str) -> list[tuple[str, int, str]]:
    """The numbers that a line states, as (kind, value, as written); nothing for a line that is no rule."""
    found = []
    for token in _tokens(line):
        if token.type in _READ:
            with suppress(MoneyError, ValueError):  # a literal that is none is a problem of its own
                found.append((token.type.lower(), _READ[token.type](str(token)), str(token)))
    return found


_READ: dict[str, Callable[[str], int]] = {
    "MONEY": lambda shown: Money.from_chinese(shown).fen,
    "RATE": lambda shown: int(Decimal(shown[:-1]) * 100),
    "INTEGER": lambda shown: int(shown[:18]),
    "DATE": lambda shown: date.fromisoformat(shown).toordinal(),
}


def is_name(word: str) -> bool:
    """Whether a word can be used as a name in a line."""
    with suppress(NotARule):
        tree = parse(word)
        return tree.data == "name" and tree.children[0] == word
    return False


def words_in(line: str) -> set[str]:
    """The names that a line uses."""
    return {str(token) for token in _tokens(line) if token.type == "NAME"}


def _tokens(line: str) -> list[Leaf]:
    try:
        return list(parse(line).leaves())
    except NotARule:
        return []
