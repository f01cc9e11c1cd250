"""One canonical way to write a line of rule: labels for names, one space around words and signs, no needless brackets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sihang.rulebook.facts import Fact, Option
from sihang.rulebook.parse import parse
from sihang.rulebook.scope import Scope
from sihang.rulebook.slots import Slot
from sihang.rulebook.syntax import Branch, Leaf

_BINDING = {
    "any_of": 1, "all_of": 2, "not_": 3, "compare": 4, "one_of": 4, "first_over": 4, "growth": 4, "ratio": 4,
    "at_most": 5, "at_least": 5, "add": 6, "subtract": 6, "times": 7,
}  # fmt: skip
"""How tightly a construct binds; an atom binds tightest."""
_ATOM = 9
_SIGNS = {"＞": ">", "＜": "<", "＝": "=", "≥": ">=", "≤": "<="}


def canonical(line: str, scope: Scope | None = None) -> str:
    """The canonical form of a line; raise NotARule where it is none.

    With a `scope`, keys become Chinese labels. Reading the result gives the same tree.
    """
    return _Writer(scope).write(parse(line))


class _Writer:
    def __init__(self, scope: Scope | None) -> None:
        self.names = scope.names if scope is not None else {}

    def write(self, branch: Branch) -> str:
        method: Callable[[list[Any]], str] = getattr(self, f"_{branch.data.strip('_')}")
        return method(branch.children)

    def _inside(self, branch: Branch, at_least: int) -> str:
        """A part, in brackets where it binds more loosely than its place needs."""
        text = self.write(branch)
        return text if _BINDING.get(branch.data, _ATOM) >= at_least else f"({text})"

    def _joined(self, parts: list[Branch], word: str, binding: int) -> str:
        return f" {word} ".join(self._inside(part, binding + 1) for part in parts)

    def _any_of(self, parts: list[Branch]) -> str:
        return self._joined(parts, "或", 1)

    def _all_of(self, parts: list[Branch]) -> str:
        return self._joined(parts, "且", 2)

    def _not(self, parts: list[Branch]) -> str:
        return f"非 {self._inside(parts[0], 4)}" if parts[0].data != "not_" else f"非 {self.write(parts[0])}"

    def _compare(self, parts: list[Any]) -> str:
        left, sign, right = parts
        return f"{self._inside(left, 5)} {_SIGNS.get(str(sign), str(sign))} {self._option_or_value(left, right)}"

    def _option_or_value(self, subject: Branch, value: Branch) -> str:
        """The right side of `=`, which may be a value of the enum on the left."""
        named = self._option(self._options(subject), value.children[0]) if value.data == "name" else None
        return named or self._inside(value, 5)

    def _options(self, subject: Branch) -> tuple[Option, ...]:
        named = self.names.get(str(subject.children[0])) if subject.data == "name" else None
        return named.options if isinstance(named, Fact | Slot) else ()

    @staticmethod
    def _option(options: tuple[Option, ...], name: Leaf) -> str | None:
        return next((option.words.zh for option in options if str(name) in (option.key, option.words.zh)), None)

    def _listed(self, subject: Branch, names: list[Leaf]) -> str:
        options = self._options(subject)
        return "、".join(self._option(options, name) or str(name) for name in names)

    def _one_of(self, parts: list[Branch]) -> str:
        return f"{self._inside(parts[0], 5)} 属于 {self._listed(parts[0], parts[1].children)}"

    def _first_over(self, parts: list[Branch]) -> str:
        return f"{self._inside(parts[0], 5)} 首次超过 {self._inside(parts[1], 5)}"

    def _growth(self, parts: list[Branch]) -> str:
        return f"{self._inside(parts[0], 5)} 复合增长率至少 {self._inside(parts[1], 5)}"

    def _ratio(self, parts: list[Branch]) -> str:
        part, whole, rate = (self._inside(each, 5) for each in parts)
        return f"{part} 占 {whole} 至少 {rate}"

    def _at_most(self, parts: list[Branch]) -> str:
        return f"{self._inside(parts[0], 5)} 封顶 {self._inside(parts[1], 6)}"

    def _at_least(self, parts: list[Branch]) -> str:
        return f"{self._inside(parts[0], 5)} 保底 {self._inside(parts[1], 6)}"

    def _add(self, parts: list[Any]) -> str:
        return f"{self._inside(parts[0], 6)} + {self._inside(parts[2], 7)}"

    def _subtract(self, parts: list[Any]) -> str:
        return f"{self._inside(parts[0], 6)} − {self._inside(parts[2], 7)}"

    def _times(self, parts: list[Branch]) -> str:
        return f"{self._inside(parts[0], 7)} × {self._inside(parts[1], 8)}"

    def _tiers(self, parts: list[Branch]) -> str:
        subject = parts[0]
        rows = "; ".join(self._row(subject, row) for row in parts[1:])
        return f"分档({self.write(subject)}: {rows})"

    def _row(self, subject: Branch, row: Branch) -> str:
        result = self._inside(row.children[-1], 5)
        if row.data == "tier":
            sign, bound = row.children[0], row.children[1]
            return f"{_SIGNS.get(str(sign), str(sign))} {self._inside(bound, 5)} → {result}"
        if row.data == "other_row":
            return f"其他 → {result}"
        return f"{self._listed(subject, row.children[0].children)} → {result}"

    def _year_value(self, parts: list[Leaf]) -> str:
        return f"{parts[0]}({self._label(parts[1])})"

    def _rate_range(self, parts: list[Leaf]) -> str:
        return f"{self._rate(parts[:1])}至{self._rate(parts[1:])}"

    def _money_range(self, parts: list[Leaf]) -> str:
        return f"{parts[0]}至{parts[1]}"

    def _rate(self, parts: list[Leaf]) -> str:
        return str(parts[0]).replace("％", "%")

    def _money(self, parts: list[Leaf]) -> str:
        return str(parts[0])

    def _date(self, parts: list[Leaf]) -> str:
        return str(parts[0])

    def _integer(self, parts: list[Leaf]) -> str:
        return str(parts[0])

    def _yes(self, _: list[Leaf]) -> str:
        return "是"

    def _no(self, _: list[Leaf]) -> str:
        return "否"

    def _name(self, parts: list[Leaf]) -> str:
        return self._label(parts[0])

    def _label(self, name: Leaf) -> str:
        named = self.names.get(str(name))
        return named.words.zh if named is not None else str(name)
