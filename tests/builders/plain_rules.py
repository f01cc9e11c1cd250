"""What a rule gives when everything is settled, said a second time: plain numbers, fractions and None.

Written from SEMANTICS 1 and CLAUSES, not from the fold: no ranges, no algebra, no rounding but the one named.
"""

from fractions import Fraction
from math import floor

from sihang.rulebook import expressions as x
from sihang.rulebook.facts import FOUNDED, Kind

ONE = 10_000  # basis points


class PlainRules:
    """Evaluates in one world. Where a rule itself leaves a choice, `rng` makes one and `chose` says so.

    A choice is left by a range in the text (10%至30%), by tiers none of which is reached and by a table without
    a row for the option: the amount is then that of any row (SEMANTICS 3, amount_if_met).
    """

    def __init__(self, world, rng):
        self.world = world
        self.rng = rng
        self.chose = False
        self._seen = {}

    def value(self, node):
        if id(node) not in self._seen:
            self._seen[id(node)] = self._value(node)
        return self._seen[id(node)]

    def _choice(self, values):
        self.chose = self.chose or len(set(values)) > 1
        return self.rng.choice(values)

    def _value(self, node):
        v = self.value
        match node:
            case x.Known(Kind.ENUM, bit, _):
                return bit.bit_length() - 1
            case x.Known(_, low, high):
                return self._choice([low, high, (low + high) // 2])
            case x.Given(thing) | x.Open(thing):
                return self.world.values[thing.key]
            case x.Filled(slot, value, when):
                return v(value) if when is None or v(when) else self.world.values[slot.key]
            case x.AllOf(parts):
                return all(v(part) for part in parts)
            case x.AnyOf(parts):
                return any(v(part) for part in parts)
            case x.Not(part):
                return not v(part)
            case x.Compare(operator, left, right):
                return self._passes(operator, v(left), v(right))
            case x.OneOf(value, _, bits):
                return bits >> v(value) & 1 == 1
            case x.Sum(parts):
                return sum(v(part) for part in parts)
            case x.Difference(left, right):
                return v(left) - v(right)
            case x.Share(amount, rate):
                return floor(Fraction(v(amount)) * Fraction(v(rate), ONE))  # I-03
            case x.AtMost(value, ceiling):
                return v(value) if v(value) <= v(ceiling) else v(ceiling)
            case x.AtLeast(value, least):
                return v(value) if v(value) >= v(least) else v(least)
            case x.RatioAtLeast(part, whole, rate):
                return v(whole) > 0 and Fraction(v(part), v(whole)) >= Fraction(v(rate), ONE)
        return self._tiers(node) if isinstance(node, x.Tiers | x.Table) else self._series(node)

    @staticmethod
    def _passes(operator, left, right):
        if operator is x.Operator.EQUAL:
            return left == right
        return left > right if operator is x.Operator.OVER else left >= right

    def _tiers(self, node):
        value = self.value(node.value)
        if isinstance(node, x.Table):
            reached = [row.result for row in node.rows if row.bits >> value & 1]
            results = [row.result for row in node.rows]
        else:
            reached = [t.result for t in node.tiers if self._passes(t.operator, value, self.value(t.bound))]
            results = [tier.result for tier in node.tiers]
        return self.value(reached[0]) if reached else self._choice([self.value(result) for result in results])

    def _series(self, node):
        figures, year = self.world.series[node.series.key], self.world.values[node.year.key]
        founded = self.world.values[FOUNDED]
        before = [a for y, a in figures.items() if founded <= y < year and a is not None]
        now = figures.get(year) or 0
        match node:
            case x.YearValue(_, _, back):
                return figures.get(year - back) or 0  # an absent year counts as nothing
            case x.HighestBefore():
                return max(before, default=0)
            case x.FirstOver(_, _, line):
                return now > self.value(line) and not any(amount > self.value(line) for amount in before)
            case x.GrowthAtLeast(_, _, rate):
                base, wanted = figures.get(year - 3), 1 + Fraction(self.value(rate), ONE)
                return bool(base) and Fraction(now, base) >= wanted**3
        raise NotImplementedError(type(node).__name__)
