"""The people of the demonstration: one for each role of the office, and three of an organisation."""

from __future__ import annotations

import secrets
from datetime import datetime

from sihang.accounts.actions.admit_person import admit_person
from sihang.accounts.actions.appoint_person import appoint_person
from sihang.accounts.actions.found_office import found_office
from sihang.accounts.actions.give_mandate import give_mandate
from sihang.accounts.queries import DEMONSTRATION, people_of_demonstration
from sihang.accounts.states import MandateKind, Role

NAMES = {
    Role.OFFICER: "林晓（示例）",
    Role.HEAD: "高远（示例）",
    Role.EXPERT: "沈教授（示例）",
    Role.FINANCE: "钱敏（示例）",
    Role.AUDITOR: "申正（示例）",
    Role.DRAFTER: "文思（示例）",
    Role.SYSTEM_ADMINISTRATOR: "石坚（示例）",
    Role.AUDIT_ADMINISTRATOR: "纪明（示例）",
}
FOUNDER = "安然（示例）"
MANDATES = {
    MandateKind.LEGAL_REPRESENTATIVE: "方舟（示例）",
    MandateKind.HANDLER: "苏桐（示例）",
    MandateKind.READER: "何溪（示例）",
}
USCC, ORGANISATION = "91310110MADEM0011Y", "示例智能科技有限公司"


def load_people(now: datetime) -> None:
    """Make them, once. Nobody knows their passwords: the demonstration signs in by a click."""
    if people_of_demonstration().exists():
        return
    founder = found_office(
        username=f"{DEMONSTRATION}security_administrator", name=FOUNDER, password=_password(), now=now
    )
    made = {}
    for role, name in [*NAMES.items(), *MANDATES.items()]:
        made[role] = admit_person(
            actor=founder, username=f"{DEMONSTRATION}{role}", name=name, password=_password(), now=now
        )
    for role in NAMES:
        appoint_person(actor=founder, person_id=made[role].pk, role=role, now=now)
    for kind in MANDATES:
        give_mandate(
            actor=made[Role.OFFICER],
            account=made[kind].username,
            uscc=USCC,
            organisation_name=ORGANISATION,
            kind=kind,
            now=now,
        )


def _password() -> str:
    return secrets.token_urlsafe(24)
