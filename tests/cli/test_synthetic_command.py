"""`sihang synthetic` as a process: a register of nobody, written whole or not at all."""

import os
import pty
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from datetime import date

import polars as pl
import pytest

from sihang.lab import synthetic
from sihang.rulebook import load
from tests.builders.command import ROOT, sihang


def test_without_options_it_writes_a_thousand_organisations(tmp_path):
    done = sihang("synthetic", "-o", "示例.parquet", cwd=tmp_path)

    assert done.code == 0, done.err
    assert "示例数据，非真实单位" in done.out
    assert "rows=1000 seed=1 unknown=10% dense=false on=2025-06-30" in done.out
    assert pl.read_parquet(tmp_path / "示例.parquet").equals(synthetic.frame(1_000, rulebook=load("yangpu-2024-1")))


def test_options_say_what_is_drawn(tmp_path):
    done = sihang(
        "synthetic", "-o", "r.parquet", "--rows", "500", "--seed", "7", "--unknown", "30%", "--dense", "--on", "2026-03-31",
        "--policy", "yangpu-2024-1", "--policy", "yangpu-kjw-hnte-2025", "--lang", "en", cwd=tmp_path,
    )  # fmt: skip

    assert done.code == 0, done.err
    assert "synthetic, no real organisation" in done.out
    both, on = load("yangpu-2024-1", "yangpu-kjw-hnte-2025"), date(2026, 3, 31)
    expected = synthetic.frame(500, seed=7, unknown=0.3, dense=True, on=on, rulebook=both)
    assert pl.read_parquet(tmp_path / "r.parquet").equals(expected)
    assert "revenue_2025_fen" in expected.columns
    assert "in_zhangjiang_park" in expected.columns


@pytest.mark.parametrize("name", ["示例.parquet", "示例.csv", "示例.xlsx"])
def test_what_is_written_can_be_assessed_at_once(tmp_path, name):
    assert sihang("synthetic", "-o", name, "--rows", "300", "--dense", cwd=tmp_path).code == 0

    done = sihang("batch", name, "-o", "结果.parquet", "--on", "2025-06-30", cwd=tmp_path)

    assert done.code == 0, done.err
    alone = load("yangpu-2024-1")
    expected = alone.assess_table(synthetic.frame(300, dense=True, rulebook=alone), on=date(2025, 6, 30))
    results = [column for column in expected.columns if column.startswith(("m0", "m1", "combination"))]
    assert len(results) == 49  # 15 measures of three columns, and four of the combination
    assert pl.read_parquet(tmp_path / "结果.parquet").select(results).equals(expected.select(results))


def test_tables_can_be_assessed_together(tmp_path):
    """Of organisations with at most one matter of each type, the combination is that of the one table."""
    assert sihang("synthetic", "--tables", "t", "--rows", "300", "--dense", cwd=tmp_path).code == 0
    files = [path for path in (tmp_path / "t").iterdir() if path.stem != "organisations"]
    matters = [word for path in files for word in ("--matters", f"{path.stem}=t/{path.name}")]

    done = sihang(
        "batch", "t/organisations.parquet", *matters, "-o", "结果.parquet", "--on", "2025-06-30", cwd=tmp_path
    )

    assert done.code == 0, done.err
    alone = load("yangpu-2024-1")
    expected = alone.assess_table(synthetic.frame(300, dense=True, rulebook=alone), on=date(2025, 6, 30))
    several = set(pl.concat(pl.read_parquet(path, columns=["organisation"]).filter(
        pl.col("organisation").is_duplicated()) for path in files)["organisation"])  # fmt: skip
    one_each = ~pl.col("uscc").is_in(several)
    best = ["uscc", "combination_low_fen", "combination_high_fen", "combination_certain", "combination_left"]
    found = pl.read_parquet(tmp_path / "结果.parquet").filter(one_each).select(best)
    assert found.height > 30
    assert found.equals(expected.filter(one_each).select(best))


