"""Every engine, as a fixture: started where a test needs it, once for a worker."""

import pytest

from tests.builders import engines
from tests.builders.clickhouse import clickhouse
from tests.builders.postgres import own_schema, postgres
from tests.builders.spark import spark

DATABASES = ("postgres", "spark", "clickhouse")


def pytest_itemcollected(item):
    """One worker starts a database, and no other."""
    asked = getattr(item, "callspec", None)
    for name in (asked.params.get("engine"), asked.params.get("name")) if asked else ():
        if name in DATABASES:
            item.add_marker(pytest.mark.xdist_group(name))


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
