"""Cliffs: the numeric lines of a rule, who stands just below and just above one, and what passing it is worth.

A line is a fixed number that a figure of the organisation is compared with: a sum, a rate, a ratio, a growth. What passing it
is worth follows from the rule: the measure with the figure just past the line, less the measure with the figure just short
of it, everything else in the row as it is, and what else is open taken as met.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from sihang.lab.simulating.comparison import Comparison, name
from sihang.lab.simulating.sums import Sum, Tally
from sihang.rulebook import expressions as x
from sihang.rulebook.errors import Words
from sihang.rulebook.facts import FIRST_YEAR, LAST_YEAR, Fact, Kind
from sihang.rulebook.fold import Fold
from sihang.rulebook.measures import Measure
from sihang.rulebook.scalar import SCALAR, Situation
from sihang.rulebook.tables.plan import MeasureTerms
from sihang.rulebook.tables.source import TableSource
from sihang.rulebook.terms import Term

BAND_PERCENT = 10
"""How near is near: within ten percent of the line."""
_KINDS = (Kind.MONEY, Kind.RATE, Kind.INTEGER)
Pair = tuple[Term, Term]
_WHATS = ("below", "above", "certain", "least", "most")


@dataclass(frozen=True)
class Line:
    """A number at which a measure turns.

    Args:
        figure: what is compared with it: a fact, the value of a year, or a ratio or growth (then the test itself).
        at: the number; `strict` where it is passed above it, and not at it.
    """

    measure: Measure
    figure: x.Node
    at: int
    strict: bool
    kind: Kind

    @property
    def words(self) -> Words:
        match self.figure:
            case x.Given(fact) | x.YearValue(fact, _, _):
                return fact.words
            case x.GrowthAtLeast(series, _, _):
                en = f"Growth of {series.words.en.lower()} over {x.GROWTH_YEARS} years"
                return Words(f"{series.words.zh}{x.GROWTH_YEARS}年复合增长率", en)
            case x.RatioAtLeast(x.YearValue(part, _, _), x.YearValue(whole, _, _), _):
                return Words(f"{part.words.zh}占{whole.words.zh}", f"{part.words.en} of {whole.words.en.lower()}")
            case _:
                return Words("占比", "Ratio")

    @property
    def edge(self) -> int:
        """The least value that passes."""
        return self.at + 1 if self.strict else self.at


@dataclass(frozen=True)
class Cliff:
    """Of one line: rows that could pass it, below and above within the band, and what passing is worth to those below.

    Args:
        certain: of those below, the rows in which nothing else is open.
        worth: of all rows below together; `least` and `most` of one row, None where there is none.
    """

    line: Line
    below: int
    above: int
    certain: int
    worth: Sum
    least: int | None
    most: int | None


def lines_of(measure: Measure) -> list[Line]:
    """Every line of a measure, each once: of its conditions and of its tiers."""
    tops = [condition.node for condition in measure.conditions] + ([measure.money.node] if measure.money else [])
    found: dict[tuple[Any, ...], Line] = {}
    for node in [part for top in tops for part in x.walk(top)]:
        for line in _lines(measure, node):
            found.setdefault((line.words.zh, line.edge), line)
    return [line for _, line in sorted(found.items(), key=lambda each: each[0])]


def _lines(measure: Measure, node: x.Node) -> Iterator[Line]:
    match node:
        case x.Compare(operator, x.Given(fact) as figure, bound) if _is_figure(fact):
            yield from _fixed(measure, figure, bound, fact.kind, strict=operator is x.Operator.OVER)
        case x.Compare(operator, bound, x.Given(fact) as figure) if _is_figure(fact):
            yield from _fixed(measure, figure, bound, fact.kind, strict=operator is x.Operator.AT_LEAST)
        case x.FirstOver(series, year, bound):
            yield from _fixed(measure, x.YearValue(series, year, 0), bound, Kind.MONEY, strict=True)
        case x.Tiers((x.Given() | x.YearValue()) as figure, tiers):
            kind = figure.fact.kind if isinstance(figure, x.Given) else Kind.MONEY
            for tier in tiers:
                yield from _fixed(measure, figure, tier.bound, kind, strict=tier.operator is x.Operator.OVER)
        case x.RatioAtLeast(_, _, bound) | x.GrowthAtLeast(_, _, bound):
            yield from _fixed(measure, node, bound, Kind.RATE, strict=False)
        case _:
            pass


def _is_figure(fact: Fact) -> bool:
    """A figure of the organisation: no decision of an office, and no year."""
    return fact.kind in _KINDS and fact.domain != (FIRST_YEAR, LAST_YEAR) and fact.determination is None


def _fixed(measure: Measure, figure: x.Node, bound: x.Node, kind: Kind, *, strict: bool) -> Iterator[Line]:
    """The line where its number depends on nothing open, and is not zero."""
    low, high = Fold(SCALAR, Situation({}, {})).value(bound)
    if low == high and low > 0:
        yield Line(measure, figure, low, strict, kind)


class Cliffs:
    """The cliffs of one side of a comparison: the terms to work out, and what they add up to."""

    def __init__(self, comparison: Comparison, side: str) -> None:
        self.side = side
        self.plan = comparison.plans[side]
        self.t = comparison.terms[side]
        self._tally = Tally()
        superseded = self.plan.rules.superseded
        self._lines = [
            (line, each)
            for each in comparison.measures(side)
            if each.measure.id not in superseded
            for line in lines_of(each.measure)
        ]
        for index in range(len(self._lines)):
            self._ask(index)

    def _ask(self, index: int) -> None:
        below, above, certain, least, most = (pl.col(self._name(index, what)) for what in _WHATS)
        self._tally.count(f"below{index}", below)
        self._tally.count(f"above{index}", above)
        self._tally.count(f"certain{index}", below & certain)
        self._tally.total(f"worth{index}", least.filter(below), most.filter(below))
        self._tally.least(f"least{index}", least.filter(below))
        self._tally.most(f"most{index}", most.filter(below))

    def _name(self, index: int, what: str) -> str:
        return name(self.side, f"cliff{index}{what}")

    def wanted(self) -> dict[str, Term]:
        found: dict[str, Term] = {}
        for index, (line, each) in enumerate(self._lines):
            t = self.t
            below, above = self._band(line, each)
            (_, may_short), short = self._standing(line, each, is_past=False)
            (must, may), past = self._standing(line, each, is_past=True)
            nothing = t.literal(0)
            low, high = (t.choose(may_short, amount, nothing) for amount in short)
            terms = t.both(below, may), t.both(above, may), must, t.minus(past[0], high), t.minus(past[1], low)
            found |= {self._name(index, what): term for what, term in zip(_WHATS, terms, strict=True)}
        return found

    def take(self, block: pl.DataFrame) -> None:
        self._tally.take(block)

    def found(self) -> list[Cliff]:
        number, extreme = self._tally.number, self._tally.extreme
        return [
            Cliff(
                line, number(f"below{index}"), number(f"above{index}"), number(f"certain{index}"),
                self._tally.sum(f"worth{index}"), extreme(f"least{index}"), extreme(f"most{index}"),
            )
            for index, (line, _) in enumerate(self._lines)
        ]  # fmt: skip

    def _band(self, line: Line, each: MeasureTerms) -> Pair:
        """Just below and just above, of rows with such a matter and a figure that is known."""
        known, passes = self._figure(line, self._source(each.measure))
        margin = line.at * BAND_PERCENT // 100
        there, past = self.t.both(each.present, known), passes(line.edge)
        below = self.t.both(passes(line.edge - margin), self.t.no(past))
        above = self.t.both(past, self.t.no(passes(line.edge + margin)))
        return self.t.both(there, below), self.t.both(there, above)

    def _source(self, measure: Measure) -> TableSource:
        return TableSource(self.t, self.plan.rules, self.plan.columns, self.plan.on, measure)

    def _figure(self, line: Line, source: TableSource) -> tuple[Term, Callable[[int], Term]]:
        """Whether the figure is known, and the test that it is at least some number."""
        t, fold = self.t, Fold(self.t, source)
        test: Callable[[Term, Term, Term], Term]
        match line.figure:
            case x.RatioAtLeast(part, whole, _):
                (a, b), (c, d) = fold.value(part), fold.value(whole)
                test = t.ratio_at_least
            case x.GrowthAtLeast(series, year, _):
                (a, b), (c, d) = (source.year_value(series, year, back) for back in (0, x.GROWTH_YEARS))
                test = t.growth_at_least
            case _:
                low, high = fold.value(line.figure)
                return t.equal(low, high), lambda at: t.at_least(low, t.literal(at))
        known = t.both(t.both(t.equal(a, b), t.equal(c, d)), t.over(c, t.literal(0)))
        return known, lambda at: test(a, c, t.literal(at))

    def _standing(self, line: Line, each: MeasureTerms, *, is_past: bool) -> tuple[Pair, Pair]:
        """Must, may and amount if met, with the figure just past the line, or just short of it."""
        t, measure = self.t, each.measure
        fold = Fold(t, _Standing(line, is_past, self._source(measure)))
        for condition in measure.conditions:
            for node in x.walk(condition.node):
                if node == line.figure and isinstance(node, x.RatioAtLeast | x.GrowthAtLeast):
                    fold.trace[id(node)] = (t.truth(is_past), t.truth(is_past))
        must, may = each.present, each.present
        for condition in measure.conditions:
            a, b = fold.value(condition.node)
            must, may = t.both(must, a), t.both(may, b)
        return (must, may), fold.value(measure.money.node) if measure.money else (t.literal(0), t.literal(0))


class _Standing(TableSource):
    """The facts of a row, with the figure of a line as if it stood just past it, or just short of it."""

    def __init__(self, line: Line, is_past: bool, source: TableSource) -> None:
        super().__init__(source.terms, source.rules, source.columns, source.on, source.measure)
        self.figure = line.figure
        value = self.terms.literal(line.edge if is_past else line.edge - 1)
        self.value: Pair = (value, value)

    def given(self, fact: Fact) -> Any:
        return self.value if self.figure == x.Given(fact) else super().given(fact)

    def year_value(self, series: Fact, year: Fact, back: int) -> Pair:
        return self.value if self.figure == x.YearValue(series, year, back) else super().year_value(series, year, back)
