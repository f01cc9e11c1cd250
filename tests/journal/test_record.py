"""What every action leaves behind, and when it does not."""

import threading

import pytest
from django.db import connection, transaction

from sihang.journal.actions.record_event import record_event
from sihang.journal.actions.seal_events import seal_events
from sihang.journal.checking import checked_journal
from sihang.journal.models import Event, Node
from sihang.journal.origin import coming_from
from sihang.journal.queries import tree_head
from tests.builders.people import person


@pytest.mark.django_db
def test_an_event_says_who_what_on_which_record_before_and_after_and_from_where():
    li = person()

    with coming_from("web 192.0.2.7"):
        record_event(
            act="person.renamed",
            actor=li,
            organisation="91310110MADEM0011Y",
            subject=li,
            before={"name": "李明"},
            after={"name": "李茗"},
        )

    event = Event.objects.get()
    assert (event.act, event.actor_id, event.actor_name) == ("person.renamed", str(li.pk), "李明 (li.ming)")
    assert (event.organisation, event.origin) == ("91310110MADEM0011Y", "web 192.0.2.7")
    assert (event.subject_kind, event.subject_id) == ("accounts.person", str(li.pk))
    assert (event.before, event.after) == ({"name": "李明"}, {"name": "李茗"})
    assert event.at.tzinfo is not None


@pytest.mark.django_db
@pytest.mark.parametrize("value", [1.5, {1, 2}, {"deep": [{"rate": 0.3}]}, {7: "key"}])
def test_what_has_no_single_spelling_is_refused(value):
    li = person()

    with pytest.raises(TypeError):
        record_event(act="person.renamed", actor=li, subject=li, after={"value": value})

    assert Event.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_of_a_transaction():
    li = person()

    with pytest.raises(transaction.TransactionManagementError):
        record_event(act="person.renamed", actor=li, subject=li)


@pytest.mark.django_db(transaction=True)
def test_the_record_falls_with_the_change_and_is_sealed_when_both_stand():
    li = person()

    with pytest.raises(ZeroDivisionError):
        record_and_fail(li)
    after_failure = (Event.objects.count(), tree_head().size)
    with transaction.atomic():
        record_event(act="person.renamed", actor=li, subject=li)

    assert after_failure == (0, 0)
    assert (Event.objects.count(), tree_head().waiting) == (1, 0)
    assert Node.objects.get(level=0).event == Event.objects.get()


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_both_get_their_own_place():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite in memory has one writer: pytest --postgres")
    li = person()
    together = threading.Barrier(2)

    def write():
        together.wait()
        for _ in range(5):
            with transaction.atomic():
                record_event(act="person.renamed", actor=li, subject=li)
        connection.close()

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    seal_events()

    places = Node.objects.filter(level=0).order_by("position").values_list("position", flat=True)
    start = places[0]
    assert list(places) == list(range(start, start + 10))
    assert Node.objects.filter(level=0).values("event").distinct().count() == 10
    assert checked_journal().sound


@transaction.atomic
def record_and_fail(who):
    record_event(act="person.renamed", actor=who, subject=who)
    return 1 / 0  # the change fails after it was recorded
