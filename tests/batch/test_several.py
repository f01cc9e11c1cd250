"""Organisations with many matters: a table for each type, joined by organisation; clause 14 over all of them."""

import polars as pl
import pytest

from sihang.lab.synthetic import Register
from sihang.lab.synthetic_files import write_tables
from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.evaluate import Finding
from sihang.rulebook.tables.names import COMBINATION, MeasureNames
from tests.builders.desk import (
    CHALLENGE,
    DAY,
    EXAMPLE,
    HERE,
    assess,
    csv_rows,
    left_behind,
    loaded,
    manifest_of,
    refused,
    said,
    sheet_rows,
    write_csv,
    write_xlsx,
)
from tests.builders.registers import cases_of

FIRST, SECOND = "91310110MADEM0011Y", "91310199MA00000077"
MET = CHALLENGE | {"核定比例": "20%"}
CONSORTIUM = {"牵头单位为龙头企业": "是", "牵头单位在重点领域": "是", "有本区高校参与": "是", "创新联合体经认定": "是"}


def organisations(tmp_path, *rows):
    return write_csv(tmp_path / "单位.csv", *rows)


def challenges(tmp_path, *rows):
    return write_csv(tmp_path / "攻关.csv", *(MET | row for row in rows))


def of(uscc, number, spent, **more):
    return {"organisation": uscc, "id": number, "研发费用实际投入": spent, **more}


def test_an_organisation_may_have_many_matters(tmp_path):
    table = organisations(tmp_path, {"uscc": FIRST, "名称": "甲"} | HERE, {"uscc": SECOND, "名称": "乙"} | HERE)
    matters = challenges(
        tmp_path, of(FIRST, "JB-1", "1000000"), of(SECOND, "JB-1", "500000"), of(FIRST, "JB-2", "12000000")
    )

    report = assess(table, tmp_path / "out.csv", matters={"challenge_project": matters})

    # 20% of 1,000,000, of 500,000, and of 12,000,000 up to the ceiling of 2,000,000; different projects, so all are paid.
    rows = csv_rows(tmp_path / "out.challenge_project.csv")
    assert [(row["organisation"], row["id"], row["m03_low"], row["m03_taken"]) for row in rows] == [
        (FIRST, "JB-1", "200000.00", "true"),
        (SECOND, "JB-1", "100000.00", "true"),
        (FIRST, "JB-2", "2000000.00", "true"),
    ]
    best = [(row["名称"], row["combination_low"], row["combination_high"]) for row in csv_rows(tmp_path / "out.csv")]
    assert best == [("甲", "2200000.00", "2200000.00"), ("乙", "100000.00", "100000.00")]
    assert "m03_low" not in csv_rows(tmp_path / "out.csv")[0]
    assert report.summary.combination.low == 230_000_000
    assert left_behind(tmp_path) == [
        "out.challenge_project.csv",
        "out.csv",
        "out.csv.manifest.json",
        "单位.csv",
        "攻关.csv",
    ]


def test_of_one_project_only_the_higher_is_taken(tmp_path):
    """Clause 14, o1: a consortium and a challenge of one project exclude each other (30% and 20%)."""
    table = organisations(tmp_path, {"uscc": FIRST} | HERE)
    matters = challenges(tmp_path, of(FIRST, "JB-1", "5000000", 项目="P1"), of(FIRST, "JB-2", "3000000", 项目="P2"))
    joint = write_csv(
        tmp_path / "联合体.csv",
        CONSORTIUM | {"organisation": FIRST, "id": "LH-1", "project": "P1", "产学研投入": "3000000"},
    )

    assess(table, tmp_path / "out.csv", matters={"challenge_project": matters, "consortium": joint})

    # P1: 5,000,000 × 20% = 1,000,000 against 3,000,000 × 30% = 900,000. P2: 600,000 beside it.
    [row] = csv_rows(tmp_path / "out.csv")
    assert (row["combination_low"], row["combination_certain"], row["combination_left"]) == (
        "1600000.00",
        "true",
        "m01",
    )
    assert [each["m03_taken"] for each in csv_rows(tmp_path / "out.challenge_project.csv")] == ["true", "true"]
    assert [each["m01_taken"] for each in csv_rows(tmp_path / "out.consortium.csv")] == ["false"]


