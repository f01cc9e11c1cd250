"""DuckDB: the policy as one SQL statement, in this process; an extra of this program."""

from __future__ import annotations

from sihang.batch.engines import Work
from sihang.batch.problems import refuse
from sihang.rulebook.tables.sql import Dialect, statement

TABLE = "organisations"


class DuckDB:
    def assess(self, work: Work) -> None:
        try:
            import duckdb
        except ImportError:
            zh = "没有安装 DuckDB。请运行 pip install 'sihang[duckdb]'，或用默认的 --engine polars"
            en = "DuckDB is not installed: run pip install 'sihang[duckdb]', or use the default, --engine polars"
            raise refuse("engine-missing", "--engine duckdb", zh, en) from None
        select = statement(work.plan, Dialect.DUCKDB, table=TABLE, keep=work.keep)
        with duckdb.connect() as connection:
            connection.execute(f"SET temp_directory = {_quoted(str(work.output.parent))}")
            connection.read_parquet([str(path) for path in work.inputs]).create_view(TABLE)
            connection.execute(f"COPY ({select}) TO {_quoted(str(work.output))} ({_options(work)})")


ENGINE = DuckDB()


def _options(work: Work) -> str:
    pairs = ", ".join(f"{_quoted(key)}: {_quoted(value)}" for key, value in work.metadata.items())
    return f"FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{pairs}}}" if pairs else "FORMAT parquet, COMPRESSION zstd"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
