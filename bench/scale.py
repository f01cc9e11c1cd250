"""What a row costs at several sizes, from Parquet to Parquet: time, processor time and peak memory, each in a process of its own.

    .venv/bin/python bench/scale.py                       10 thousand and 1 million rows of a dense synthetic register
    .venv/bin/python bench/scale.py --sizes 10000000

Prints one line a run; docs/scale.md says what follows from them.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

PACKAGES = ("yangpu-2024-1", "example-rules", "yangpu-kjw-hnte-2025")
DAY = date(2025, 6, 30)
UNKNOWN = 0.3
MILLION = 1_000_000


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sizes", default="10000,1000000")
    asked.add_argument("--runs", type=int, default=3)
    asked.add_argument("--tables", type=Path, default=Path(tempfile.gettempdir()) / "sihang-scale")
    asked.add_argument("--one", nargs=3, metavar=("TABLE", "OUT", "RANGES"), help=argparse.SUPPRESS)
    chosen = asked.parse_args()
    if chosen.one:
        print(json.dumps(_assessed(Path(chosen.one[0]), Path(chosen.one[1]), ranges=chosen.one[2] == "all")))
        return 0
    chosen.tables.mkdir(parents=True, exist_ok=True)
    for rows in map(int, chosen.sizes.split(",")):
        table = _table(rows, chosen.tables)
        for ranges in ("all", "thin"):
            for _ in range(chosen.runs):
                _show(rows, ranges, _in_a_process(table, chosen.tables / "results.parquet", ranges))
    return 0


def _table(rows: int, folder: Path) -> Path:
    """A dense register; beyond a million rows the same million again and again, since it is the size that is looked at."""
    import polars as pl

    from sihang.lab import synthetic

    table = folder / f"dense-{rows}.parquet"
    if table.exists():
        return table
    if rows <= MILLION:
        synthetic.frame(rows, unknown=UNKNOWN, dense=True).write_parquet(table, row_group_size=1 << 17)
    else:
        parts = [_table(MILLION, folder)] * (rows // MILLION)
        pl.scan_parquet(parts).sink_parquet(table, row_group_size=1 << 17, engine="streaming")
    return table


def _assessed(table: Path, output: Path, *, ranges: bool) -> dict[str, float]:
    os.environ.setdefault("POLARS_ROW_GROUP_PREFETCH_SIZE", "2")  # as `sihang batch` does
    import polars as pl

    from sihang.rulebook import load
    from sihang.rulebook.tables.columns import assess
    from sihang.rulebook.tables.meanings import own_columns
    from sihang.rulebook.tables.plan import plan_of

    rulebook = load(*PACKAGES)
    frame = pl.scan_parquet(table)
    own = own_columns(rulebook.rules(DAY), frame.collect_schema().names())
    plan = plan_of(rulebook.rules(DAY), rulebook.relations, own, DAY)
    start, cpu = time.perf_counter(), time.process_time()
    assess(plan, frame, keep=["uscc"], ranges=ranges).sink_parquet(output, compression="snappy", engine="streaming")
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    return {"seconds": seconds, "cpu": cpu, "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _in_a_process(table: Path, output: Path, ranges: str) -> dict[str, float]:
    command = [sys.executable, __file__, "--one", str(table), str(output), ranges]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _show(rows: int, ranges: str, run: dict[str, float]) -> None:
    per_row = run["seconds"] / rows * 1e6
    print(
        f"{rows:>10,} rows  {ranges:<4}  {run['seconds']:7.2f} s  {run['cpu']:7.2f} s CPU  "
        f"{per_row:6.2f} µs a row  {run['mib']:6.0f} MiB",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
