"""Text that a spreadsheet would take for a formula when it opens a CSV file, made harmless."""

from __future__ import annotations

import polars as pl

FORMULA = r"^[=+\-@\t\r]"
"""How a text begins that a spreadsheet runs."""
NUMBER = r"^[+-]?[0-9]+(?:\.[0-9]+)?%?$"


def harmless(text: pl.Expr) -> pl.Expr:
    """A text that begins like a formula, with an apostrophe before it; numbers are no formulas."""
    return pl.when(is_formula(text)).then("'" + text).otherwise(text)


def is_formula(text: pl.Expr) -> pl.Expr:
    return text.str.contains(FORMULA) & ~text.str.contains(NUMBER)
