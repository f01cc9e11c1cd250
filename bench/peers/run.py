"""Our program beside what a user would pick instead: same rows, same rules, one table of results.

    .venv/bin/python bench/peers/make_venvs.py            once
    .venv/bin/python bench/peers/run.py                   10 thousand and 1 million rows, five runs of everything
    .venv/bin/python bench/peers/run.py --add --check-rows 0 --traces 0 --sizes 10000000 --settings files,files-thin

First every peer's answers are compared with the policy's, row by row. Then the runs are interleaved, each in a process of its
own, so that a busy moment does not fall on one contestant alone; what is shown are medians. Nothing fails for being slow; the
exit code is 1 if a peer that must agree does not.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import agreement
import oracle
import polars as pl
import report
import tables
from contestants import CONTESTANTS, DOUBLE, FILES, MEMORY, Contestant
from examples import examples
from measuring import Run, run, why_missing

HERE = Path(__file__).resolve().parent
WARM_ROWS = 2_000
IN_MEMORY_MOST = 1_000_000
TRACED_ROWS = 300
EXACT = ("polars", "duckdb", "spark", "postgres", "zen", "numpy", "c", "openfisca-double")
"""Those whose answers must be the policy's to the last fen. OpenFisca has float32 alone for money."""


def main() -> int:
    asked = _arguments()
    chosen = [CONTESTANTS[name] for name in asked.only or CONTESTANTS]
    missing = {each.name: why for each in chosen if (why := why_missing(each))}
    for name, why in missing.items():
        print(f"{name}: 不参加 / takes no part: {why}", flush=True)
    present = [each for each in chosen if each.name not in missing]
    asked.tables.mkdir(parents=True, exist_ok=True)
    about = {"machine": report.machine(), "versions": report.versions(), "missing": missing}
    with tempfile.TemporaryDirectory(prefix="sihang-peers-", dir=asked.tables) as scratch:
        bench = _Bench(asked, present, Path(scratch))
        results = about | {"agreement": bench.check(), "traces": bench.traces(), "runs": bench.measure()}
    if asked.add and asked.output.exists():
        results = report.merged(json.loads(asked.output.read_text(encoding="utf-8")), results)
    asked.output.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    shown = report.markdown(results)
    asked.output.with_suffix(".md").write_text(shown, encoding="utf-8")
    print(shown)
    if asked.readme:
        report.put_into(HERE.parent / "README.md", shown)
    wrong = [name for name, each in results["agreement"]["peers"].items() if name in EXACT and each.get("wrong")]
    if wrong:
        print(f"答案不符 / answers differ: {', '.join(wrong)}", file=sys.stderr)
    return 1 if wrong else 0


def _arguments() -> argparse.Namespace:
    def numbers(text: str) -> list[int]:
        return [int(part.replace("_", "")) for part in text.split(",")]

    def words(text: str) -> list[str]:
        return text.split(",")

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=numbers, default=[10_000, 1_000_000], help="rows, apart by commas")
    parser.add_argument("--only", type=words, help=f"some of {','.join(CONTESTANTS)}")
    parser.add_argument(
        "--settings", type=words, default=[*FILES, *MEMORY], help="some of files,files-thin,memory,memory-thin"
    )
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--check-rows", type=int, default=3_000, help="rows compared with the policy; 0: none")
    parser.add_argument("--traces", type=int, default=TRACED_ROWS, help="rows decided one by one with a trace; 0: none")
    parser.add_argument(
        "--tables", type=Path, default=HERE / ".tables", help="folder for the tables, made where missing"
    )
    parser.add_argument("--output", type=Path, default=HERE / "results.json")
    parser.add_argument("--add", action="store_true", help="keep what OUTPUT has of other sizes, settings and peers")
    parser.add_argument("--readme", action="store_true", help="put the tables into bench/README.md")
    asked = parser.parse_args()
    unknown = {*(asked.only or ()), *asked.settings} - {*CONTESTANTS, *FILES, *MEMORY}
    if unknown:
        parser.error(f"没有 / there is no {', '.join(sorted(unknown))}")
    return asked


