"""Nobody changes the journal: the database refuses it."""

import pytest
from django.db import DatabaseError, connection, transaction

from sihang.journal.actions.record_event import record_event
from sihang.journal.actions.seal_events import seal_events
from sihang.journal.models import Event, Node
from tests.builders.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    li = person()
    event = record_event(act="person.renamed", actor=li, subject=li, before={"name": "李明"}, after={"name": "李茗"})
    seal_events()
    return event


@pytest.mark.parametrize("table", [Event, Node])
def test_a_line_cannot_be_removed(event, table):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        table.objects.all()._raw_delete("default")

    assert table.objects.count() == 1


@pytest.mark.parametrize(("table", "change"), [(Event, {"actor_name": "王芳"}), (Node, {"digest": "00"})])
def test_a_line_cannot_be_changed(event, table, change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        table.objects.update(**change)

    assert table.objects.filter(**change).count() == 0


@pytest.mark.parametrize("table", ["journal_event", "journal_node"])
def test_a_line_cannot_be_put_in_the_place_of_another(event, table):
    """SQLite's REPLACE removes what is in its way, and asks no trigger for DELETE."""
    replace = {
        "sqlite": f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        "postgresql": f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT (id) DO UPDATE SET id = excluded.id",
    }

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(replace[connection.vendor])
