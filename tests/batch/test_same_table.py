"""One table in three formats is one table; its rows give what each would give as a case; every engine agrees to the last bit."""

from functools import cache

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sihang.batch.checks import check
from sihang.batch.opening import open_source
from sihang.batch.table import open_table
from sihang.batch.vocabulary import of_organisations
from sihang.rulebook.words import yuan
from tests.builders.desk import DAY, EXAMPLE, assess, loaded, write_csv, write_xlsx
from tests.builders.tables import frame_of, random_rows, scalar_results

RULES = loaded(*EXAMPLE).rules(DAY)


@cache
def rows(seed, count=30, unknown=0.3):
    return random_rows(RULES, count, DAY, seed=seed, unknown=unknown)


def as_written(name, value):
    """A canonical cell as a person writes it."""
    if name.endswith("_fen") and value is not None:
        return name.removesuffix("_fen"), yuan(value)
    if name.endswith("_bp") and value is not None:
        return name.removesuffix("_bp"), f"{value / 100:.2f}%"
    if isinstance(value, bool):
        return name, "是" if value else "否"
    return name.removesuffix("_fen").removesuffix("_bp"), value if value is None else str(value)


def for_people(frame):
    return [dict(as_written(*pair) for pair in row.items()) for row in frame.to_dicts()]


def canonical(path, folder):
    vocabulary = of_organisations(RULES, loaded(*EXAMPLE).vocabulary(DAY))
    folder.mkdir(exist_ok=True)
    checked = check(open_table(open_source(path, folder), vocabulary), folder / f"{path.name}.canonical.parquet")
    assert not checked.any_bad
    return checked.rows.collect()


@settings(max_examples=8)
@given(seed=st.integers(0, 10**6), unknown=st.sampled_from([0.0, 0.3, 0.9]))
def test_a_random_table_is_the_same_in_every_format(tmp_path_factory, seed, unknown):
    folder = tmp_path_factory.mktemp("table")
    frame = frame_of(rows(seed, 12, unknown), RULES)
    frame = frame.filter(pl.any_horizontal(pl.all().is_not_null()))  # no spreadsheet keeps an empty row
    frame.write_parquet(folder / "t.parquet")
    written = for_people(frame)

    from_parquet = canonical(folder / "t.parquet", folder / "a").select(frame.columns)
    from_csv = canonical(write_csv(folder / "t.csv", *written), folder / "b").select(frame.columns)
    from_xlsx = canonical(write_xlsx(folder / "t.xlsx", *written), folder / "c").select(frame.columns)

    assert from_parquet.equals(frame)
    assert from_csv.equals(frame)
    assert from_xlsx.equals(frame)


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    path = tmp_path_factory.mktemp("rows") / "in.parquet"
    frame_of(rows(7, 200), RULES).with_row_index("number").write_parquet(path)
    return path


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_every_row_is_what_its_case_would_be(table, tmp_path, engine):
    assess(table, tmp_path / "out.parquet", engine=engine)

    results = pl.read_parquet(tmp_path / "out.parquet").drop("number").with_columns(pl.col(pl.Enum).cast(pl.String))
    for place, (row, result) in enumerate(zip(rows(7, 200), results.to_dicts(), strict=True)):
        assert result == scalar_results(loaded(*EXAMPLE), row, DAY), place


def test_engines_write_the_same_table(table, tmp_path):
    for engine in ("polars", "duckdb"):
        assess(table, tmp_path / f"{engine}.parquet", engine=engine)
        assess(table, tmp_path / f"{engine}.csv", engine=engine)

    by_polars, by_duckdb = (pl.read_parquet(tmp_path / f"{engine}.parquet") for engine in ("polars", "duckdb"))
    assert by_polars.columns == by_duckdb.columns
    assert by_polars.with_columns(pl.col(pl.Enum).cast(pl.String)).equals(
        by_duckdb.with_columns(pl.col("number").cast(pl.UInt32))
    )
    assert (tmp_path / "polars.csv").read_bytes() == (tmp_path / "duckdb.csv").read_bytes()
