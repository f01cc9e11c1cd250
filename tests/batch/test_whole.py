"""A run ends in all of its files or in none; what it reads is never overwritten."""

import os
import signal
import subprocess
import sys
import time

import polars as pl
import pytest

from sihang.batch.whole import Interrupted, outputs_beside, run_to_the_end
from tests.builders.command import CACHE, ROOT
from tests.builders.desk import HERE, assess, csv_rows, left_behind, refused, said, write_csv

GOOD = HERE | {"名称": "甲"}


@pytest.mark.parametrize("option", ["out", "set_apart", "problems"])
def test_an_output_that_is_the_input_is_refused(tmp_path, option):
    table = write_csv(tmp_path / "in.csv", GOOD)
    before = table.read_bytes()
    (tmp_path / "link.csv").symlink_to(table)
    options = {} if option == "out" else {option: tmp_path / "link.csv"}

    with pytest.raises(Exception, match="覆盖输入"):
        assess(table, tmp_path / ("link.csv" if option == "out" else "out.csv"), **options)

    assert table.read_bytes() == before
    assert left_behind(tmp_path) == ["in.csv", "link.csv"]


def test_an_output_inside_the_folder_of_parts_is_refused(tmp_path):
    (tmp_path / "parts").mkdir()
    pl.DataFrame({"hnte_valid": [True]}).write_parquet(tmp_path / "parts" / "a.parquet")

    found = refused(tmp_path / "parts", tmp_path / "parts" / "b.parquet")
    assert said(found)[0][1] == "overwrites-input"
    found = refused(tmp_path / "parts" / "*.parquet", tmp_path / "parts" / "b.parquet")
    assert said(found)[0][1] == "overwrites-input"


def test_two_outputs_of_one_name_are_refused(tmp_path):
    table = write_csv(tmp_path / "in.csv", GOOD)

    found = refused(table, tmp_path / "out.csv", set_apart=tmp_path / "out.csv")
    assert said(found)[0][1] == "overwrites-input"
    found = refused(table, tmp_path / "out.csv", problems=tmp_path / "out.csv.manifest.json")
    assert said(found)[0][1] == "overwrites-input"


def test_an_older_result_is_replaced_only_by_a_whole_one(tmp_path):
    table = write_csv(tmp_path / "in.csv", GOOD)
    assess(table, tmp_path / "out.csv")
    before = (tmp_path / "out.csv").read_bytes()
    write_csv(table, GOOD | {"成立年份": "?"})

    with pytest.raises(Exception, match="成立年份"):
        assess(table, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes() == before

    write_csv(table, GOOD, GOOD)
    assess(table, tmp_path / "out.csv")
    assert len(csv_rows(tmp_path / "out.csv")) == 2


def test_a_result_behind_a_link_keeps_the_link_and_its_permissions(tmp_path):
    (tmp_path / "there").mkdir()
    real = tmp_path / "there" / "real.csv"
    real.write_text("old")
    real.chmod(0o640)
    (tmp_path / "out.csv").symlink_to(real)

    assess(write_csv(tmp_path / "in.csv", GOOD), tmp_path / "out.csv")

    assert (tmp_path / "out.csv").is_symlink()
    assert "甲" in real.read_text(encoding="utf-8-sig")
    assert real.stat().st_mode & 0o777 == 0o640
    assert left_behind(tmp_path / "there") == ["real.csv"]


def test_a_folder_that_is_not_there_or_is_named_as_a_file(tmp_path):
    table = write_csv(tmp_path / "in.csv", GOOD)
    (tmp_path / "out.csv").mkdir()

    with pytest.raises(Exception, match="文件夹"):
        assess(table, tmp_path / "out.csv")
    with pytest.raises(Exception, match="写不了"):
        assess(table, tmp_path / "none" / "out.csv")


def write_half(target, work):
    with outputs_beside(target) as files:
        files.path(target).write_text("half")
        run_to_the_end(work, files.commit)


def test_a_failure_on_the_way_leaves_nothing(tmp_path):
    with pytest.raises(ZeroDivisionError):
        write_half(tmp_path / "out.csv", lambda: 1 // 0)

    assert left_behind(tmp_path) == []


def test_an_interrupt_is_heeded_while_the_work_goes_on(tmp_path):
    def work():
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(30)

    begun = time.monotonic()
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(Interrupted):
        write_half(tmp_path / "out.csv", work)

    assert time.monotonic() - begun < 10
    assert left_behind(tmp_path) == []
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_says_so_and_leaves_no_file(tmp_path, number):
    rows = pl.select(pl.int_range(600_000).alias("n")).with_columns(
        pl.lit("enterprise").alias("kind"), pl.col("n").alias("founded_year_text"), hnte_valid=pl.col("n") % 2 == 0
    )
    rows.write_csv(tmp_path / "in.csv")
    command = [
        sys.executable,
        "-m",
        "sihang.cli.main",
        "batch",
        "in.csv",
        "-o",
        "out.csv",
        "--on",
        "2025-06-30",
        "--as-is",
        "founded_year_text",
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "SIHANG_CACHE": CACHE, "PYTHONIOENCODING": "utf-8"}
    process = subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while not any(path.name.startswith(".sihang-") for path in tmp_path.iterdir()):
        assert time.monotonic() < deadline
        assert process.poll() is None, process.stderr.read().decode()
        time.sleep(0.01)
    process.send_signal(number)

    _, said_of_it = process.communicate(timeout=60)

    assert process.returncode == 1, said_of_it.decode()
    assert "已中断，没有写出任何文件" in said_of_it.decode()
    assert "Traceback" not in said_of_it.decode()
    assert left_behind(tmp_path) == ["in.csv"]
