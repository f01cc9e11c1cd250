"""Which column is which: keys and labels, years, near misses, and what is passed through."""

import pytest

from tests.builders.desk import CHALLENGE, HERE, assess, csv_rows, csv_text, refused, said


def table(path, *headers):
    path.write_text(",".join(headers) + "\n" + ",".join("" for _ in headers) + "\n", encoding="utf-8")
    return path


def problems(tmp_path, *headers, **options):
    return refused(table(tmp_path / "in.csv", *headers), tmp_path / "out.csv", **options)


@pytest.mark.parametrize(
    "header",
    ["revenue_2023", "营收2023", "营收_2023", "营收2023年", "2023年营收", "2023年度营收", "营收 2023", "营收２０２３"],
)
def test_a_fiscal_year_may_be_written_in_several_ways(tmp_path, header):
    found = problems(tmp_path, header, "revenue_2023")

    expected = "这一列出现两次" if header == "revenue_2023" else "是同一个事实"
    assert [(problem.code, expected in problem.what.zh) for problem in found.general] == [("key-twice", True)]


@pytest.mark.parametrize(
    ("one", "other"),
    [("hnte_valid", "高新技术企业有效"), ("growth_event", "营收达线（会计年度）"), ("growth_event", "营收达线(会计年度)"),
     ("uscc", "统一社会信用代码"), ("consortium__project", "创新联合体__项目"), ("hq_incubator_year__year", "市级高质量孵化器（年度）__年度"),
     ("m08__awarded", "m08__前次获得"), ("m08__awarded_low", "m08__前次金额下限"), ("consortium__received_high", "创新联合体__已获支持上限")],
)  # fmt: skip
def test_a_key_and_its_label_are_one_column(tmp_path, one, other):
    assert said(problems(tmp_path, one, other)) == [(f"in.csv:{other}", "key-twice")]


@pytest.mark.parametrize(
    ("header", "meant"),
    [("hnte_vald", "hnte_valid"), ("高新技术企业", "高新技术企业有效"), ("revenu_2023", "revenue_2023"), ("营业收入2023", "营收2023"),
     ("chalenge_rate", "challenge_rate"), ("研发费2023", "研发费用2023"), ("m08__award", "m08__awarded")],
)  # fmt: skip
def test_a_near_miss_is_told_what_it_should_be(tmp_path, header, meant):
    [problem] = problems(tmp_path, "kind", header).general

    assert (problem.code, problem.where) == ("unknown-key", f"in.csv:{header}")
    assert f"“{meant}”" in problem.what.zh


def test_a_near_miss_that_is_none_is_passed_through_when_told_so(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text("在本区注册,高新技术企业\n是,甲级\n", encoding="utf-8")

    report = assess(path, tmp_path / "out.csv", as_is=("高新技术企业",))

    assert report.passed == ["高新技术企业"]
    assert csv_rows(tmp_path / "out.csv")[0]["高新技术企业"] == "甲级"


def test_passing_through_a_column_that_is_not_there_is_a_slip(tmp_path):
    assert said(problems(tmp_path, "kind", as_is=("高新",))) == [("in.csv:高新", "unknown-key")]


@pytest.mark.parametrize(
    "header",
    [
        "名称",
        "企业名称",
        "注册地址",
        "联系人",
        "电话",
        "备注",
        "行业",
        "id",
        "name",
        "year",
        "员工人数",
        "街道",
        "法定代表人",
        "序号",
    ],
)
def test_an_export_s_own_columns_are_passed_through(tmp_path, header):
    report = assess(table(tmp_path / "in.csv", "kind", header), tmp_path / "out.csv")

    assert report.passed == [header]


@pytest.mark.parametrize("header", ["revenue", "营收", "revenue_23", "营收1850", "revenue_20233"])
def test_a_series_needs_a_fiscal_year_of_four_digits(tmp_path, header):
    assert said(problems(tmp_path, "kind", header)) == [(f"in.csv:{header}", "bad-year")]


@pytest.mark.parametrize(
    ("header", "write"), [("revenue_2023_fen", "revenue_2023"), ("challenge_rate_bp", "challenge_rate")]
)
def test_fen_and_basis_points_are_for_parquet(tmp_path, header, write):
    """Renaming alone would make every amount a hundred times as large, so the message asks for the unit too."""
    [problem] = problems(tmp_path, "kind", header).general

    assert problem.code == "wrong-unit"
    assert write in problem.what.zh
    assert "换算单位" in problem.what.zh


@pytest.mark.parametrize("header", ["scenario_rate", "场景资助比例", "m08_repeat"])
def test_what_implementing_rules_settle_is_not_stated_by_a_table(tmp_path, header):
    assert said(problems(tmp_path, "kind", header)) == [(f"in.csv:{header}", "unknown-key")]


def test_a_fact_of_a_package_that_is_not_loaded(tmp_path):
    [problem] = problems(tmp_path, "kind", "in_zhangjiang_park", policies=()).general

    assert "--policy yangpu-kjw-hnte-2025" in problem.what.zh


@pytest.mark.parametrize("header", ["m01_finding", "m01_low", "m01_high_fen", "combination_left", "m08_taken", "~row"])
def test_a_name_that_the_results_need_is_refused(tmp_path, header):
    assert said(problems(tmp_path, "kind", header)) == [(f"in.csv:{header}", "output-column")]


def test_results_can_not_be_read_as_input_by_mistake(tmp_path):
    (tmp_path / "in.csv").write_text(csv_text(HERE | CHALLENGE), encoding="utf-8")
    assess(tmp_path / "in.csv", tmp_path / "first.csv")

    found = refused(tmp_path / "first.csv", tmp_path / "second.csv")

    assert {problem.code for problem in found.general} == {"output-column"}


def test_every_header_that_is_amiss_is_listed_at_once(tmp_path):
    found = problems(tmp_path, "hnte_vald", "名称", "名称", "revenue", "m01_low")

    assert said(found) == [
        ("in.csv:hnte_vald", "unknown-key"),
        ("in.csv:名称", "key-twice"),
        ("in.csv:revenue", "bad-year"),
        ("in.csv:m01_low", "output-column"),
    ]


def test_a_table_of_which_nothing_is_ours(tmp_path):
    [problem] = problems(tmp_path, "名称", "地址").general

    assert problem.code == "no-known-column"
    assert "名称、地址" in problem.what.zh


def test_a_header_with_control_characters(tmp_path):
    [problem] = problems(tmp_path, "kind", "a\x1bb").general

    assert problem.code == "unprintable-text"
    assert "\x1b" not in problem.where
