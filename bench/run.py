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
from typing import Any

from sihang.rulebook import Assessment, Rulebook, case_from_json, load
from sihang.rulebook.facts import Fact, Kind
from sihang.rulebook.generated import function_of, program_of
from sihang.rulebook.routine import WALKS
from sihang.values import Money

ROOT = Path(__file__).resolve().parents[1]
CASE = ROOT / "policies" / "yangpu-2024-1" / "examples" / "first-look.json"
ON = date(2025, 6, 30)
WARM_UP, RUNS, SLOW_RUNS, PROCESSES = WALKS + 50, 2_000, 200, 15


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


def everything_stated(rulebook: Rulebook) -> dict[str, Any]:
    """A case with one matter of every type and every fact stated as something; two matters are for one project."""
    vocabulary = rulebook.vocabulary(ON)
    facts = {key: _something(fact) for key, fact in vocabulary.organisation.items()}
    facts |= {"kind": "enterprise", "on_exclusion_list": False, "founded_year": 2019}
    matters = []
    for type_ in vocabulary.matters.values():
        parts: dict[str, dict[str, Any]] = {"facts": {}, "determinations": {}}
        for key, fact in type_.facts.items():
            parts["facts" if fact.determination is None else "determinations"][key] = _something(fact)
        project = "P-1" if type_.key in ("consortium", "challenge_project") else None
        matters.append({"id": type_.key, "type": type_.key, "project": project, "year": 2024, **parts})
    received = {
        "payer": "city",
        "document": "某号文",
        "project": "P-1",
        "amount": "500000",
        "status": "paid",
        "relation": "exclusive",
    }
    return {"facts": facts, "matters": matters, "support_received": [received]}


def _something(fact: Fact) -> Any:
    if fact.series:
        return {str(year): f"{year - 2018}0000000" for year in range(2019, 2025)}
    if fact.key.endswith("_year"):
        return 2024
    match fact.kind:
        case Kind.YES_NO:
            return True
        case Kind.MONEY:
            return str(Money(min(500_000_000, fact.domain[1])))
        case Kind.RATE:
            return f"{fact.domain[0] / 100}%"
        case Kind.INTEGER:
            return fact.domain[0]
        case Kind.DATE:
            return "2025-03-01"
        case Kind.ENUM:
            return fact.options[0].key
    return "优秀"


def by_walking(assessment: Assessment) -> None:
    for each in assessment.evaluations:
        each.measure.routine.walk(each.situation)


def write_functions(rulebook: Rulebook) -> None:
    rules = [measure.routine.rules for measure in rulebook.rules(ON).measures]
    program_of(rules)
    for each in rules:
        function_of(each)


def rows_of(policy: Rulebook) -> list[tuple[str, Callable[[], object], int]]:
    """What is measured: its name, the work, and how often."""
    rulebook = load("yangpu-2024-1", "example-rules", "yangpu-kjw-hnte-2025")
    raw = case_from_json(CASE.read_bytes())
    example, empty, full = (policy.read(each, ON) for each in (raw, {"facts": {}}, everything_stated(policy)))
    with_rules = rulebook.read(raw, ON)
    assessed, evaluator = policy.assess(full, on=ON), policy.evaluator(policy.rules(ON))
    return [
        ("assessment with trace, example case", lambda: policy.assess(example, on=ON), RUNS),
        ("the same with example-rules and the HNTE rules", lambda: rulebook.assess(with_rules, on=ON), RUNS),
        ("the same, nothing known at all", lambda: policy.assess(empty, on=ON), RUNS),
        ("the same, a matter of every type and all stated", lambda: policy.assess(full, on=ON), RUNS),
        ("  of it the rules", lambda: evaluator.evaluate(full, ON), RUNS),
        ("  the rules by walking the trees", lambda: by_walking(assessed), RUNS),
        ("writing the functions of all measures, once", lambda: write_functions(policy), SLOW_RUNS),
        ("reading the example case from JSON", lambda: policy.read(raw, ON), RUNS),
        (
            "assessment and all its sentences as JSON, example case",
            lambda: policy.assess(example, on=ON).as_json(),
            SLOW_RUNS,
        ),
        ("Python itself, whole process", lambda: subprocess.run([sys.executable, "-c", "pass"], check=True), PROCESSES),
        ("sihang assess, whole process", lambda: run_process(["assess", str(CASE), "--on", str(ON)]), PROCESSES),
    ]


def main() -> None:
    rows = rows_of(load("yangpu-2024-1"))
    for _, work, runs in rows:
        milliseconds(work, WARM_UP if runs == RUNS else runs // 5)
    taken: dict[str, list[float]] = {name: [] for name, _, _ in rows}
    for _ in range(5):  # interleaved, so that a busy moment does not fall on one row alone
        for name, work, runs in rows:
            taken[name] += milliseconds(work, runs // 5)
    print(machine())
    print(f"{'':62}{'median':>11}{'p90':>11}{'runs':>7}")
    for name, times in taken.items():
        p90 = statistics.quantiles(times, n=10)[-1]
        print(f"{name:62}{statistics.median(times):9.3f}ms{p90:9.3f}ms{len(times):7}")


if __name__ == "__main__":
    main()
