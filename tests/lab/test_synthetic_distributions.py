"""What is drawn is drawn as docs/synthetic-register.md says, within six standard deviations of so many rows."""

import math

import polars as pl
import pytest

from sihang.lab import synthetic
from sihang.lab.distributions import DENSE, FACTS, KINDS, OCCURRENCES
from sihang.lab.draws import Chance, Choice, DaysBefore, Even, Lognormal
from sihang.lab.organisations import INDUSTRIES
from sihang.rulebook import load
from sihang.rulebook.tables.names import column_of

ROWS = 131_072


@pytest.fixture(scope="module")
def rows():
    return synthetic.frame(ROWS, unknown=0)


@pytest.fixture(scope="module")
def dense():
    return synthetic.frame(ROWS, unknown=0, dense=True)


@pytest.fixture(scope="module")
def facts():
    return load(*synthetic.PACKAGES).rules(synthetic.DAY).facts


def about(share, count):
    """A share as it comes out of `count` draws."""
    return pytest.approx(share, abs=6 * math.sqrt(share * (1 - share) / count))


def keys_drawn_as(kind):
    return [key for key, draw in FACTS.items() if isinstance(draw, kind)]


def test_every_fact_of_the_shipped_packages_has_a_distribution_that_fits_it(facts):
    assert set(FACTS) == set(facts)
    assert [key for key, draw in FACTS.items() if not draw.fits(facts[key])] == []


# organisations


def test_kinds_and_industries_come_by_their_weights(rows):
    for kind, weight in KINDS.weights.items():
        assert (rows["kind"] == kind).mean() == about(weight / 1000, ROWS)
    for industry, (weight, _, _) in INDUSTRIES.items():
        assert (rows["industry"] == industry).mean() == about(weight / 100, ROWS)


def test_half_of_the_enterprises_are_younger_than_five_years(rows):
    """Ages are exponential with a mean of 7 years: 1 − e^(−5/7) = 51.0% are below 5, founded in 2021 or later."""
    enterprises = rows.filter(pl.col("kind") == "enterprise")

    assert (enterprises["founded_year"] >= 2021).mean() == about(0.510, enterprises.height)


def test_organisations_are_registered_in_the_year_of_their_founding(rows):
    assert (rows["registered_on"].dt.year() == rows["founded_year"]).mean() > 0.98  # not after the day of the register
    assert rows["registered_on"].max() <= synthetic.DAY


def test_revenue_of_the_last_year_has_its_median_and_grows_for_years_on_end(rows):
    """Old businesses: ln of the median 5 million yuan, sigma 1.5; yearly growth e^0.06 = 1.062 in the median, which lasts."""
    old = rows.filter(pl.col("founded_year") < 2014)
    within = 6 * 1.2533 / math.sqrt(old.height)  # of a median, in sigmas

    assert math.log(old["revenue_2024_fen"].median() / 100 / 5_000_000) == pytest.approx(0, abs=1.5 * within)
    growth = {year: (old[f"revenue_{year}_fen"] / old[f"revenue_{year - 1}_fen"]).log() for year in range(2020, 2025)}
    for each in growth.values():
        assert each.median() == pytest.approx(0.06, abs=math.hypot(0.18, 0.12) * within)
    lasting = pl.select(pl.corr(growth[2020], growth[2024])).item()
    assert lasting == pytest.approx(0.18**2 / (0.18**2 + 0.12**2), abs=0.03)


def test_a_young_business_starts_small(rows):
    """Founded in 2022: 15%, 40% and 70% of a running business, on top of its growth of 18% a year in the median."""
    young = rows.filter(pl.col("founded_year") == 2022)
    second, third = (
        (young[f"revenue_{year}_fen"] / young[f"revenue_{year - 1}_fen"]).log().median() for year in (2023, 2024)
    )

    within = math.hypot(0.18, 0.12) * 6 * 1.2533 / math.sqrt(young.height)
    assert second == pytest.approx(0.18 + math.log(0.4 / 0.15), abs=within)
    assert third == pytest.approx(0.18 + math.log(0.7 / 0.4), abs=within)


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_rd_expense_goes_by_industry(rows, industry):
    mine = rows.filter(pl.col("industry") == industry, pl.col("revenue_2024_fen") > 100_000_00)
    share = (mine["rd_expense_2024_fen"] / mine["revenue_2024_fen"]).log()

    within = math.hypot(0.6, 0.06) * 6 * 1.2533 / math.sqrt(mine.height)
    assert share.median() == pytest.approx(math.log(INDUSTRIES[industry][1]), abs=within)


