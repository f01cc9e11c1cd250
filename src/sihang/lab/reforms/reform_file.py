"""What a reform file may hold: a small YAML of what would be different (docs/simulation.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from sihang.rulebook.errors import MISSING, Found, KeyPath, PackageUnusable, Problem, Words
from sihang.rulebook.folder import sm3
from sihang.rulebook.reading import Lines, read_text, read_yaml
from sihang.rulebook.schema import ENTRY, EXPRESSION, FACT, KEY
from sihang.rulebook.shape import LABELS, Flag, Literal, Many, Record, Shape, Table, Text

OFF = "off"
OPEN = "open"


class _OneOr(Shape):
    """One value, or a record of several."""

    def __init__(self, one: Shape, record: Record) -> None:
        self.one = one
        self.record = record

    def take(self, value: Any, path: KeyPath, problems: Found) -> Any:
        return (self.record if isinstance(value, Mapping) else self.one).take(value, path, problems)

    def schema(self) -> dict[str, Any]:
        return {"oneOf": [self.one.schema(), self.record.schema()]}


_CONDITION = _OneOr(EXPRESSION, Record({"rule": EXPRESSION}, {"zh": Text(), "en": Text()}))
_CHANGE = Record({"from": Literal(), "to": Literal()}, {"in": Text(), "everywhere": Flag()})
_SLOT = Record(
    {},
    {"value": Literal(), "entries": Many(ENTRY), "when": EXPRESSION, "conditions": Many(_CONDITION), "change": Many(_CHANGE)},
    one_of=("value", "entries", "change"),
)  # fmt: skip
_MEASURE = Record(
    {}, {"change": Many(_CHANGE), "add": Many(_CONDITION), "drop": Many(Text()), "kinds": Many(Text(KEY))}
)
REFORM = Record(
    {"title": LABELS},
    {
        "about": LABELS,
        "packages": Many(Text()),
        "slots": Table(_OneOr(Literal(), _SLOT), KEY),
        "ranges": Table(Many(Literal()), KEY),
        "facts": Table(Table(FACT, KEY), KEY),
        "conditions": Many(_CONDITION),
        "measures": Table(_OneOr(Text(OFF), _MEASURE)),
    },
)


@dataclass(frozen=True)
class Reform:
    """A reform as read: nothing is known yet of the packages that it changes."""

    path: Path
    text: str
    data: Mapping[str, Any]

    @property
    def title(self) -> Words:
        return _words(self.data["title"])

    @property
    def about(self) -> Words | None:
        return _words(self.data["about"]) if "about" in self.data else None

    @property
    def packages(self) -> tuple[str, ...]:
        """The packages that it brings along."""
        return tuple(self.data.get("packages", ()))

    @cached_property
    def digest(self) -> str:
        return sm3(self.text.encode())

    def part(self, kind: str) -> Any:
        """A section; empty where it is not there."""
        return self.data.get(kind, [] if kind == "conditions" else {})

    def where(self, path: KeyPath) -> str:
        return f"{self.path}:{self._lines.line(path)}"

    def problem(self, code: str, path: KeyPath, words: Words) -> Problem:
        return Problem(code, self.where(path), words)

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.text)


def read_reform(path: Path) -> Reform:
    """Read a reform file; raise PackageUnusable with every problem of it."""
    text, problems = read_text(path)
    if text is None:
        raise PackageUnusable(problems)
    raw, problems = read_yaml(text, str(path))
    if problems:
        raise PackageUnusable(problems)
    found: Found = []
    data = REFORM.take(raw, (), found)
    reform = Reform(path, text, {} if data is MISSING else data)
    if found:
        raise PackageUnusable(reform.problem(code, where, words) for code, where, words in found)
    return reform


def as_line(value: Any) -> str:
    """A value of YAML as the rule language writes it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return value.isoformat() if isinstance(value, date) else str(value)


def _words(labels: Mapping[str, str]) -> Words:
    return Words(labels["zh"], labels.get("en", labels["zh"]))
