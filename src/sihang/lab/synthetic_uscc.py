"""Unified social credit codes for organisations that do not exist: right check characters, of a district that there is not.

The body is MA and the row in six digits of base 31. The sums of GB 11714 and GB 32100 are linear in the digits, so for a whole
block of rows each is looked up for three digits at a time and added.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from sihang.lab.draws import Values
from sihang.values.uscc import ALPHABET, ORGANISATION_CHECKS, ORGANISATION_WEIGHTS, WEIGHTS

DIVISION = "310199"
"""In Shanghai, and not in GB/T 2260: no code with it is a real organisation's."""
MOST_ROWS = 31**6
_TRIPLES = 31**3


def codes(places: Values, kinds: Values, registrars: Sequence[str]) -> pl.Series:
    """A code for each row, text of shape (n,).

    Args:
        places: the place of each row in its register, from zero, below `MOST_ROWS`.
        kinds: of each row, which of `registrars` (the first two characters) its code begins with.
    """
    prefixes = [f"{registrar}{DIVISION}MA" for registrar in registrars]
    high, low = np.divmod(places, _TRIPLES)
    inner = (-(_MA + _INNER[0][high] + _INNER[1][low])) % 11
    of_prefix = np.array([sum(ALPHABET.index(c) * w for c, w in zip(p, WEIGHTS, strict=False)) for p in prefixes])
    outer = (-(of_prefix[kinds] + _OUTER[0][high] + _OUTER[1][low] + WEIGHTS[16] * _CHECK_VALUES[inner])) % 31
    parts = (
        (prefixes, kinds),
        (_DIGITS, high),
        (_DIGITS, low),
        (list(ORGANISATION_CHECKS), inner),
        (list(ALPHABET), outer),
    )
    characters = (pl.lit(pl.Series(texts)).gather(pl.lit(pl.Series(at))) for texts, at in parts)
    return pl.select(pl.concat_str(*characters)).to_series()


def _sums_of_three(digit_values: Sequence[int], weights: Sequence[int]) -> Values:
    """The weighted sum of every three digits, shape (31³,)."""
    digits = np.array(digit_values)
    first, second, third = weights
    sums: Values = (digits[:, None, None] * first + digits[:, None] * second + digits * third).ravel()
    return sums


_DIGITS = [a + b + c for a in ALPHABET for b in ALPHABET for c in ALPHABET]
_LETTERS_FROM_10 = [int(char, 36) for char in ALPHABET]  # as GB 11714 counts, with gaps where the alphabet has gaps
_MA = sum(int(char, 36) * weight for char, weight in zip("MA", ORGANISATION_WEIGHTS[:2], strict=True))
_INNER = [_sums_of_three(_LETTERS_FROM_10, ORGANISATION_WEIGHTS[at : at + 3]) for at in (2, 5)]
_OUTER = [_sums_of_three(range(31), WEIGHTS[at : at + 3]) for at in (10, 13)]
_CHECK_VALUES = np.array([ALPHABET.index(char) for char in ORGANISATION_CHECKS])
