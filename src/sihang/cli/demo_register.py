"""The organisations of the demonstration: an officer's workbooks, taken over as an officer takes them over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl
from django.conf import settings
from django.utils import timezone

from sihang.accounts.queries import demonstrator
from sihang.accounts.states import MandateKind, Role
from sihang.cli.demo_own import load_own
from sihang.cli.demo_people import USCC
from sihang.cli.demo_workbooks import draw_workbooks
from sihang.register.actions.decide_intake import order_takeover
from sihang.register.actions.read_intake import read_intake
from sihang.register.actions.receive_workbook import receive_workbook
from sihang.register.actions.state_relation import state_relation
from sihang.register.actions.take_over_intake import take_over_intake
from sihang.register.history import Source
from sihang.register.known_facts import known_facts
from sihang.register.queries import organisations_visible_to
from sihang.register.sheets import SheetKind
from sihang.register.states import RelationKind
from sihang.rulebook import Rulebook
from sihang.rulebook.shelf import rulebook_of

ROWS = 299


def load_register(now: datetime) -> None:
    """The demonstration's register, once: a district, and the organisation that its people act for."""
    officer, head, handler = demonstrator(Role.OFFICER), demonstrator(Role.HEAD), demonstrator(MandateKind.HANDLER)
    if organisations_visible_to(officer).exists():
        return
    rulebook = rulebook_of(settings.POLICIES)
    load_district(officer, rulebook, now)
    load_own(officer, head, handler, rulebook, now)
    _share_addresses(officer, now)


def _share_addresses(officer: Any, now: datetime) -> None:
    """Every twentieth organisation sits at the address of another, as in a building full of young firms."""
    others = organisations_visible_to(officer).exclude(uscc=USCC).order_by("uscc")
    for place, each in enumerate(others[::20]):
        address = f"示例区示例路 {1 + place % 4} 号 3 层"
        state_relation(actor=officer, organisation_id=each.pk, kind=RelationKind.ADDRESS, value=address, now=now)


def load_district(actor: Any, rulebook: Rulebook, now: datetime, *, rows: int = ROWS) -> None:
    """A district of so many organisations, through the same action as an officer's own import."""
    on = timezone.localdate(now)
    made = draw_workbooks(rows, rulebook, known_facts(rulebook, on), on)
    for name, frame, kind, origin in (
        ("示例单位名册.csv", made.organisations, SheetKind.ORGANISATIONS, (Source.OTHER_OFFICE, "示例名册")),
        ("示例年度数据.csv", made.accounts, SheetKind.ACCOUNTS, (Source.SELF_DECLARED, "")),
        ("示例资质名单.csv", made.statuses, SheetKind.STATUSES, (Source.PUBLIC_LIST, "示例公开名单")),
        ("示例年报.csv", made.annual_reports, SheetKind.ACCOUNTS, (Source.OTHER_OFFICE, "示例年报")),
    ):
        _take_over(frame, name, kind, origin, actor, rulebook, now)


def _take_over(
    frame: pl.DataFrame,
    name: str,
    kind: SheetKind,
    origin: tuple[Source, str],
    actor: Any,
    rulebook: Rulebook,
    now: datetime,
) -> None:
    content = frame.write_csv(include_bom=True).encode()
    source, named = origin
    intake = receive_workbook(actor=actor, kind=kind, name=name, content=content, source=source, named=named, now=now)
    read_intake(intake_id=intake.pk, rulebook=rulebook, now=now)
    order_takeover(actor=actor, intake_id=intake.pk)
    take_over_intake(intake_id=intake.pk, rulebook=rulebook, now=now)
