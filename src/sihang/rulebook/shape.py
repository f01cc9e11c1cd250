"""The shapes of package files, said once: read from them are both the reader's problems and the JSON Schema.

`Shape.take(value, path, problems)` returns the part of a value that can be used and records a problem for
the rest, so that one slip in a file does not hide the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sihang.rulebook.errors import MISSING, Found, KeyPath, Words, is_printable, suggestion


class Shape:
    """What one place of a file may hold."""

    def take(self, value: Any, path: KeyPath, problems: Found) -> Any:
        raise NotImplementedError

    def schema(self) -> dict[str, Any]:
        raise NotImplementedError


def _wrong(problems: Found, path: KeyPath, zh: str, en: str) -> Any:
    problems.append(("wrong-type", path, Words(zh, en)))
    return MISSING


def _seen(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:40] + "…"


@dataclass(frozen=True)
class Text(Shape):
    """A line of text; `pattern` must match the whole of it."""

    pattern: str | None = None
    about: str = ""

    def take(self, value: Any, path: KeyPath, problems: Found) -> Any:
        if not isinstance(value, str) or not value.strip():
            hint = "（数字与日期请加引号）" if isinstance(value, int | Decimal | date) else ""
            return _wrong(
                problems,
                path,
                f"应为文字{hint}：{_seen(value)}",
                f"must be text (quote numbers): {_seen(value)}",
            )
        if not is_printable(value):
            return _wrong(problems, path, "含有控制字符，请删去", "contains control characters; remove them")
        if self.pattern and not re.fullmatch(self.pattern, value):
            zh = f"写法应符合 {self.pattern}：{_seen(value)}"
            return _wrong(problems, path, zh, f"must match {self.pattern}: {_seen(value)}")
        return value

    def schema(self) -> dict[str, Any]:
        schema: dict[str, Any] = {"type": "string", "pattern": f"^(?:{self.pattern})$" if self.pattern else r"\S"}
        return schema | ({"description": self.about} if self.about else {})


@dataclass(frozen=True)
class Literal(Shape):
    """A value of the language written in YAML: 200万元, 30%, 12, 2024-02-27, true."""

    def take(self, value: Any, path: KeyPath, problems: Found) -> Any:
        if isinstance(value, str | int | date | Decimal):
            return value
        return _wrong(problems, path, f"应为一个值：{_seen(value)}", f"must be one value: {_seen(value)}")

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "number", "boolean"]}


@dataclass(frozen=True)
class Day(Shape):
    def take(self, value: Any, path: KeyPath, problems: Found) -> Any:
        if isinstance(value, date):
            return value
        return _wrong(
            problems,
            path,
            f"应为日期，如 2024-02-27：{_seen(value)}",
            f"must be a date such as 2024-02-27: {_seen(value)}",
        )

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


@dataclass(frozen=True)
class Flag(Shape):
    def take(self, value: Any, path: KeyPath, problems: Found) -> Any:
        if isinstance(value, bool):
            return value
        return _wrong(problems, path, f"应为 true 或 false：{_seen(value)}", f"must be true or false: {_seen(value)}")

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Choice(Shape):
    options: tuple[str, ...]

    def take(self, value: Any, path: KeyPath, problems: Found) -> Any:
        if isinstance(value, str) and value in self.options:
            return value
        hint = suggestion(value, self.options) if isinstance(value, str) else Words("", "")
        listed = ", ".join(self.options)
        zh, en = (
            f"“{_seen(value)}”不在 {listed} 之中。{hint.zh}",
            f"'{_seen(value)}' is none of {listed}. {hint.en}",
        )
        return _wrong(problems, path, zh, en)

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.options)}


@dataclass(frozen=True)
class Many(Shape):
    """A list; with `or_one`, a single item may stand for a list of one."""

    item: Shape
    or_one: bool = False

    def take(self, value: Any, path: KeyPath, problems: Found) -> Any:
        if not isinstance(value, list):
            if self.or_one:
                only = self.item.take(value, path, problems)
                return [] if only is MISSING else [only]
            return _wrong(problems, path, f"应为列表：{_seen(value)}", f"must be a list: {_seen(value)}")
        taken = [self.item.take(item, (*path, index), problems) for index, item in enumerate(value)]
        return [item for item in taken if item is not MISSING]

    def schema(self) -> dict[str, Any]:
        many = {"type": "array", "items": self.item.schema()}
        return {"anyOf": [self.item.schema(), many]} if self.or_one else many


@dataclass(frozen=True)
class Table(Shape):
    """A mapping from names of one pattern to values of one shape."""

    value: Shape
    key: str = r".+"

    def take(self, value: Any, path: KeyPath, problems: Found) -> Any:
        if not isinstance(value, Mapping):
            return _wrong(problems, path, f"应为键值表：{_seen(value)}", f"must be a mapping: {_seen(value)}")
        taken: dict[str, Any] = {}
        for key, part in value.items():
            name = str(key)
            if not re.fullmatch(self.key, name):
                _wrong(
                    problems,
                    (*path, name),
                    f"键“{name}”应符合 {self.key}",
                    f"the key '{name}' must match {self.key}",
                )
                continue
            one = self.value.take(part, (*path, name), problems)
            if one is not MISSING:
                taken[name] = one
        return taken

    def schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "patternProperties": {f"^(?:{self.key})$": self.value.schema()},
            "additionalProperties": False,
        }


@dataclass(frozen=True)
class Record(Shape):
    """A mapping with known keys; `one_of` names keys of which at least one must stand."""

    required: Mapping[str, Shape]
    optional: Mapping[str, Shape] = field(default_factory=dict)
    one_of: tuple[str, ...] = ()

    def take(self, value: Any, path: KeyPath, problems: Found) -> Any:
        if not isinstance(value, Mapping):
            return _wrong(problems, path, f"应为键值表：{_seen(value)}", f"must be a mapping: {_seen(value)}")
        known = {**self.required, **self.optional}
        taken = dict(self._known_parts(value, known, path, problems))
        start, end = taken.get("from"), taken.get("to")
        if isinstance(start, date) and isinstance(end, date) and end < start:
            words = Words(f"止日 {end} 早于起日 {start}", f"it ends on {end}, before it starts on {start}")
            problems.append(("empty-range", (*path, "to"), words))
            del taken["to"]
        for key, shape in self.required.items():
            if value.get(key) is None and not isinstance(shape, Anything):
                problems.append(("missing-key", path, Words(f"缺少“{key}”，请补上", f"'{key}' is missing; add it")))
        if self.one_of and all(value.get(key) is None for key in self.one_of):
            listed = " / ".join(self.one_of)
            problems.append(
                (
                    "missing-key",
                    path,
                    Words(f"至少要有其中一项：{listed}", f"needs at least one of: {listed}"),
                )
            )
        return taken if all(key in taken for key in self.required) else MISSING

    @staticmethod
    def _known_parts(
        value: Mapping[Any, Any], known: Mapping[str, Shape], path: KeyPath, problems: Found
    ) -> Iterable[tuple[str, Any]]:
        for key, part in value.items():
            name = str(key)
            if name not in known:
                hint = suggestion(name, known)
                words = Words(
                    f"不认识的键“{name}”。{hint.zh or '请删去'}",
                    f"unknown key '{name}'. {hint.en or 'Remove it.'}",
                )
                problems.append(("unknown-key", (*path, name), words))
            elif part is not None or isinstance(known[name], Anything):
                taken = known[name].take(part, (*path, name), problems)
                if taken is not MISSING:
                    yield name, taken

    def schema(self) -> dict[str, Any]:
        properties = {key: shape.schema() for key, shape in {**self.required, **self.optional}.items()}
        schema: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
        if self.required:
            schema["required"] = list(self.required)
        if self.one_of:
            schema["anyOf"] = [{"required": [key]} for key in self.one_of]
        return schema


@dataclass(frozen=True)
class Anything(Shape):
    """A place whose content is checked elsewhere (facts of a case)."""

    def take(self, value: Any, path: KeyPath, problems: Found) -> Any:
        return value

    def schema(self) -> dict[str, Any]:
        return {}


LABELS = Record({"zh": Text()}, {"en": Text()})
"""A label in both languages; English may follow later."""
