"""One decision with its trace, again and again: started by run.py, it prints the microseconds of each as JSON and ends.

    python trace_one.py NAME TABLE ROWS

Every peer gets the same first rows of the table, each as it likes a row best, made before the clock; the clock runs from there
to an answer that can say how each figure came about.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Asked = dict[str, tuple[Callable[[Any], object], list[Any]]]
"""By what is measured: the function to call, and with what."""


def ours(table: Path, rows: int) -> Asked:
    """From a case that was read before, and from parsed JSON, where every fact is still to be checked."""
    import oracle
    import polars as pl

    rulebook = oracle.load(*oracle.PACKAGES)
    cases = [oracle.case_of(row, rulebook) for row in pl.read_parquet(table, n_rows=rows).iter_rows(named=True)]

    def one(case: Any) -> object:
        return rulebook.assess(case, on=oracle.DAY)

    return {"sihang": (one, [rulebook.read(case, oracle.DAY) for case in cases]), "sihang-json": (one, cases)}


def zen(table: Path, rows: int) -> Asked:
    import peer_zen
    from arrow_files import read

    peer = peer_zen.Zen()
    peer.prepare()
    return {"zen": (peer.one, peer_zen.rows_of(read(table, peer_zen.columns()).slice(0, rows)))}


def openfisca(table: Path, rows: int) -> Asked:
    import peer_openfisca

    peer = peer_openfisca.OpenFisca("plain")
    peer.prepare()
    loaded = peer.load(table)
    return {"openfisca": (peer.one, [peer.inputs(loaded.slice(row, 1).combine_chunks()) for row in range(rows)])}


TRACERS: dict[str, Callable[[Path, int], Asked]] = {"polars": ours, "zen": zen, "openfisca": openfisca}


def main() -> None:
    name, table, rows = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    taken: dict[str, list[float]] = {}
    for what, (one, asked) in TRACERS[name](table, rows).items():
        for row in asked:
            one(row)
        taken[what] = []
        for row in asked:
            started = time.perf_counter_ns()
            one(row)
            taken[what].append((time.perf_counter_ns() - started) / 1_000)
    print(json.dumps(taken))


if __name__ == "__main__":
    main()
