"""The organisation of the demonstration that its people act for: a file with everything that a page can show."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any, Final

import xlsxwriter
from django.utils import timezone

from sihang.cli.demo_people import ORGANISATION, USCC
from sihang.documents.actions.upload_document import upload_document
from sihang.register.actions.grant_status import Granted, grant_status
from sihang.register.actions.register_organisation import register_organisation
from sihang.register.actions.state_fact import state_fact
from sihang.register.actions.state_relation import state_relation
from sihang.register.actions.verify_fact import verify_fact
from sihang.register.history import Source
from sihang.register.reading import Said
from sihang.register.states import Level, RelationKind, StatusKind
from sihang.rulebook import Rulebook

FOUNDED: Final = 6
"""Years ago."""
REVENUE_WAN: Final = (310, 680, 1_150, 1_720, 2_480, 3_460)
"""From the year of the founding to the last one: over 3,000 in the last for the first time."""
RD_WAN: Final = (60, 110, 170, 240, 330, 452)
PEOPLE: Final = (9, 16, 24, 35, 47, 58)


def load_own(officer: Any, head: Any, handler: Any, rulebook: Rulebook, now: datetime) -> None:
    """Opened by the officer, filled in by the handler, verified in part by the head; one year is disputed, one fact unknown."""
    made = register_organisation(actor=officer, uscc=USCC, name=ORGANISATION, now=now)
    year = timezone.localdate(now).year
    first = year - FOUNDED

    def say(key: str, raw: Any, of_year: int | None = None, evidence: str = "", office: str = "") -> int:
        """The handler declares, or shows evidence; an officer enters what another office says."""
        source = Source.OTHER_OFFICE if office else Source.EVIDENCE if evidence else Source.SELF_DECLARED
        stated = state_fact(
            actor=officer if office else handler, organisation_id=made.pk, said=Said(key, of_year, raw), source=source,
            named=office or evidence, rulebook=rulebook, now=now,
        )  # fmt: skip
        return int(stated.pk)

    licence = {
        "kind": "enterprise",
        "registered_on": f"{first}-03-05",
        "founded_year": first,
        "registered_in_district": True,
    }
    sure = [say(key, raw, evidence="示例营业执照") for key, raw in licence.items()]
    say("industry_code", "I65")
    say("on_exclusion_list", False, office="示例信用核查")
    for back, (revenue, rd, people) in enumerate(zip(REVENUE_WAN, RD_WAN, PEOPLE, strict=True)):
        audited = f"示例 {first + back} 年度审计报告"
        sure.append(say("revenue", revenue * 10_000, first + back, evidence=audited))
        if back != len(RD_WAN) - 2:  # one year is left for a visitor to fill in
            say("rd_expense", rd * 10_000, first + back)
        say("employees", people, first + back)
        say("total_assets", revenue * 11_000, first + back)
    say("total_assets", REVENUE_WAN[-1] * 9_800, year - 1, office="示例年报")
    for number in sure:
        verify_fact(actor=head, fact_id=number, now=now)
    _recognised(officer, made, year, now)
    _hand_in(handler, year - 1, now)


def _recognised(officer: Any, made: Any, year: int, now: datetime) -> None:
    hnte = Granted(
        StatusKind.HNTE, Level.STATE, date(year - 1, 11, 15), date(year + 2, 11, 14), "示例高新技术企业认定机构", f"示例GR{year - 1}0001"
    )  # fmt: skip
    earlier = Granted(
        StatusKind.TECH_SME, Level.STATE, date(year - 3, 6, 1), date(year - 2, 5, 31), "示例科技主管部门", f"示例KJZX{year - 3}0001"
    )  # fmt: skip
    for granted in (earlier, hnte):
        grant_status(actor=officer, organisation_id=made.pk, granted=granted, source=Source.PUBLIC_LIST, now=now)
    for kind, value in ((RelationKind.LEGAL_PERSON, "方舟（示例）"), (RelationKind.ADDRESS, "示例区示例路 1 号 3 层")):
        state_relation(actor=officer, organisation_id=made.pk, kind=kind, value=value, now=now)


def _hand_in(handler: Any, year: int, now: datetime) -> None:
    rows = [
        ("利润表（示例数据）", None), (f"编制单位：{ORGANISATION}", None), (f"{year} 年度", None), ("项目", "本年金额（元）"),
        ("一、营业收入", REVENUE_WAN[-1] * 10_000), ("研发费用", RD_WAN[-1] * 10_000),
    ]  # fmt: skip
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("利润表")
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, [cell for cell in row if cell is not None])
    upload_document(name=f"示例利润表{year}.xlsx", content=buffer.getvalue(), uscc=USCC, actor=handler, now=now)