def test_matters_that_name_no_project_are_of_different_ones(tmp_path):
    table = organisations(tmp_path, {"uscc": FIRST} | HERE)
    matters = challenges(tmp_path, of(FIRST, "1", "5000000"), of(FIRST, "2", "3000000"))
    joint = write_csv(tmp_path / "联合体.csv", CONSORTIUM | {"organisation": FIRST, "id": "1", "产学研投入": "3000000"})

    assess(table, tmp_path / "out.csv", matters={"challenge_project": matters, "consortium": joint})

    # 1,000,000 + 600,000 + 900,000
    [row] = csv_rows(tmp_path / "out.csv")
    assert (row["combination_low"], row["combination_left"]) == ("2500000.00", "")


def test_with_one_matter_of_each_type_the_columns_say_the_same(tmp_path):
    table = organisations(tmp_path, {"uscc": FIRST} | HERE)
    matters = challenges(tmp_path, of(FIRST, "JB-1", "5000000", 项目="P1"))
    joint = write_csv(
        tmp_path / "联合体.csv",
        CONSORTIUM | {"organisation": FIRST, "id": "LH-1", "project": "P1", "产学研投入": "3000000"},
    )

    assess(table, tmp_path / "out.csv", matters={"challenge_project": matters, "consortium": joint})

    [row] = csv_rows(tmp_path / "out.csv")
    assert (row["combination_low"], row["combination_left"]) == ("1000000.00", "m01")
    assert csv_rows(tmp_path / "out.consortium.csv")[0]["m01_taken"] == "false"


GROWN = HERE | {
    "uscc": FIRST, "成立年份": "2019", "高新技术企业有效": "是", "营收2019": "1000000", "营收2020": "9000000", "营收2021": "10000000",
    "营收2022": "15000000", "营收2023": "35000000", "营收2024": "60000000", "研发费用2023": "5000000", "研发费用2024": "8000000",
}  # fmt: skip
"""Over the line of 30 million in 2023, over that of 50 million in 2024."""


def test_a_milestone_is_paid_once_unless_a_ruling_lifts_the_limit(tmp_path):
    """m08 is 一次性; whether each line pays again is open (I-16), so only the high counts both."""
    table = organisations(tmp_path, GROWN)
    events = write_csv(
        tmp_path / "达线.csv",
        {"organisation": FIRST, "id": "R-2023", "达线年度": "2023"},
        {"organisation": FIRST, "id": "R-2024", "达线年度": "2024"},
    )

    assess(table, tmp_path / "out.csv", policies=(), matters={"营收达线（会计年度）": events})

    highs = [(row["m08_finding"], row["m08_high"]) for row in csv_rows(tmp_path / "out.growth_event.csv")]
    assert highs == [("unknown", "1000000.00"), ("unknown", "1000000.00")]
    [row] = csv_rows(tmp_path / "out.csv")
    assert (row["combination_low"], row["combination_high"], row["combination_certain"]) == (
        "0.00",
        "2000000.00",
        "false",
    )


def test_money_received_for_a_project_is_deducted_once(tmp_path):
    table = organisations(tmp_path, {"uscc": FIRST} | HERE)
    received = {"项目": "P1", "已获支持下限": "300000", "已获支持上限": "300000"}
    matters = challenges(tmp_path, of(FIRST, "JB-1", "5000000", **received), of(FIRST, "JB-2", "4000000", **received))

    assess(table, tmp_path / "out.csv", matters={"challenge_project": matters})

    # 1,000,000 + 800,000 − 300,000
    assert csv_rows(tmp_path / "out.csv")[0]["combination_low"] == "1500000.00"


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_organisations_may_go_by_an_id_of_the_office(tmp_path, engine):
    table = write_xlsx(
        tmp_path / "单位.xlsx", {"编号": "0007", "uscc": FIRST} | HERE, {"编号": "0008", "uscc": None} | HERE
    )
    matters = write_xlsx(
        tmp_path / "攻关.xlsx",
        *(MET | row for row in (of("0008", "1", 1_000_000), of("0008", "2", 2_000_000), of("0007", "1", 500_000))),
    )

    assess(table, tmp_path / "out.xlsx", engine=engine, matters={"challenge_project": matters})

    assert [row["combination_low"] for row in sheet_rows(tmp_path / "out.xlsx")] == [100_000, 600_000]
    assert [row["m03_low"] for row in sheet_rows(tmp_path / "out.xlsx", "challenge_project")] == [
        200_000,
        400_000,
        100_000,
    ]


