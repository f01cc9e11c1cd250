"""A source text as a reader sees it: cut where a quote or the account of coverage begins or ends, part by part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from sihang.rulebook.coverage import KINDS, MISSING_KIND, Span, coverage
from sihang.rulebook.errors import Words
from sihang.rulebook.package import Package
from sihang.rulebook.parts import part_words
from sihang.rulebook.showing.measures import LineShown, MeasureShown
from sihang.rulebook.text import Passage

NOT_ACCOUNTED_FOR = Words("未交代", "not accounted for")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters. `kind` and `by` say what became of them; `quoted_by` names the lines of rule that quote them.

    A line is named as `m08-4`: the fourth of its measure's conditions, the sum after the last. `ends` names those whose
    quote ends with this piece.
    """

    text: str
    kind: str
    label: str
    by: str | None
    quoted_by: tuple[str, ...]
    ends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartShown:
    """A clause, or neighbouring paragraphs outside of clauses: in pieces, with the ids of the measures made from it.

    `key` is the clause's number, None outside of clauses.
    """

    key: str | None
    label: str
    headings: tuple[str, ...]
    paragraphs: tuple[tuple[Piece, ...], ...]
    measures: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join("".join(piece.text for piece in paragraph) for paragraph in self.paragraphs)


def line_names(measure: MeasureShown) -> Iterator[tuple[str, LineShown]]:
    """The name of each line of a measure: `m08-1` and so on."""
    lines = [*measure.conditions, *([measure.amount] if measure.amount else [])]
    yield from ((f"{measure.id}-{number}", line) for number, line in enumerate(lines, 1))


def text_shown(package: Package, measures: Iterable[MeasureShown], lang: str) -> tuple[PartShown, ...]:
    """The whole text of a package in order, with what these measures quote of it (also those of the policy that it fills)."""
    every = tuple(measures)
    mine = [measure for measure in every if measure.policy == package.id]
    cutter = _Cutter(package, every, lang)
    return tuple(
        PartShown(
            key, part_words(key).to(lang) if key else "", passages[0].headings,
            tuple(tuple(cutter.pieces(passage)) for passage in passages),
            tuple(measure.id for measure in mine if measure.clause == key),
        )
        for key, passages in _in_order(package)
    )  # fmt: skip


def _in_order(package: Package) -> Iterator[tuple[str | None, list[Passage]]]:
    for key, group in groupby(package.text.paragraphs, key=lambda paragraph: paragraph.clause):
        yield key, list(group)


class _Cutter:
    """Cuts passages where what is said of their characters changes."""

    def __init__(self, package: Package, measures: Iterable[MeasureShown], lang: str) -> None:
        self.text = package.text.text
        self.lang = lang
        self.spans = coverage(package).spans
        self.quotes = list(_quotes(package, measures))

    def pieces(self, passage: Passage) -> Iterator[Piece]:
        edges = {passage.start, passage.end}
        for start, end in [(span.start, span.end) for span in self.spans] + [
            (start, end) for start, end, _ in self.quotes
        ]:
            edges |= {edge for edge in (start, end) if passage.start < edge < passage.end}
        ordered = sorted(edges)
        for start, end in pairwise(ordered):
            yield self._piece(start, end)

    def _piece(self, start: int, end: int) -> Piece:
        span: Span | None = next((each for each in self.spans if each.start <= start < each.end), None)
        kind = span.kind if span else MISSING_KIND
        label = (KINDS[kind] if span else NOT_ACCOUNTED_FOR).to(self.lang)
        by = tuple(name for first, last, name in self.quotes if first <= start < last)
        ends = tuple(name for _, last, name in self.quotes if last == end and name in by)
        return Piece(self.text[start:end], kind, label, span.by if span else None, by, ends)


def _quotes(package: Package, measures: Iterable[MeasureShown]) -> Iterator[tuple[int, int, str]]:
    """Where each line's quote stands, in its clause, or anywhere if its clause has no such words."""
    for measure in measures:
        for name, line in line_names(measure):
            if not line.quote or line.package != package.id:
                continue
            found = package.text.find(line.quote, line.clause or None) or package.text.find(line.quote)
            if found is not None:
                yield found.start, found.end, name
