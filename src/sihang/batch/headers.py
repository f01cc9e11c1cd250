"""Which column is which: a key or a label of ours, or a column to be passed through as it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from sihang.batch.problems import Found
from sihang.batch.vocabulary import IDENTITY, PROBLEMS_COLUMN, Column, Role, TableVocabulary, plain
from sihang.rulebook.errors import Problem, Words, is_printable, printable
from sihang.rulebook.facts import FIRST_YEAR, LAST_YEAR, Fact

ALIKE = 0.75
"""Likeness from which a header is taken for a slip of the pen. An export has many columns of its own, so it is high."""
RESERVED = ("~", "sihang_")
"""What is worked out on the way begins so, in columns and in SQL."""


@dataclass(frozen=True, slots=True)
class Match:
    """A column that we read. `stored`: its cells are whole fen or basis points, and not yuan or percent."""

    source: str
    header: str
    column: Column
    stored: bool


@dataclass(frozen=True)
class Matched:
    """The columns of a table: those that we read, and (source, header) of those to pass through."""

    ours: tuple[Match, ...]
    kept: tuple[tuple[str, str], ...]

    @property
    def unread(self) -> list[str]:
        """Headers that are passed through and mean nothing to us."""
        read = {each.source for each in self.ours}
        return [header for source, header in self.kept if source not in read]

    def of(self, *roles: Role) -> list[Match]:
        return [each for each in self.ours if each.column.role in roles]

    def headers_of(self, roles: Collection[Role]) -> list[str]:
        return [each.header for each in self.ours if each.column.role in roles]


def match(
    table: str, columns: Mapping[str, str], vocabulary: TableVocabulary, *, as_is: Collection[str], units: bool
) -> tuple[Matched, Found]:
    """Tell the columns of a table apart.

    Args:
        table: its name, for places.
        columns: the name of each column in the frame, to its header.
        as_is: headers to pass through, whatever they look like.
        units: columns may be in fen and basis points, with `_fen` and `_bp` in their names (Parquet).
    """
    matcher = _Matcher(table, vocabulary, frozenset(as_is), units)
    for source, header in columns.items():
        matcher.read(source, header)
    matcher.finish(list(columns.values()))
    return Matched(tuple(matcher.ours), tuple(matcher.kept)), Found(tuple(matcher.problems))


class _Matcher:
    def __init__(self, table: str, vocabulary: TableVocabulary, as_is: frozenset[str], units: bool) -> None:
        self.table = table
        self.vocabulary = vocabulary
        self.as_is = as_is
        self.units = units
        self.ours: list[Match] = []
        self.kept: list[tuple[str, str]] = []
        self.problems: list[Problem] = []
        self.seen: dict[str, str] = {}

    def complain(self, code: str, header: str, zh: str, en: str) -> None:
        self.problems.append(Problem(code, f"{self.table}:{printable(header)}", Words(zh, en.rstrip())))

    def read(self, source: str, header: str) -> None:
        if header == PROBLEMS_COLUMN:
            return
        if not is_printable(header):
            self.complain("unprintable-text", header, "列名含有控制字符", "the header contains control characters")
        elif header in self.as_is:
            self._keep(source, header)
        elif self.units and (stored := self.vocabulary.stored(header)) is not None:
            self._ours(source, header, stored, stored=True)
        elif (column := self.vocabulary.column(header)) is not None:
            self._ours(source, header, column, stored=False)
        elif not self._looks_like_ours(header):
            self._keep(source, header)

    def _ours(self, source: str, header: str, column: Column, *, stored: bool) -> None:
        if self._once(column.name, header):
            self.ours.append(Match(source, header, column, stored))
            if column.role in IDENTITY:
                self.kept.append((source, header))

    def _keep(self, source: str, header: str) -> None:
        if header in self.vocabulary.outputs or header.startswith(RESERVED):
            zh = "结果中将有同名的列，请改名，或删去（如果这是上次的结果）"
            self.complain(
                "output-column", header, zh, "the results will have a column of this name; rename it, or delete it"
            )
        elif self._once(header, header):
            self.kept.append((source, header))

    def _once(self, name: str, header: str) -> bool:
        if name not in self.seen:
            self.seen[name] = header
            return True
        first = self.seen[name]
        if first == header:
            self.complain("key-twice", header, "这一列出现两次，请留其一", "this column stands twice; keep one")
        else:
            self.complain(
                "key-twice", header, f"与“{first}”列是同一个事实，请留其一", f"the same as '{first}'; keep one"
            )
        return False

    def _looks_like_ours(self, header: str) -> bool:
        """Say what a header that is nearly ours should be; what is not nearly ours is passed through."""
        before = len(self.problems)
        if plain(header) in self.vocabulary.slots:
            zh = "这由实施细则规定，不在表中填写；请加相应的规则包（--policy），或删去这一列"
            self.complain("unknown-key", header, zh, "implementing rules settle this, not a table: add their --policy")
        elif (column := self.vocabulary.stored(header)) is not None:
            zh = f"CSV 和 XLSX 中金额以元计、比例以百分数计；请写成 {column.plain_name}，并换算单位"
            en = f"in CSV and XLSX money is in yuan and rates in percent: write {column.plain_name}, in that unit"
            self.complain("wrong-unit", header, zh, en)
        elif (package := self.vocabulary.not_loaded.get(header)) is not None:
            zh = f"由 {package} 声明，请加 --policy {package}；或用 --as-is 原样带出"
            self.complain(
                "unknown-key",
                header,
                zh,
                f"declared by {package}; add --policy {package}, or pass it through with --as-is",
            )
        else:
            fact, year = self.vocabulary.series_of(header)
            if fact is not None:
                self._series_amiss(header, fact, year)
            elif (meant := self._meant(header)) is not None:
                self._slip(header, meant)
        return len(self.problems) > before

    def _series_amiss(self, header: str, fact: Fact, year: str | None) -> None:
        zh = f"“{fact.words.zh}”按年填写，列名写成 {fact.words.zh}2023 或 {fact.key}_2023"
        en = f"'{fact.key}' is by fiscal year: call the column {fact.key}_2023"
        if year is not None:
            zh += f"；年度为 {FIRST_YEAR} 至 {LAST_YEAR} 的四位数字：{year[:20]}"
            en += f"; a year is four digits, from {FIRST_YEAR} to {LAST_YEAR}: {year[:20]}"
        self.complain("bad-year", header, zh, en)

    def _slip(self, header: str, meant: str) -> None:
        aside = self.vocabulary.aside
        zh = f"没有这个事实。是否想写“{meant}”？如果不是，{aside.zh}"
        self.complain("unknown-key", header, zh, f"no such fact. Did you mean '{meant}'? If not, {aside.en}")

    def _meant(self, header: str) -> str | None:
        """The name that a header was meant for; its year, if it has one, counts for nothing."""
        name = plain(header)
        close = get_close_matches(name, self.vocabulary.known, n=1, cutoff=ALIKE)
        if close:
            return close[0]
        year = re.search(r"\d{4}", name)
        if year is None:
            return None
        bare = (name[: year.start()] + name[year.end() :]).strip("_ 年度")
        close = get_close_matches(bare, list(self.vocabulary.series), n=1, cutoff=0.6)
        if not close:
            return None
        joint = "_" if close[0].isascii() else ""
        return f"{close[0]}{joint}{year[0]}"

    def finish(self, headers: Sequence[str]) -> None:
        for header in sorted(self.as_is - set(headers)):
            self.complain(
                "unknown-key", header, "--as-is 所指的列不在表中", "named by --as-is, but the table has no such column"
            )
        if not self.ours and not self.problems:
            shown = "、".join(printable(header)[:20] for header in headers[:6])
            zh = f"没有一列是政策中的事实。表头要在第一行（这里是：{shown}）；全部列名见 sihang policy facts"
            en = f"no column is a fact of the policy. The header is row 1 (here: {shown}); `sihang policy facts` lists the names"
            self.problems.append(Problem("no-known-column", self.table, Words(zh, en)))