def test_a_matter_s_own_columns_may_be_called_as_facts_of_the_organisation(tmp_path):
    table = organisations(tmp_path, {"uscc": FIRST, "名称": "甲"} | HERE)
    matters = challenges(tmp_path, of(FIRST, "JB-1", "1000000", 名称="攻关甲", kind="重点"))

    assess(table, tmp_path / "out.csv", matters={"challenge_project": matters})

    [row] = csv_rows(tmp_path / "out.challenge_project.csv")
    assert (row["名称"], row["kind"], row["m03_low"]) == ("攻关甲", "重点", "200000.00")


def test_matters_of_nobody_twice_or_without_an_id(tmp_path):
    table = organisations(tmp_path, {"uscc": FIRST} | HERE)
    matters = challenges(
        tmp_path, of(FIRST, "A", "1"), of(SECOND, "A", "1"), of(FIRST, "A", "1"), of("", "B", "1"), of(FIRST, "", "1")
    )

    found = refused(table, tmp_path / "out.csv", matters={"challenge_project": matters})

    assert said(found) == [
        ("攻关.csv:2:id", "matter-twice"),
        ("攻关.csv:3:organisation", "unknown-organisation"),
        ("攻关.csv:4:id", "matter-twice"),
        ("攻关.csv:5:organisation", "missing-key"),
        ("攻关.csv:6:id", "missing-key"),
    ]


def test_problems_of_all_tables_come_together(tmp_path):
    table = organisations(tmp_path, {"uscc": FIRST, "成立年份": "?"} | HERE)
    matters = challenges(tmp_path, of(FIRST, "A", "一百"), of(SECOND, "A", "1"))

    found = refused(table, tmp_path / "out.csv", matters={"challenge_project": matters})

    assert said(found) == [
        ("单位.csv:2:成立年份", "wrong-type"),
        ("攻关.csv:2:研发费用实际投入", "money-not-a-number"),
        ("攻关.csv:3:organisation", "unknown-organisation"),
    ]


def test_a_code_with_a_slip_does_not_make_all_its_matters_problems(tmp_path):
    table = organisations(tmp_path, {"uscc": FIRST[:-1] + "X"} | HERE)

    found = refused(
        table, tmp_path / "out.csv", matters={"challenge_project": challenges(tmp_path, of(FIRST, "A", "1"))}
    )

    assert said(found) == [("单位.csv:2:uscc", "uscc-check-character")]


def test_organisations_without_a_key_and_tables_without_theirs(tmp_path):
    table = organisations(tmp_path, {"名称": "甲", "攻关成效显著": "是"} | HERE)
    matters = write_csv(tmp_path / "攻关.csv", {"研发费用实际投入": "1"})

    found = refused(table, tmp_path / "out.csv", matters={"challenge_project": matters})

    assert said(found) == [
        ("单位.csv", "missing-key"),
        ("攻关.csv", "missing-key"),
        ("攻关.csv", "missing-key"),
        ("单位.csv:攻关成效显著", "stated-twice"),
    ]


def test_an_organisation_that_stands_twice_or_without_its_key(tmp_path):
    table = organisations(tmp_path, {"编号": "1"} | HERE, {"编号": "1"} | HERE, {"编号": ""} | HERE)
    matters = challenges(tmp_path, of("1", "A", "1"))

    found = refused(table, tmp_path / "out.csv", matters={"challenge_project": matters})
    assert said(found) == [("单位.csv:2:编号", "organisation-twice"), ("单位.csv:3:编号", "organisation-twice")]

    table = organisations(tmp_path, {"编号": "1"} | HERE, {"编号": ""} | HERE)
    assert said(refused(table, tmp_path / "out.csv", matters={"challenge_project": matters})) == [
        ("单位.csv:3:编号", "missing-key")
    ]


