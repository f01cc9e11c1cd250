"""Workbooks of an office read for the register, with its own headers; nothing is taken over while there is a problem."""

from datetime import date

import polars as pl
import pytest

from sihang.batch.problems import TableUnusable
from sihang.register.known_facts import known_facts
from sihang.register.sheets import SheetKind
from sihang.register.workbook import read_workbook
from sihang.rulebook import load
from tests.builders.desk import write_csv, write_xlsx

ON = date(2025, 6, 30)
ALPHA, BETA = "91310110MADEM0011Y", "91310199MA00000077"
COMPANY = {
    "统一社会信用代码": ALPHA, "企业名称": "示例智能科技有限公司", "单位性质": "企业", "区内注册": "是", "失信": "否",
    "成立日期": "2019年3月5日", "2023年度营业收入": "31000000.00", "从业人数2023": "86", "行业": "I65", "联系人": "张三",
}  # fmt: skip


@pytest.fixture(scope="module")
def facts():
    return known_facts(load(), ON)


def read(path, kind, facts):
    folder = path.parent / "reading"
    folder.mkdir()
    return read_workbook(path, kind, facts, folder, on=ON)


def problems(found):
    return [(each.where, each.code) for each in found.first()]


def stated(draft):
    return [tuple(row) for row in draft.facts().iter_rows()]


@pytest.mark.parametrize(("write", "name"), [(write_csv, "单位.csv"), (write_xlsx, "单位.xlsx")])
def test_organisations_with_the_offices_own_headers(tmp_path, facts, write, name):
    draft = read(write(tmp_path / name, COMPANY), SheetKind.ORGANISATIONS, facts)

    assert not draft.found
    assert stated(draft) == [
        (ALPHA, "kind", None, None, "enterprise"),
        (ALPHA, "registered_in_district", None, 1, None),
        (ALPHA, "on_exclusion_list", None, 0, None),
        (ALPHA, "registered_on", None, date(2019, 3, 5).toordinal(), None),
        (ALPHA, "revenue", 2023, 3_100_000_000, None),
        (ALPHA, "employees", 2023, 86, None),
        (ALPHA, "industry_code", None, None, "I65"),
    ]


def test_the_mapping_of_columns_is_shown_with_what_is_not_taken_over(tmp_path, facts):
    draft = read(write_csv(tmp_path / "in.csv", COMPANY), SheetKind.ORGANISATIONS, facts)

    assert [(each.header, each.fact and each.fact.key, each.year) for each in draft.columns] == [
        ("统一社会信用代码", "uscc", None), ("企业名称", "name", None), ("单位性质", "kind", None),
        ("区内注册", "registered_in_district", None), ("失信", "on_exclusion_list", None), ("成立日期", "registered_on", None),
        ("2023年度营业收入", "revenue", 2023), ("从业人数2023", "employees", 2023), ("行业", "industry_code", None),
        ("联系人", None, None),
    ]  # fmt: skip


def test_an_empty_cell_states_nothing(tmp_path, facts):
    bare = dict.fromkeys(COMPANY, "") | {"统一社会信用代码": ALPHA, "企业名称": "甲"}
    draft = read(write_csv(tmp_path / "in.csv", bare), SheetKind.ORGANISATIONS, facts)

    assert (stated(draft), bool(draft.found)) == ([], False)


def test_yearly_accounts_one_year_a_row(tmp_path, facts):
    rows = [
        {"信用代码": ALPHA, "年度": "2022", "营业收入": "20000000", "研发投入": "1500000", "总资产": ""},
        {"信用代码": ALPHA, "年度": "2023", "营业收入": "31000000", "研发投入": "", "总资产": "9000000"},
    ]
    draft = read(write_csv(tmp_path / "in.csv", *rows), SheetKind.ACCOUNTS, facts)

    assert not draft.found
    assert stated(draft) == [
        (ALPHA, "revenue", 2022, 2_000_000_000, None),
        (ALPHA, "revenue", 2023, 3_100_000_000, None),
        (ALPHA, "rd_expense", 2022, 150_000_000, None),
        (ALPHA, "total_assets", 2023, 900_000_000, None),
    ]


