"""Many new rows at once, past Django's objects: of a million, making those would take most of the time."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models


def insert_rows(
    model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]], same: Mapping[str, Any]
) -> None:
    """Insert rows of plain values (numbers, texts, None) for `fields`, and in each of them the values of `same`.

    Fields are named as their columns (`organisation_id`); those of neither are null. The database checks every constraint.
    """
    columns = {field.attname: field for field in model._meta.concrete_fields if not field.primary_key}
    constant = [columns[name].get_db_prep_save(value, connection) for name, value in same.items()]
    quoted = ", ".join(connection.ops.quote_name(columns[name].column) for name in (*fields, *same))
    places = ", ".join(["%s"] * (len(fields) + len(same)))
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({quoted}) VALUES ({places})",  # noqa: S608 # nosec B608 - of our own tables
            [(*row, *constant) for row in rows],
        )
