"""Every case of the packages that fits a row gives, by every engine, what it expects, and what it gives as a case."""

from collections import Counter

import polars as pl
import pytest

from sihang.rulebook.folder import shipped_packages
from sihang.rulebook.golden import golden_cases
from sihang.rulebook.package import read_package
from sihang.values import Money
from tests.builders.engines import ROW, differences, numbered, plan_for
from tests.builders.golden_rows import desks
from tests.builders.tables import results_of

DESKS, MISFITS = desks()


@pytest.fixture(scope="session")
def by_desk():
    """What an engine has said of each desk: asked once, looked at by several tests."""
    return {}


@pytest.fixture
def results(engine, request, by_desk):
    """The results of every desk, by an engine."""
    if request.node.callspec.params["engine"] not in by_desk:
        found = []
        for desk in DESKS:
            frame = numbered(desk.frame())
            found.append(
                engine.assess(plan_for(desk.rulebook.rules(desk.on), desk.rulebook.relations, frame, desk.on), frame)
            )
        by_desk[request.node.callspec.params["engine"]] = found
    return by_desk[request.node.callspec.params["engine"]]


def test_nearly_every_case_fits_a_row():
    """The others have something that a row cannot say."""
    assert MISFITS == {
        "it shows a problem": {"yangpu-2024-1": 28},
        "it has two matters of one type": {"yangpu-2024-1": 3},
        "a year is absent that is not before the founding": {"yangpu-2024-1": 2},
    }
    every = sum(1 for package in shipped_packages() for _ in golden_cases(read_package(package)))
    assert sum(len(desk.cases) for desk in DESKS) + sum(sum(each.values()) for each in MISFITS.values()) == every


def test_what_a_case_expects(results):
    wrong = []
    compared = Counter()
    for desk, found in zip(DESKS, results, strict=True):
        for case, row in zip(desk.cases, found.to_dicts(), strict=True):
            said = dict(expected_columns(case))
            compared.update(said.keys())
            wrong += [(case.name, name, value, row[name]) for name, value in said.items() if row[name] != value]
    assert wrong == []
    assert compared.total() > 900


def test_what_the_same_case_gives_by_itself(results):
    for desk, found in zip(DESKS, results, strict=True):
        alone = [results_of(desk.rulebook.assess(read, on=desk.on)) for read in desk.read]
        rows = pl.DataFrame(
            [{ROW: name, **row} for name, row in zip(found[ROW], alone, strict=True)], schema=found.schema
        )
        assert differences(rows, found) == {}, (desk.on, [case.name for case in desk.cases])


def expected_columns(case):
    """What a case expects, in the columns of a result; what no column shows is looked at where cases are run one by one."""
    expect = case.expect
    if "finding" in expect and case.matters:
        yield f"{case.measure}_finding", expect["finding"]
    if "amount" in expect and case.matters:
        low, high = expect["amount"] if isinstance(expect["amount"], list) else [expect["amount"]] * 2
        yield f"{case.measure}_low_fen", fen(low)
        yield f"{case.measure}_high_fen", fen(high)
    for key, value in expect.get("combination", {}).items():
        if key in ("low", "high"):
            yield f"combination_{key}_fen", fen(value)
        elif key == "certain":
            yield "combination_certain", value
        elif key == "leave":
            yield "combination_left", " ".join(sorted(value)) or None


def fen(value):
    if value is None:
        return None
    text = str(value)
    return (Money.from_chinese(text) if text.endswith("元") else Money.from_yuan(text)).fen
