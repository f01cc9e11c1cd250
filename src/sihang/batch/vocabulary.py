"""What the columns of a table may be called, and what a cell of each may hold, given the packages loaded and the day."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from sihang.rulebook.case_reader import Vocabulary
from sihang.rulebook.errors import Words
from sihang.rulebook.facts import DOMAINS, FIRST_YEAR, LAST_YEAR, ORGANISATION, Fact, Kind
from sihang.rulebook.layers import Rules
from sihang.rulebook.slots import Entry
from sihang.rulebook.tables.names import (
    COMBINATION,
    MeasureNames,
    awarded_columns,
    column_of,
    project_column,
    received_columns,
    year_column,
)

PROBLEMS_COLUMN = "sihang_problems"
"""In a table of rows set apart: what is wrong with the row. Not read again."""
USCC = "uscc"
ID = "id"
ORGANISATION_OF = "organisation"
_UNITS = re.compile("_(fen|bp)$")
_YEAR = r"[_ ]?(\d+)年?度?"
_YEAR_LAST, _YEAR_FIRST = re.compile(rf"(.*?\D){_YEAR}"), re.compile(r"(\d{4})年?度?(\D.*)")


class Role(StrEnum):
    """What a column is for."""

    FACT = "fact"
    MATTER = "matter"
    MATTER_ID = "matter_id"
    PROJECT = "project"
    YEAR = "year"
    AWARDED = "awarded"
    AWARDED_LOW = "awarded_low"
    RECEIVED_LOW = "received_low"
    HIGH = "high"
    USCC = "uscc"
    ID = "id"
    ORGANISATION = "organisation"


IDENTITY = (Role.USCC, Role.ID, Role.ORGANISATION, Role.MATTER_ID)
"""Columns that we read and that are passed through too."""
ONCE = (Role.USCC, Role.ID)
"""Columns whose value stands for an organisation, and so in one row."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that we read: its name in canonical form, and the fact that each cell states."""

    name: str
    fact: Fact
    role: Role = Role.FACT

    @property
    def plain_name(self) -> str:
        """As it is called where money is in yuan."""
        return _UNITS.sub("", self.name) if self.fact.kind in (Kind.MONEY, Kind.RATE) else self.name


AS_IS: Final = Words("用 --as-is 原样带出", "pass it through with --as-is")


@dataclass(frozen=True)
class TableVocabulary:
    """The columns of one kind of table.

    Args:
        names: by plain key or label.
        series: facts by fiscal year, by plain key or label.
        slots: what a table may not state, by plain key or label.
        outputs: names of columns that the results will have.
        mappings: what offices' labels mean, for the reader of values.
        not_loaded: by key, a package that is not loaded and declares it.
        aside: what to do with a column that looks like ours and is not.
    """

    names: Mapping[str, Column]
    series: Mapping[str, Fact]
    slots: Collection[str]
    outputs: Collection[str]
    mappings: Mapping[str, tuple[Entry, ...]]
    not_loaded: Mapping[str, str] = field(default_factory=dict)
    aside: Words = AS_IS

    def column(self, header: str) -> Column | None:
        """The column of a header in yuan and percent: a key or a Chinese label, with a year where it is a series."""
        found = self.names.get(plain(header))
        return found if found is not None else self.of_year(header)

    def of_year(self, header: str) -> Column | None:
        fact, year = self.series_of(header)
        if fact is None or year is None or not FIRST_YEAR <= int(year) <= LAST_YEAR or len(year) != 4:
            return None
        return Column(column_of(fact, int(year)), fact)

    def series_of(self, header: str) -> tuple[Fact | None, str | None]:
        """The series that a header names, and the digits that stand for its year."""
        name = plain(header)
        if (match := _YEAR_LAST.fullmatch(name)) is not None and (fact := self.series.get(match[1].rstrip("_"))):
            return fact, match[2]
        if (match := _YEAR_FIRST.fullmatch(name)) is not None and (fact := self.series.get(match[2].lstrip("_"))):
            return fact, match[1]
        return self.series.get(name), None

    def stored(self, header: str) -> Column | None:
        """The column whose name in canonical form carries its unit, `revenue_2023_fen`: whole fen or basis points."""
        unit = _UNITS.search(header)
        if unit is None:
            return None
        column = self.column(header.removesuffix(unit[0]))
        return column if column is not None and column.name.endswith(unit[0]) else None

    @property
    def known(self) -> list[str]:
        """Every name that a header may be meant for."""
        return [*self.names, *self.series]


