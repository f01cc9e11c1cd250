"""From an action to the inbox and the mail box."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import transaction

from sihang.accounts.errors import NotPermitted, NotReady
from sihang.accounts.models import Person
from sihang.journal.models import Event
from sihang.messages.actions.deliver_mail import deliver_mail
from sihang.messages.actions.mark_read import mark_read
from sihang.messages.actions.retry_mail import retry_mail
from sihang.messages.actions.write_message import write_message
from sihang.messages.kinds import TEMPLATES, Kind, fields_of, written
from sihang.messages.models import Message
from sihang.messages.queries import mail_due, messages_visible_to, unread_count
from sihang.messages.states import MailState, wait_after
from tests.builders.people import person

AT = datetime(2025, 6, 30, 9, 0, tzinfo=UTC)
REFUSING = "tests.messages.refusing_server.RefusingServer"


@pytest.fixture
def li(db):
    return person("li", email="li@example.cn")


def message_to(somebody, now=AT):
    values = {"name": "利润表.pdf", "count": 3}
    with transaction.atomic():
        return write_message(kind=Kind.PROPOSALS_FOUND, to=somebody, values=values, about=somebody, now=now)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_template_has_an_example_that_fills_it_in_both_languages(kind):
    subject, body = written(kind, TEMPLATES[kind].example)

    assert fields_of(TEMPLATES[kind]) == set(TEMPLATES[kind].example)
    assert all(text and "{" not in text for text in (*subject, *body))


def test_a_file_name_cannot_add_a_line_or_ask_for_more():
    subject, _ = written(Kind.DOCUMENT_REFUSED, {"name": "a\r\nBcc: x@y.z {found}.pdf", "found": "Eicar"})

    assert subject.zh == "材料未通过查毒：a Bcc: x@y.z {found}.pdf"


def test_a_message_is_written_in_both_languages_and_sent_by_nobody_yet(li):
    message = message_to(li)

    assert message.subject_zh == "“利润表.pdf”已读取，3 项待您确认"
    assert message.subject_en == "'利润表.pdf' was read: 3 things for you to decide"
    assert (message.mail_state, mail.outbox) == (MailState.WAITING, [])


@pytest.mark.django_db(transaction=True)
def test_a_message_without_a_transaction_is_refused():
    li = person("li", email="li@example.cn")

    with pytest.raises(transaction.TransactionManagementError):
        write_message(kind=Kind.PROPOSALS_FOUND, to=li, values={"name": "", "count": 0}, about=li, now=AT)


def test_a_message_is_gone_when_what_it_tells_of_did_not_happen(li):
    with transaction.atomic():
        message_to(li)
        transaction.set_rollback(True)

    assert Message.objects.count() == 0


def test_mail_is_sent_once_in_both_languages_to_the_address_of_today(li):
    message = message_to(li)
    Person.objects.filter(pk=li.pk).update(email="new@example.cn")

    deliver_mail(message_id=message.pk, now=AT)
    deliver_mail(message_id=message.pk, now=AT)

    (sent,) = mail.outbox
    assert sent.to == ["new@example.cn"]
    assert sent.body.startswith("系统从“利润表.pdf”中读出 3 项内容。")
    assert "3 things were read in '利润表.pdf'." in sent.body
    message.refresh_from_db()
    assert (message.mail_state, list(mail_due(AT + timedelta(days=9)))) == (MailState.SENT, [])


def test_somebody_without_an_address_has_the_inbox_alone(db):
    message = message_to(person("wang"))

    assert (message.mail_state, list(mail_due(AT))) == (MailState.NONE, [])


def test_a_refused_mail_waits_longer_each_time_and_is_given_up_at_the_sixth(li, settings):
    settings.EMAIL_BACKEND = REFUSING
    message = message_to(li)
    at, waits = AT, []

    while list(mail_due(at)) == [message]:
        deliver_mail(message_id=message.pk, now=at)
        message.refresh_from_db()
        if message.mail_due_at is None:
            break
        waits.append((message.mail_due_at - at) // timedelta(minutes=1))
        at = message.mail_due_at

    assert waits == [1, 5, 30, 120, 720]
    assert (message.mail_state, message.mail_failures) == (MailState.GIVEN_UP, 6)
    assert message.mail_error == "SMTPRecipientsRefused: {'li@example.cn': (550, b'no such box')}"
    assert wait_after(6) is None


def test_what_was_given_up_is_tried_again_by_a_system_administrator_alone(li, settings):
    settings.EMAIL_BACKEND = REFUSING
    message = message_to(li)
    for day in range(6):
        deliver_mail(message_id=message.pk, now=AT + timedelta(days=day))
    admin = person("admin", "system_administrator")

    with pytest.raises(NotPermitted):
        retry_mail(message_id=message.pk, actor=li, now=AT)
    retry_mail(message_id=message.pk, actor=admin, now=AT + timedelta(days=7))
    with pytest.raises(NotReady) as refused:
        retry_mail(message_id=message.pk, actor=admin, now=AT)

    assert refused.value.codes == ["mail-not-given-up"]
    assert list(mail_due(AT + timedelta(days=7))) == [message]
    assert [event.act for event in Event.objects.all()] == ["mail.retried"]


def test_what_a_stopped_worker_had_taken_is_due_again_after_ten_minutes(li):
    message = message_to(li)
    Message.objects.update(mail_state=MailState.SENDING, mail_due_at=AT + timedelta(minutes=10))

    assert list(mail_due(AT + timedelta(minutes=9))) == []
    assert list(mail_due(AT + timedelta(minutes=10))) == [message]


def test_an_address_that_no_mail_can_have_is_a_failure_and_no_crash(li):
    message = message_to(li)
    Person.objects.update(email="li@example.cn\nBcc: all@example.cn")

    deliver_mail(message_id=message.pk, now=AT)

    message.refresh_from_db()
    assert (message.mail_state, mail.outbox) == (MailState.WAITING, [])


def test_everybody_reads_their_own_messages_and_nobody_anothers(li):
    message, other = message_to(li), person("wang")

    assert list(messages_visible_to(li)) == [message]
    assert list(messages_visible_to(other)) == []
    with pytest.raises(NotPermitted):
        mark_read(message_id=message.pk, actor=other, now=AT)
    assert unread_count(li) == 1
    mark_read(message_id=message.pk, actor=li, now=AT)
    mark_read(message_id=message.pk, actor=li, now=AT + timedelta(days=1))
    message.refresh_from_db()
    assert (unread_count(li), message.read_at) == (0, AT)
