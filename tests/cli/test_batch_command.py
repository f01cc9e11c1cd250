"""`sihang batch` as a process: what is said, the exit code, and the files."""

import subprocess
import sys

import pytest

from tests.builders.command import sihang
from tests.builders.desk import CHALLENGE, HERE, csv_rows, left_behind, manifest_of, write_csv, write_xlsx

ON = ("--on", "2025-06-30")
GOOD = {
    "名称": "示例智能",
    "uscc": "91310110MADEM0011Y",
    **HERE,
    **CHALLENGE,
    "研发费用实际投入": "8000000",
    "核定比例": "30%",
}
OTHER = GOOD | {"名称": "乙", "uscc": "", "研发费用实际投入": ""}


def batch(tmp_path, *arguments):
    return sihang("batch", *arguments, *ON, cwd=tmp_path)


def test_a_workbook_in_and_a_workbook_out(tmp_path):
    write_xlsx(tmp_path / "名单.xlsx", GOOD, OTHER)

    done = batch(tmp_path, "名单.xlsx", "-o", "结果.xlsx", "--policy", "example-rules")

    assert (done.code, done.err) == (0, "")
    assert "评估 2 行。" in done.out
    assert "example-rules: 示例参数，非杨浦规定" in done.out
    line = next(line for line in done.out.splitlines() if "m03" in line)
    assert line.split()[2:] == ["2", "0", "0", "2000000.00", "4000000.00"]
    assert "写出：结果.xlsx" in done.out
    assert left_behind(tmp_path) == ["名单.xlsx", "结果.xlsx"]


def test_in_english_and_a_total_without_an_upper_bound(tmp_path):
    write_csv(
        tmp_path / "in.csv",
        HERE | {"高企事项": "首次认定", "高企事项日期": "2025-03-01", "高新技术企业有效": "是", "kept": "=1"},
    )

    done = batch(tmp_path, "in.csv", "-o", "out.csv", "--lang", "en")

    assert done.code == 0
    assert "1 row(s) assessed." in done.out
    assert "no upper bound (1 row(s))" in next(line for line in done.out.splitlines() if "best combination" in line)
    assert "passed through, not read: kept" in done.out
    assert "1 text(s) begin with" in done.out


def test_what_was_found_out_about_the_files_is_said(tmp_path):
    write_csv(tmp_path / "in.csv", GOOD, encoding="gb18030")
    write_xlsx(tmp_path / "in.xlsx", GOOD)

    assert "in.csv：按 GB18030 读入" in batch(tmp_path, "in.csv", "-o", "out.csv").out
    assert "GB18030" not in batch(tmp_path, "in.xlsx", "-o", "out.csv").out


def test_without_duckdb_it_is_said_how_to_install_it(tmp_path):
    write_csv(tmp_path / "in.csv", GOOD)
    program = "import sys; sys.modules['duckdb'] = None; from sihang.cli.main import main; main(sys.argv[1:])"
    command = [sys.executable, "-c", program, "batch", "in.csv", "-o", "out.csv", "--engine", "duckdb", *ON]

    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "pip install 'sihang[duckdb]'" in done.stderr
    assert left_behind(tmp_path) == ["in.csv"]


def test_problems_are_all_listed_and_nothing_is_written(tmp_path):
    write_csv(tmp_path / "in.csv", GOOD, GOOD | {"uscc": "", "核定比例": "31%", "在本区注册": "在"})

    done = batch(tmp_path, "in.csv", "-o", "out.csv")

    assert (done.code, done.out) == (2, "")
    heading, *lines = done.err.splitlines()
    assert heading == "输入有 2 个问题，未作评估，没有写出结果："
    assert [line.split(": ")[0].strip() for line in lines] == ["in.csv:3:在本区注册", "in.csv:3:核定比例"]
    assert left_behind(tmp_path) == ["in.csv"]


