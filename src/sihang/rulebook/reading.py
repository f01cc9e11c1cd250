"""Read YAML as package files use it: the YAML 1.2 core, dates as dates, decimals exact, no key twice.

YAML 1.1, which PyYAML reads by default, turns `on` into true, `1:1` into 61 and 0.3 into a binary float.
None of that may happen to a rule.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

import yaml

from sihang.rulebook.errors import KeyPath, Problem, Words

SIZE_LIMIT = 2_000_000
"""Bytes; a rule file is a page or two, so anything larger is a mistake or an attack."""

NESTING_LIMIT = 50
"""Levels; a rule file has ten at most."""
_MANY_OPENINGS = 1_000
_STEEP = re.compile(r"^ {200}", re.MULTILINE)

_MAY_BE_ANCHOR = re.compile(r"(?:^|[\s\[{,:-])[&*]\w", re.MULTILINE)

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]  # PyYAML's C loader has no types
    """PyYAML's safe loader with our own reading of plain scalars."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None,
                    None,
                    f"键“{key.value}”写了两次 / the key '{key.value}' stands twice",
                    key.start_mark,
                )
            seen.add(key.value)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        return mapping


def _decimal(loader: Any, node: Any) -> Decimal:
    return Decimal(loader.construct_scalar(node))


def _day(loader: Any, node: Any) -> date | str:
    text = str(loader.construct_scalar(node))
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


for _tag, _pattern, _first in [
    ("null", r"(?:~|null|)$", ["~", "n", ""]),
    ("bool", r"(?:true|false)$", ["t", "f"]),
    ("int", r"[-+]?[0-9]{1,18}$", list("-+0123456789")),
    ("float", r"[-+]?[0-9]{1,18}\.[0-9]{1,18}$", list("-+0123456789")),
    ("timestamp", r"[0-9]{4}-[0-9]{2}-[0-9]{2}$", list("0123456789")),
    ("merge", r"<<$", ["<"]),
]:
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)
_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _day)
_Loader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(loader.construct_scalar(node)))
_Loader.add_constructor("tag:yaml.org,2002:bool", lambda loader, node: loader.construct_scalar(node) == "true")


def read_yaml(text: str, name: str, *, anchors: int = 0) -> tuple[Any, list[Problem]]:
    """Return the value of a YAML text, or None and the problem that stops it from being read.

    `anchors` is how many aliases it may use (cases repeat themselves, rules do not); none within another.
    """
    if len(text) > SIZE_LIMIT:
        return None, [_unreadable(f"{name}:1", "文件太大，请拆分", "the file is too large; split it")]
    if _may_be_deep(text) and (line := _nested_too_deep(text)) is not None:
        return None, [_too_deep(name, line)]
    if (line := _anchor_too_many(text, anchors)) is not None:
        zh = "这里不能用 & 与 * 引用（规则文件不用；案例中不嵌套），请写全"
        en = "no anchors here (none in rules, none nested in cases); write it out"
        return None, [_unreadable(f"{name}:{line}", zh, en)]
    try:
        value = yaml.load(text, Loader=_Loader)  # noqa: S506 - a subclass of the safe loader
        return (value, []) if _levels_end(value) else (None, [_too_deep(name, _nested_too_deep(text) or 1)])
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark
        line = mark.line + 1 if mark is not None else 1
        return None, [_unreadable(f"{name}:{line}", f"YAML 写法有误：{error.problem}", f"not YAML: {error.problem}")]
    except (yaml.YAMLError, ValueError, ArithmeticError, RecursionError, TypeError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        return None, [_unreadable(f"{name}:1", f"YAML 写法有误：{reason}", f"not YAML: {reason}")]


def _may_be_deep(text: str) -> bool:
    """Whether the nodes of a text may nest by the thousand: the C loader recurses, and dies without an error."""
    return sum(text.count(opening) for opening in ("[", "{", "- ", "? ")) > _MANY_OPENINGS or bool(_STEEP.search(text))


def _nested_too_deep(text: str) -> int | None:
    """The line on which a text first nests too deeply, or None."""
    depth = 0
    event: Any
    try:
        for event in yaml.parse(text, Loader=_Loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > NESTING_LIMIT:
                return int(event.start_mark.line) + 1
    except (yaml.YAMLError, ValueError, RecursionError):
        pass  # the reading itself reports it, with its line
    return None


def _levels_end(value: Any) -> bool:
    """Whether a value nests no deeper than the limit."""
    level = [value]
    for _ in range(NESTING_LIMIT):
        parts = [part.values() if isinstance(part, dict) else part for part in level if isinstance(part, dict | list)]
        if not parts:
            return True
        level = [each for part in parts for each in part]
    return False


def _too_deep(name: str, line: int) -> Problem:
    return _unreadable(
        f"{name}:{line}", f"嵌套超过 {NESTING_LIMIT} 层", f"nested more than {NESTING_LIMIT} levels deep"
    )


def _anchor_too_many(text: str, allowed: int) -> int | None:
    """The line of the first alias that is too many or nested (nine such lines can unfold to gigabytes), or None."""
    if not _MAY_BE_ANCHOR.search(text):
        return None
    depth: list[bool] = []
    try:
        for event in yaml.parse(text, Loader=_Loader):
            anchored = getattr(event, "anchor", None) is not None
            if isinstance(event, yaml.AliasEvent) or (anchored and not allowed):
                allowed -= 1
                if allowed < 0 or any(depth):
                    mark: Any = event.start_mark
                    return int(mark.line) + 1
            elif isinstance(event, yaml.CollectionStartEvent):
                depth.append(anchored)
            elif isinstance(event, yaml.CollectionEndEvent):
                depth.pop()
    except (yaml.YAMLError, ValueError, RecursionError):
        pass  # the reading itself reports it, with its line
    return None


def _unreadable(where: str, zh: str, en: str) -> Problem:
    return Problem("yaml-unreadable", where, Words(zh, en))


def read_text(path: Path) -> tuple[str | None, list[Problem]]:
    """Return a file's text as UTF-8, or the problem that stops it from being read."""
    try:
        if path.stat().st_size > SIZE_LIMIT:
            return None, [_unreadable(f"{path}:1", "文件太大，请拆分", "the file is too large; split it")]
        return path.read_text(encoding="utf-8-sig"), []
    except UnicodeDecodeError:
        return None, [
            Problem(
                "file-unreadable",
                str(path),
                Words("不是 UTF-8 文本，请另存为 UTF-8", "not UTF-8; save it as UTF-8"),
            )
        ]
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return None, [Problem("file-unreadable", str(path), Words(f"读不了：{reason}", f"cannot be read: {reason}"))]


class Lines:
    """Finds the line on which a key path of a YAML text stands; composed only when a problem needs it."""

    def __init__(self, text: str) -> None:
        try:
            self._root: Any = yaml.compose(text, Loader=_Loader)
        except (yaml.YAMLError, RecursionError):
            self._root = None

    def line(self, path: KeyPath) -> int:
        """The line (from 1) of the deepest part of `path` that exists."""
        node = self._root
        line = node.start_mark.line + 1 if node is not None else 1
        for step in path:
            node, mark = _child(node, step)
            if mark is None:
                break
            line = mark.line + 1
        return line


def _child(node: Any, step: str | int) -> tuple[Any, Any]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return value, key.start_mark
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step].start_mark
    return None, None
