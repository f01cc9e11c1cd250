"""ClickHouse in this process (the wheel chdb-core), with a folder of its own."""

from contextlib import contextmanager

from tests.builders.missing import missing

HINT = "ClickHouse as a library: pip install chdb-core"
LIMITS = {
    "max_query_size": 100_000_000,
    "max_ast_depth": 10_000,
    "max_ast_elements": 1_000_000,
    "max_expanded_ast_elements": 10_000_000,
    "max_block_size": 4_096,  # a block holds every term of the policy: small ones take less memory
    "preferred_block_size_bytes": 0,
}
SETTINGS = "SETTINGS " + ", ".join(f"{name} = {value}" for name, value in LIMITS.items())


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