def test_many_problems_are_counted_and_a_way_to_see_all_is_shown(tmp_path):
    write_csv(tmp_path / "in.csv", *(GOOD | {"uscc": "", "核定比例": "三成"} for _ in range(70)))

    done = batch(tmp_path, "in.csv", "-o", "out.csv", "--lang", "en")
    assert done.err.splitlines()[-3:] == [
        "  …",
        "  70 in column '核定比例' [rate-not-a-number]",
        "--problems FILE.csv writes all of them; --set-apart FILE assesses the rows without any",
    ]
    assert done.err.count("in.csv:") == 50

    done = batch(tmp_path, "in.csv", "-o", "out.csv", "--problems", "all.csv")
    assert "all.csv" in done.err.splitlines()[-1]
    assert len(csv_rows(tmp_path / "all.csv")) == 70


def test_rows_set_apart(tmp_path):
    write_csv(tmp_path / "in.csv", GOOD, GOOD | {"uscc": "", "核定比例": "31%"})

    done = batch(tmp_path, "in.csv", "-o", "out.csv", "--set-apart", "apart.csv")

    assert done.code == 0
    assert "评估 1 行，1 行有问题，另存于 apart.csv。" in done.out
    assert left_behind(tmp_path) == ["apart.csv", "in.csv", "out.csv", "out.csv.manifest.json"]


def test_tables_of_matters(tmp_path):
    write_csv(tmp_path / "单位.csv", {"uscc": GOOD["uscc"]} | HERE)
    rows = [
        CHALLENGE | {"organisation": GOOD["uscc"], "id": each, "核定比例": "10%", "研发费用实际投入": "1000000"}
        for each in "AB"
    ]
    write_csv(tmp_path / "攻关.csv", *rows)

    done = batch(tmp_path, "单位.csv", "-o", "out.csv", "--matters", "challenge_project=攻关.csv")

    assert (done.code, done.err) == (0, "")
    assert csv_rows(tmp_path / "out.csv")[0]["combination_low"] == "200000.00"
    assert len(csv_rows(tmp_path / "out.challenge_project.csv")) == 2


@pytest.mark.parametrize(
    "matters",
    [["growth_event"], ["=x.csv"], ["growth_event="], ["growth_event=a.csv", "--matters", "growth_event=b.csv"]],
)
def test_matters_are_written_as_type_and_file(tmp_path, matters):
    write_csv(tmp_path / "in.csv", GOOD)

    done = batch(tmp_path, "in.csv", "-o", "out.csv", "--matters", *matters)

    assert done.code == 2
    assert "--matters" in done.err


def test_duckdb_gives_the_same(tmp_path):
    write_csv(tmp_path / "in.csv", GOOD, OTHER)

    for engine in ("polars", "duckdb"):
        assert batch(tmp_path, "in.csv", "-o", f"{engine}.csv", "--engine", engine).code == 0

    assert (tmp_path / "polars.csv").read_bytes() == (tmp_path / "duckdb.csv").read_bytes()
    assert manifest_of(tmp_path / "duckdb.csv")["options"]["engine"] == "duckdb"


def test_an_unknown_package_and_a_missing_file(tmp_path):
    write_csv(tmp_path / "in.csv", GOOD)

    assert batch(tmp_path, "in.csv", "-o", "out.csv", "--policy", "none").code == 2
    done = batch(tmp_path, "none.csv", "-o", "out.csv")
    assert (done.code, "none.csv" in done.err) == (2, True)


def test_the_input_is_not_overwritten(tmp_path):
    table = write_csv(tmp_path / "in.csv", GOOD)
    before = table.read_bytes()

    done = batch(tmp_path, "in.csv", "-o", "in.csv")

    assert done.code == 2
    assert "覆盖输入" in done.err
    assert table.read_bytes() == before


def test_help_shows_examples():
    done = sihang("batch", "--help")

    assert done.code == 0
    assert "sihang batch 企业名单.xlsx -o 结果.xlsx" in done.out
    assert "batch" in sihang("--help").out
