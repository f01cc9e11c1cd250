"""What a synthetic register promises whatever is drawn: the same rows again, unknowns apart, marked, and fit to be assessed."""

from datetime import date
from itertools import combinations

import numpy as np
import polars as pl
import pytest

from sihang.lab import synthetic
from sihang.lab.synthetic_uscc import MOST_ROWS, codes
from sihang.rulebook import load
from sihang.rulebook.tables.names import column_of
from sihang.values import Uscc
from sihang.values.uscc import make_uscc
from tests.builders.packages import small_policy
from tests.builders.tables import case_of, schema_of

WHO = ["number", "uscc", "name", "industry", "size_class", "synthetic"]
IDS = [
    "consortium", "new_rd_institution", "challenge_project", "transfer_platform", "transfer_agency_award", "qihang_project",
    "hq_incubator_year", "carrier_year", "innovation_fund_award", "hnte_recognition", "growth_event", "scenario_project",
    "ip_financing", "listing_event",
]  # fmt: skip
PAST_A_BLOCK = 33_001  # a block has 32,768 rows


@pytest.fixture(scope="module")
def rulebook():
    return load(*synthetic.PACKAGES)


def rules_of(rulebook):
    return rulebook.rules(synthetic.DAY)


def fact_columns(rulebook):
    """Every fact and determination, with its years, as docs/tables.md names them."""
    return [
        column_of(fact, year)
        for fact in rules_of(rulebook).facts.values()
        for year in (range(2019, 2025) if fact.series else (None,))
    ]


# the same again


def test_the_first_rows_of_a_longer_register_are_those_of_a_shorter():
    assert synthetic.frame(10_000).head(1_000).equals(synthetic.frame(1_000))
    assert synthetic.frame(40_000).head(PAST_A_BLOCK).equals(synthetic.frame(PAST_A_BLOCK))


def test_the_same_seed_gives_the_same_rows_and_another_seed_others():
    first = synthetic.frame(1_000, seed=7)

    assert first.equals(synthetic.frame(1_000, seed=7))
    other = synthetic.frame(1_000, seed=8)
    assert other["number"].equals(first["number"])
    for name in ("revenue_2024_fen", "founded_year", "hnte_recognition", "carrier_grade_label"):
        assert not other[name].equals(first[name])


def test_blocks_are_not_drawn_alike():
    rows = synthetic.frame(2 * 32_768, unknown=0)

    assert not rows["revenue_2024_fen"].head(32_768).equals(rows["revenue_2024_fen"].tail(32_768))


def test_what_else_is_loaded_moves_nothing():
    """The HNTE rules of the district add two facts, of the organisation; all others stay as they are."""
    policy_alone = synthetic.frame(1_000, rulebook=load("yangpu-2024-1"))

    with_more = synthetic.frame(1_000)
    assert set(with_more.columns) - set(policy_alone.columns) == {"in_zhangjiang_park", "waives_zhangjiang_fund"}
    assert with_more.select(policy_alone.columns).equals(policy_alone)


# unknowns


def test_registers_that_differ_in_unknowns_agree_wherever_both_state_something():
    much, little = synthetic.frame(PAST_A_BLOCK, unknown=0.6), synthetic.frame(PAST_A_BLOCK, unknown=0.2)

    for name in much.columns:
        both = much[name].is_not_null() & little[name].is_not_null()
        assert much[name].filter(both).equals(little[name].filter(both)), name


def test_what_more_unknowns_state_fewer_state_too():
    much, little = synthetic.frame(5_000, unknown=0.6), synthetic.frame(5_000, unknown=0.2)

    for name in much.columns:
        assert (little[name].is_not_null() | much[name].is_null()).all(), name


def test_the_share_of_unknowns_is_as_asked_in_every_column(rulebook):
    """Of n cells a share of 30% is empty, give or take six standard deviations: 6 × √(0.3 × 0.7 / n)."""
    whole, rows = (synthetic.frame(PAST_A_BLOCK, unknown=share, dense=True) for share in (0, 0.3))

    for name in fact_columns(rulebook):
        count = PAST_A_BLOCK - whole[name].null_count()
        empty = rows[name].null_count() - whole[name].null_count()
        assert count > 10_000
        assert abs(empty / count - 0.3) < 6 * (0.3 * 0.7 / count) ** 0.5, name


