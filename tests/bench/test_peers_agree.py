"""The peers written by hand for the benchmark say what our program says: else their speed would mean nothing."""

from datetime import date

import polars as pl
import pytest

from sihang.lab import synthetic
from sihang.rulebook import load
from tests.builders.missing import missing
from tests.builders.peers import answers, blocks, empty, kernel

ON = date(2025, 6, 30)
ROWS = 2_000
KINDS = (
    "incubator", "maker_space", "university_science_park", "tech_transfer_agency", "university", "new_rd_institution",
    "enterprise", "other", None,
)  # fmt: skip


@pytest.fixture(scope="module")
def rulebook():
    return load("yangpu-2024-1", "example-rules", "yangpu-kjw-hnte-2025")


@pytest.fixture(params=["blocks", "kernel"])
def program(request):
    if request.param == "kernel" and kernel.compiler() is None:
        missing("gcc, with which the C kernel of bench/peers is compiled (Debian: apt-get install gcc)")
    return {"blocks": blocks, "kernel": kernel}[request.param]


@pytest.fixture(scope="module")
def register():
    """Dense, 30% unknown, without earlier awards and money received, which the peers do not know."""
    table = synthetic.frame(ROWS, unknown=0.3, dense=True)
    return table.select([name for name in table.columns if "__awarded" not in name and "__received" not in name])


def differing(program, table, rulebook):
    ours = rulebook.assess_table(table, on=ON)
    return [name for name, said in answers(program, table).items() if ours[name].to_list() != said]


def test_they_agree_on_a_register(program, register, rulebook):
    assert differing(program, register, rulebook) == []


def test_they_agree_where_every_kind_of_organisation_is_as_frequent(program, register, rulebook):
    kinds = pl.Series("kind", [KINDS[row % len(KINDS)] for row in range(ROWS)])

    assert differing(program, register.with_columns(kinds), rulebook) == []


def test_a_rate_still_open_leaves_a_range(program, register):
    """800 万元 × 10% 至 30% = 80 至 240 万元，封顶后 80 至 200 万元。"""
    row = empty(
        1, register.schema, uscc="1", kind="enterprise", registered_in_district=True, on_exclusion_list=False,
        challenge_project="JB-1", challenge_listed=True, challenge_in_focus_industries=True,
        challenge_lead_is_leading=True, challenge_has_chain_enterprise=True, challenge_effective=True,
        challenge_rd_expense_fen=8_000_000_00,
    )  # fmt: skip

    said = answers(program, row)

    assert said["m03_finding"] == ["met"]
    assert (said["m03_low_fen"], said["m03_high_fen"]) == ([800_000_00], [2_000_000_00])
    assert said["m01_finding"] == [None]
