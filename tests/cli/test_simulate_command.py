"""`sihang simulate` as a process: what a drafter and a finance officer see, and what is refused."""

import csv
import json

import pytest

from sihang.lab.synthetic import frame as synthetic
from tests.builders.command import sihang
from tests.builders.reforms import EXAMPLE
from tests.builders.twenty import TWENTY, frame

PACKAGES = "yangpu-2024-1,example-rules"
ON = ("--on", "2025-06-30")


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    path = tmp_path_factory.mktemp("twenty") / "二十家.parquet"
    frame(TWENTY).write_parquet(path)
    return path


@pytest.fixture(scope="module")
def as_csv(tmp_path_factory):
    """The consortia of the twenty as an office would write them: Chinese headers, yuan, 是 and 否."""
    path = tmp_path_factory.mktemp("csv") / "联合体.csv"
    headers = ["name", "行业", "单位类型", "在本区注册", "在失信惩戒名单", "牵头单位为龙头企业", "牵头单位在重点领域", "有本区高校参与",
               "创新联合体经认定", "产学研投入"]  # fmt: skip
    yes = ["企业", "是", "否", "是", "是", "是"]
    rows = [["A", "软件", *yes, "是", "5000000"], ["C", "软件", *yes, "是", ""], ["D", "芯片", *yes, "", "1000000.00"]]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headers, *rows])
    return path


def test_a_drafter_reads_the_answer_to_each_question(table):
    done = sihang("simulate", PACKAGES, EXAMPLE, table, *ON)

    assert done.code == 0, done.err
    for said in (
        "现行规则 745 至 1,075万元，设想 690 至 1,100万元；设想使合计变化 −385 至 +185万元",
        "必定多得的 5 家，必定少得的 3 家；另有 5 家要看待定事项怎么定",
        "现行规则下 9 至 13 家可得，设想规则下 8 至 13 家可得",
        "最能收窄它的是“产学研投入”，可由申报单位确定",
        "※ 演示参数表：示例参数，非杨浦规定",
        "设想，非规定",
    ):
        assert said in done.out.replace("\n", ""), said


def test_a_finance_officer_reads_how_much_is_enough(table):
    """Nine of ten draws: hnte_valid, R&D and recognition are open; at most 1,075."""
    done = sihang("simulate", PACKAGES, "none", table, *ON, "--budget", "95", "--seed", "3", "--lang", "en")

    assert done.code == 0, done.err
    assert "is enough in 95% of draws" in done.out
    assert "Who gains" not in done.out


def test_a_program_gets_everything_as_json(table):
    done = sihang("simulate", PACKAGES, EXAMPLE, table, *ON, "--format", "json")
    found = json.loads(done.out)

    assert found["cost"]["change"] == {"low": "-3850000.00", "high": "1850000.00"}
    assert found["cost"]["reform"] == {"low": "6900000.00", "high": "11000000.00"}
    assert found["entitled"]["baseline"] == {"certain": 9, "possible": 13}
    assert found["effects"]["gains"] == {"organisations": 5, "change": {"low": "1950000.00", "high": "1950000.00"}}
    assert [each["id"] for each in found["policies"]["reform"]] == ["yangpu-2024-1", "example-rules", "reform"]
    assert all(each["digest"].startswith("sm3:") for each in found["policies"]["reform"])
    assert found["basis"]["seed"] == 1
    assert next(each["key"] for each in found["drivers"]) == "iur_investment"
    assert next(each for each in found["measures"] if each["measure"] == "m01")["may_go"] == {"down": True, "up": False}


def test_the_report_is_one_file_written_whole(table, tmp_path):
    target = tmp_path / "报告.html"
    done = sihang("simulate", PACKAGES, EXAMPLE, table, *ON, "--report", target)

    assert done.code == 0, done.err
    assert f"报告：{target}" in done.out
    assert target.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert [path.name for path in tmp_path.iterdir()] == ["报告.html"]


def test_a_table_of_an_office_is_read_as_batch_reads_it(as_csv):
    """A 150 → 100, C 0 to 200 → 0 to 150, D 0 to 30 → 0 to 20."""
    done = sihang("simulate", PACKAGES, EXAMPLE, as_csv, *ON, "--by", "行业", "--format", "json")
    found = json.loads(done.out)

    assert found["cost"]["baseline"] == {"low": "1500000.00", "high": "3800000.00"}
    assert found["cost"]["reform"] == {"low": "1000000.00", "high": "2700000.00"}
    assert {each["value"]: each["organisations"] for each in found["groups"]["行业"]} == {"软件": 2, "芯片": 1}


def test_a_synthetic_register_is_called_so(tmp_path):
    synthetic(300).write_parquet(tmp_path / "register.parquet")
    packages = f"{PACKAGES},yangpu-kjw-hnte-2025"  # the register has facts that the office's rules ask for
    done = sihang("simulate", packages, EXAMPLE, tmp_path / "register.parquet", *ON)

    assert done.code == 0, done.err
    assert "※ 示例数据，非真实单位" in done.out


def test_packages_may_be_added_one_by_one(table):
    one = sihang("simulate", "yangpu-2024-1", EXAMPLE, table, *ON, "--policy", "example-rules", "--format", "json")
    both = sihang("simulate", PACKAGES, EXAMPLE, table, *ON, "--format", "json")

    assert one.out == both.out


def test_every_problem_of_a_reform_is_listed_with_its_line(table, tmp_path):
    reform = tmp_path / "reform.yaml"
    reform.write_text(
        "title: {zh: 试, en: Trial}\nmeasures:\n  m99: off\nslots:\n  tier_30: 80万元\n", encoding="utf-8"
    )
    done = sihang("simulate", PACKAGES, reform, table, *ON)

    assert (done.code, done.out) == (2, "")
    assert f"{reform}:3: 没有措施“m99”" in done.err
    assert f"{reform}:5: 没有待定项“tier_30”" in done.err


def test_every_problem_of_a_table_is_listed_and_nothing_is_simulated(tmp_path):
    table = tmp_path / "坏.csv"
    table.write_text("单位类型,产学研投入\n公司,-5\n企业,一百万\n", encoding="utf-8")
    done = sihang("simulate", PACKAGES, EXAMPLE, table, *ON, "--report", tmp_path / "报告.html")

    assert (done.code, done.out) == (2, "")
    assert done.err.count("坏.csv:") == 3
    assert not (tmp_path / "报告.html").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--assume", "hnte_awrd=5万元"), "规则没有用到“hnte_awrd”"),
        (("--by", "街道"), "没有“街道”这一列"),
        (("--report", "没有的文件夹/报告.html"), "写不了"),
        (("--draws", "1"), "20"),
    ],
)
def test_what_cannot_be_asked_is_refused(table, arguments, said):
    done = sihang("simulate", PACKAGES, EXAMPLE, table, *ON, *arguments)

    assert done.code == 2
    assert said in done.err


def test_help_has_an_example():
    done = sihang("simulate", "--help")

    assert done.code == 0
    assert "sihang simulate yangpu-2024-1,example-rules reform.yaml register.parquet" in done.out
