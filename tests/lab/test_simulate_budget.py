"""The distribution: cases small enough to know every possible world, and what is said where there is none."""

from datetime import date, timedelta

import numpy as np
import pytest

from sihang.lab.organisation_table import Organisations
from sihang.lab.simulate import Options, simulate
from sihang.lab.simulating.budget import Distribution
from sihang.lab.simulating.worlds import Design
from sihang.rulebook import CaseUnusable, load
from tests.builders.reforms import PACKAGES
from tests.builders.twenty import TWENTY, WAN, consortium, frame

DAY = date(2025, 6, 30)
AFTER = "after"


def budget(rows, *stated, packages=PACKAGES, **options):
    """The rules as they are over these rows."""
    rulebook = load(*packages)
    return simulate(rulebook, rulebook, Organisations(frame(rows)), DAY, Options(stated=stated, **options))


def d(name):
    """One million invested, not recognised yet: 30% of it, or nothing."""
    return consortium(name, 100, consortium_recognised=None)


def test_one_open_determination_has_two_worlds():
    """500 万元 invested for certain: 150. One like D: 0 or 30, each as likely. 90% of draws need 180."""
    found = budget([consortium("A", 500), d("D")]).budgets[AFTER]
    totals, times = np.unique(found.totals, return_counts=True)

    assert totals.tolist() == [150 * WAN, 180 * WAN]
    assert times.sum() == 200
    assert 70 <= times[0] <= 130  # 100 ± 4 standard deviations of 7.07
    assert found.percentile(90) == 180 * WAN


def test_two_of_them_have_three():
    """0, 30 or 60 with ¼, ½, ¼: half of the draws need 30, nine in ten need 60."""
    found = budget([d("D"), d("F")], draws=2_000).budgets[AFTER]
    totals, times = np.unique(found.totals, return_counts=True)

    assert totals.tolist() == [0, 30 * WAN, 60 * WAN]
    assert [round(count / 500) for count in times] == [1, 2, 1]
    assert (found.percentile(50), found.percentile(90)) == (30 * WAN, 60 * WAN)


@pytest.mark.parametrize(("stated", "needed"), [("是", 30), ("否", 0), ("2%", 0), ("98%", 30)])
def test_a_stated_assumption_takes_the_place_of_the_usual_one(stated, needed):
    """Of 200 draws with 2% yes, more than 20 are so once in ten million times."""
    assert budget([d("D")], f"创新联合体经认定={stated}").budgets[AFTER].percentile(90) == needed * WAN


def test_an_unknown_fact_is_one_of_the_known_ones():
    """C invested what A or B did, 5 or 10 million: 150 or 200, beside the 350 of these two."""
    found = budget([consortium("A", 500), consortium("B", 1_000), consortium("C", None)]).budgets[AFTER]

    assert np.unique(found.totals).tolist() == [500 * WAN, 550 * WAN]


def test_like_organisations_lend_their_values():
    """Ten of the software industry invested 1 million, ten of another 5 million; C is of the first: 30, and not 150."""
    rows = [consortium(f"s{n}", 100) for n in range(10)] + [
        consortium(f"o{n}", 500, industry="其他") for n in range(10)
    ]
    found = budget([*rows, consortium("C", None)]).budgets[AFTER]

    assert np.unique(found.totals).tolist() == [(10 * 30 + 10 * 150 + 30) * WAN]


def test_without_a_known_value_there_is_no_distribution_and_it_says_why():
    found = budget([consortium("C", None)])

    assert found.budgets[AFTER] is None
    assert found.not_given[AFTER].rows == 1
    assert [each.opening.key for each in found.not_given[AFTER].undrawn] == ["iur_investment"]


def hnte(**more):
    return {
        "kind": "enterprise", "registered_in_district": True, "on_exclusion_list": False, "hnte_recognition": "H", **more
    }  # fmt: skip


def whole(rows, *stated, packages=("yangpu-2024-1",)):
    import polars as pl

    rulebook = load(*packages)
    return simulate(rulebook, rulebook, Organisations(pl.DataFrame(rows)), DAY, Options(stated=stated))


def test_a_slot_without_an_upper_bound_needs_an_assumption():
    found = whole([hnte()])

    assert found.whole.cost[AFTER].unbounded == 1
    assert found.budgets[AFTER] is None
    assert [each.opening.key for each in found.not_given[AFTER].undrawn] == ["hnte_award"]


def test_a_slot_is_drawn_once_for_all_organisations():
    """Three awards of one amount between 5 and 20: every total is three times a whole number of fen."""
    totals = whole([hnte(), hnte(), hnte()], "hnte_award=5万元至20万元").budgets[AFTER].totals

    assert set((totals % 3).tolist()) == {0}
    assert 15 * WAN <= totals.min() < 20 * WAN
    assert 55 * WAN < totals.max() <= 60 * WAN
    assert len(set(totals.tolist())) > 190


def test_what_an_assumption_narrows_is_only_drawn_the_cost_stays_exact():
    assert whole([hnte()], "hnte_award=5万元..20万元").whole.cost[AFTER].unbounded == 1


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("hnte_awrd=5万元", "unknown-name"),
        ("hnte_award=5%", "bad-assumption"),
        ("hnte_award=20万元..5万元", "bad-assumption"),
        ("rd_intensity_min=120%", "bad-assumption"),
        ("kind=公司", "bad-assumption"),
        ("consortium_recognised=也许", "bad-assumption"),
        ("hnte_award", "bad-assumption"),
    ],
)
def test_an_assumption_that_cannot_be_used_is_refused(stated, code):
    with pytest.raises(CaseUnusable) as refused:
        whole([hnte()], stated)

    (problem,) = refused.value.problems
    assert (problem.code, problem.where) == (code, stated)