def test_one_fact_says_nothing_of_whether_another_is_unknown():
    """Of two facts both are empty in 0.3 × 0.3 = 9% of the rows, whichever they are, give or take six deviations."""
    rows = synthetic.frame(PAST_A_BLOCK, unknown=0.3)

    for first, second in combinations(
        ("kind", "founded_year", "on_exclusion_list", "hnte_valid", "industry_in_focus"), 2
    ):
        both = (rows[first].is_null() & rows[second].is_null()).mean()
        assert abs(both - 0.09) < 6 * (0.09 * 0.91 / PAST_A_BLOCK) ** 0.5, (first, second)


def test_nothing_unknown_states_all_but_what_does_not_exist(rulebook):
    rows = synthetic.frame(5_000, unknown=0)
    types = {column_of(fact): fact.holder for fact in rules_of(rulebook).facts.values() if not fact.series}

    for name, holder in types.items():
        there = pl.col("number") if holder == "organisation" else pl.col(holder)
        assert rows.filter(there.is_not_null())[name].null_count() == 0, name
    for key in ("revenue", "rd_expense"):
        for year in range(2019, 2025):
            stated = rows[f"{key}_{year}_fen"].is_not_null()
            assert stated.equals(rows["founded_year"] <= year), (key, year)


def test_everything_unknown_states_only_who_and_which_matters(rulebook):
    rows = synthetic.frame(5_000, unknown=1)

    assert all(rows[name].null_count() == 5_000 for name in fact_columns(rulebook))
    assert rows.select(WHO).null_count().sum_horizontal().item() == 0
    assert rows.select(IDS).equals(synthetic.frame(5_000, unknown=0).select(IDS))


# marked, and nobody's


def test_every_row_says_that_it_is_synthetic():
    rows = synthetic.frame(1_000)

    assert rows["synthetic"].all()
    assert rows["name"].str.starts_with("示例").all()


def test_every_code_is_right_and_of_a_district_that_does_not_exist():
    found = synthetic.frame(PAST_A_BLOCK)["uscc"]

    assert found.n_unique() == PAST_A_BLOCK
    assert {Uscc.parse(code).division for code in found} == {"310199"}


@pytest.mark.parametrize(("place", "body"), [(0, "MA000000"), (30, "MA00000Y"), (31, "MA000010"), (31**3, "MA001000"),
                                             (MOST_ROWS - 1, "MAYYYYYY")])  # fmt: skip
def test_the_body_of_a_code_is_the_row_in_base_31(place, body):
    assert codes(np.array([place]), np.array([0]), ["91"]).to_list() == [make_uscc("91310199", body)]


# all that is asked for, in canonical form


def test_the_columns_are_all_that_the_packages_ask_for(rulebook):
    rows = synthetic.frame(10)

    own = {f"{m}__awarded{part}" for m in ("m08", "m12") for part in ("", "_low_fen", "_high_fen")}
    own |= {f"{t}__{part}" for t in ("consortium", "challenge_project")
            for part in ("project", "received_low_fen", "received_high_fen")}  # fmt: skip
    own |= {"hq_incubator_year__year", "carrier_year__year"}
    assert set(rows.columns) == {*WHO, *IDS, *fact_columns(rulebook), *own}


def test_the_types_are_those_of_the_canonical_form(rulebook):
    rows = synthetic.frame(10)
    expected = schema_of(rules_of(rulebook))

    assert {name: dtype for name, dtype in rows.schema.items() if name in expected} == {
        name: expected[name] for name in rows.columns if name in expected
    }


@pytest.mark.parametrize("dense", [False, True])
def test_every_row_is_a_case_that_can_be_assessed(rulebook, dense):
    nothing = dict.fromkeys(schema_of(rules_of(rulebook)))

    for row in synthetic.frame(300, dense=dense).iter_rows(named=True):
        rulebook.read(case_of(nothing | row, rules_of(rulebook)), synthetic.DAY)


def test_every_measure_is_met_not_met_and_unknown_somewhere(rulebook):
    results = rulebook.assess_table(synthetic.frame(30_000), on=synthetic.DAY)

    for measure in rules_of(rulebook).measures:
        findings = set(results[f"{measure.id}_finding"].drop_nulls())
        assert findings == {"met", "not_met", "unknown"}, measure.id


def test_each_of_the_measures_that_exclude_each_other_is_left_out_somewhere(rulebook):
    results = rulebook.assess_table(synthetic.frame(100_000, dense=True), on=synthetic.DAY)

    left = {measure for each in results["combination_left"].drop_nulls().unique() for measure in each.split()}
    assert left == {"m01", "m03", "m05", "m06"}


