"""Lines that a value must reach: 营收超过3000万元, or several in a row, each perhaps with a sum of its own."""

from collections.abc import Sequence
from itertools import pairwise

from sihang.rulebook.drafting.findings import Survey
from sihang.rulebook.drafting.model import Builder, Place
from sihang.rulebook.drafting.sums import Part, is_threshold
from sihang.rulebook.drafting.words import base_words
from sihang.rulebook.errors import Words
from sihang.rulebook.numerals import Stated, enumerations, literal

_SIGNS = {"more_than": ">", "at_least": ">=", "less_than": "<"}

Lines = tuple[Stated, ...]
"""One line, or several in a row."""


def lines_to_reach(survey: Survey, part: Part) -> list[Lines]:
    """Return the lines that stand before the giving, those in a row together."""
    found = [
        stated
        for stated in survey.numbers_between(part.start, part.point)
        if stated.kind in ("money", "rate") and is_threshold(survey, stated, part)
    ]
    rows = enumerations(found, survey.source.text)
    alone = [(stated,) for stated in found if not any(stated in row for row in rows)]
    return sorted([*rows, *alone], key=lambda lines: lines[0].start)


def sign(lines: Lines) -> str:
    return _SIGNS[lines[0].bound]


def entry(lines: Lines) -> str:
    """Return the line that opens the door: the lowest, or of lines to stay under the highest."""
    lowest = min(stated.low for stated in lines)
    highest = max(stated.high for stated in lines)
    return literal(lines[0].kind, highest if lines[0].bound == "less_than" else lowest)


def line_fact(survey: Survey, part: Part, lines: Lines, builder: Builder) -> tuple[str, str]:
    """Propose the value that must reach the lines; return its label and the words that say so."""
    text, first = survey.source.text, lines[0]
    words = base_words(text[part.start : first.start])
    start = text.rfind(words, part.start, first.start) if words else first.start
    quote = text[start : lines[-1].end]
    named = Words(words or f"门槛值{builder.id}", "Value that must reach a line")
    label = builder.propose(Place.FACT, "value", first.kind, named, quote=quote, found_by="threshold")
    return label, quote


def ordered_tiers(survey: Survey, part: Part, sums: Sequence[Stated]) -> Lines | None:
    """Return the lines that 分别 pairs with the sums, one sum for each line and both rising."""
    rows = [lines for lines in lines_to_reach(survey, part) if len(lines) == len(sums) > 1]
    if len(rows) != 1 or rows[0][0].bound == "less_than" or "分别" not in survey.source.text[part.start : part.end]:
        return None
    if {stated.kind for stated in sums} != {"money"} or any(stated.bound != "exactly" for stated in sums):
        return None
    is_rising = all(left.high < right.low for row in (rows[0], sums) for left, right in pairwise(row))
    return rows[0] if is_rising else None
