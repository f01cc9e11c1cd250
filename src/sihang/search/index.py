"""Grams to entries, in the way of each database.

SQLite: FTS5. PostgreSQL: an array of grams as a tsvector with a GIN index, which needs no parser and so is right under
every locale. pg_trgm makes no trigrams of Chinese under locale C, so that its index helps nothing there, and under
C.UTF-8 two characters are still a walk over the whole table (docs/decisions/0014-grams-for-search.md).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from sihang.search.grams import Word

CREATE = {
    "sqlite": [
        # The index alone, without the text: the text is in search_entry.
        "CREATE VIRTUAL TABLE search_grams USING fts5(grams, tokenize = \"unicode61 remove_diacritics 0\")",
    ],
    "postgresql": [
        "CREATE TABLE search_grams (rowid bigint PRIMARY KEY, grams tsvector NOT NULL)",
        "CREATE INDEX search_grams_gin ON search_grams USING gin (grams)",
    ],
}  # fmt: skip
PUT = {
    "sqlite": "INSERT OR REPLACE INTO search_grams (rowid, grams) VALUES (%s, %s)",
    "postgresql": "INSERT INTO search_grams (rowid, grams) VALUES (%s, array_to_tsvector(%s)) "
    "ON CONFLICT (rowid) DO UPDATE SET grams = excluded.grams",
}
FIND = {
    "sqlite": "SELECT rowid FROM search_grams WHERE grams MATCH %s",
    "postgresql": "SELECT rowid FROM search_grams WHERE grams @@ %s::tsquery",
}


def create(on: Any) -> None:
    """Make the table; for the migration."""
    with on.cursor() as cursor:
        for statement in CREATE[on.vendor]:
            cursor.execute(statement)


def destroy(on: Any) -> None:
    with on.cursor() as cursor:
        cursor.execute("DROP TABLE search_grams")


def put(grams: Mapping[int, list[str]]) -> None:
    """Keep the grams of new entries by their primary keys."""
    as_stored = (lambda each: each) if connection.vendor == "postgresql" else " ".join
    rows = [(key, as_stored(each)) for key, each in grams.items()]
    with connection.cursor() as cursor:
        cursor.executemany(PUT[connection.vendor], rows)


def remove(keys: Iterable[int]) -> None:
    """Forget entries, before or after they are deleted."""
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM search_grams WHERE rowid = %s", [(key,) for key in keys])


def candidates(word: Word) -> RawSQL:
    """A subquery of the primary keys of entries that hold every gram of `word`; few more than hold the word itself."""
    quote, beginning, joint = ("'{}'", "'{}':*", " & ") if connection.vendor == "postgresql" else ('"{}"', '"{}"*', " ")
    # A gram is letters, digits and ideographs, so nothing in it can end the quotes.
    terms = [quote.format(gram) for gram in word.grams] + [beginning.format(each) for each in word.beginnings]
    return RawSQL(FIND[connection.vendor], [joint.join(terms)])  # noqa: S611  # nosec B611 - our own sentence