class _Bench:
    def __init__(self, asked: argparse.Namespace, present: Sequence[Contestant], scratch: Path) -> None:
        self.asked = asked
        self.present = present
        self.scratch = scratch

    def table(self, rows: int) -> Path:
        path: Path = self.asked.tables / f"organisations-{rows}.parquet"
        if not path.exists():
            print(f"正在生成 / drawing {rows:,} rows", flush=True)
            tables.make(self.scratch / path.name, rows)
            (self.scratch / path.name).rename(path)
        return path

    def work(self, contestant: Contestant, setting: str, table: Path) -> tuple[Run, Path]:
        out = self.scratch / f"{contestant.name}.parquet"
        if out.is_dir():
            shutil.rmtree(out)
        out.unlink(missing_ok=True)
        return run(contestant, "work.py", setting, str(table), str(out), str(self.table(WARM_ROWS))), out

    # do they agree?

    def check(self) -> dict[str, Any]:
        """Those who must be right are asked about the lines, too; OpenFisca about the register as it is."""
        if not self.asked.check_rows:
            return {"rows": 0, "peers": {}}
        hard, plain = self.scratch / "check.table", self.table(self.asked.check_rows)
        tables.make_for_check(hard, self.asked.check_rows)
        policy = {table: oracle.answers(pl.read_parquet(table)) for table in (hard, plain)}
        found: dict[str, Any] = {"rows": self.asked.check_rows, "peers": {}}
        double = [DOUBLE] if any(each.name == "openfisca-pairs" for each in self.present) else []
        for contestant in [*self.present, *double]:
            table = hard if contestant.name in EXACT else plain
            done, out = self.work(contestant, "files", table)
            if done.failed:
                found["peers"][contestant.name] = {"failed": done.failed}
            else:
                answers = pl.read_parquet(out / "*.parquet" if out.is_dir() else out)
                self._compare(found, contestant.name, table, policy[table], answers)
            print(f"{contestant.name}: {report.agreement_line(found, contestant.name)}", flush=True)
        return found

    def _compare(
        self, found: dict[str, Any], name: str, table: Path, policy: pl.DataFrame, answers: pl.DataFrame
    ) -> None:
        if name == "openfisca":
            counted, where = agreement.misled(policy, answers)
            counted.examples = examples(pl.read_parquet(table), policy, answers, where)
            found["misled"] = counted.as_json()
        else:
            named = agreement.as_pairs(answers) if name.startswith("openfisca") else answers
            found["peers"][name] = agreement.compare(policy, named).as_json()

    # how long do they take?

    def _turns(self) -> Iterator[tuple[int, str, Contestant]]:
        """Which contestants are measured at which size in which setting, in the order of one round."""
        for rows in self.asked.sizes:
            for setting in self.asked.settings:
                if setting in MEMORY and rows > IN_MEMORY_MOST:
                    continue
                for each in self.present:
                    if setting in each.settings and rows <= each.most_rows:
                        yield rows, setting, each

    def measure(self) -> list[dict[str, Any]]:
        taken: dict[tuple[int, str, str], list[Run]] = defaultdict(list)
        for rows in self.asked.sizes:
            self.table(rows)
        failed: set[tuple[int, str, str]] = set()
        for round_ in range(self.asked.runs):
            for rows, setting, contestant in self._turns():
                key = (rows, setting, contestant.name)
                if key in failed:
                    continue
                done, _ = self.work(contestant, setting, self.table(rows))
                taken[key].append(done)
                if done.failed:
                    failed.add(key)
                said = done.failed or f"{done.answer['seconds']:.3f} s"
                print(f"{round_ + 1}/{self.asked.runs} {rows:,} {setting} {contestant.name}: {said}", flush=True)
        return [report.summary(*key, runs) for key, runs in taken.items()]

    def traces(self) -> dict[str, Any]:
        """Microseconds of one decision with its trace, on the same rows; three interleaved rounds."""
        if not self.asked.traces:
            return {}
        table, found = self.table(WARM_ROWS), {}
        names = [each for each in self.present if each.traces]
        taken: dict[str, list[float]] = defaultdict(list)
        for _ in range(3):
            for contestant in names:
                done = run(contestant, "trace_one.py", str(table), str(self.asked.traces))
                if done.failed:
                    found[contestant.name] = {"failed": done.failed}
                for name, microseconds in done.answer.items():
                    taken[name] += microseconds
        return found | {name: report.percentiles(each) for name, each in taken.items()}


if __name__ == "__main__":
    sys.exit(main())
