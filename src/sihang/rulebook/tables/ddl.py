"""The table that a statement reads, as a database would be told to make it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlglot import exp

from sihang.rulebook.facts import Kind
from sihang.rulebook.layers import Rules
from sihang.rulebook.tables.meanings import Meaning, meanings
from sihang.rulebook.tables.sql import Dialect, table_of

_TYPES = {Kind.YES_NO: "BOOLEAN", Kind.DATE: "DATE", Kind.ENUM: "TEXT", Kind.LABEL: "TEXT", Kind.TEXT: "TEXT"}
_CLICKHOUSE = {"DATE": "Date32", "BIGINT": "Int64", "TEXT": "String", "BOOLEAN": "Bool"}


def create_table(rules: Rules, columns: Iterable[str], dialect: Dialect, table: str) -> str:
    """CREATE TABLE with these columns in canonical form (docs/tables.md); columns that are not ours hold text."""
    known = meanings(rules)
    kinds = {column: known.get(column, Meaning(Kind.TEXT)).kind for column in columns}
    defined = [_column(column, _TYPES.get(kind, "BIGINT"), dialect) for column, kind in kinds.items()]
    schema = exp.Schema(this=table_of(table), expressions=defined)
    return exp.Create(this=schema, kind="TABLE").sql(dialect=dialect, pretty=True)


def _column(name: str, type_: str, dialect: Dialect) -> exp.ColumnDef:
    if dialect is Dialect.CLICKHOUSE:
        type_ = f"Nullable({_CLICKHOUSE[type_]})"
    kind = exp.DataType.build(type_, dialect=dialect)
    return exp.ColumnDef(this=exp.to_identifier(name, quoted=True), kind=kind)
