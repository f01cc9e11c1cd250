"""How long one assessment takes: in process with its trace, as JSON, and as a whole process.

Figures, not tests: nothing here fails for being slow. `make bench` prints them with the machine they were taken on.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from sihang.rulebook import case_from_json, load

ROOT = Path(__file__).resolve().parents[1]
CASE = ROOT / "policies" / "yangpu-2024-1" / "examples" / "first-look.json"
ON = date(2025, 6, 30)
WARM_UP, RUNS, PROCESSES = 50, 400, 15


def milliseconds(work: Callable[[], object], runs: int) -> list[float]:
    """How long each of `runs` calls took."""
    taken = []
    for _ in range(runs):
        start = time.perf_counter_ns()
        work()
        taken.append((time.perf_counter_ns() - start) / 1e6)
    return taken


def machine() -> str:
    model = next(
        (line.split(":")[1].strip() for line in _cpuinfo() if line.startswith("model name")), platform.processor()
    )
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"


def _cpuinfo() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text().splitlines() if path.exists() else []


def run_process(arguments: list[str]) -> None:
    subprocess.run([sys.executable, "-m", "sihang.cli.main", *arguments], check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    rulebook = load("yangpu-2024-1", "example-rules")
    policy = load("yangpu-2024-1")
    raw = case_from_json(CASE.read_bytes())
    empty: dict[str, object] = {"facts": {}}
    rows: list[tuple[str, Callable[[], object], int]] = [
        ("assessment with trace, example case", lambda: policy.assess(raw, on=ON), RUNS),
        ("assessment with trace, example case, with example-rules", lambda: rulebook.assess(raw, on=ON), RUNS),
        ("assessment with trace, nothing known at all", lambda: policy.assess(empty, on=ON), RUNS),
        ("assessment and all its sentences as JSON, example case", lambda: policy.assess(raw, on=ON).as_json(), RUNS),
        ("Python itself, whole process", lambda: subprocess.run([sys.executable, "-c", "pass"], check=True), PROCESSES),
        ("sihang assess, whole process", lambda: run_process(["assess", str(CASE), "--on", str(ON)]), PROCESSES),
    ]
    for _, work, runs in rows:
        milliseconds(work, min(WARM_UP, runs // 5))
    taken: dict[str, list[float]] = {name: [] for name, _, _ in rows}
    for _ in range(5):  # interleaved, so that a busy moment does not fall on one row alone
        for name, work, runs in rows:
            taken[name] += milliseconds(work, runs // 5)
    print(machine())
    print(f"{'':62}{'median':>10}{'p90':>10}{'runs':>7}")
    for name, times in taken.items():
        p90 = statistics.quantiles(times, n=10)[-1]
        print(f"{name:62}{statistics.median(times):8.2f}ms{p90:8.2f}ms{len(times):7}")


if __name__ == "__main__":
    main()
