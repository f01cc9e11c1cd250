"""The cases that policy officers wrote: each passes, and together they show every measure and every hard reading."""

from pathlib import Path

import pytest

from sihang.rulebook.folder import shipped_packages
from sihang.rulebook.golden import GoldenRun, golden_cases
from sihang.rulebook.package import read_package

CASES = [case for package in shipped_packages() for case in golden_cases(read_package(package))]
RUN = GoldenRun()

MEASURES = [
    "m01",
    "m02",
    "m03",
    "m04a",
    "m04b",
    "m04c",
    "m05",
    "m06",
    "m07a",
    "m07b",
    "m08",
    "m09",
    "m10",
    "m11",
    "m12",
]

# The most that the text gives (CLAUSES, column "amount"); None where it sets no ceiling, so that the top is open.
CEILINGS = {
    "m01": "200万元",
    "m02": "500万元",
    "m03": "200万元",
    "m04a": "100万元",
    "m04b": None,
    "m04c": "200万元",
    "m05": None,
    "m06": "80万元",  # one to one of the city award of 800,000 in its cases
    "m07a": None,
    "m07b": None,
    "m08": "100万元",
    "m09": "500万元",
    "m11": None,
    "m12": None,
}

HARD_READINGS = ["I-04", "I-07", "I-08", "I-10", "I-11", "I-12", "I-13", "I-14", "I-15", "I-16", "I-18", "I-19"]


def id_of(case):
    return f"{case.package.id}/{Path(case.source.name).name}:{case.name}"


def top_of(case):
    amount = (case.expect or {}).get("amount", "none stated")
    return amount[1] if isinstance(amount, list) else amount


def sides_shown(reading):
    """Whether the cases that prove a reading hold something met, and something refused or left open."""
    proving = [case for case in CASES if reading in case.proves]
    findings = {(case.expect or {}).get("finding") for case in proving}
    refused = bool(findings & {"not_met", "unknown"}) or any(case.problem for case in proving)
    return ("met" in findings, refused)


@pytest.mark.parametrize("case", CASES, ids=id_of)
def test_the_shipped_case(case):
    assert RUN.differences(case) == []


def test_no_case_is_written_twice_in_a_file():
    names = [id_of(case) for case in CASES]

    assert sorted(names) == sorted(set(names))


def test_the_cases_are_of_every_measure():
    assert sorted({case.measure for case in CASES if case.measure}) == MEASURES


@pytest.mark.parametrize("finding", ["met", "not_met", "unknown"])
@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_has_a_case_of_each_finding(measure, finding):
    shown = {case.expect.get("finding") for case in CASES if case.measure == measure and case.expect}

    assert finding in shown


@pytest.mark.parametrize("measure", CEILINGS)
def test_every_measure_of_money_has_a_case_at_its_ceiling(measure):
    tops = [top_of(case) for case in CASES if case.measure == measure]

    assert CEILINGS[measure] in tops


@pytest.mark.parametrize("reading", HARD_READINGS)
def test_a_reading_that_is_easy_to_get_wrong_has_cases_on_both_sides(reading):
    assert sides_shown(reading) == (True, True)


def test_every_case_names_readings_that_exist():
    known = set(read_package("yangpu-2024-1").readings())

    assert sorted({name for case in CASES for name in case.proves if name.startswith("I-")} - known) == []