def test_statuses_by_their_chinese_names(tmp_path, facts):
    row = {
        "统一社会信用代码": ALPHA, "资质名称": "高新技术企业", "级别": "国家级", "证书编号": "GR202231000001",
        "发证日期": "2022/11/15", "有效期至": "2025-11-14",
    }  # fmt: skip
    draft = read(write_csv(tmp_path / "in.csv", row), SheetKind.STATUSES, facts)

    assert not draft.found
    assert draft.rows.drop("~row", "~bad").to_dicts() == [
        {"uscc": ALPHA, "status_kind": "hnte", "status_level": "state", "number": "GR202231000001",
         "since": date(2022, 11, 15), "until": date(2025, 11, 14), "统一社会信用代码": ALPHA}
    ]  # fmt: skip


def test_every_problem_is_listed_by_row_and_column_in_the_words_of_a_case(tmp_path, facts):
    bad = COMPANY | {
        "统一社会信用代码": BETA[:-1] + "1",
        "单位性质": "公司",
        "2023年度营业收入": "3,1",
        "成立日期": "2019-13-05",
    }
    draft = read(
        write_csv(tmp_path / "in.csv", COMPANY, bad, COMPANY | {"企业名称": " "}), SheetKind.ORGANISATIONS, facts
    )

    assert problems(draft.found) == [
        ("in.csv:2:统一社会信用代码", "organisation-twice"),
        ("in.csv:3:统一社会信用代码", "uscc-check-character"),
        ("in.csv:3:单位性质", "wrong-type"),
        ("in.csv:3:成立日期", "wrong-type"),
        ("in.csv:3:2023年度营业收入", "money-not-a-number"),
        ("in.csv:4:统一社会信用代码", "organisation-twice"),
        ("in.csv:4:企业名称", "missing-key"),
    ]  # fmt: skip


def test_one_fiscal_year_of_one_organisation_stands_once(tmp_path, facts):
    row = {"信用代码": ALPHA, "年度": "2022", "营收": "1"}
    draft = read(write_csv(tmp_path / "in.csv", row, row | {"年度": "2021"}, row), SheetKind.ACCOUNTS, facts)

    assert problems(draft.found) == [("in.csv:4:年度", "row-twice")]


def test_a_status_that_ends_before_it_begins(tmp_path, facts):
    row = {"信用代码": ALPHA, "资质": "hnte", "级别": "国家级", "生效日期": "2025-01-02", "到期日期": "2025-01-01"}
    draft = read(write_csv(tmp_path / "in.csv", row), SheetKind.STATUSES, facts)

    assert problems(draft.found) == [("in.csv:2:到期日期", "empty-range")]


@pytest.mark.parametrize(
    ("kind", "row", "codes"),
    [
        (SheetKind.ORGANISATIONS, {"企业名称": "甲", "营收2023": "1"}, ["missing-key"]),
        (SheetKind.ACCOUNTS, {"营收": "1"}, ["missing-key", "missing-key"]),
        (SheetKind.ORGANISATIONS, {"信用代码": ALPHA, "税号": ALPHA, "名称": "甲"}, ["key-twice"]),
        (SheetKind.ORGANISATIONS, {"甲": "1", "乙": "2"}, ["no-known-column"]),
        (SheetKind.ORGANISATIONS, {"信用代码": ALPHA, "名称": "甲", "营业收人2023": "1"}, ["unknown-key"]),
    ],
)
def test_headers_that_cannot_be_used_are_refused_whole(tmp_path, facts, kind, row, codes):
    with pytest.raises(TableUnusable) as refused:
        read(write_csv(tmp_path / "in.csv", row), kind, facts)

    assert [problem.code for problem in refused.value.problems] == codes


def test_a_hundred_thousand_rows_with_problems_are_read_and_every_problem_is_counted(tmp_path, facts):
    """Two organisations, a hundred years, a thousand times over; every tenth row has a bad figure."""
    count = 100_000
    codes = pl.Series([ALPHA, BETA] * (count // 2))
    frame = pl.DataFrame(
        {"信用代码": codes, "年度": pl.Series([str(1950 + n % 100) for n in range(count)])}
    ).with_columns(pl.Series("营业收入", ["1.005" if n % 10 == 0 else str(n) for n in range(count)]))
    path = tmp_path / "in.csv"
    frame.write_csv(path)

    draft = read(path, SheetKind.ACCOUNTS, facts)

    assert {kind.code: kind.times for kind in draft.found.kinds()} == {
        "money-too-fine": count // 10,
        "row-twice": count - 100,
    }
    assert draft.facts().height == count - count // 10