def test_a_type_that_no_package_knows(tmp_path):
    found = refused(
        organisations(tmp_path, {"uscc": FIRST} | HERE), tmp_path / "out.csv", matters={"challenge": tmp_path / "x.csv"}
    )

    assert found.general[0].code == "unknown-matter-type"
    assert "challenge_project" in found.general[0].what.zh


def test_with_tables_of_matters_no_rows_are_set_apart(tmp_path):
    table, matters = organisations(tmp_path, {"uscc": FIRST} | HERE), challenges(tmp_path, of(FIRST, "A", "1"))

    found = refused(
        table, tmp_path / "out.csv", matters={"challenge_project": matters}, set_apart=tmp_path / "apart.csv"
    )

    assert said(found) == [("--set-apart", "apart-with-matters")]


def test_every_result_carries_the_manifest(tmp_path):
    table, matters = (
        organisations(tmp_path, {"uscc": FIRST} | HERE),
        challenges(tmp_path, of(FIRST, "A", "1"), of(FIRST, "B", "1")),
    )

    assess(table, tmp_path / "out.parquet", matters={"challenge_project": matters})

    for name in ("out.parquet", "out.challenge_project.parquet"):
        manifest = manifest_of(tmp_path / name)
        assert [each["name"] for each in manifest["inputs"]] == ["单位.csv", "攻关.csv"]
        assert manifest["options"]["matters"] == {"challenge_project": "攻关.csv"}


@pytest.mark.parametrize("seed", [1, 2])
def test_a_register_with_many_matters_is_what_its_cases_would_be(tmp_path, seed):
    """Every organisation as a case by itself, against the columns and the joins."""
    folder = tmp_path / "register"
    write_tables(Register(150, seed=seed, unknown=0.2, dense=True, on=DAY, rulebook=loaded(*EXAMPLE)), folder)
    matters = {path.stem: path for path in sorted(folder.glob("*.parquet")) if path.stem != "organisations"}

    assess(folder / "organisations.parquet", tmp_path / "out.parquet", matters=matters)

    cases = cases_of(folder, loaded(*EXAMPLE).rules(DAY))
    found = {name: pl.read_parquet(tmp_path / f"out.{name}.parquet") for name in matters}
    results = {(name, row["organisation"], row["id"]): row for name, table in found.items() for row in table.to_dicts()}
    assert max(len(case["matters"]) for case in cases.values()) > len(matters) / 2
    for row in pl.read_parquet(tmp_path / "out.parquet").to_dicts():
        assessment = loaded(*EXAMPLE).assess(cases[row["uscc"]], on=DAY)
        assert best_of(row) == best_in(assessment), row["uscc"]
        taken = {(each.evaluation.measure.id, each.evaluation.matter.id) for each in assessment.combination.take}
        for each in assessment.evaluations:
            if each.matter is not None:
                name, _, number = each.matter.id.partition(":")
                result, names = results[name, row["uscc"], number], MeasureNames.of(each.measure.id)
                high = None if each.amount[1] >= NO_BOUND else each.amount[1]
                assert (result[names.finding], result[names.low], result[names.high]) == (
                    each.finding.value,
                    each.amount[0],
                    high,
                )
                enters = each.finding is not Finding.NOT_MET and each.amount[1] > 0
                assert result[f"{each.measure.id}_taken"] == (
                    (each.measure.id, each.matter.id) in taken if enters else None
                )


def best_of(row):
    return row[COMBINATION.low], row[COMBINATION.high], row[COMBINATION.certain], row[COMBINATION.left]


def best_in(assessment):
    best = assessment.combination
    left = " ".join(sorted({each.evaluation.measure.id for each in best.leave})) or None
    return best.low, None if best.high >= NO_BOUND else best.high, best.certain, left
