"""ClickHouse in this process (the wheel chdb-core), with a folder of its own."""

from contextlib import contextmanager

from tests.builders.missing import missing

HINT = "ClickHouse as a library: pip install chdb-core"
SETTINGS = "SETTINGS max_query_size = 100000000, max_ast_depth = 10000, max_ast_elements = 1000000, max_expanded_ast_elements = 10000000"


@contextmanager
def clickhouse(folder):
    """A session; its tables are gone at the end."""
    try:
        from chdb.session import Session
    except ImportError:
        missing(HINT)
    session = Session(str(folder))
    try:
        yield session
    finally:
        session.close()
