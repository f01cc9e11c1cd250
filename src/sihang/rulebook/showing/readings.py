"""Readings as a reader sees them: where the text is silent, what was taken, and what else was considered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sihang.rulebook.assess import Rulebook


@dataclass(frozen=True, slots=True)
class ReadingShown:
    """One reading: about what, in which clauses, what is taken and what was considered; by whom and on which day."""

    id: str
    package: str
    about: str
    clauses: tuple[str, ...]
    taken: str
    considered: tuple[str, ...]
    by: str | None
    on: date | None


def readings_shown(rulebook: Rulebook, lang: str) -> tuple[ReadingShown, ...]:
    """Every reading of the packages, in the order of their files."""
    return tuple(
        _reading(package.id, key, raw, lang) for package in rulebook.packages for key, raw in package.readings().items()
    )


def _reading(package: str, key: str, raw: Mapping[str, Any], lang: str) -> ReadingShown:
    clause = raw.get("clause", ())
    clauses = (str(clause),) if isinstance(clause, str) else tuple(str(each) for each in clause)
    considered = tuple(_label(each, lang) for each in raw.get("considered", ()))
    return ReadingShown(
        key, package, _label(raw.get("about", {}), lang), clauses, _label(raw["taken"], lang), considered,
        raw.get("by"), raw.get("on"),
    )  # fmt: skip


def _label(raw: Mapping[str, str], lang: str) -> str:
    """The words in a language; the Chinese stands in where the English is not written yet."""
    return raw.get(lang, raw.get("zh", ""))
