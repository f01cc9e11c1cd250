"""Every engine, as a fixture: started where a test needs it, once for a worker."""

import pytest

from tests.builders import engines
from tests.builders.clickhouse import clickhouse
from tests.builders.postgres import own_schema, postgres
from tests.builders.spark import spark

DATABASES = [
    pytest.param(name, marks=pytest.mark.xdist_group(name))  # one worker starts it, and no other
    for name in ("postgres", "spark", "clickhouse")
]


@pytest.fixture(scope="session")
def polars():
    return engines.InMemory()


@pytest.fixture(scope="session")
def streaming(tmp_path_factory):
    return engines.Shipped("polars", tmp_path_factory.mktemp("streaming"))


@pytest.fixture(scope="session")
def duckdb(tmp_path_factory):
    return engines.Shipped("duckdb", tmp_path_factory.mktemp("duckdb"))


@pytest.fixture(scope="session", name="postgres")
def postgres_engine():
    with postgres() as where, own_schema(where) as connection:
        yield engines.Postgres(connection)


@pytest.fixture(scope="session", name="spark")
def spark_engine(tmp_path_factory):
    with spark():
        yield engines.Shipped("spark", tmp_path_factory.mktemp("spark"))


@pytest.fixture(scope="session", name="clickhouse")
def clickhouse_engine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clickhouse")
    with clickhouse(folder / "session") as session:
        yield engines.ClickHouse(session, folder)


@pytest.fixture(params=["polars", "streaming", "duckdb", *DATABASES])
def engine(request):
    """Each of them in turn."""
    return request.getfixturevalue(request.param)
