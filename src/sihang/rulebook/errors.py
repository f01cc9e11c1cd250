"""Every way the rulebook can refuse, in one tree.

    SihangError
    ├── CaseUnusable        the facts cannot be assessed; lists every problem with its JSON path
    ├── PackageUnusable     the rules cannot be used; lists every problem with file, line and mend
    ├── TableUnfit          a table is not in canonical form (tables/fitness.py)
    ├── TableUnusable       a table cannot be read or assessed; every problem by row and column (sihang.batch.problems)
    ├── ReplayUnusable      a saved assessment cannot be read
    ├── DocumentUnusable    a policy document is no plain text (document.py)
    ├── SolverStopped       no best combination was found; nobody's input is at fault (combine_milp.py)
    ├── TooTangled          more measures exclude each other than a table can compare (tables/best.py)
    └── TooWide             a rule multiplies to more than 38 digits, which no table can hold (terms.py)

A problem has a code for programs, a place, and one sentence in each language that says what is wrong and
how to mend it. The codes are explained in docs/errors.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, NamedTuple

KeyPath = tuple[str | int, ...]
"""A place in a YAML file: keys and list positions from the top."""

MISSING: Final = object()
"""Stands for a file or a part of one of which nothing can be used."""


class Words(NamedTuple):
    """One sentence or label in Chinese and in English."""

    zh: str
    en: str

    def to(self, lang: str) -> str:
        return self.en if lang == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person must mend: `where` is a JSON path or `file:line`."""

    code: str
    where: str
    what: Words

    def text(self, lang: str = "zh") -> str:
        return f"{self.where}: {self.what.to(lang)} [{self.code}]"


Found = list[tuple[str, KeyPath, Words]]
"""Problems inside a file as (code, place, words); the file and line are added by its `SourceFile`."""


class SihangError(Exception):
    """The root of all our errors."""


class _WithProblems(SihangError):
    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.text("zh") for problem in self.problems))


class CaseUnusable(_WithProblems):
    """The case cannot be assessed; nothing was assessed."""


class PackageUnusable(_WithProblems):
    """The packages cannot be used as they are."""


class TableUnfit(_WithProblems):
    """The table is not in canonical form; nothing was assessed."""


class ReplayUnusable(_WithProblems):
    """The saved assessment cannot be read."""


_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
"""Control characters (they can steer a terminal), marks that turn the reading direction, half characters."""


def is_printable(text: str) -> bool:
    return not _UNPRINTABLE.search(text)


def printable(text: str) -> str:
    """`text` with a visible sign for each character that must not reach a terminal, cut to a line."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text[:200])


def suggestion(name: str, known: Iterable[str]) -> Words:
    """`是否想写“营收”？` for a slip of the pen, or nothing."""
    close = get_close_matches(name, list(known), n=1, cutoff=0.6)
    if not close:
        return Words("", "")
    return Words(f"是否想写“{close[0]}”？", f"Did you mean '{close[0]}'?")
