"""What a fact is: a named value about an organisation or a matter, with its type, its label and its domain.

A determination is a fact that an authority decides; its domain is the range that the text allows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.errors import Words

ORGANISATION = "organisation"
FOUNDED = "founded_year"
"""The organisation fact before whose year a series has no values: the years are absent, not unknown."""
FIRST_YEAR, LAST_YEAR = 1900, 2100
"""The domain of fiscal years; a year outside it is a slip of the pen."""


class Kind(StrEnum):
    YES_NO = "yes_no"
    MONEY = "money"
    RATE = "rate"
    INTEGER = "integer"
    DATE = "date"
    ENUM = "enum"
    TEXT = "text"
    LABEL = "label"


RATE_CEILING_BP = 10_000_000
"""The greatest rate that a literal may state: 100000%."""

ORDERED = (Kind.MONEY, Kind.RATE, Kind.INTEGER, Kind.DATE)

Range = tuple[int, int]
"""Lowest and highest possible value, in fen, basis points, whole numbers or day ordinals."""

DOMAINS: dict[Kind, Range] = {
    Kind.MONEY: (0, NO_BOUND),
    Kind.RATE: (0, 10_000),
    Kind.INTEGER: (0, NO_BOUND),
    Kind.DATE: (date(FIRST_YEAR, 1, 1).toordinal(), date(LAST_YEAR, 12, 31).toordinal()),
}


@dataclass(frozen=True, slots=True)
class Option:
    """One value of an enum."""

    key: str
    words: Words


@dataclass(frozen=True, slots=True)
class Determination:
    """Who decides, by what act, and on which words of the text."""

    by: str
    act: str
    clause: str
    quote: str | None
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as declared in facts.yaml.

    `holder` is `organisation` or a matter type. `domain` holds for ordered kinds; `options` for enums (and for
    labels: the grades that they map to); `about` is the note for whoever states it.
    """

    key: str
    kind: Kind
    words: Words
    holder: str
    domain: Range = (0, 0)
    options: tuple[Option, ...] = ()
    series: bool = False
    information: bool = False
    mapping: str | None = None
    determination: Determination | None = None
    package: str = ""
    about: Words | None = None

    @property
    def all_options(self) -> int:
        """Every value still possible, as bits."""
        return (1 << len(self.options)) - 1


def option_bit(options: tuple[Option, ...], name: str) -> int | None:
    """The bit of the option whose key or Chinese label is `name`, or None."""
    for index, option in enumerate(options):
        if name in (option.key, option.words.zh):
            return 1 << index
    return None


DAY = Fact("application_date", Kind.DATE, Words("申请日", "day of application"), "day", DOMAINS[Kind.DATE])
YEAR_OF_DAY = Fact(
    "application_year", Kind.INTEGER, Words("申请年份", "year of application"), "day", (FIRST_YEAR, LAST_YEAR)
)
EARLIER_AWARD = Fact("earlier_award", Kind.YES_NO, Words("前次获得本项", "an earlier award of this measure"), "award")
EARLIER_AMOUNT = Fact(
    "earlier_amount", Kind.MONEY, Words("前次资助金额", "the earlier award"), "award", DOMAINS[Kind.MONEY]
)
BUILT_IN = (DAY, YEAR_OF_DAY, EARLIER_AWARD, EARLIER_AMOUNT)
"""Facts that no one states: the engine takes them from the day and from `support_received`."""

FOUNDING_YEAR = Fact(FOUNDED, Kind.INTEGER, Words("成立年份", "founding year"), ORGANISATION, (FIRST_YEAR, LAST_YEAR))