def plain(name: str) -> str:
    """A header without spaces, in one width and in small letters."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def of_organisations(rules: Rules, vocabulary: Vocabulary, *, with_id: bool = False) -> TableVocabulary:
    """One row per organisation, with at most one matter of each type; `with_id`: other tables refer to it."""
    columns = [*_facts(vocabulary.organisation.values()), *_identity(with_id), *_awards(rules)]
    for each in vocabulary.matters.values():
        columns += _facts(each.facts.values())
        columns += _matter(each.key, Words(each.zh, each.en), separator="__")
    return _vocabulary(columns, vocabulary.organisation.values(), rules, vocabulary)


def of_matters(matter_type: str, rules: Rules, vocabulary: Vocabulary) -> TableVocabulary:
    """One row per matter of one type: the organisation, the matter's id, and what is stated of it."""
    of_type = vocabulary.matters[matter_type]
    organisation = Fact(ORGANISATION_OF, Kind.TEXT, Words("申报主体", "Organisation"), ORGANISATION)
    columns = [("organisation", Column(ORGANISATION_OF, organisation, Role.ORGANISATION))]
    columns += _facts(of_type.facts.values()) + _matter(matter_type, Words("", ""), separator="")
    return _vocabulary(columns, (), rules, vocabulary)


Named = list[tuple[str, Column]]
"""Columns with the key that they go by; each goes by its label too."""


def _facts(facts: Iterable[Fact]) -> Named:
    return [(fact.key, Column(column_of(fact), fact)) for fact in facts if not fact.series]


def _identity(with_id: bool) -> Named:
    code = Fact(USCC, Kind.TEXT, Words("统一社会信用代码", "USCC"), ORGANISATION)
    own = Fact(ID, Kind.TEXT, Words("编号", "id"), ORGANISATION)
    ids: Named = [(ID, Column(ID, own, Role.ID))] if with_id else []
    return [(USCC, Column(USCC, code, Role.USCC)), *ids]


def _awards(rules: Rules) -> Named:
    """An earlier award of a measure: whether, and from how much to how much."""
    found: Named = []
    for measure in rules.measures:
        awarded, low, high = awarded_columns(measure.id)
        of, title = measure.id, measure.title.zh
        yes = Fact(awarded, Kind.YES_NO, Words(f"{of}__前次获得", f"{title}, awarded before"), of)
        found.append((awarded, Column(awarded, yes, Role.AWARDED)))
        found += _range(low, high, Words(f"{of}__前次金额", "earlier award"), of, Role.AWARDED_LOW)
    return found


def _matter(key: str, words: Words, *, separator: str) -> Named:
    """The columns that say which matter it is; in a table of one type's matters they need not name the type."""
    project, year = project_column(key), year_column(key)
    prefix = f"{key}{separator}" if separator else ""
    label = f"{words.zh}{separator}"
    own = Words(words.zh or "编号", words.en or "id")
    low, high = received_columns(key)
    return [
        (key if separator else ID, Column(key, Fact(key, Kind.TEXT, own, key), Role.MATTER if separator else Role.MATTER_ID)),
        (f"{prefix}project", Column(project, Fact(project, Kind.TEXT, Words(f"{label}项目", "project"), key), Role.PROJECT)),
        (f"{prefix}year", Column(year, _year(year, f"{label}年度", key), Role.YEAR)),
        *_range(low, high, Words(f"{label}已获支持", "received"), key, Role.RECEIVED_LOW, prefix),
    ]  # fmt: skip


def _year(name: str, zh: str, holder: str) -> Fact:
    return Fact(name, Kind.INTEGER, Words(zh, "year"), holder, (FIRST_YEAR, LAST_YEAR))


def _range(low: str, high: str, words: Words, holder: str, role: Role, prefix: str | None = None) -> Named:
    found: Named = []
    for name, end, its_role, zh in ((low, "low", role, "下限"), (high, "high", Role.HIGH, "上限")):
        fact = Fact(name, Kind.MONEY, Words(f"{words.zh}{zh}", f"{words.en}, {end}"), holder, DOMAINS[Kind.MONEY])
        key = _UNITS.sub("", name) if prefix is None else f"{prefix}received_{end}"
        found.append((key, Column(name, fact, its_role)))
    return found


def _vocabulary(columns: Named, facts: Iterable[Fact], rules: Rules, vocabulary: Vocabulary) -> TableVocabulary:
    names: dict[str, Column] = {}
    for key, column in columns:
        names.setdefault(plain(key), column)
        names.setdefault(plain(column.fact.words.zh), column)
        names.setdefault(plain(column.plain_name), column)
    series = {plain(name): fact for fact in facts if fact.series for name in (fact.key, fact.words.zh)}
    slots = {plain(name) for slot in rules.slots.values() for name in (slot.key, column_of(slot), slot.words.zh)}
    return TableVocabulary(
        names, series, slots - names.keys(), frozenset(outputs_of(rules)), vocabulary.mappings, vocabulary.not_loaded
    )


def outputs_of(rules: Rules) -> Iterable[str]:
    """Every column of results, as it is called in Parquet and where money is in yuan."""
    for measure in rules.measures:
        names = MeasureNames.of(measure.id)
        yield from (
            names.finding,
            names.low,
            names.high,
            in_yuan(names.low),
            in_yuan(names.high),
            taken_column(measure.id),
        )
    best = COMBINATION
    yield from (best.low, best.high, in_yuan(best.low), in_yuan(best.high), best.certain, best.left)


def taken_column(measure: str) -> str:
    """In the results of matters: whether the best combination takes this measure for the matter."""
    return f"{measure}_taken"


def in_yuan(name: str) -> str:
    return _UNITS.sub("", name)
