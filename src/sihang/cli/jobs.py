"""`sihang jobs`: what is done while nobody waits: scanning, reading, importing, mail."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterable
from typing import Any

import click

SECONDS_BETWEEN = 2
log = logging.getLogger("sihang.jobs")


@click.command(epilog="例 / example:\n\n\b\n  sihang jobs --once")
@click.option("--once", is_flag=True, help="办完现有的就结束 / do what there is, then end")
def jobs(once: bool) -> None:
    """查毒、读取材料、导入、发送邮件 / scan and read documents, import, send mail; runs beside the portal, in as many processes as you like."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sihang.project.settings.production")
    import django

    django.setup()
    if once:
        click.echo(f"{work_off()}")
        return
    work_until(threading.Event())


def work_until(stop: threading.Event) -> None:
    """Work off what there is, again and again, until `stop`."""
    from django.db import OperationalError, close_old_connections

    while not stop.wait(SECONDS_BETWEEN):
        close_old_connections()
        try:
            work_off()
        except OperationalError:  # the database is away or busy; it will be back
            log.exception("the database did not answer")


def work_off() -> int:
    """Do everything that waits now, and return how much was done. What fails is logged, and waits for the next round."""
    from django.utils import timezone

    from sihang.documents.actions.read_document import read_document
    from sihang.documents.actions.scan_document import scan_document
    from sihang.documents.queries import documents_awaiting_reading, documents_awaiting_scan
    from sihang.journal.origin import coming_from
    from sihang.messages.actions.deliver_mail import deliver_mail
    from sihang.messages.queries import mail_due

    with coming_from("sihang jobs"):
        scanned = _each(documents_awaiting_scan(), lambda key: scan_document(document_id=key, now=timezone.now()))
        read = _each(documents_awaiting_reading(), lambda key: read_document(document_id=key, now=timezone.now()))
        due = mail_due(timezone.now())
        mailed = _each(due, lambda key: deliver_mail(message_id=key, now=timezone.now()))
        return scanned + read + mailed + _work_off_intakes()


def _work_off_intakes() -> int:
    """Workbooks that officers handed in: read what waits to be read, take over what was ordered."""
    from django.conf import settings
    from django.utils import timezone

    from sihang.register.actions.read_intake import read_intake
    from sihang.register.actions.take_over_intake import take_over_intake
    from sihang.register.queries import intakes_awaiting_reading, intakes_awaiting_takeover
    from sihang.rulebook.shelf import rulebook_of

    rulebook = rulebook_of(settings.POLICIES)

    def read(key: int) -> None:
        read_intake(intake_id=key, rulebook=rulebook, now=timezone.now())

    def take(key: int) -> None:
        take_over_intake(intake_id=key, rulebook=rulebook, now=timezone.now())

    return _each(intakes_awaiting_reading(), read) + _each(intakes_awaiting_takeover(), take)


def _each(waiting: Any, act: Callable[[int], object]) -> int:
    from django.db import OperationalError

    keys: Iterable[int] = list(waiting.values_list("pk", flat=True))
    done = 0
    for key in keys:
        try:
            act(key)
        except OperationalError:
            raise  # the database is away, for the others too
        except Exception:  # no scanner, a file that is gone, or one that breaks us: the others need not wait for it
            log.exception("%s %s waits", waiting.model._meta.label_lower, key)
        else:
            done += 1
    return done
