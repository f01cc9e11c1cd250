"""Every problem of a table by row and column, all at once; bad rows refused, or set apart."""

import polars as pl
import pytest

from tests.builders.desk import (
    CHALLENGE,
    HERE,
    assess,
    csv_rows,
    left_behind,
    refused,
    said,
    sheet_rows,
    write_csv,
    write_xlsx,
)

GOOD = {
    "名称": "甲",
    "uscc": "91310110MADEM0011Y",
    **HERE,
    **CHALLENGE,
    "研发费用实际投入": "8000000",
    "核定比例": "30%",
}
OTHER_CODE = "91310199MA00000077"
BAD = {
    "名称": "乙", "uscc": "91310110MADEM0011X", "单位类型": "公司", "在本区注册": "yes", "成立年份": "一九", "营收2023": "1,000.005",
    "研发费用实际投入": "-5", "核定比例": "31%", "高企事项日期": "2025-13-01",
}  # fmt: skip


@pytest.mark.parametrize(("write", "name"), [(write_csv, "in.csv"), (write_xlsx, "in.xlsx")])
def test_every_problem_is_listed_by_row_and_column(tmp_path, write, name):
    table = write(tmp_path / name, GOOD, BAD, GOOD | {"uscc": "", "核定比例": "30"})

    found = refused(table, tmp_path / "out.csv")

    assert said(found) == [
        (f"{name}:3:uscc", "uscc-check-character"),
        (f"{name}:3:单位类型", "wrong-type"),
        (f"{name}:3:在本区注册", "wrong-type"),
        (f"{name}:3:研发费用实际投入", "money-negative"),
        (f"{name}:3:核定比例", "out-of-range"),
        (f"{name}:3:成立年份", "wrong-type"),
        (f"{name}:3:营收2023", "money-not-a-number"),
        (f"{name}:3:高企事项日期", "wrong-type"),
        (f"{name}:4:核定比例", "rate-without-percent-sign"),
    ]
    assert left_behind(tmp_path) == [name]


def test_a_problem_says_what_is_wrong_and_the_way_out(tmp_path):
    found = refused(write_csv(tmp_path / "in.csv", GOOD | BAD), tmp_path / "out.csv")
    words = {problem.where.rpartition(":")[2]: problem.what for problem in found.first()}

    assert "第18位" in words["uscc"].zh
    assert "enterprise（企业）" in words["单位类型"].zh
    assert "10%至30%" in words["核定比例"].zh
    assert "见第3条" in words["核定比例"].zh
    assert "1000.005" not in words["营收2023"].en.partition("write")[2]


def test_an_organisation_that_stands_twice(tmp_path):
    """Two rows would be paid twice; each row names the other."""
    table = write_csv(
        tmp_path / "in.csv", GOOD, GOOD | {"uscc": OTHER_CODE}, GOOD, GOOD | {"uscc": ""}, GOOD | {"uscc": ""}
    )

    found = refused(table, tmp_path / "out.csv")

    assert said(found) == [("in.csv:2:uscc", "organisation-twice"), ("in.csv:4:uscc", "organisation-twice")]
    named = [problem.what.zh.partition("；")[0] for problem in found.first()]
    assert named == ["同一单位另见 in.csv:4", "同一单位另见 in.csv:2"]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"m08__awarded": "是", "m08__awarded_low": "500000", "m08__awarded_high": "400000"}, "m08__awarded_low"),
        ({"m08__awarded": "", "m08__awarded_low": "500000", "m08__awarded_high": "600000"}, "m08__awarded_low"),
        ({"m08__awarded": "否", "m08__awarded_low": "", "m08__awarded_high": "600000"}, "m08__awarded_high"),
        ({"m08__awarded_low": "500000"}, "m08__awarded_low"),
        (
            {"challenge_project__received_low": "5", "challenge_project__received_high": "4"},
            "challenge_project__received_low",
        ),
        (
            {"challenge_project__received_low": "5", "challenge_project__received_high": ""},
            "challenge_project__received_low",
        ),
    ],
)
def test_a_range_that_is_none(tmp_path, cells, column):
    found = refused(write_csv(tmp_path / "in.csv", HERE | cells), tmp_path / "out.csv")

    assert said(found) == [(f"in.csv:2:{column}", "empty-range")]


@pytest.mark.parametrize(
    "cells",
    [
        {"m08__awarded": "是"},
        {"m08__awarded": "是", "m08__awarded_low": "500000", "m08__awarded_high": "500000"},
        {"m08__awarded": "", "m08__awarded_low": "", "m08__awarded_high": "500000"},
        {"m08__awarded": "否", "m08__awarded_low": "0", "m08__awarded_high": "0"},
        {"challenge_project__received_low": "0", "challenge_project__received_high": "500000"},
    ],
)
def test_a_range_that_is_one(tmp_path, cells):
    assess(write_csv(tmp_path / "in.csv", HERE | cells), tmp_path / "out.csv")


