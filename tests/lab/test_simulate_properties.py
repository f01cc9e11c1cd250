"""What must hold of every simulation: random rows near the lines of the rules, filled into random worlds, under several reforms."""

from datetime import date

import polars as pl
import pytest

from sihang.lab.organisation_table import Organisations
from sihang.lab.simulate import Options, simulate
from sihang.lab.simulating.assumptions import assumptions_of
from sihang.lab.simulating.comparison import AFTER, BEFORE, SIDES, Comparison, RuleSet, name, results
from sihang.lab.simulating.effects import Effect, of_combination, part_terms
from sihang.lab.simulating.filling import GROUP, WORLD, Filler
from sihang.lab.simulating.openings import completed, openings_of
from sihang.rulebook import load
from tests.builders.reforms import PACKAGES, reform_of
from tests.builders.tables import frame_of, random_rows

DAY = date(2025, 6, 30)
WORLDS = 12
STATED = ("hnte_award=1万元..20万元",)
FROM_THE_TEXT = (
    *STATED, "hq_match_ratio=0%..150%", "innovation_fund_match=0元..50万元", "scenario_rate=5%..20%",
    "ip_subsidy=0元..30万元", "listing_tier=50万元..300万元",
)  # fmt: skip
REFORMS = {
    "lower shares": "measures: {m01: {change: [{from: 30%, to: 20%}, {from: 200万元, to: 150万元}]}}",
    "one more condition": "conditions: [属重点产业]",
    "higher tiers, lower thresholds": "slots: {tier_30m: 60万元, tier_50m: 80万元, rd_intensity_min: 3%, growth_min: 10%}",
    "lines that move": "measures: {m08: {change: [{from: 5000万元, to: 4000万元, everywhere: true}]}}",
    "a measure switched off": "measures: {m03: off}",
    "another range": "ranges: {challenge_rate: [5%, 20%], qihang_support: [0元, 150万元]}",
    "a rule open again": "slots: {growth_min: open, tier_100m: open}",
    "another grade": "slots: {carrier_grades: {entries: [{label: 优秀, grade: C}]}}",
}


@pytest.fixture(scope="module")
def baseline():
    return load(*PACKAGES)


def table(rulebook, seed, count=80):
    rules = rulebook.rules(DAY)
    return frame_of(random_rows(rules, count, DAY, seed=seed, unknown=0.3), rules)


class Case:
    """Both sides worked out on ranges, and in many worlds."""

    def __init__(self, before, after, frame, stated):
        sets = {BEFORE: RuleSet.of(before, DAY), AFTER: RuleSet.of(after, DAY)}
        openings = {
            BEFORE: openings_of([sets[BEFORE], sets[AFTER]], frame.columns),
            AFTER: openings_of([sets[AFTER], sets[BEFORE]], frame.columns),
        }
        rows = completed(frame, openings[AFTER]).with_columns(pl.lit(0).alias(GROUP))
        self.comparison = Comparison(sets, [column for column in rows.columns if column != GROUP], DAY)
        self.wanted = {
            side: terms | part_terms(self.comparison)[side] for side, terms in results(self.comparison).items()
        }
        least, most = of_combination(self.comparison)
        whole = self.comparison.work_out(self.comparison.frames(rows), self.wanted).with_columns(
            least.alias("least"), most.alias("most")
        )
        copies = pl.concat([rows.with_columns(pl.lit(world).alias(WORLD)) for world in range(WORLDS)])
        assumed = {side: assumptions_of(openings[side], stated) for side in SIDES}
        filled = {
            side: self.fill(sets[side].rules, rows, part, assumed[side])
            for side, part in self.comparison.frames(copies).items()
        }
        if not self.comparison.is_separate:
            filled[BEFORE] = filled[AFTER]
        self.worlds = self.comparison.work_out(filled, self.wanted)
        self.exact = pl.concat([whole] * WORLDS)

    @staticmethod
    def fill(rules, rows, copies, assumed):
        filler = Filler(rows, rules, DAY, seed=5)
        return filler.close_the_rest(filler.fill(copies, assumed))

    def column(self, side, what, measure=""):
        return name(side, what, measure)


@pytest.fixture(scope="module", params=REFORMS)
def case(request, baseline, tmp_path_factory):
    reform = reform_of(tmp_path_factory.mktemp("reform"), REFORMS[request.param])
    return Case(baseline, reform, table(baseline, seed=len(request.param)), STATED)


def test_closing_everything_that_is_open_makes_low_and_high_the_same(case):
    for side in SIDES:
        for measure in ["", *case.comparison.measure_ids]:
            low, high = (case.worlds[name(side, what, measure)] for what in ("low", "high"))

            assert (low == high).all(), (side, measure)


def test_every_world_lies_within_the_exact_range(case):
    for side in SIDES:
        for measure in ["", *case.comparison.measure_ids]:
            low, high = (case.exact[name(side, what, measure)] for what in ("low", "high"))
            drawn = case.worlds[name(side, "low", measure)]

            assert ((low <= drawn) & (drawn <= high)).all(), (side, measure)


def test_every_change_lies_within_the_exact_range_of_the_change(case):
    change = case.worlds[name(AFTER, "low")] - case.worlds[name(BEFORE, "low")]

    assert ((case.exact["least"] <= change) & (change <= case.exact["most"])).all()


def test_no_measure_goes_the_way_that_it_cannot_go(case):
    for measure in case.comparison.measure_ids:
        direction = case.comparison.directions.get(measure)
        change = case.worlds[name(AFTER, "low", measure)] - case.worlds[name(BEFORE, "low", measure)]

        assert direction is None or direction.more or (change <= 0).all(), measure
        assert direction is None or direction.less or (change >= 0).all(), measure
        assert direction is not None or (change == 0).all(), measure


def test_the_text_alone_with_every_rule_open(baseline, tmp_path):
    """The baseline leaves every slot open; the reform brings rules that fill them."""
    reform = reform_of(tmp_path, "packages: [example-rules]", ("yangpu-2024-1",))
    found = Case(load("yangpu-2024-1"), reform, table(baseline, seed=3), FROM_THE_TEXT)

    test_closing_everything_that_is_open_makes_low_and_high_the_same(found)
    test_every_world_lies_within_the_exact_range(found)
    test_every_change_lies_within_the_exact_range_of_the_change(found)


@pytest.mark.parametrize("seed", range(2))
def test_nobody_gains_where_nothing_changes(baseline, seed):
    found = simulate(baseline, baseline, Organisations(table(baseline, seed)), DAY, Options(stated=STATED))

    assert found.whole.effects.counts[Effect.SAME] == 80
    assert found.budgets["change"].totals.tolist() == [0] * 200


@pytest.mark.parametrize("reform", ["higher tiers, lower thresholds", "another range", "a rule open again"])
def test_groups_add_up_to_the_whole(baseline, tmp_path, reform):
    text = REFORMS[reform]
    frame = table(baseline, seed=9).with_columns(pl.Series("street", ["甲", "乙", None, "丙"] * 20))
    found = simulate(
        baseline, reform_of(tmp_path, text), Organisations(frame), DAY, Options(by=("street",), stated=STATED)
    )
    groups = found.groups["street"]

    for side in SIDES:
        costs = [group.cost[side] for group in groups]
        assert sum(cost.low for cost in costs) == found.whole.cost[side].low
        assert sum(cost.unbounded for cost in costs) == found.whole.cost[side].unbounded
    for effect in Effect:
        assert sum(group.effects.counts[effect] for group in groups) == found.whole.effects.counts[effect]