@pytest.mark.parametrize(
    ("size", "low", "high"),
    [
        ("微型", 0, 3_000_000),
        ("小型", 3_000_000, 20_000_000),
        ("中型", 20_000_000, 400_000_000),
        ("大型", 400_000_000, 10**12),
    ],
)
def test_a_size_class_lies_between_its_lines_in_yuan(rows, size, low, high):
    revenue = rows.filter(pl.col("size_class") == size)["revenue_2024_fen"].fill_null(0)

    assert low * 100 <= revenue.min() <= revenue.max() < high * 100


def test_hnte_status_is_for_enterprises_and_more_frequent_with_size(rows):
    of_enterprises = rows.filter(pl.col("kind") == "enterprise").group_by("size_class").agg(pl.col("hnte_valid").mean())
    shares = dict(of_enterprises.iter_rows())

    assert not rows.filter(pl.col("kind") != "enterprise")["hnte_valid"].any()
    assert shares["微型"] < shares["小型"] < shares["中型"] < shares["大型"]


def test_only_who_is_in_the_park_waives_its_funds(rows):
    in_park = rows.filter("in_zhangjiang_park")

    assert in_park.height / ROWS == about(0.2, ROWS)
    assert in_park["waives_zhangjiang_fund"].mean() == about(0.6, in_park.height)
    assert not rows.filter(~pl.col("in_zhangjiang_park"))["waives_zhangjiang_fund"].any()


# matters


@pytest.mark.parametrize("type_", OCCURRENCES)
def test_matters_occur_as_often_as_is_said(rows, type_):
    occurrence = OCCURRENCES[type_]
    for kind in KINDS.words:
        mine = rows.filter(pl.col("kind") == kind)
        share = occurrence.by_kind.get(kind, occurrence.others)
        found = mine[type_].is_not_null().mean()
        if not occurrence.among or kind != "enterprise":
            assert found == about(share, mine.height), kind
        else:
            assert found > share


def test_what_is_drawn_beside_a_matter_or_a_status(rows):
    with_consortium = rows.filter(pl.col("consortium").is_not_null())
    with_hnte = rows.filter("hnte_valid")

    assert with_consortium["challenge_project"].is_not_null().mean() == about(0.6, with_consortium.height)
    assert with_hnte["hnte_recognition"].is_not_null().mean() == about(0.35, with_hnte.height)


def test_a_growth_event_is_of_the_year_in_which_a_line_was_crossed(rows):
    """Of most: revenue over 30, 50 or 100 million yuan in that year, and in no earlier one."""
    events = rows.filter(pl.col("growth_event").is_not_null(), pl.col("hnte_valid"))
    before = pl.max_horizontal([pl.col(f"revenue_{year}_fen").fill_null(0) for year in range(2019, 2024)])
    lines = (30_000_000_00, 50_000_000_00, 100_000_000_00)
    crossed = pl.any_horizontal([(before <= line) & (pl.col("revenue_2024_fen") > line) for line in lines])

    of_last_year = events.filter(pl.col("growth_year") == 2024)
    assert of_last_year.select(crossed.mean()).item() > 0.8
    assert set(events["growth_year"]) == {2023, 2024}


def test_dense_registers_have_every_type_in_half_of_the_rows(dense):
    for type_ in OCCURRENCES:
        assert dense[type_].is_not_null().mean() == about(DENSE, ROWS)


def test_matters_that_exclude_each_other_are_often_of_one_project_or_year(dense):
    """0.8 × 0.8 of both are of the main project; both of the last year in 0.7², both of the year before in 0.3²."""
    projects = dense.filter(pl.col("consortium").is_not_null(), pl.col("challenge_project").is_not_null())
    same = projects["consortium__project"] == projects["challenge_project__project"]
    assert same.mean() == about(0.64, projects.height)
    of_one = projects.filter(same)
    for side in ("low", "high"):
        assert of_one[f"consortium__received_{side}_fen"].equals(
            of_one[f"challenge_project__received_{side}_fen"].rename(f"consortium__received_{side}_fen")
        )

    years = dense.filter(pl.col("hq_incubator_year").is_not_null(), pl.col("carrier_year").is_not_null())
    assert set(years["carrier_year__year"]) == {2023, 2024}
    assert (years["hq_incubator_year__year"] == years["carrier_year__year"]).mean() == about(0.58, years.height)


