"""Every character of a source text, accounted for exactly once: `sihang policy coverage`.

A character (white space aside) belongs to the entry of the package that quotes it:

- computed: quotes of conditions, applicants, frequencies, money benefits, the validity, common conditions, relations of
  overlap and fills; then, where nothing else quotes the words, the sentence that a measure is made from and its duties
  (service, for a measure that gives services only);
- determination: words that an authority decides on (facts.yaml);
- delegated: words that a slot leaves to implementing rules;
- service: services.yaml, and benefits that are no money;
- goal: goals.yaml;
- declaratory: coverage.yaml, for what nothing else quotes.

Where quotes overlap, the shortest one that holds the character decides, so that a sentence never swallows what stands
inside it. Between quotes of one length, what is left to people comes first (determination, then delegated, then
computed, service, goal): 成效显著的 is both a condition and a determination, and it is the officer who decides it.
A quote covers each of its occurrences in its clause, or in the whole text where it names no clause.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple

from sihang.rulebook.errors import Words
from sihang.rulebook.package import Package
from sihang.rulebook.parts import part_words, parts_of
from sihang.rulebook.text import Passage, SourceText

KINDS: Mapping[str, Words] = {
    "computed": Words("由措施计算", "computed by a measure"),
    "determination": Words("由部门认定", "decided by an authority"),
    "delegated": Words("授权细则规定", "left to implementing rules"),
    "service": Words("服务", "service"),
    "goal": Words("目标", "goal"),
    "declaratory": Words("宣示性文字", "declaratory"),
}
MISSING_KIND = "missing"
_AT_ONE_LENGTH = ("determination", "delegated", "computed", "service", "goal", "declaratory")
_QUOTED, _SENTENCE, _DECLARATORY = range(3)


@dataclass(frozen=True, slots=True)
class Span:
    """Neighbouring characters that one entry accounts for; `by` is its id (a measure, slot, goal, …)."""

    start: int
    end: int
    kind: str
    by: str


class _Claim(NamedTuple):
    """Words that an entry accounts for, and where it looks for them: in a clause, or from `quote` to `to`."""

    rank: int
    kind: str
    by: str
    quote: str
    clause: str | None = None
    to: str | None = None


@dataclass(frozen=True)
class Coverage:
    """What each part of a text is. `characters` and all counts leave white space out.

    `by_clause` is by clause number, or by the highest heading outside of clauses, or "" outside of both.
    `unplaced` names entries whose words were not found, or whose `from` and `to` are not unique in the text.
    """

    package: str
    spans: tuple[Span, ...]
    missing: tuple[Passage, ...]
    by_clause: Mapping[str, Mapping[str, int]]
    unplaced: tuple[str, ...] = ()

    @cached_property
    def by_kind(self) -> dict[str, int]:
        """Characters by kind, `missing` among them."""
        kinds = (*KINDS, MISSING_KIND)
        return {kind: sum(counts.get(kind, 0) for counts in self.by_clause.values()) for kind in kinds}

    @property
    def characters(self) -> int:
        return sum(self.by_kind.values())

    @property
    def complete(self) -> bool:
        return not self.missing

    def share(self, kind: str) -> str:
        """The percentage of a kind or of `missing`; over all of them they add up to 100.00%. 0.00% without a text."""
        return self._shares[kind]

    @cached_property
    def _shares(self) -> dict[str, str]:
        """Hundredths of a percent by largest remainder."""
        whole = self.characters
        exact = {kind: divmod(count * 10_000, whole or 1) for kind, count in self.by_kind.items()}
        hundredths = {kind: floor for kind, (floor, _) in exact.items()}
        left = (10_000 if whole else 0) - sum(hundredths.values())
        for kind in sorted(exact, key=lambda kind: -exact[kind][1])[:left]:
            hundredths[kind] += 1
        return {kind: f"{value // 100}.{value % 100:02d}%" for kind, value in hundredths.items()}

    def as_json(self, lang: str = "zh") -> dict[str, Any]:
        """The whole account, ready for json.dumps."""
        labels = {**KINDS, MISSING_KIND: Words("未交代", "not accounted for")}
        return {
            "package": self.package,
            "characters": self.characters,
            "complete": self.complete,
            "kinds": [
                {"kind": kind, "label": labels[kind].to(lang), "characters": count, "share": self.share(kind)}
                for kind, count in self.by_kind.items()
            ],
            "clauses": [
                {"part": key, "label": part_words(key).to(lang), "characters": sum(counts.values()), "by_kind": {**counts}}
                for key, counts in self.by_clause.items()
            ],
            "missing": [{"clause": each.clause, "start": each.start, "text": each.text} for each in self.missing],
            "unplaced": [*self.unplaced],
            "spans": [asdict(span) for span in self.spans],
        }  # fmt: skip


def coverage(package: Package) -> Coverage:
    """Account for the text of a package. One without a text has nothing to account for and is complete."""
    text = package.text
    owners: list[_Claim | None] = [None] * len(text.text)
    placed = [(claim, _places(claim, text)) for claim in _claims(package)]
    found = [(claim, start, end) for claim, places in placed for start, end in places]
    for claim, start, end in sorted(found, key=lambda each: _precedence(*each)):
        for index in range(start, end):
            owners[index] = owners[index] or claim
    unplaced = tuple(f"{claim.by}: {claim.quote}" for claim, places in placed if not places)
    counts = _counts(text, owners)
    return Coverage(package.id, tuple(_spans(owners)), tuple(_missing(text, owners)), counts, unplaced)


def _precedence(claim: _Claim, start: int, end: int) -> tuple[int, int, int]:
    return claim.rank, end - start, _AT_ONE_LENGTH.index(claim.kind)


def _places(claim: _Claim, text: SourceText) -> list[tuple[int, int]]:
    if claim.to is not None:
        passage = text.between(claim.quote, claim.to)
        return [] if passage is None else [(passage.start, passage.end)]
    scope = text.clause(claim.clause) if claim.clause else None
    start, end = (scope.start, scope.end) if scope else (0, len(text.text))
    ends = [(place, place + len(claim.quote)) for place in text.occurrences(claim.quote)]
    return [(first, last) for first, last in ends if start <= first and last <= end]


# which words each entry accounts for


def _claims(package: Package) -> Iterator[_Claim]:
    about = package.about
    named = [about[key] for key in ("validity", "overlap", "superseding") if key in about]
    yield from _quotes("computed", "package", [*named, *about.get("conditions", [])], None)
    for source in package.measures:
        yield from _of_measure(source.data)
    for matter in package.matters.values():
        for fact in matter.facts.values():
            if (decided := fact.determination) is not None and decided.quote:
                yield _Claim(_QUOTED, "determination", fact.key, decided.quote, decided.clause)
    for slot in package.slots.values():
        if slot.quote:
            yield _Claim(_QUOTED, "delegated", slot.key, slot.quote, slot.clause)
    for kind, part in (("service", "services"), ("goal", "goals"), ("computed", "overlap")):
        for entry in package.part(part):
            yield from _quotes(kind, entry["id"], [entry], None)
    for fill in package.part("fills"):
        yield from _quotes("computed", fill["slot"], [fill, *fill.get("conditions", [])], None)
    for number, entry in enumerate(package.part("coverage"), 1):
        first = entry.get("from", "")  # without last words of its own, a passage ends with its first
        last = None if "quote" in entry else entry.get("to", first)
        yield _Claim(_DECLARATORY, "declaratory", f"declaratory-{number}", entry.get("quote", first), None, last)


def _of_measure(raw: Mapping[str, Any]) -> Iterator[_Claim]:
    name, clause = raw["id"], raw["clause"]
    benefits = raw.get("benefits", [])
    computed = [raw.get("applicant", {}), raw.get("frequency", {}), *raw.get("conditions", [])]
    yield from _quotes("computed", name, [*computed, *(each for each in benefits if "amount" in each)], clause)
    for benefit in benefits:
        if "service" in benefit:
            yield from _quotes("service", f"{name}.{benefit['service']}", [benefit], clause)
    whole = "service" if benefits and all("service" in each for each in benefits) else "computed"
    yield from _quotes(whole, name, [raw, *raw.get("follow_up", [])], clause, _SENTENCE)


def _quotes(kind: str, by: str, entries: list[Any], clause: str | None, rank: int = _QUOTED) -> Iterator[_Claim]:
    for entry in entries:
        if isinstance(entry.get("quote"), str):
            yield _Claim(rank, kind, by, entry["quote"], entry.get("clause", clause))


# the account


def _spans(owners: list[_Claim | None]) -> Iterator[Span]:
    named = [(each.kind, each.by) if each else None for each in owners]
    start = 0
    for who, group in groupby(named):
        end = start + len(list(group))
        if who is not None:
            yield Span(start, end, *who)
        start = end


def _missing(text: SourceText, owners: list[_Claim | None]) -> Iterator[Passage]:
    for paragraph in text.paragraphs:
        start = paragraph.start
        for covered, group in groupby(owners[paragraph.start : paragraph.end], key=lambda owner: owner is not None):
            end = start + len(list(group))
            words = text.text[start:end]
            if not covered and (bare := words.strip()):
                first = start + words.index(bare)
                yield Passage(first, first + len(bare), bare, paragraph.clause, paragraph.headings)
            start = end


def _counts(text: SourceText, owners: list[_Claim | None]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {}
    for key, passages in parts_of(text).items():
        places = (place for passage in passages for place in range(passage.start, passage.end))
        mine = (owners[place] for place in places if not text.text[place].isspace())
        counts[key] = Counter(owner.kind if owner else MISSING_KIND for owner in mine)
    return {key: dict(counter) for key, counter in counts.items()}