def test_a_pending_award_is_made_or_not():
    """A second listing after an award pays nothing more, or the difference: the slot and the pending award are both open."""
    row = {
        "kind": "enterprise", "registered_in_district": True, "on_exclusion_list": False, "listing_event": "L",
        "listing_market": "star", "listing_route": "ipo", "m12__awarded": None, "m12__awarded_low_fen": 0,
        "m12__awarded_high_fen": 100 * WAN,
    }  # fmt: skip
    import polars as pl

    rulebook = load(*PACKAGES)
    table = pl.DataFrame([row], schema_overrides={"m12__awarded": pl.Boolean})
    found = simulate(rulebook, rulebook, Organisations(table), DAY)

    assert found.whole.cost[AFTER].low == 0
    assert found.whole.cost[AFTER].high == 300 * WAN
    assert found.budgets[AFTER].totals.max() == 300 * WAN
    assert found.not_given == {}


def test_a_date_is_drawn_from_known_ones():
    import polars as pl

    base = {"kind": "enterprise", "registered_in_district": True, "on_exclusion_list": False}
    loan = {"ip_financing_kind": "pledge", "ip_interest_paid_fen": 40 * WAN, "ip_valued_on": date(2024, 5, 1)}
    rows = [{**base, **loan, "ip_financing": "a", "ip_financed_on": date(2024, 5, 1) + timedelta(days=30)}]
    rows += [{**rows[0], "ip_financing": "b", "ip_financed_on": None}]
    rulebook = load(*PACKAGES)

    found = simulate(rulebook, rulebook, Organisations(pl.DataFrame(rows)), DAY)

    assert found.budgets[AFTER].totals.tolist() == [40 * WAN] * 200


# ---- how many draws, and what they say


def test_few_open_rows_are_all_drawn_many_are_put_together():
    assert Design.of(100, 200, slots=True) == Design(100, 100, 200, 1, 200)
    assert Design.of(10_000, 200, slots=False) == Design(10_000, 10_000, 1, 30, 10_000)
    assert Design.of(1_000_000, 200, slots=True) == Design(1_000_000, 3_000, 50, 2, 10_000)


def test_a_percentile_is_a_total_that_this_share_of_draws_does_not_exceed():
    found = Distribution(np.arange(1, 101), error=0, worlds=100)

    assert [found.percentile(each) for each in (1, 50, 90, 99.5)] == [1, 50, 90, 100]


def test_its_sampling_error_comes_from_the_number_of_draws():
    """90% ± 1.96 × √(0.9 × 0.1 / 100) = 90% ± 5.88%: the 85th to the 96th of a hundred."""
    assert Distribution(np.arange(1, 101), error=0, worlds=100).interval(90) == (85, 96)
    assert Distribution(np.arange(1, 101), error=10, worlds=100).interval(90) == (65, 116)


def test_means_and_variances_say_the_same_as_all_draws():
    """Two hundred like D: 0 or 30 each, so 3,000 ± 30 × √50 = 212 万元; nine in ten need 3,000 + 1.2816 × 212 = 3,272."""
    rows = [d(f"{number}") for number in range(200)]
    exact = budget(rows, draws=2_000).budgets[AFTER]
    found = budget(rows, rows_drawn=20_000)
    mixture = found.budgets[AFTER]

    assert (found.design.sampled, found.design.is_exact) == (200, False)
    assert abs(exact.percentile(90) / WAN - 3_272) < 30
    assert abs(mixture.percentile(90) / WAN - 3_272) < 2 * mixture.error / WAN + 30
    assert 212 / 32**0.5 * 0.8 < mixture.error / WAN < 212 / 32**0.5 * 1.2


def test_a_sample_of_rows_says_the_same_within_its_error():
    """Fifty of two hundred rows, two fillings each: 0, 15 or 30, so a level of 200 × 15 ± 200 × 10.6 / √50 = 300 万元."""
    rows = [d(f"{number}") for number in range(200)]
    found = budget(rows, rows_drawn=100)
    sampled = found.budgets[AFTER]

    assert (found.design.sampled, found.design.times) == (50, 2)
    assert abs(sampled.percentile(50) / WAN - 3_000) < 3 * sampled.error / WAN
    assert 200 < sampled.error / WAN < 400


def test_wide_rows_are_sampled_more_often_and_weighed_less():
    """Ninety-nine rows of 3 and one of 200, half of each on average: 248.5.

    An even sample of forty weighs each row 2.5 times, so it would say 371 ± 200 with the wide row in it, and 148 without.
    """
    rows = [consortium(f"{n}", 10, consortium_recognised=None) for n in range(99)]
    rows.append(consortium("big", 2_000, consortium_recognised=None))
    found = budget(rows, rows_drawn=80, seed=3)

    assert found.design.sampled == 40
    assert found.budgets[AFTER].error / WAN < 40
    assert abs(found.budgets[AFTER].percentile(50) / WAN - (99 * 3 + 200) / 2) < 3 * found.budgets[AFTER].error / WAN


def test_untouched_measures_need_the_same_budget_before_and_after():
    found = budget(TWENTY, rows_drawn=200)

    assert not found.design.is_exact
    for each in found.measures:
        assert each.budget["before"].percentile(90) == each.budget["after"].percentile(90)