def test_earlier_awards_and_received_money_are_certain_or_pending(dense):
    for there, low, high in (
        ("growth_event", "m08__awarded_low_fen", "m08__awarded_high_fen"),
        ("listing_event", "m12__awarded_low_fen", "m12__awarded_high_fen"),
        ("consortium", "consortium__received_low_fen", "consortium__received_high_fen"),
    ):
        matters = dense.filter(pl.col(there).is_not_null())
        stated = matters.filter(pl.col(high).is_not_null())
        assert stated.height / matters.height == about(0.1, matters.height)
        assert (stated[low] == 0).mean() == about(0.3, stated.height)
        assert (stated.filter(pl.col(low) > 0)[low] == stated.filter(pl.col(low) > 0)[high]).all()
        assert dense.filter(pl.col(there).is_null())[high].null_count() == dense[there].null_count()
    awards = dense.filter(pl.col("m08__awarded_high_fen").is_not_null())
    assert awards["m08__awarded"].is_null().equals(awards["m08__awarded_low_fen"] == 0)


# facts of matters


@pytest.mark.parametrize("key", keys_drawn_as(Chance))
def test_yes_comes_with_its_probability(dense, key):
    stated = dense[key].drop_nulls()

    assert stated.mean() == about(FACTS[key].share, len(stated))


@pytest.mark.parametrize("key", keys_drawn_as(Choice))
def test_texts_come_by_their_weights(dense, key):
    stated, weights = dense[key].drop_nulls(), FACTS[key].weights

    for word, weight in weights.items():
        assert (stated == word).mean() == about(weight / sum(weights.values()), len(stated))


@pytest.mark.parametrize("key", keys_drawn_as(Lognormal))
def test_amounts_have_their_median_and_their_spread(dense, key):
    """68.27% lie within one sigma of the median, on the scale of logarithms."""
    stated, draw = dense[f"{key}_fen"].drop_nulls(), FACTS[key]
    sigmas = (stated / 100 / draw.median_yuan).log() / draw.sigma

    assert (sigmas < 0).mean() == about(0.5, len(stated))
    assert (sigmas.abs() < 1).mean() == about(0.6827, len(stated))


@pytest.mark.parametrize("key", keys_drawn_as(Even))
def test_what_is_even_reaches_both_ends_in_its_steps(dense, facts, key):
    draw, stated = FACTS[key], dense[column_of(facts[key])].drop_nulls()
    low, high = facts[key].domain if draw.low is None else (draw.low, draw.high)

    assert (stated.min(), stated.max()) == (low, high)
    assert ((stated - low) % draw.step == 0).all()


@pytest.mark.parametrize("key", keys_drawn_as(DaysBefore))
def test_days_lie_as_far_back_as_is_said(dense, key):
    back = (pl.Series([synthetic.DAY]) - dense[key].drop_nulls()).dt.total_days()

    assert (back.min(), back.max()) == (FACTS[key].least, FACTS[key].most)


def test_money_received_is_never_more_than_what_was_approved(dense):
    awards = dense.filter(pl.col("transfer_agency_award").is_not_null())
    share = awards["city_award_received_fen"] / awards["city_award_approved_fen"]

    assert (share == 1).mean() == about(0.7, awards.height)
    assert 0.2999 < share.min() < 0.31
    assert share.max() == 1


def test_a_loan_follows_its_valuation_within_the_days_that_are_said(dense):
    days = (dense["ip_financed_on"] - dense["ip_valued_on"]).dt.total_days().drop_nulls()

    assert (days.min(), days.max()) == (-30, 300)
    assert dense["ip_financed_on"].max() <= synthetic.DAY


def test_the_route_of_a_listing_goes_with_its_market(dense):
    by_market = dense.filter(pl.col("listing_market") == "neeq")["listing_route"]

    assert set(by_market) == {"ipo", "quotation"}
    assert (by_market == "quotation").mean() == about(0.95, len(by_market))
