"""Random rules: typed trees of every node in `expressions`, over a small vocabulary of facts and slots.

Amounts are few and close together, so that a bound is often met exactly. The parts of shares and ratios,
and the line of 首次超过, are never negative, as the static checks demand; elsewhere a difference may be.
"""

from sihang.rulebook import expressions as x
from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.errors import Words
from sihang.rulebook.facts import DOMAINS, FOUNDING_YEAR, Fact, Kind, Option
from sihang.rulebook.slots import Slot

POOLS = {
    Kind.MONEY: (0, 1, 2, 99, 100, 101, 3_333, 9_999, 10_000, 10_001, 10**6, 3 * 10**9, 3 * 10**9 + 1, 10**14),
    Kind.RATE: (0, 1, 1_000, 2_000, 3_000, 3_333, 9_999, 10_000),
    Kind.INTEGER: (0, 1, 2, 3, 40),
    Kind.DATE: tuple(range(738_900, 738_904)),
}
ORDERED = tuple(POOLS)
LETTERS = tuple(Option(key, Words(key, key)) for key in "abc")
GRADES = tuple(Option(key, Words(key, key)) for key in "ABCD")


def fact(key, kind, domain=None, options=(), *, series=False):
    return Fact(key, kind, Words(key, key), "organisation", domain or DOMAINS.get(kind, (0, 0)), options, series)


def slot(key, kind, domain=(0, NO_BOUND), options=()):
    return Slot(key, kind, Words(key, key), "1", "office", domain=domain, options=options)


YEAR = fact("year", Kind.INTEGER, (1900, 2100))
SERIES = (fact("income", Kind.MONEY, series=True), fact("spend", Kind.MONEY, series=True))
FACTS = {
    Kind.YES_NO: tuple(fact(f"yes_{n}", Kind.YES_NO) for n in "123"),
    Kind.ENUM: (fact("letter", Kind.ENUM, options=LETTERS), fact("other_letter", Kind.ENUM, options=LETTERS)),
    Kind.LABEL: (fact("grade", Kind.LABEL, options=GRADES),),
    Kind.MONEY: (*(fact(f"money_{n}", Kind.MONEY) for n in "123"), fact("money_set", Kind.MONEY, (1, 10_000))),
    Kind.RATE: (fact("rate", Kind.RATE), fact("rate_set", Kind.RATE, (1_000, 3_000))),
    Kind.INTEGER: (fact("number", Kind.INTEGER), fact("number_set", Kind.INTEGER, (0, 3)), YEAR, FOUNDING_YEAR),
    Kind.DATE: (fact("day", Kind.DATE), fact("other_day", Kind.DATE)),
}
SLOTS = {
    Kind.YES_NO: (slot("slot_yes", Kind.YES_NO, (0, 0)), slot("slot_yes_2", Kind.YES_NO, (0, 0))),
    Kind.ENUM: (slot("slot_letter", Kind.ENUM, (0, 0), LETTERS),),
    Kind.MONEY: (slot("slot_money", Kind.MONEY), slot("slot_money_set", Kind.MONEY, (100, 10_000))),
    Kind.RATE: (slot("slot_rate", Kind.RATE), slot("slot_rate_set", Kind.RATE, (0, 10_000))),
    Kind.INTEGER: (slot("slot_number", Kind.INTEGER),),
}
OPEN_THINGS = (*(each for many in FACTS.values() for each in many), *(each for many in SLOTS.values() for each in many))
"""Every fact and slot but the series."""

_YES_NO = ("given", "open", "filled", "all", "any", "not", "compare", "compare", "one_of", "first", "growth", "ratio")
_ORDERED = (
    "known",
    "known_range",
    "given",
    "open",
    "filled",
    "sum",
    "difference",
    "at_most",
    "at_least",
    "tiers",
    "table",
)
_MONEY = (*_ORDERED, "share", "share", "year_value", "highest")
_LEAVES = ("known", "known_range", "given", "given", "open")


