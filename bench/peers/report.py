"""The results as tables: medians, ratios to ours, memory, and what answers without an unknown do."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Sequence
from importlib.metadata import version
from itertools import product
from pathlib import Path
from typing import Any

from contestants import CONTESTANTS, HERE
from measuring import Run

OURS = "polars"
BEGIN, END = "<!-- peers: what bench/peers/run.py --readme wrote -->", "<!-- peers: end -->"
SETTINGS = {
    "files": "Parquet to Parquet, every output column",
    "files-thin": "Parquet to Parquet, findings and combination only",
    "memory": "in memory, every output column",
    "memory-thin": "in memory, findings and combination only",
}
TRACES = {
    "sihang": "sihang, a case that was read before",
    "sihang-json": "sihang, from parsed JSON, every fact checked",
    "zen": "zen-engine, trace on (nothing checked)",
    "openfisca": "OpenFisca, no unknown, trace on (nothing checked)",
}


def machine() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.processor())
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"


def versions() -> dict[str, str]:
    """What was compared with what."""
    pinned = [line for path in sorted((HERE / "requirements").glob("*.txt")) for line in path.read_text().split()]
    of_peers = dict(line.split("==") for line in pinned)
    wanted = ("OpenFisca-Core", "zen-engine", "numpy", "pyarrow")
    ours = {name: version(name) for name in ("polars", "duckdb", "pyspark")}
    return ours | {name: of_peers[name] for name in wanted}


def summary(rows: int, setting: str, name: str, runs: Sequence[Run]) -> dict[str, Any]:
    """One line of the results: the median of the runs."""
    said: dict[str, Any] = {"rows": rows, "setting": setting, "name": name}
    failed = next((run.failed for run in runs if run.failed), None)
    if failed:
        return said | {"failed": failed}
    seconds = [run.answer["seconds"] for run in runs]
    return said | {
        "runs": len(runs),
        "seconds": statistics.median(seconds),
        "fastest": min(seconds),
        "slowest": max(seconds),
        "cpu_seconds": statistics.median(run.answer["cpu_seconds"] for run in runs),
        "peak_mib": round(statistics.median(run.peak_bytes for run in runs) / 2**20),
    }


def percentiles(microseconds: Sequence[float]) -> dict[str, float]:
    return {
        "p50": statistics.median(microseconds),
        "p90": statistics.quantiles(microseconds, n=10)[-1],
        "decisions": len(microseconds),
    }


def merged(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """The new results, and of the old ones what was not asked again."""
    keys = [(each["rows"], each["setting"], each["name"]) for each in new["runs"]]
    kept = [each for each in old["runs"] if (each["rows"], each["setting"], each["name"]) not in keys]
    order = {(setting, name): place for place, (setting, name) in enumerate(product(SETTINGS, CONTESTANTS))}
    runs = sorted([*kept, *new["runs"]], key=lambda each: (each["rows"], order[each["setting"], each["name"]]))
    agreement = new["agreement"] if new["agreement"]["rows"] else old["agreement"]
    return new | {"runs": runs, "agreement": agreement, "traces": new["traces"] or old["traces"]}


def put_into(page: Path, shown: str) -> None:
    """Replace what stands between the two marks of the page."""
    before, rest = page.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    page.write_text(f"{before}{BEGIN}\n\n{shown}\n{END}{after}", encoding="utf-8")


def markdown(results: dict[str, Any]) -> str:
    """Everything as Markdown."""
    said = ", ".join(f"{name} {number}" for name, number in results["versions"].items())
    parts = [f"{results['machine']}; {said}.", *_tables(results["runs"]), *_traces(results["traces"])]
    parts += _agreement(results["agreement"])
    if results["missing"]:
        parts.append("Took no part: " + "; ".join(f"{name}: {why}" for name, why in results["missing"].items()))
    return "\n\n".join(parts) + "\n"


def _tables(runs: Sequence[dict[str, Any]]) -> list[str]:
    shown = []
    for rows, setting in dict.fromkeys((each["rows"], each["setting"]) for each in runs):
        mine = [each for each in runs if (each["rows"], each["setting"]) == (rows, setting)]
        ours = next((each.get("seconds") for each in mine if each["name"] == OURS), None)
        lines = [
            f"**{rows:,} rows, {SETTINGS[setting]}**",
            "",
            "| | median | fastest to slowest | to ours | CPU | peak memory |",
        ]
        lines += ["|---|---:|---:|---:|---:|---:|", *(_line(each, ours) for each in mine)]
        shown.append("\n".join(lines))
    return shown


def _line(each: dict[str, Any], ours: float | None) -> str:
    title = CONTESTANTS[each["name"]].title
    if "failed" in each:
        return f"| {title} | failed: {each['failed']} | | | | |"
    ratio = f"{each['seconds'] / ours:.2f}" if ours else ""
    spread = f"{_time(each['fastest'])} to {_time(each['slowest'])}"
    memory = f"{each['peak_mib']:,} MiB" if each["setting"].startswith("files") else ""
    # What Spark and PostgreSQL burn is burnt by other processes, which the clock of this one does not see.
    cpu = "" if CONTESTANTS[each["name"]].has_children else _time(each["cpu_seconds"])
    return f"| {title} | {_time(each['seconds'])} | {spread} | {ratio} | {cpu} | {memory} |"


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


def _traces(traces: dict[str, Any]) -> list[str]:
    if not traces:
        return []
    ours = traces.get("sihang", {}).get("p50")
    lines = ["**One decision with its trace**", "", "| | p50 | p90 | to ours |", "|---|---:|---:|---:|"]
    for name, each in traces.items():
        if "failed" in each:
            lines.append(f"| {name} | failed: {each['failed']} | | |")
        else:
            ratio = f"{each['p50'] / ours:.1f}" if ours else ""
            lines.append(f"| {TRACES[name]} | {each['p50']:.0f} µs | {each['p90']:.0f} µs | {ratio} |")
    return ["\n".join(lines)]


def _agreement(found: dict[str, Any]) -> list[str]:
    if not found["rows"]:
        return []
    names = [*found["peers"], *(["openfisca"] if "misled" in found else [])]
    lines = [f"- {name}: {agreement_line(found, name)}" for name in names]
    examples = [f"- {each}" for each in found.get("misled", {}).get("examples", [])]
    parts = [f"**The same answers?** {found['rows']:,} rows against the scalar rulebook.", "\n".join(lines)]
    return [*parts, "\n".join(examples)] if examples else parts


def agreement_line(found: dict[str, Any], name: str) -> str:
    """How one peer's answers compare, in a sentence."""
    if name == "openfisca" and "misled" in found:
        return _misled_line(found["misled"])
    each = found["peers"][name]
    if "failed" in each:
        return f"failed: {each['failed']}"
    if not each["wrong"]:
        return f"all {each['rows']:,} rows the same, in every column, to the fen"
    worst = sorted(each["columns"].items(), key=lambda item: -item[1]["rows"])[:3]
    shown = "; ".join(
        f"{column} in {how['rows']:,}, as row {how['first']['row'] + 1}: {how['first']['peer']} for {how['first']['policy']}"
        for column, how in worst
    )
    findings = sum(how["rows"] for column, how in each["columns"].items() if column.endswith("_finding"))
    return f"{each['wrong']:,} of {each['rows']:,} rows differ, {findings:,} of their findings ({shown})"


def _misled_line(m: dict[str, Any]) -> str:
    return (
        f"of {m['answers']:,} findings {m['said_met']:,} say met and {m['said_not_met']:,} not met where the policy cannot say "
        f"yet; {m['one_amount']:,} amounts are one figure where the policy has a range, {m['wrong_amount']:,} are wrong through "
        f"float32; {m['flat']:,} findings are the opposite. {m['rows_misled']:,} of {m['rows']:,} rows have at least one. "
        f"The totals of {m['total']:,} rows are still a range; it adds up {_million(m['paid_fen'])} million yuan, of which "
        f"{_million(m['sure_fen'])} million are certain."
    )


def _million(fen: int) -> str:
    return f"{fen / 100 / 1_000_000:,.0f}"
