"""The C kernel as a peer: compiled with gcc when it is first asked for, called on the arrays as they lie."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from cells import BLOCK, MEASURES, Answers, Array, Cells

SOURCE = Path(__file__).with_name("kernel.c")
FLAGS = ("-O3", "-march=native", "-std=c11", "-shared", "-fPIC")

_Address = ctypes.c_void_p
_OfMeasures = _Address * MEASURES


class _Column(ctypes.Structure):
    _fields_ = (("values", _Address), ("filled", _Address), ("aside", _Address))


class _Results(ctypes.Structure):
    _fields_ = (
        *((name, _OfMeasures) for name in ("finding", "low", "high", "has", "bounded")),
        *((name, _Address) for name in ("total_low", "total_high", "total_bounded", "certain", "left")),
    )


def compiler() -> str | None:
    return shutil.which("gcc")


@cache
def library() -> ctypes.CDLL:
    """The kernel, compiled for this machine.

    Raises:
        FileNotFoundError: there is no gcc.
    """
    gcc = compiler()
    if gcc is None:
        raise FileNotFoundError("gcc")
    with tempfile.TemporaryDirectory(prefix="sihang-kernel-") as folder:
        built = Path(folder) / "kernel.so"
        subprocess.run([gcc, *FLAGS, "-o", str(built), str(SOURCE)], check=True)
        loaded = ctypes.CDLL(str(built))
    loaded.assess.argtypes = [_Address, _Address, ctypes.c_long, ctypes.c_long, ctypes.c_int]
    loaded.assess.restype = None
    return loaded


@cache
def columns() -> tuple[tuple[str, str], ...]:
    """The kind of each column that the kernel reads (one letter, see kernel.c) and its name."""
    listed = ctypes.string_at(_Address.in_dll(library(), "columns_listed").value or 0).decode().split()
    return tuple((word[0], word[1:]) for word in listed)


def assess(cells: Mapping[str, Cells], rows: int, *, ranges: bool) -> Answers:
    """Every row in one pass; other threads may run meanwhile."""
    answers = Answers.empty(rows, ranges=ranges)
    of_measures = [_OfMeasures(*map(_address, getattr(answers, name))) for name, _ in _Results._fields_[:5]]
    results = _Results(*of_measures, *(_address(getattr(answers, name)) for name, _ in _Results._fields_[5:]))
    blocks, rest = divmod(rows, BLOCK)
    _assess([cells[name] for _, name in columns()], results, blocks, 0, ranges)
    if rest:
        last = [cells[name].rest(blocks * BLOCK, rows, BLOCK) for _, name in columns()]
        _assess(last, results, 1, blocks, ranges)
    return answers


def _assess(cells: Sequence[Cells], results: _Results, blocks: int, to: int, ranges: bool) -> None:
    given = (_Column * len(cells))(*(_Column(*map(_address, (c.values, c.filled, c.aside))) for c in cells))
    library().assess(ctypes.byref(given), ctypes.byref(results), blocks, to, int(ranges))


def _address(array: Array | None) -> int | None:
    return None if array is None else array.ctypes.data
