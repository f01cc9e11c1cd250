"""Who takes part: the name of each peer, the environment that it lives in, where its class is, and in what it is measured."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

HERE = Path(__file__).resolve().parent
VENVS = HERE / ".venvs"
FILES = ("files", "files-thin")
MEMORY = ("memory", "memory-thin")


class Peer(Protocol):
    """What a peer does. `ranges`: every output column; else findings and the combination only."""

    def prepare(self) -> None:
        """Whatever a user does once: compile, build, connect. Not timed."""

    def convert(self, table: Path, out: Path, ranges: bool) -> None:
        """From a Parquet file to a Parquet file."""

    def load(self, table: Path) -> Any:
        """A table in memory, as the reader of the peer gives it. Not timed."""

    def answer(self, loaded: Any, ranges: bool) -> Any:
        """From there to the answers as columns, still in memory."""


@dataclass(frozen=True)
class Contestant:
    """A peer that can be measured.

    Args:
        venv: a folder of `VENVS`; None for our own environment.
        most_rows: more would take too long to wait for.
        has_children: it works in other processes, too, whose memory counts.
        traces: it can show how it came to one decision.
    """

    name: str
    title: str
    venv: str | None
    module: str
    maker: str
    arguments: tuple[Any, ...] = ()
    settings: tuple[str, ...] = FILES + MEMORY
    most_rows: int = 10_000_000
    has_children: bool = False
    traces: bool = False

    @property
    def python(self) -> Path:
        """The interpreter of its environment."""
        folder = HERE.parents[1] / ".venv" if self.venv is None else VENVS / self.venv
        return folder / "bin" / "python"

    def make(self) -> Peer:
        made: Peer = getattr(import_module(self.module), self.maker)(*self.arguments)
        return made


_MILLION = 1_000_000
_FISCA = ("openfisca", "peer_openfisca", "OpenFisca")
CONTESTANTS = {
    each.name: each
    for each in (
        Contestant("polars", "**sihang, Polars**", None, "peer_ours", "Polars", traces=True),
        Contestant("duckdb", "sihang, DuckDB", None, "peer_ours", "DuckDB", most_rows=_MILLION),
        Contestant(
            "spark", "sihang, Spark", None, "peer_ours", "Spark", (), FILES[:1], most_rows=_MILLION, has_children=True
        ),
        Contestant(
            "postgres",
            "sihang, PostgreSQL",
            None,
            "peer_ours",
            "PostgreSQL",
            (),
            MEMORY[:1],
            _MILLION,
            has_children=True,
        ),
        Contestant("openfisca", "OpenFisca, no unknown", *_FISCA, ("plain",), traces=True),
        Contestant("openfisca-pairs", "OpenFisca, unknown by hand", *_FISCA, ("pairs",), most_rows=_MILLION),
        Contestant("zen", "zen-engine", "zen", "peer_zen", "Zen", settings=("files",), most_rows=10_000, traces=True),
        Contestant("numpy", "NumPy by hand", "numpy", "peer_arrays", "Arrays", ("blocks",)),
        Contestant("c", "C by hand", "numpy", "peer_arrays", "Arrays", ("kernel",)),
    )
}
DOUBLE = Contestant("openfisca-double", "OpenFisca, unknown by hand, with float64", *_FISCA, ("pairs", True))
"""Only to show what its float32 does: OpenFisca's table of types changed by hand."""
