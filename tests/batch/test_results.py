"""What comes out: figures worked out by hand, in yuan and in fen, with what they were made from."""

import hashlib
import re
from datetime import date
from zipfile import ZipFile

import polars as pl
import pytest

from sihang.batch.results import ResultTable, yuan_text
from sihang.batch.summary import summary_of
from sihang.batch.xlsx_result import write_xlsx as write_workbook
from sihang.rulebook.tables.names import COMBINATION, MeasureNames
from tests.builders.desk import (
    CHALLENGE,
    DAY,
    EXAMPLE,
    HERE,
    assess,
    csv_rows,
    loaded,
    manifest_of,
    refused,
    said,
    sheet_rows,
    write_csv,
    write_xlsx,
)

SPENT = {"研发费用实际投入": "8000000", "核定比例": "20%"}  # 1,600,000 yuan
OPEN = {"核定比例": "30%"}  # what was spent is not known: from nothing to the ceiling
RECOGNISED = {"高企事项": "首次认定", "高企事项日期": "2025-03-01", "高新技术企业有效": "是"}


def test_columns_are_the_other_columns_then_the_results(tmp_path):
    assess(write_csv(tmp_path / "in.csv", {"序号": "1"} | HERE | {"名称": "甲"}), tmp_path / "out.csv")

    columns = list(csv_rows(tmp_path / "out.csv")[0])
    measures = [measure.id for measure in loaded(*EXAMPLE).rules(DAY).measures]
    results = [f"{measure}_{part}" for measure in measures for part in ("finding", "low", "high")]
    assert columns == [
        "序号",
        "名称",
        *results,
        "combination_low",
        "combination_high",
        "combination_certain",
        "combination_left",
    ]


def test_a_known_amount_an_open_one_and_no_matter(tmp_path):
    table = write_csv(tmp_path / "in.csv", HERE | CHALLENGE | SPENT, HERE | CHALLENGE | OPEN, HERE)

    report = assess(table, tmp_path / "out.csv")

    results = [
        (row["m03_finding"], row["m03_low"], row["m03_high"], row["combination_high"])
        for row in csv_rows(tmp_path / "out.csv")
    ]
    assert results == [
        ("met", "1600000.00", "1600000.00", "1600000.00"),
        ("met", "0.00", "2000000.00", "2000000.00"),
        ("", "", "", "0.00"),
    ]
    m03 = next(each for each in report.summary.measures if each.measure == "m03")
    assert (m03.met, m03.unknown, m03.not_met) == (2, 0, 0)
    assert (m03.total.low, m03.total.high, m03.total.unbounded) == (160_000_000, 360_000_000, 0)


def test_a_finding_without_an_upper_bound_has_an_empty_high(tmp_path):
    """On the policy alone the HNTE award is an open slot."""
    table = write_csv(tmp_path / "in.csv", HERE | RECOGNISED, HERE | CHALLENGE | SPENT)

    report = assess(table, tmp_path / "out.csv", policies=())

    row = csv_rows(tmp_path / "out.csv")[0]
    assert (row["m07b_finding"], row["m07b_low"], row["m07b_high"]) == ("met", "0.00", "")
    assert (row["combination_low"], row["combination_high"]) == ("0.00", "")
    best = report.summary.combination
    assert (best.low, best.high, best.unbounded) == (160_000_000, 160_000_000, 1)


def test_parquet_holds_whole_fen(tmp_path):
    assess(write_csv(tmp_path / "in.csv", HERE | CHALLENGE | SPENT), tmp_path / "out.parquet")

    results = pl.read_parquet(tmp_path / "out.parquet")
    names = MeasureNames.of("m03")
    assert results.schema[names.low] == pl.Int64
    assert results.select(names.low, names.high, COMBINATION.low).row(0) == (160_000_000, 160_000_000, 160_000_000)
    assert results.schema[COMBINATION.certain] == pl.Boolean


def test_a_workbook_holds_money_as_numbers_with_two_decimals(tmp_path):
    spent = {"研发费用实际投入": "0.07", "核定比例": "30%"}  # 0.021, rounded down to 0.02
    assess(
        write_csv(tmp_path / "in.csv", HERE | CHALLENGE | SPENT, HERE | CHALLENGE | spent, HERE), tmp_path / "out.xlsx"
    )

    assert [row["m03_low"] for row in sheet_rows(tmp_path / "out.xlsx")] == [1_600_000, 0.02, None]
    with ZipFile(tmp_path / "out.xlsx") as archive:
        sheet, styles = (archive.read(f"xl/{name}.xml").decode() for name in ("worksheets/sheet1", "styles"))
    assert "<v>0.02</v>" in sheet
    assert 'state="frozen"' in sheet
    assert "#,##0.00" in styles or 'numFmtId="4"' in styles


