"""The sums and rates of one part of a sentence, sorted by what they can mean."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sihang.rulebook.drafting.findings import Survey
from sihang.rulebook.numerals import Stated

_PER_UNIT = re.compile(r"每(?!年)[^，。；\n]{0,12}\Z")
_PER_MEASURED_UNIT = re.compile(r"每(?:平方米|亩|人|天|日|月|吨|台|辆|公里|千瓦|度|立方)[^，。；\n]{0,12}\Z")
_OVERALL = re.compile(r"(?:累计|总额|合计|全年|年度|每年|同一|每家|每户)[^，。；\n]{0,16}\Z")


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


def is_threshold(stated: Stated, part: Part) -> bool:
    """Say whether a number before the giving is a line to be over, not a sum to be given."""
    return stated.start < part.point and stated.bound in ("more_than", "at_least", "less_than")


def paying_numbers(survey: Survey, part: Part) -> list[Stated]:
    """Return the sums and rates of a part that are not thresholds."""
    found = survey.numbers_between(part.start, part.end)
    return [stated for stated in found if stated.kind in ("money", "rate") and not is_threshold(stated, part)]


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
        if stated.bound not in ("exactly", "at_most"):
            numbers.odd.append(stated)
        elif stated.kind == "rate":
            (numbers.rate_spans if is_span or stated.bound == "at_most" else numbers.rates).append(stated)
        elif (_PER_MEASURED_UNIT if stated.bound == "at_most" else _PER_UNIT).search(before) or (
            "/" in stated.unit and stated.unit != "元/年"
        ):
            numbers.odd.append(stated)
        elif stated.bound == "at_most":
            (numbers.more_caps if _OVERALL.search(before) else numbers.caps).append(stated)
        elif stated.start < part.point:
            numbers.odd.append(stated)
        else:
            (numbers.spans if is_span else numbers.sums).append(stated)
    if not numbers.caps and len(numbers.more_caps) == 1:
        numbers.caps, numbers.more_caps = numbers.more_caps, []
    return numbers