def small_register(tmp_path, change=None):
    """5,000 rows for a small package of one's own, nothing unknown, all of them cases that it can read."""
    on = date(2025, 1, 1)
    own = load(str(small_policy(tmp_path, change)))
    rows = synthetic.frame(5_000, unknown=0, dense=True, rulebook=own, on=on)
    nothing = dict.fromkeys(schema_of(own.rules(on)))
    for row in rows.head(100).iter_rows(named=True):
        own.read(case_of(nothing | row, own.rules(on)), on)
    return rows


def test_a_package_of_ones_own_is_drawn_by_the_kinds_of_its_facts(tmp_path):
    """It has a `kind` and a `revenue` too, but other kinds and no years."""
    rows = small_register(tmp_path)

    assert rows.columns[6:] == [
        "kind", "revenue_fen", "purchase", "equipment_fen", "grade_label", "recognised", "lease", "rent_fen",
    ]  # fmt: skip
    assert set(rows["kind"]) == {"workshop", "school"}


@pytest.mark.parametrize(
    ("declared", "column", "low", "high"),
    [
        ("type: money, range: [100万元, 200万元]", "equipment_fen", 1_000_000_00, 2_000_000_00),
        ("type: rate, range: [10%, 30%]", "equipment_bp", 1000, 3000),
        ("type: integer, range: [3, 5]", "equipment", 3, 5),
        ("type: date, range: [2024-01-01, 2024-01-03]", "equipment", date(2024, 1, 1), date(2024, 1, 3)),
    ],
)
def test_a_fact_of_ones_own_stays_in_its_range(tmp_path, declared, column, low, high):
    """In place of the equipment of the small package, as an information that no rule reads."""
    fact = (f"equipment: {{{declared}, zh: 设备投入, en: Equipment, information: true}}\n"
            "      spent: {type: money, zh: 设备费用, en: Spent}")  # fmt: skip
    rows = small_register(
        tmp_path,
        {
            "facts.yaml": ("equipment: {type: money, zh: 设备投入, en: Equipment}", fact),
            "measures/m01-equipment.yaml": ("amount: 设备投入 × 20%", "amount: 设备费用 × 20%"),
        },
    )

    assert low <= rows[column].min() <= rows[column].max() <= high


# what cannot be asked for


@pytest.mark.parametrize(
    "wrong",
    [
        {"rows": -1},
        {"rows": MOST_ROWS + 1},
        {"unknown": 1.01},
        {"unknown": -0.1},
        {"seed": -1},
        {"on": date(1999, 12, 31)},
    ],
)
def test_what_is_out_of_range_is_refused_by_name(wrong):
    with pytest.raises(ValueError, match=f"{next(iter(wrong))} goes from"):
        synthetic.Register(**{"rows": 10} | wrong)


@pytest.mark.parametrize("on", [date(2000, 1, 1), date(2100, 12, 31)])
def test_the_first_and_the_last_day_state_years_that_a_case_may_state(on):
    rows = synthetic.frame(PAST_A_BLOCK, on=on, unknown=0, rulebook=load("yangpu-2024-1"))

    assert rows["founded_year"].min() >= 1900
    assert rows["registered_on"].max() <= on


def test_a_register_without_rows_has_its_columns():
    assert synthetic.frame(0).schema == synthetic.frame(10).schema
    assert synthetic.frame(0).height == 0


# drawn while it is read


def test_a_register_that_is_read_lazily_is_the_same():
    table = synthetic.Register(40_000, seed=3).table()
    rows, columns, of_kind = (
        table.frame(),
        ["uscc", "revenue_2024_fen", "challenge_project"],
        pl.col("kind") == "incubator",
    )

    assert table.lazy().collect().equals(rows)
    assert table.lazy().select(columns).head(PAST_A_BLOCK).collect().equals(rows.select(columns).head(PAST_A_BLOCK))
    assert table.lazy().filter(of_kind).collect().equals(rows.filter(of_kind))


def test_no_more_is_drawn_than_is_read():
    told = []

    synthetic.Register(1_000_000).table().lazy(told.append).head(10).collect()

    assert told == [32_768]


def test_it_is_told_for_how_many_organisations_it_is_done():
    told = []

    synthetic.Register(70_000).table().lazy(told.append).select("uscc").collect()

    assert told == [32_768, 32_768, 4_464]
