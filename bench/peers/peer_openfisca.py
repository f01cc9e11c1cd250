"""OpenFisca-Core as a peer: the whole population in one simulation, inputs as arrays, no trace, as it is meant to be used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import openfisca_inputs
import openfisca_pairs
import openfisca_plain
import pyarrow as pa
from arrow_files import read, words_of, write
from contract import FINDINGS, IDENTITY, LEFT, MATTERS
from openfisca_core.variables.config import VALUE_TYPES
from openfisca_inputs import YEAR


class OpenFisca:
    """One of the two packages: `plain`, with one amount and no range, or `pairs`.

    Args:
        double: amounts are float64, which OpenFisca does not offer: only to show what its float32 does.
    """

    def __init__(self, package: str, double: bool = False) -> None:
        if double:
            VALUE_TYPES[float]["dtype"] = np.float64
        self.plain = package == "plain"
        self.build = (openfisca_plain if self.plain else openfisca_pairs).build

    def prepare(self) -> None:
        self.system = self.build()

    def load(self, table: Path) -> pa.Table:
        return read(table, openfisca_inputs.columns())

    def answer(self, loaded: pa.Table, ranges: bool) -> dict[str, Any]:
        """Every output as an array."""
        given = openfisca_inputs.inputs(loaded, with_unknown=not self.plain)
        simulation = openfisca_inputs.simulate(self.system, given, loaded.num_rows)
        return {name: simulation.calculate(name, YEAR) for name in self.outputs(ranges)}

    def outputs(self, ranges: bool) -> list[str]:
        if self.plain:
            findings = [f"{m}_met" for m in MATTERS]
            amounts = [f"{m}_amount" for m, matter in MATTERS.items() if matter] if ranges else []
            return [*findings, *amounts, "combination_amount", "combination_left"]
        findings = [f"{m}_finding" for m in MATTERS]
        amounts = [f"{m}_{side}" for m, matter in MATTERS.items() if matter for side in ("low", "high") if ranges]
        return [*findings, *amounts, *(f"combination_{each}" for each in ("low", "high", "certain", "left"))]

    def inputs(self, rows: pa.Table) -> list[Any]:
        return list(openfisca_inputs.inputs(rows, with_unknown=not self.plain))

    def one(self, given: list[Any]) -> Any:
        """One organisation with every output and the trace of all that was computed."""
        simulation = openfisca_inputs.simulate(self.system, given, 1, trace=True)
        for name in self.outputs(ranges=True):
            simulation.calculate(name, YEAR)
        return simulation.tracer

    def convert(self, table: Path, out: Path, ranges: bool) -> None:
        loaded = self.load(table)
        outputs = self.answer(loaded, ranges)
        columns = {IDENTITY: loaded.column(IDENTITY)} | {name: self._shown(name, outputs, loaded) for name in outputs}
        write(pa.table(columns), out)

    def _shown(self, name: str, outputs: dict[str, Any], loaded: pa.Table) -> pa.Array:
        """As a column: findings as words, amounts as they are (float32), empty where there is no such matter."""
        values, matter = outputs[name], MATTERS.get(name.split("_")[0])
        if name == "combination_left":
            return words_of(values.astype(np.int8), values == 0, LEFT)
        without = None if matter is None else loaded.column(matter).is_null().to_numpy()
        if name.endswith("_met"):
            return words_of(values.view(np.int8), without, FINDINGS[::2])
        if name.endswith("_finding"):
            return words_of(values.astype(np.int8), without, FINDINGS)
        if name.endswith("_high"):
            unbounded = np.isinf(values)
            without = unbounded if without is None else without | unbounded
        return pa.array(values, mask=without)
