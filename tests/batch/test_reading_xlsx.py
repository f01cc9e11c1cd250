"""Workbooks as offices keep them: numbers, real dates, errors of formulas, several sheets."""

from datetime import date, datetime
from zipfile import ZipFile

import pytest
import xlsxwriter

from tests.builders.desk import CHALLENGE, HERE, assess, csv_rows, refused, said, sheet_rows, write_xlsx

FINANCED = {"知识产权融资方式": "知识产权质押", "作价估值日期": date(2025, 1, 6), "融资日期": date(2025, 3, 3)}


def as_excel_writes(path, value, raw):
    """Put into the sheet, in place of a number, the digits that another program writes."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content.replace(f"<v>{value}</v>".encode(), raw.encode()))


def test_numbers_percentages_and_real_dates(tmp_path):
    row = HERE | CHALLENGE | FINANCED | {"研发费用实际投入": 6_000_000.5, "核定比例": 0.125, "已付利息": 200_000}
    table = write_xlsx(tmp_path / "in.xlsx", {"名称": "甲"} | row)

    assess(table, tmp_path / "out.csv")

    # 6,000,000.50 × 12.5% = 750,000.0625, rounded down to the fen.
    [result] = csv_rows(tmp_path / "out.csv")
    assert (result["m03_low"], result["m03_high"]) == ("750000.06", "750000.06")
    assert result["m11_finding"] == "met"


def test_a_sum_shows_what_the_spreadsheet_shows(tmp_path):
    """0.1 + 0.2 is stored as 0.30000000000000004, and shown as 0.3."""
    rows = [HERE | CHALLENGE | {"核定比例": "30%", "研发费用实际投入": each} for each in (111.25, 222.25)]
    table = write_xlsx(tmp_path / "in.xlsx", *rows)
    as_excel_writes(table, "111.25", "<v>1234567.8900000001</v>")
    as_excel_writes(table, "222.25", "<v>123456789012.33999</v>")

    assess(table, tmp_path / "out.csv")

    # 1,234,567.89 × 30% = 370,370.367
    assert [row["m03_low"] for row in csv_rows(tmp_path / "out.csv")] == ["370370.36", "2000000.00"]


def test_a_third_of_a_yuan_is_too_fine(tmp_path):
    table = write_xlsx(tmp_path / "in.xlsx", HERE | CHALLENGE | {"研发费用实际投入": 100 / 3})

    assert said(refused(table, tmp_path / "out.csv")) == [("in.xlsx:2:研发费用实际投入", "money-too-fine")]


def test_a_day_with_a_time_is_no_day(tmp_path):
    table = write_xlsx(tmp_path / "in.xlsx", HERE | FINANCED | {"融资日期": datetime(2025, 3, 3, 9, 30)})  # noqa: DTZ001

    assert said(refused(table, tmp_path / "out.csv")) == [("in.xlsx:2:融资日期", "wrong-type")]


def test_what_is_passed_through_keeps_its_type(tmp_path):
    kept = {
        "名称": "甲",
        "员工数": 120,
        "占比": 0.25,
        "设立": date(2019, 5, 6),
        "在册": True,
        "备注": "=1+1",
        "电话": "021-5555",
    }
    table = write_xlsx(tmp_path / "in.xlsx", kept | HERE)

    assess(table, tmp_path / "out.xlsx")
    assess(table, tmp_path / "out.csv")

    assert {name: sheet_rows(tmp_path / "out.xlsx")[0][name] for name in kept} == kept
    [row] = csv_rows(tmp_path / "out.csv")
    assert [row[name] for name in kept] == ["甲", "120", "0.25", "2019-05-06", "true", "'=1+1", "021-5555"]


def test_the_first_sheet_or_the_one_named(tmp_path):
    table = write_xlsx(tmp_path / "in.xlsx", HERE, sheet="二季度", before=1)

    assert said(refused(table, tmp_path / "out.csv")) == [("in.xlsx", "empty-table")]
    report = assess(table, tmp_path / "out.csv", sheet="二季度")
    assert report.manifest["inputs"][0]["sheet"] == "二季度"
    assert report.manifest["inputs"][0]["other_sheets"] == "封面0"
    assert "二季度" in refused(table, tmp_path / "other.csv", sheet="三季度").general[0].what.zh


def test_rows_are_numbered_by_the_sheet_even_below_a_gap(tmp_path):
    table = write_xlsx(tmp_path / "in.xlsx", HERE, {}, HERE | {"成立年份": "去年"})

    assert said(refused(table, tmp_path / "out.csv")) == [("in.xlsx:4:成立年份", "wrong-type")]


def test_a_title_above_the_header_is_explained(tmp_path):
    table = tmp_path / "in.xlsx"
    with xlsxwriter.Workbook(table) as workbook:
        page = workbook.add_worksheet()
        page.write(0, 0, "2025年企业名单")
        page.write_row(1, 0, ["名称", "在本区注册"])
        page.write_row(2, 0, ["甲", "是"])

    found = refused(table, tmp_path / "out.csv")

    assert {code for _, code in said(found)} <= {"no-known-column", "no-header"}


@pytest.mark.parametrize(
    ("write", "code"),
    [
        (lambda page: page.write_formula(1, 1, "=1/0", value="#DIV/0!"), "no-value"),
        (lambda page: page.write_formula(1, 1, "=VLOOKUP(1,A1:B1,2)", value="#N/A"), "no-value"),
    ],
)
def test_an_error_of_a_formula_is_no_unknown(tmp_path, write, code):
    table = tmp_path / "in.xlsx"
    with xlsxwriter.Workbook(table) as workbook:
        page = workbook.add_worksheet()
        page.write_row(0, 0, ["名称", "营收2023"])
        page.write(1, 0, "甲")
        write(page)

    assert said(refused(table, tmp_path / "out.csv")) == [("in.xlsx:2:B", code)]


def test_a_formula_whose_result_was_never_saved_is_no_unknown(tmp_path):
    table = tmp_path / "in.xlsx"
    with xlsxwriter.Workbook(table) as workbook:
        page = workbook.add_worksheet()
        page.write_row(0, 0, ["名称", "营收2023"])
        page.write(1, 0, "甲")
        page.write_formula(1, 1, "=1+1", value=4321)
    as_excel_writes(table, 4321, "")

    assert said(refused(table, tmp_path / "out.csv")) == [("in.xlsx:2:B", "no-value")]


def test_the_result_of_a_formula_is_its_value(tmp_path):
    table = tmp_path / "in.xlsx"
    with xlsxwriter.Workbook(table) as workbook:
        page = workbook.add_worksheet()
        page.write_row(0, 0, list((HERE | CHALLENGE) | {"核定比例": 1, "研发费用实际投入": 1}))
        page.write_row(1, 0, [*HERE.values(), *CHALLENGE.values(), "10%"])
        page.write_formula(1, len(HERE | CHALLENGE) + 1, "=5000000*2", value=10_000_000)

    assess(table, tmp_path / "out.csv")

    assert csv_rows(tmp_path / "out.csv")[0]["m03_low"] == "1000000.00"


def test_what_is_no_workbook_is_refused(tmp_path):
    (tmp_path / "in.xlsx").write_bytes(b"PK\x03\x04 not really")

    assert said(refused(tmp_path / "in.xlsx", tmp_path / "out.csv")) == [("in.xlsx", "unreadable-table")]