def test_the_list_is_capped_and_the_counts_are_said(tmp_path):
    rows = [GOOD | {"uscc": "", "核定比例": f"{number}%", "营收2023": "约100"} for number in range(31, 111)]

    found = refused(write_csv(tmp_path / "in.csv", *rows), tmp_path / "out.csv")

    assert (len(found), len(found.first())) == (160, 50)
    assert {(kind.code, kind.column, kind.times) for kind in found.kinds()} == {
        ("out-of-range", "核定比例", 80),
        ("money-not-a-number", "营收2023", 80),
    }


def test_all_problems_can_be_written_as_a_table_that_a_spreadsheet_opens(tmp_path):
    rows = [GOOD | {"uscc": "", "核定比例": "=1+1"} for _ in range(60)]
    refused(write_csv(tmp_path / "in.csv", *rows), tmp_path / "out.csv", problems=tmp_path / "问题.csv")

    written = csv_rows(tmp_path / "问题.csv")

    assert len(written) == 60
    assert (tmp_path / "问题.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert written[0] | {"zh": "", "en": ""} == {
        "place": "in.csv:2", "column": "核定比例", "value": "'=1+1", "code": "rate-not-a-number", "zh": "", "en": "",
    }  # fmt: skip
    assert left_behind(tmp_path) == ["in.csv", "问题.csv"]


def test_bad_rows_set_apart_and_the_others_assessed(tmp_path):
    table = write_csv(tmp_path / "in.csv", GOOD, GOOD | BAD, {}, GOOD | {"名称": "丙", "uscc": ""})

    report = assess(table, tmp_path / "out.csv", set_apart=tmp_path / "待改.csv")

    assert report.rows == {"read": 4, "empty": 1, "set_apart": 1, "assessed": 2}
    assert [row["名称"] for row in csv_rows(tmp_path / "out.csv")] == ["甲", "丙"]
    [row] = csv_rows(tmp_path / "待改.csv")
    assert {name: row[name] for name in BAD} == BAD | {"研发费用实际投入": "-5"}
    assert row["sihang_problems"].count("；核定比例：") == 1
    assert report.manifest["rows"] == report.rows


def test_a_table_set_apart_is_mended_and_assessed_again(tmp_path):
    table = write_csv(tmp_path / "in.csv", GOOD, GOOD | {"uscc": "", "核定比例": "31%"})
    assess(table, tmp_path / "out.csv", set_apart=tmp_path / "待改.csv")

    mended = (tmp_path / "待改.csv").read_text(encoding="utf-8-sig").replace("31%", "30%", 1)
    (tmp_path / "改好.csv").write_text(mended, encoding="utf-8")
    assess(tmp_path / "改好.csv", tmp_path / "again.csv")

    assert "sihang_problems" not in csv_rows(tmp_path / "again.csv")[0]
    assert csv_rows(tmp_path / "again.csv")[0]["m03_low"] == "2000000.00"


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_rows_are_set_apart_in_any_format(tmp_path, ending):
    table = write_xlsx(tmp_path / "in.xlsx", GOOD | {"员工": 5}, GOOD | {"uscc": None, "核定比例": 31, "员工": 6})
    apart = tmp_path / f"apart.{ending}"

    assess(table, tmp_path / "out.parquet", set_apart=apart)

    if ending == "csv":
        assert csv_rows(apart)[0]["员工"] == "6"
    else:
        [row] = sheet_rows(apart, "待改 set apart") if ending == "xlsx" else pl.read_parquet(apart).to_dicts()
        assert row["员工"] == 6
        assert "rate" in row["sihang_problems"] or "比例" in row["sihang_problems"]


def test_all_rows_of_an_organisation_that_stands_twice_are_set_apart(tmp_path):
    table = write_csv(tmp_path / "in.csv", GOOD, GOOD | {"uscc": OTHER_CODE}, GOOD)

    report = assess(table, tmp_path / "out.csv", set_apart=tmp_path / "apart.csv")

    assert report.rows["set_apart"] == 2
    assert [row["uscc"] for row in csv_rows(tmp_path / "out.csv")] == [OTHER_CODE]


def test_where_nothing_is_wrong_nothing_is_set_apart(tmp_path):
    report = assess(write_csv(tmp_path / "in.csv", GOOD), tmp_path / "out.csv", set_apart=tmp_path / "apart.csv")

    assert report.rows["set_apart"] == 0
    assert left_behind(tmp_path) == ["in.csv", "out.csv", "out.csv.manifest.json"]


def test_parquet_sets_rows_apart_too(tmp_path):
    rows = pl.DataFrame({"name": ["甲", "乙", "丙"], "hnte_valid": [True] * 3, "revenue_2023_fen": [1, -1, 3]})
    rows.write_parquet(tmp_path / "in.parquet")

    assess(tmp_path / "in.parquet", tmp_path / "out.parquet", set_apart=tmp_path / "apart.parquet")

    assert pl.read_parquet(tmp_path / "out.parquet")["name"].to_list() == ["甲", "丙"]
    assert pl.read_parquet(tmp_path / "apart.parquet").drop("sihang_problems").rows() == [("乙", True, -1)]
