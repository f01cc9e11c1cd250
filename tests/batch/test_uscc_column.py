"""A column of codes: both check characters count, each by itself."""

import polars as pl

from sihang.batch.uscc_column import is_uscc
from sihang.values.uscc import ALPHABET

CODE = "91310110MADEM0011Y"


def accepted(*codes):
    return pl.DataFrame({"code": codes}).select(is_uscc(pl.col("code"))).to_series().drop_nulls().to_list()


def test_no_last_character_makes_up_for_a_wrong_check_of_the_organisation_code():
    """MADEM001 has the check character 1. With another in its place one of the 31 last characters fits the whole."""
    assert accepted(*(f"91310110MADEM0011{last}" for last in ALPHABET)) == [CODE]
    assert accepted(*(f"91310110MADEM0012{last}" for last in ALPHABET)) == []


def test_a_division_is_six_digits():
    assert accepted(*(f"9131011A{CODE[8:17]}{last}" for last in ALPHABET)) == []


def test_what_is_empty_short_or_long_is_no_code():
    assert accepted(CODE, None, "", CODE[:-1], f"{CODE}0", "９" * 18) == [CODE]