def test_a_workbook_shows_every_digit_of_a_number_or_writes_it_as_text(tmp_path):
    """A spreadsheet keeps fifteen digits: a register's number of sixteen, or ten trillion yuan and a fen, would change."""
    amounts = [999_999_999_999_999, 1_000_000_000_000_001, 25]
    numbers = [123_456_789_012_345, 1_234_567_890_123_457, -1]
    pl.DataFrame({"number": numbers, "m10_low_fen": amounts}).write_parquet(tmp_path / "results.parquet")

    write_workbook(
        [ResultTable("", tmp_path / "results.parquet", {"m10_low_fen"})], [], tmp_path / "out.xlsx", lambda _: None
    )

    with ZipFile(tmp_path / "out.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    cells = re.findall(r"<c [^>]*>.*?</c>", sheet)[2:]
    assert [(re.sub("<[^>]*>", "", cell), "inlineStr" in cell) for cell in cells] == [
        ("123456789012345", False), ("9999999999999.99", False),
        ("1234567890123457", True), ("10000000000000.01", True),
        ("-1", False), ("0.25", False),
    ]  # fmt: skip


def test_a_workbook_says_on_a_sheet_of_its_own_what_it_was_made_from(tmp_path):
    assess(write_csv(tmp_path / "in.csv", HERE), tmp_path / "out.xlsx")

    frame = pl.read_excel(tmp_path / "out.xlsx", sheet_name="说明 about", has_header=False)
    about = dict(frame.rows())
    assert about["options.on"] == "2025-06-30"
    assert about["packages.1.digest"].startswith("sm3:")
    assert "示例参数，非杨浦规定" in about.values()
    assert about["measures.m03.zh"] == "揭榜挂帅研发投入补贴"


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_the_manifest(tmp_path, ending):
    table = write_csv(tmp_path / "in.csv", HERE, HERE | {"名称": "乙"})
    out = tmp_path / f"out.{ending}"

    assess(table, out, engine="duckdb", known=date(2026, 12, 1))

    manifest = manifest_of(out)
    assert manifest["format"] == "sihang-batch/1"
    assert [package["id"] for package in manifest["packages"]] == list(EXAMPLE)
    assert [package["digest"] for package in manifest["packages"]] == [p.digest for p in loaded(*EXAMPLE).packages]
    assert manifest["packages"][1]["notice"]["zh"] == "示例参数，非杨浦规定"
    options = manifest["options"]
    assert (options["on"], options["engine"], options["known"]) == ("2025-06-30", "duckdb", "2026-12-01")
    [given] = manifest["inputs"]
    assert given["files"] == [
        {
            "name": "in.csv",
            "bytes": table.stat().st_size,
            "digest": f"sha256:{hashlib.sha256(table.read_bytes()).hexdigest()}",
        }
    ]
    assert manifest["rows"] == {"read": 2, "empty": 0, "set_apart": 0, "assessed": 2}


INJECTIONS = ['=HYPERLINK("//x","y")', "+86 21 5555", "-", "@SUM(A1)", "\t=1", "=1+1"]


def test_no_text_of_the_input_becomes_a_formula(tmp_path):
    rows = [HERE | {"名称": each, "=cmd": "x", "编号": "-5.5", "比": "+3%"} for each in INJECTIONS]
    table = write_xlsx(tmp_path / "in.xlsx", *rows)

    report = assess(table, tmp_path / "out.csv")

    written = csv_rows(tmp_path / "out.csv")
    assert [row["名称"] for row in written] == ["'" + each for each in INJECTIONS]
    assert {(row["'=cmd"], row["编号"], row["比"]) for row in written} == {("x", "-5.5", "+3%")}
    assert report.guarded == 7

    assess(table, tmp_path / "out.xlsx")
    with ZipFile(tmp_path / "out.xlsx") as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    assert [row["名称"] for row in sheet_rows(tmp_path / "out.xlsx")] == INJECTIONS

    assess(table, tmp_path / "out.parquet")
    assert pl.read_parquet(tmp_path / "out.parquet")["名称"].to_list() == INJECTIONS


@pytest.mark.parametrize(
    ("fen", "text"),
    [(0, "0.00"), (7, "0.07"), (100, "1.00"), (12_345_678_901_234_567, "123456789012345.67"), (None, None)],
)
def test_yuan_is_written_exactly(fen, text):
    assert pl.select(yuan_text(pl.lit(fen, dtype=pl.Int64))).item() == text


def test_sums_do_not_wrap():
    """A hundred thousand rows of 10^14 fen each are 10^19, more than 64 bits hold."""
    names = MeasureNames.of("m03")
    row = {names.finding: "met", names.low: 10**14, names.high: 10**14}
    row |= {COMBINATION.low: 10**14, COMBINATION.high: 10**14, COMBINATION.certain: True}

    summary = summary_of([pl.LazyFrame([row]).select(pl.all().repeat_by(100_000).explode())], ["m03"])

    assert summary.measures[0].total.high == 10**19
    assert summary.combination.low == 10**19


def test_more_rows_than_a_worksheet_holds_are_refused_before_the_work(tmp_path):
    pl.DataFrame({"hnte_valid": [True]}).select(pl.all().repeat_by(1_048_576).explode()).write_parquet(
        tmp_path / "in.parquet"
    )

    found = refused(tmp_path / "in.parquet", tmp_path / "out.xlsx")

    assert said(found) == [("in.parquet", "too-many-rows")]
    assert "1048575" in found.general[0].what.zh


def test_a_text_too_long_for_a_worksheet_is_refused(tmp_path):
    table = write_csv(tmp_path / "in.csv", HERE | {"备注": "长" * 32_768})

    assert [code for _, code in said(refused(table, tmp_path / "out.xlsx"))] == ["too-long-for-xlsx"]


def test_a_table_without_rows_gives_a_table_without_rows(tmp_path):
    (tmp_path / "in.csv").write_text("名称,在本区注册\n", encoding="utf-8")

    for ending in ("csv", "xlsx", "parquet"):
        report = assess(tmp_path / "in.csv", tmp_path / f"out.{ending}")
        assert (report.rows["assessed"], report.summary.combination.low) == (0, 0)
