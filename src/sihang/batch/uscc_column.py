"""A whole column of unified social credit codes: the rules of `values.uscc` on bytes, since a register has millions."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from sihang.values.uscc import ALPHABET, LENGTH, ORGANISATION_CHECKS, ORGANISATION_WEIGHTS, WEIGHTS

Floats = npt.NDArray[np.float32]
"""Of small whole numbers, exact; NaN, which makes every sum NaN, for a character that may not stand in its place."""


def _table(values: dict[str, int]) -> Floats:
    table = np.full(256, np.nan, dtype=np.float32)
    for char, value in values.items():
        table[ord(char)] = value
    return table


_VALUE = _table({char: value for value, char in enumerate(ALPHABET)})
_BASE_36 = _table({char: int(char, 36) for char in ALPHABET})
_CHECK = _table({char: value for value, char in enumerate(ORGANISATION_CHECKS)})
_DIGIT = _table(dict.fromkeys("0123456789", 0))
_WEIGHTS = np.array([*WEIGHTS, 1], dtype=np.float32)
_BODY_WEIGHTS = np.array(ORGANISATION_WEIGHTS, dtype=np.float32)
pl.Series(
    np.zeros(0, dtype=bool)
)  # Polars looks for numpy when it first meets an array, which two threads must not do at once


def is_uscc(text: pl.Expr) -> pl.Expr:
    """The code where both its check characters are right; null where they are not."""
    fits = text.map_batches(_are_codes, return_dtype=pl.Boolean, is_elementwise=True)
    return pl.when(fits).then(text)


def _are_codes(codes: pl.Series) -> pl.Series:
    """For each text whether it is a code; null counts as none."""
    long_enough = (codes.str.len_bytes() == LENGTH).fill_null(False)
    shaped = codes.filter(long_enough)
    chars = np.frombuffer((shaped.str.join().item() or "").encode(), dtype=np.uint8).reshape(-1, LENGTH)
    result = np.zeros(len(codes), dtype=bool)
    result[long_enough.to_numpy()] = _checked(chars)
    return pl.Series(result)


def _checked(chars: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """Each check character makes the weighted sum, its own value with it, a multiple of 31 and of 11."""
    whole = _VALUE[chars] @ _WEIGHTS
    body = _BASE_36[chars[:, 8:16]] @ _BODY_WEIGHTS + _CHECK[chars[:, 16]]
    division = _DIGIT[chars[:, 2:8]].sum(axis=1)
    fits: npt.NDArray[np.bool_] = (
        (whole % len(ALPHABET) == 0) & (body % len(ORGANISATION_CHECKS) == 0) & (division == 0)
    )
    return fits