class RuleMaker:
    """Draws trees from a source of randomness that Hypothesis controls."""

    def __init__(self, rng):
        self.rng = rng

    def any_kind(self, depth=3):
        """A kind, and a rule of that kind."""
        kind = self.rng.choice(
            (Kind.YES_NO, Kind.YES_NO, Kind.MONEY, Kind.MONEY, Kind.RATE, Kind.INTEGER, Kind.DATE, Kind.ENUM)
        )
        if kind is Kind.YES_NO:
            return kind, self.yes_no(depth)
        return (kind, self.enum(depth)[0]) if kind is Kind.ENUM else (kind, self.ordered(kind, depth, signed=True))

    def over_years(self):
        """A kind, and a rule of that kind about the years of one series."""
        line = self._known(Kind.MONEY)
        first = x.FirstOver(self.rng.choice(SERIES), YEAR, line)
        growth = x.GrowthAtLeast(first.series, YEAR, self._known(Kind.RATE))
        figure = self.rng.choice((self._year_value(), self._highest(), self._highest()))
        over = x.Compare(self.rng.choice(tuple(x.Operator)), figure, line)
        return self.rng.choice(((Kind.MONEY, figure), (Kind.YES_NO, first), (Kind.YES_NO, growth), (Kind.YES_NO, over)))

    def yes_no(self, depth):
        if depth <= 0:
            return self._given(Kind.YES_NO)
        name, below = self.rng.choice(_YES_NO), depth - 1
        match name:
            case "open":
                return x.Open(self.rng.choice(SLOTS[Kind.YES_NO]))
            case "filled":
                return self._fill(Kind.YES_NO, self.yes_no(below), below)
            case "all" | "any":
                parts = tuple(self.yes_no(below) for _ in range(self.rng.randint(0, 3)))
                return x.AllOf(parts) if name == "all" else x.AnyOf(parts)
            case "not":
                return x.Not(self.yes_no(below))
            case "compare":
                kind = self.rng.choice(ORDERED)
                sides = [self.ordered(kind, below, signed=True) for _ in range(2)]
                return x.Compare(self.rng.choice(tuple(x.Operator)), *sides)
            case "one_of":
                value, options = self.enum(below)
                return x.OneOf(value, options, self.rng.randint(1, (1 << len(options)) - 1))
            case "first":
                return x.FirstOver(self.rng.choice(SERIES), YEAR, self.ordered(Kind.MONEY, below - 1))
            case "growth":
                return x.GrowthAtLeast(self.rng.choice(SERIES), YEAR, self.ordered(Kind.RATE, below - 1))
            case "ratio":
                kind = self.rng.choice(ORDERED)
                part, whole = (self.ordered(kind, below - 1) for _ in range(2))
                return x.RatioAtLeast(part, whole, self.ordered(Kind.RATE, below - 1))
        return self._given(Kind.YES_NO)

    def enum(self, depth):
        """A rule of enum kind, and its options."""
        if self.rng.randint(0, 3) == 0:
            return self._given(Kind.LABEL), GRADES
        if depth > 0 and self.rng.randint(0, 2) == 0:
            bit = 1 << self.rng.randint(0, 2)
            value = self.rng.choice((x.Known(Kind.ENUM, bit, bit), self._given(Kind.ENUM)))
            return self._fill(Kind.ENUM, value, depth - 1), LETTERS
        return self.rng.choice((self._given(Kind.ENUM), x.Open(SLOTS[Kind.ENUM][0]))), LETTERS

    def ordered(self, kind, depth, *, signed=False):
        """A rule of an ordered kind; unless `signed`, one that is never negative."""
        names = _LEAVES if depth <= 0 else _MONEY if kind is Kind.MONEY else _ORDERED
        return getattr(self, f"_{self.rng.choice(names)}")(kind, depth - 1, signed)

    def _given(self, kind, *_):
        return x.Given(self.rng.choice(FACTS[kind]))

    def _known(self, kind, *_):
        value = self.rng.choice(POOLS[kind])
        return x.Known(kind, value, value)

    def _known_range(self, kind, *_):
        low, high = sorted(self.rng.choice(POOLS[kind]) for _ in range(2))
        return x.Known(kind, low, high)

    def _open(self, kind, *_):
        return x.Open(self.rng.choice(SLOTS[kind])) if kind in SLOTS else self._given(kind)

    def _filled(self, kind, depth, signed):
        return self._fill(kind, self.ordered(kind, depth, signed=signed), depth) if kind in SLOTS else self._given(kind)

    def _fill(self, kind, value, depth):
        when = self.yes_no(depth) if self.rng.randint(0, 3) else None
        return x.Filled(self.rng.choice(SLOTS[kind]), value, when, "package", "document")

    def _sum(self, kind, depth, signed):
        return x.Sum(tuple(self.ordered(kind, depth, signed=signed) for _ in range(self.rng.randint(2, 3))))

    def _difference(self, kind, depth, signed):
        node = x.Difference(*(self.ordered(kind, depth, signed=signed) for _ in range(2)))
        return node if signed else x.AtLeast(node, x.Known(kind, 0, 0))

    def _at_most(self, kind, depth, signed):
        if kind is Kind.MONEY and self.rng.randint(0, 1):
            return x.AtMost(self._share(kind, depth), self.ordered(kind, depth - 1))
        return x.AtMost(*(self.ordered(kind, depth, signed=signed) for _ in range(2)))

    def _at_least(self, kind, depth, signed):
        return x.AtLeast(*(self.ordered(kind, depth, signed=signed) for _ in range(2)))

    def _share(self, _, depth, *__):
        return x.Share(self.ordered(Kind.MONEY, depth), self.ordered(Kind.RATE, depth))

    def _tiers(self, kind, depth, signed):
        by = self.rng.choice(ORDERED)
        operators = (x.Operator.OVER, x.Operator.AT_LEAST)
        tiers = tuple(
            x.Tier(
                self.rng.choice(operators),
                self.ordered(by, depth - 1, signed=True),
                self.ordered(kind, depth - 1, signed=signed),
            )
            for _ in range(self.rng.randint(1, 3))
        )
        return x.Tiers(self.ordered(by, depth, signed=True), tiers)

    def _table(self, kind, depth, signed):
        value, options = self.enum(depth)
        row_of = [self.rng.randint(0, 3) for _ in options]  # 3: no row
        row_of[0] = min(row_of[0], 2)
        masks = [sum(1 << i for i, row in enumerate(row_of) if row == n) for n in range(3)]
        rows = tuple(x.Row(bits, self.ordered(kind, depth, signed=signed)) for bits in masks if bits)
        return x.Table(value, options, rows)

    def _year_value(self, *_):
        return x.YearValue(self.rng.choice(SERIES), YEAR, self.rng.choice((0, 1, x.GROWTH_YEARS)))

    def _highest(self, *_):
        return x.HighestBefore(self.rng.choice(SERIES), YEAR)
