"""`sihang policy sql`: the rules as one statement for a database that the data may not leave."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from sihang.rulebook.assess import Rulebook, load
from sihang.rulebook.errors import printable


def write(policies: tuple[str, ...], dialect: str, on: date, table: str, like: str | None, *, ddl: bool) -> int:
    """Print the statement, or the table that it reads."""
    from sihang.rulebook.tables.ddl import create_table
    from sihang.rulebook.tables.sql import Dialect
    from sihang.rulebook.tables.table import every_column

    rulebook = load(*policies)
    rules = rulebook.rules(on)
    columns = every_column(rules, on, years=10) if like is None else _columns_of(like)
    try:
        if ddl:
            click.echo(create_table(rules, columns, Dialect(dialect), table) + ";")
        else:
            statement = rulebook.sql(dialect, on=on, table=table, columns=columns)
            click.echo(f"{_heading(rulebook, on, dialect)}\n{statement};")
    except ValueError as error:
        raise click.UsageError(printable(str(error))) from None
    return 0


def _heading(rulebook: Rulebook, on: date, dialect: str) -> str:
    """Which rules these are, as comments of SQL."""
    lines = [f"-- sihang policy sql --dialect {dialect} --on {on}"]
    for package in rulebook.packages:
        notice = f"  {package.notice.zh}" if package.notice else ""
        lines.append(f"-- {package.id} {package.digest}{notice}")
    lines.append("-- 表的列见 docs/tables.md，或加 --ddl / for the table's columns see docs/tables.md, or add --ddl")
    return "\n".join(lines)


def _columns_of(name: str) -> list[str]:
    """The columns of a Parquet file, or names from a text file, one a line."""
    path = Path(name)
    if path.suffix.lower() == ".parquet":
        import polars as pl

        try:
            return list(pl.read_parquet_schema(path))
        except (OSError, pl.exceptions.PolarsError) as error:
            raise click.UsageError(f"读不了 / cannot read {printable(name)}: {printable(str(error))}") from None
    try:
        return [line.strip() for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"读不了 / cannot read {printable(name)}: {printable(str(error))}") from None
