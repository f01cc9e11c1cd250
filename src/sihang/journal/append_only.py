"""Triggers that refuse UPDATE and DELETE on the journal, for SQLite and PostgreSQL."""

from typing import Any

TABLES = ("journal_event", "journal_node")
IDENTITIES = {
    "journal_event": "id = NEW.id",
    "journal_node": "id = NEW.id OR (level = NEW.level AND position = NEW.position) OR event_id = NEW.event_id",
}
"""What makes a new row of each table one that is there already."""
REFUSAL = "the journal is append-only"


# One branch for each table, for PL/pgSQL prepares a query with the name of its table.
_REFUSE = """
    CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'TRUNCATE' AND TG_TABLE_NAME = 'journal_event' THEN
            IF NOT EXISTS (SELECT 1 FROM journal_event) THEN RETURN NULL; END IF;
        ELSIF TG_OP = 'TRUNCATE' THEN
            IF NOT EXISTS (SELECT 1 FROM journal_node) THEN RETURN NULL; END IF;
        END IF;
        RAISE EXCEPTION 'the journal is append-only';
    END $$"""


def forbid(connection: Any) -> None:
    """Set the triggers."""
    statements = _on_postgresql() if connection.vendor == "postgresql" else _on_sqlite()
    _run(connection, statements)


def permit(connection: Any) -> None:
    """Remove the triggers: only for taking the migration back, and for tests that empty their database."""
    on = {"postgresql": " ON {table}"}.get(connection.vendor, "")
    kinds = ("update", "delete", "truncate") if on else ("update", "delete", "replace")
    _run(
        connection,
        [f"DROP TRIGGER IF EXISTS {table}_no_{kind}{on.format(table=table)}" for table in TABLES for kind in kinds],
    )


def _on_sqlite() -> list[str]:
    """INSERT OR REPLACE removes the row in its way without asking the trigger for DELETE, so that INSERT is asked too."""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    return [
        f"CREATE TRIGGER {table}_no_{kind} BEFORE {kind.upper()} ON {table} {refuse}"
        for table in TABLES
        for kind in ("update", "delete")
    ] + [
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608 # nosec B608 - names of our own
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) {refuse}"
        for table, same in IDENTITIES.items()
    ]


def _on_postgresql() -> list[str]:
    rows = [
        f"CREATE TRIGGER {table}_no_{kind} BEFORE {kind.upper()} ON {table} FOR EACH ROW EXECUTE FUNCTION journal_refuse()"
        for table in TABLES
        for kind in ("update", "delete")
    ]
    whole = [
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION journal_refuse()"
        for table in TABLES
    ]
    return [_REFUSE, *rows, *whole]


def _run(connection: Any, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