def test_tables_are_written_into_a_new_folder(tmp_path):
    done = sihang("synthetic", "--tables", "register", "--rows", "200", cwd=tmp_path)

    assert done.code == 0, done.err
    names = {path.name for path in (tmp_path / "register").iterdir()}
    assert {"organisations.parquet", "challenge_project.parquet", "growth_event.parquet"} <= names
    assert len(names) == 15


def test_a_file_that_is_there_is_replaced_only_if_one_insists(tmp_path):
    (tmp_path / "名单.csv").write_text("uscc\n", encoding="utf-8")

    refused = sihang("synthetic", "-o", "名单.csv", "--rows", "3", cwd=tmp_path)
    assert refused.code == 2
    assert "--force" in refused.err
    assert (tmp_path / "名单.csv").read_text(encoding="utf-8") == "uscc\n"

    assert sihang("synthetic", "-o", "名单.csv", "--rows", "3", "--force", cwd=tmp_path).code == 0
    assert pl.read_csv(tmp_path / "名单.csv").height == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--tables DIR"),
        (("-o", "r.csv", "--tables", "r"), "--tables DIR"),
        (("-o", "r.csv", "--unknown", "30"), 'write "30%"'),
        (("-o", "r.csv", "--unknown", "130%"), "100%"),
        (("-o", "r.csv", "--rows", "-1"), "x>=0"),
        (("-o", "r.csv", "--rows", "1000000000"), "rows goes from 0 to 887503681"),
        (("-o", "r.csv", "--on", "1980-01-01"), "on goes from 2000-01-01"),
        (("-o", "r.txt"), "[unknown-format]"),
        (("-o", "r.xlsx", "--rows", "1048576"), "[too-many-rows]"),
        (("-o", "none/r.csv"), "[cannot-write]"),
        (("-o", "r.csv", "--policy", "no-such-policy"), "[no-package]"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(tmp_path, arguments, said):
    done = sihang("synthetic", *arguments, cwd=tmp_path)

    assert done.code == 2
    assert said in done.err
    assert list(tmp_path.iterdir()) == []


@contextmanager
def started(tmp_path, *arguments, stderr=subprocess.PIPE):
    """The command on its way, with a register that takes a while; it does not outlive the test."""
    heeding = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    program = f"{heeding}; from sihang.cli.main import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", program, "synthetic", *arguments],
        cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=stderr, env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    ) as running:  # fmt: skip
        try:
            yield running
        finally:
            running.kill()


def wait_for_bytes(folder, least):
    """Until something of this size is being written, for a minute at most."""
    end = time.monotonic() + 60
    while not any(file.stat().st_size > least for file in folder.rglob("*") if file.is_file()):
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("sent", "arguments"),
    [
        (signal.SIGINT, ("-o", "r.parquet")),
        (signal.SIGINT, ("-o", "r.csv")),
        (signal.SIGINT, ("--tables", "r")),
        (signal.SIGTERM, ("-o", "r.parquet")),
    ],
)
def test_an_interrupt_leaves_nothing(tmp_path, sent, arguments):
    with started(tmp_path, *arguments, "--rows", "5000000") as running:
        wait_for_bytes(tmp_path, 100_000)
        running.send_signal(sent)
        _, said = running.communicate(timeout=60)

    assert running.returncode == 1
    assert "已中断，没有写出任何文件。" in said.decode()
    assert list(tmp_path.iterdir()) == []


def test_a_terminal_sees_how_far_it_is(tmp_path):
    reader, writer = pty.openpty()
    seen = b""
    with started(tmp_path, "-o", "r.parquet", "--rows", "150000", stderr=writer) as running:
        os.close(writer)
        with suppress(OSError):  # the end: the other side is closed
            while part := os.read(reader, 4096):
                seen += part
        assert running.wait(timeout=60) == 0
    os.close(reader)

    assert "生成" in seen.decode()
    assert "150000/150000" in seen.decode()
