"""The sums and rates of one part of a sentence, sorted by what they can mean."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sihang.rulebook.drafting.findings import Survey
from sihang.rulebook.numerals import Stated

_PER_UNIT = re.compile(r"每(?!年)[^，。；\n]{0,12}\Z")
_PER_EVENT = re.compile(r"每(?!年|月|季|半年|家|户|个)[^，。；\n]{1,16}，")
_RATE_OF_SHARE = re.compile(r"(?:按照?|以(?![上下内]))[^，。；\n]{0,12}\Z")
_PER_YEAR_RATE = re.compile(r"(?:年化|年利率|利率|年息|年率)[^，。；\n]{0,4}\Z")
_PER_MEASURED_UNIT = re.compile(r"每(?:平方米|亩|人|天|日|月|吨|台|辆|公里|千瓦|度|立方)[^，。；\n]{0,12}\Z")
_OVERALL = re.compile(r"(?:累计|总额|合计|全年|年度|每年|同一)[^，。；\n]{0,16}\Z")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a sentence that gives something: `point` is where 给予 (or 奖励, 补贴 …) stands."""

    start: int
    point: int
    end: int


@dataclass
class Numbers:
    """The numbers of a part by what they can mean; `odd` are those that fit no pattern."""

    sums: list[Stated] = field(default_factory=list)
    spans: list[Stated] = field(default_factory=list)
    rates: list[Stated] = field(default_factory=list)
    rate_spans: list[Stated] = field(default_factory=list)
    caps: list[Stated] = field(default_factory=list)
    more_caps: list[Stated] = field(default_factory=list)
    odd: list[Stated] = field(default_factory=list)

    def shape(self) -> tuple[int, int, int, int]:
        return len(self.sums), len(self.spans), len(self.rates), len(self.rate_spans)


def is_threshold(survey: Survey, stated: Stated, part: Part) -> bool:
    """Say whether a number before the giving is a line to be over, not a sum to be given (按不低于30% is none)."""
    if stated.start >= part.point or stated.bound not in ("more_than", "at_least", "less_than"):
        return False
    return not _RATE_OF_SHARE.search(survey.source.text[max(part.start, stated.start - 20) : stated.start])


def paying_numbers(survey: Survey, part: Part) -> list[Stated]:
    """Return the sums and rates of a part that are not thresholds."""
    found = survey.numbers_between(part.start, part.end)
    paying = [stated for stated in found if stated.kind in ("money", "rate")]
    return [stated for stated in paying if not is_threshold(survey, stated, part)]


def plain_sum(survey: Survey, part: Part) -> Stated | None:
    """Return the one sum that a part gives, if it gives exactly that and nothing else."""
    numbers = sorted_out(paying_numbers(survey, part), survey, part)
    if numbers.shape() == (1, 0, 0, 0) and not (numbers.caps or numbers.more_caps or numbers.odd):
        return numbers.sums[0]
    return None


def sorted_out(found: Sequence[Stated], survey: Survey, part: Part) -> Numbers:
    """Sort the numbers of a part; what fits no plain pattern is odd."""
    numbers = Numbers()
    text = survey.source.text
    for stated in found:
        before = text[max(part.start, stated.start - 20) : stated.start]
        is_span = stated.low != stated.high
        if stated.bound not in ("exactly", "at_most") or _is_per_unit(stated, text[part.start : stated.start]):
            numbers.odd.append(stated)
        elif stated.kind == "rate":
            (numbers.rate_spans if is_span or stated.bound == "at_most" else numbers.rates).append(stated)
        elif stated.bound == "at_most":
            (numbers.more_caps if _OVERALL.search(before) else numbers.caps).append(stated)
        elif stated.start < part.point:
            numbers.odd.append(stated)
        else:
            (numbers.spans if is_span else numbers.sums).append(stated)
    if not numbers.caps and len(numbers.more_caps) == 1:
        numbers.caps, numbers.more_caps = numbers.more_caps, []
    return numbers


def _is_per_unit(stated: Stated, before: str) -> bool:
    """Say whether a number is a price of a unit, or a rate by the year: how many there are is not in the text."""
    if stated.kind == "rate":
        return _PER_YEAR_RATE.search(before) is not None
    if "/" in stated.unit and stated.unit != "元/年":
        return True
    if stated.bound == "at_most":
        return _PER_MEASURED_UNIT.search(before) is not None
    return _PER_UNIT.search(before) is not None or _PER_EVENT.search(before) is not None
