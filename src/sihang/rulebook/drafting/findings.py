"""All that was found in a text, with its place: what a rule of it must account for."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from sihang.rulebook.drafting.finders import FINDERS, FindingKind
from sihang.rulebook.errors import Words
from sihang.rulebook.numerals import Stated, enumerations, literal, stated_numbers
from sihang.rulebook.outline import number_chars
from sihang.rulebook.text import SourceText


@dataclass(frozen=True, slots=True)
class Finding:
    """Words found in the text, exactly as they stand from `start` to `end`, and by which finder."""

    kind: FindingKind
    quote: str
    clause: str | None
    start: int
    end: int
    about: Words
    found_by: str = ""


_BOUND_WORDS = {
    "at_most": Words("上限", "at most"),
    "at_least": Words("不低于", "at least"),
    "more_than": Words("超过", "more than"),
    "less_than": Words("低于", "less than"),
    "exactly": Words("", ""),
}


@dataclass(frozen=True)
class Survey:
    """A text with all that was found in it; what the readers of a sentence ask."""

    source: SourceText

    @cached_property
    def numbers(self) -> tuple[Stated, ...]:
        """The numbers of the text, those of the paragraphs themselves (1. 2. 3.) left out."""
        found = stated_numbers(self.source.text)
        return tuple(stated for stated in found if not self._heads_a_paragraph(stated))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Everything found, in the order of the text."""
        found = [*self._number_findings(), *self._tier_findings(), *self._word_findings()]
        return tuple(sorted(found, key=lambda finding: (finding.start, finding.end, finding.kind, finding.found_by)))

    def numbers_between(self, start: int, end: int) -> list[Stated]:
        first = bisect_left(self.numbers, start, key=lambda stated: stated.start)
        last = bisect_left(self.numbers, end, key=lambda stated: stated.start)
        return [stated for stated in self.numbers[first:last] if stated.end <= end]

    def findings_between(self, start: int, end: int, *kinds: FindingKind) -> list[Finding]:
        first = bisect_left(self.findings, start, key=lambda finding: finding.start)
        last = bisect_left(self.findings, end, key=lambda finding: finding.start)
        return [
            finding
            for finding in self.findings[first:last]
            if finding.end <= end and (not kinds or finding.kind in kinds)
        ]

    def finding(self, kind: FindingKind, start: int, end: int, about: Words, found_by: str) -> Finding:
        """Return a finding at a place of the text."""
        home = self.source.passage_at(start)
        return Finding(kind, self.source.text[start:end], home.clause if home else None, start, end, about, found_by)

    def _heads_a_paragraph(self, stated: Stated) -> bool:
        home = self.source.passage_at(stated.start)
        if stated.kind != "integer" or stated.unit or home is None:
            return False
        return stated.end <= home.start + number_chars(home.text)

    def _word_findings(self) -> Iterator[Finding]:
        for finder in FINDERS:
            for match in finder.pattern.finditer(self.source.text):
                yield self.finding(finder.kind, match.start(), match.end(), finder.about, finder.name)

    def _number_findings(self) -> Iterator[Finding]:
        for stated in self.numbers:
            if stated.kind != "integer" or stated.unit:
                yield self.finding(_kind_of(stated), stated.start, stated.end, _about(stated), f"stated-{stated.kind}")

    def _tier_findings(self) -> Iterator[Finding]:
        for members in enumerations(self.numbers, self.source.text):
            about = Words(f"并列 {len(members)} 档", f"{len(members)} tiers in a row")
            yield self.finding(FindingKind.TIERS, members[0].start, members[-1].end, about, "enumeration")


def _kind_of(stated: Stated) -> FindingKind:
    if stated.kind not in ("money", "rate"):
        return FindingKind.NUMBER
    if stated.bound == "at_most":
        return FindingKind.CEILING
    if stated.bound != "exactly":
        return FindingKind.THRESHOLD
    return FindingKind.AMOUNT if stated.kind == "money" else FindingKind.RATE


def _about(stated: Stated) -> Words:
    low, high = literal(stated.kind, stated.low), literal(stated.kind, stated.high)
    same = stated.low == stated.high
    unit = stated.unit if stated.kind == "integer" else ""
    bound = _BOUND_WORDS[stated.bound]
    zh = (low if same else f"{low}至{high}") + unit
    en = (low if same else f"{low} to {high}") + unit
    return Words(f"{bound.zh} {zh}".strip(), f"{bound.en} {en}".strip())
