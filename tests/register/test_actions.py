"""What people do in the register, as they do it; every deed in the journal, every refusal in words and without a trace."""

from datetime import date

import pytest

from sihang.accounts.errors import NotPermitted, NotReady
from sihang.accounts.states import MandateKind, Role
from sihang.journal.models import Event
from sihang.register.actions.correct_fact import correct_fact
from sihang.register.actions.grant_status import Granted, grant_status
from sihang.register.actions.import_workbook import From, import_workbook
from sihang.register.actions.register_organisation import register_organisation
from sihang.register.actions.revoke_status import revoke_status
from sihang.register.actions.state_fact import state_fact
from sihang.register.actions.state_relation import end_relation, state_relation
from sihang.register.actions.verify_fact import verify_fact
from sihang.register.history import Source
from sihang.register.known_facts import known_facts
from sihang.register.models import Fact, Organisation, Status
from sihang.register.queries import held_facts, related_to
from sihang.register.reading import Said
from sihang.register.sheets import SheetKind
from sihang.register.states import Level, RelationKind, StatusKind
from sihang.register.workbook import read_workbook
from sihang.rulebook.case import State
from sihang.rulebook.shelf import rulebook_of
from tests.builders.desk import write_csv
from tests.builders.people import mandate, person, somebody_quicker
from tests.builders.register import ALPHA, BETA, at, organisation

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 30)
LATE = at(300)


@pytest.fixture
def officer():
    return person("officer", Role.OFFICER, name="王经办")


@pytest.fixture
def head():
    return person("head", Role.HEAD, name="赵主任")


@pytest.fixture
def handler():
    someone = person("handler", name="李明")
    mandate(someone, ALPHA)
    return someone


def state(actor, of, said, *, source=Source.SELF_DECLARED, named="", day=1):
    return state_fact(
        actor=actor, organisation_id=of.pk, said=said, source=source, named=named, rulebook=rulebook_of(), now=at(day)
    )


def acts():
    return list(Event.objects.order_by("pk").values_list("act", flat=True))


def refused(what, code, **call):
    before = Event.objects.count()
    with pytest.raises(NotReady) as error:
        what(**call)
    assert error.value.codes == code
    assert Event.objects.count() == before


def test_an_officer_opens_the_file_of_an_organisation(officer):
    made = register_organisation(actor=officer, uscc=f" {ALPHA} ", name=" 示例智能 ", now=at(0))

    assert (made.uscc, made.name) == (ALPHA, "示例智能")
    assert acts() == ["organisation.registered"]


def test_a_wrong_code_and_an_empty_name_are_both_said(officer):
    call = {"actor": officer, "uscc": ALPHA[:-1] + "X", "name": " ", "now": at(0)}

    refused(register_organisation, ["uscc-check-character", "missing-key"], **call)


def test_nobody_is_registered_twice(officer):
    organisation()

    refused(register_organisation, ["organisation-exists"], actor=officer, uscc=ALPHA, name="甲", now=at(0))


def test_of_two_who_register_an_organisation_at_the_same_moment_the_second_is_told_so(officer):
    call = {"actor": officer, "uscc": ALPHA, "name": "后来者", "now": at(0)}

    with somebody_quicker(Organisation(uscc=ALPHA, name="先来者", since=at(0))):
        refused(register_organisation, ["organisation-exists"], **call)

    assert not Organisation.objects.filter(name="后来者").exists()


def test_a_handler_declares_the_revenue_of_a_year_and_the_journal_knows(handler):
    of = organisation()

    made = state(handler, of, Said("revenue", 2023, "31000000.00"))

    assert (made.number, made.text, made.state) == (3_100_000_000, None, "known")
    event = Event.objects.get()
    assert (event.act, event.organisation, event.actor_name) == ("fact.stated", ALPHA, "李明 (handler)")
    assert event.after == {
        "fact": "revenue 2023", "state": "known", "value": 3_100_000_000, "source": "self_declared", "named": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        (Said("revenues", 2023, 1), ["unknown-key"]),
        (Said("revenue", None, 1), ["bad-year"]),
        (Said("hnte_valid", 2023, True), ["bad-year"]),
        (Said("revenue", 2023, "-1"), ["money-negative"]),
        (Said("kind", None, "公司", date(2025, 1, 2), date(2025, 1, 1)), ["empty-range", "wrong-type"]),
        (Said("hnte_valid", None, {"absent": True}), ["absent-not-allowed"]),
        (Said("industry_code", None, " "), ["wrong-type"]),
    ],
)
def test_what_cannot_be_read_is_refused_with_every_problem(handler, said, codes):
    call = {
        "organisation_id": organisation().pk,
        "source": Source.SELF_DECLARED,
        "rulebook": rulebook_of(),
        "now": at(1),
    }

    refused(state_fact, codes, actor=handler, said=said, **call)


def test_an_organisation_does_not_speak_in_the_name_of_an_office(handler):
    call = {
        "said": Said("hnte_valid", None, True),
        "source": Source.PUBLIC_LIST,
        "rulebook": rulebook_of(),
        "now": at(1),
    }

    refused(state_fact, ["source-not-yours"], actor=handler, organisation_id=organisation().pk, **call)


def test_a_stranger_a_reader_and_an_auditor_state_nothing():
    of = organisation()
    stranger, reader = person("stranger"), person("reader")
    mandate(stranger, BETA)
    mandate(reader, ALPHA, MandateKind.READER)

    for actor in (stranger, reader, person("auditor", Role.AUDITOR)):
        with pytest.raises(NotPermitted):
            state(actor, of, Said("hnte_valid", None, True))
    assert (Fact.objects.count(), acts()) == (0, [])


def test_a_correction_takes_the_place_and_the_old_statement_stays(handler, officer):
    of = organisation()
    old = state(handler, of, Said("revenue", 2023, "31000000"), day=1)

    new = correct_fact(
        actor=officer, fact_id=old.pk, raw="29000000", source=Source.EVIDENCE, named="审计报告", reason="以审计数为准",
        rulebook=rulebook_of(), now=at(5),
    )  # fmt: skip

    assert held_facts(of, on=DAY, known=at(4))["revenue", 2023].value == 3_100_000_000
    assert held_facts(of, on=DAY, known=at(5))["revenue", 2023].value == 2_900_000_000
    assert Fact.objects.get(pk=old.pk).number == 3_100_000_000
    assert (new.corrects_id, acts()) == (old.pk, ["fact.stated", "fact.corrected"])


def test_a_correction_is_corrected_and_not_the_statement_before_it(handler, officer):
    old = state(handler, organisation(), Said("revenue", 2023, "3"))
    call = {"raw": "2", "source": Source.SELF_DECLARED, "reason": "笔误", "rulebook": rulebook_of(), "now": at(2)}
    correct_fact(actor=handler, fact_id=old.pk, **call)

    refused(correct_fact, ["corrected-already"], actor=officer, fact_id=old.pk, **call)


def test_an_organisation_does_not_correct_what_was_verified_or_what_an_office_said(handler, officer, head):
    of = organisation()
    verified = state(handler, of, Said("revenue", 2023, "3"))
    verify_fact(actor=officer, fact_id=verified.pk, now=at(2))
    listed = state(officer, of, Said("hnte_valid", None, False), source=Source.PUBLIC_LIST)

    for old in (verified, listed):
        with pytest.raises(NotPermitted):
            correct_fact(
                actor=handler, fact_id=old.pk, raw=None, source=Source.SELF_DECLARED, reason="撤回", rulebook=rulebook_of(),
                now=at(3),
            )  # fmt: skip


def test_an_organisation_corrects_in_no_name_but_its_own(handler):
    old = state(handler, organisation(), Said("revenue", 2023, "3"))
    call = {"raw": "2", "source": Source.OTHER_OFFICE, "reason": "笔误", "rulebook": rulebook_of(), "now": at(2)}

    refused(correct_fact, ["source-not-yours"], actor=handler, fact_id=old.pk, **call)


def test_four_eyes_who_recorded_a_fact_does_not_verify_it(officer, head):
    made = state(officer, organisation(), Said("hnte_valid", None, True), source=Source.PUBLIC_LIST)

    with pytest.raises(NotPermitted):
        verify_fact(actor=officer, fact_id=made.pk, now=at(2))
    assert verify_fact(actor=head, fact_id=made.pk, now=at(2)).verified_by == head
    verify_fact(actor=head, fact_id=made.pk, now=at(9))

    assert Fact.objects.get().verified_at == at(2)
    assert acts() == ["fact.stated", "fact.verified"]


def test_what_is_unknown_or_corrected_cannot_be_verified(handler, officer):
    of = organisation()
    nothing = state(handler, of, Said("hnte_valid", None, None))
    old = state(handler, of, Said("revenue", 2023, "3"))
    correct_fact(
        actor=handler,
        fact_id=old.pk,
        raw="2",
        source=Source.SELF_DECLARED,
        reason="笔误",
        rulebook=rulebook_of(),
        now=at(2),
    )

    refused(verify_fact, ["nothing-to-verify"], actor=officer, fact_id=nothing.pk, now=at(3))
    refused(verify_fact, ["corrected-already"], actor=officer, fact_id=old.pk, now=at(3))


def test_a_revoked_status_holds_no_more_but_a_past_decision_is_replayed_with_it(officer):
    of = organisation()
    granted = Granted(StatusKind.HNTE, Level.STATE, date(2022, 11, 15), date(2025, 11, 14), number="GR202231000001")
    status = grant_status(actor=officer, organisation_id=of.pk, granted=granted, source=Source.PUBLIC_LIST, now=at(1))

    revoke_status(actor=officer, status_id=status.pk, on=date(2025, 3, 1), reason="资格取消公告", now=at(100))

    assert held_facts(of, on=DAY, known=at(99))["hnte_valid", None].value == 1
    assert held_facts(of, on=DAY, known=at(100))["hnte_valid", None].state is State.UNKNOWN
    assert held_facts(of, on=date(2025, 2, 28), known=at(100))["hnte_valid", None].value == 1
    assert acts() == ["status.granted", "status.revoked"]


def test_statuses_that_contradict_are_refused(officer):
    of = organisation()
    granted = Granted(StatusKind.SRDI, Level.CITY, date(2024, 1, 1), date(2026, 12, 31))
    call = {"actor": officer, "organisation_id": of.pk, "source": Source.PUBLIC_LIST, "now": at(1)}
    status = grant_status(granted=granted, **call)

    refused(grant_status, ["status-exists"], granted=granted, **call)
    backwards = Granted(StatusKind.SRDI, Level.CITY, date(2024, 1, 2), date(2024, 1, 1))
    refused(grant_status, ["empty-range"], granted=backwards, **call)
    revoke = {"actor": officer, "status_id": status.pk, "now": at(2)}
    refused(revoke_status, ["out-of-range", "missing-key"], on=date(2023, 1, 1), reason="", **revoke)
    revoke_status(on=date(2024, 6, 1), reason="公告", **revoke)
    refused(revoke_status, ["revoked-already"], on=date(2024, 6, 1), reason="公告", **revoke)


def test_organisations_that_share_an_address_are_seen_whatever_its_spelling(officer):
    alpha, beta = organisation(), organisation(BETA, "示例材料有限公司")
    call = {"actor": officer, "kind": RelationKind.ADDRESS, "now": at(1)}
    mine = state_relation(organisation_id=alpha.pk, value="国定路 323 号", **call)
    state_relation(organisation_id=beta.pk, value="国定路３２３号", **call)

    assert [(each.organisation, [r.kind for r in each.through]) for each in related_to(alpha)] == [(beta, ["address"])]
    refused(state_relation, ["relation-exists"], organisation_id=alpha.pk, value="国定路323号", **call)
    end_relation(actor=officer, relation_id=mine.pk, until=DAY)
    assert related_to(alpha) == []


# imports

COMPANY = {"统一社会信用代码": ALPHA, "企业名称": "示例智能科技有限公司", "单位性质": "企业", "营收2023": "31000000"}
ORIGIN = From("单位.csv", Source.OTHER_OFFICE, "区税务局")


def draft(tmp_path, kind, *rows):
    folder = tmp_path / f"reading-{len(list(tmp_path.iterdir()))}"
    folder.mkdir()
    path = write_csv(folder / "in.csv", *rows)
    return read_workbook(path, kind, known_facts(rulebook_of(), DAY), folder, on=DAY)


def test_a_workbook_is_taken_over_whole_with_one_line_in_the_journal(tmp_path, officer):
    written = []
    rows = [COMPANY, COMPANY | {"统一社会信用代码": BETA, "企业名称": "示例材料有限公司", "营收2023": ""}]

    done = import_workbook(
        actor=officer,
        draft=draft(tmp_path, SheetKind.ORGANISATIONS, *rows),
        origin=ORIGIN,
        now=at(1),
        advance=written.append,
    )

    assert (done.rows, done.organisations, done.statements, written) == (2, 2, 3, [3])
    assert list(Fact.objects.order_by("organisation__uscc", "key").values_list("organisation__uscc", "key", "number", "text")) == [
        (ALPHA, "kind", None, "enterprise"), (ALPHA, "revenue", 3_100_000_000, None), (BETA, "kind", None, "enterprise"),
    ]  # fmt: skip
    assert acts() == ["register.imported"]


def test_a_later_workbook_of_the_same_source_takes_the_place_of_the_earlier(tmp_path, officer):
    for day, revenue in ((1, "31000000"), (2, "29000000")):
        rows = draft(tmp_path, SheetKind.ORGANISATIONS, COMPANY | {"营收2023": revenue})
        import_workbook(actor=officer, draft=rows, origin=ORIGIN, now=at(day))

    of = Organisation.objects.get()
    assert held_facts(of, on=DAY, known=at(1))["revenue", 2023].value == 3_100_000_000
    assert held_facts(of, on=DAY, known=at(2))["revenue", 2023].value == 2_900_000_000


def test_one_bad_cell_and_nothing_is_taken_over(tmp_path, officer):
    rows = draft(tmp_path, SheetKind.ORGANISATIONS, COMPANY, COMPANY | {"统一社会信用代码": BETA, "营收2023": "3,1"})

    refused(import_workbook, ["money-not-a-number"], actor=officer, draft=rows, origin=ORIGIN, now=at(1))
    assert (Organisation.objects.count(), Fact.objects.count()) == (0, 0)


def test_what_does_not_fit_the_register_is_said_by_row(tmp_path, officer):
    organisation(name="旧名称")
    renamed = draft(tmp_path, SheetKind.ORGANISATIONS, COMPANY)
    nobody = draft(tmp_path, SheetKind.ACCOUNTS, {"信用代码": BETA, "年度": "2023", "营收": "1"})

    refused(import_workbook, ["name-differs"], actor=officer, draft=renamed, origin=ORIGIN, now=at(1))
    refused(import_workbook, ["unknown-organisation"], actor=officer, draft=nobody, origin=ORIGIN, now=at(1))


def test_statuses_are_taken_over_once(tmp_path, officer):
    organisation()
    row = {
        "信用代码": ALPHA,
        "资质": "高新技术企业",
        "级别": "国家级",
        "证书编号": "GR1",
        "发证日期": "2024-01-01",
        "有效期至": "",
    }
    import_workbook(actor=officer, draft=draft(tmp_path, SheetKind.STATUSES, row), origin=ORIGIN, now=at(1))

    status = Status.objects.get()
    assert (status.kind, status.level, status.number, status.issuer, status.since, status.until) == (
        "hnte", "state", "GR1", "", date(2024, 1, 1), None,
    )  # fmt: skip
    again = draft(tmp_path, SheetKind.STATUSES, row)
    refused(import_workbook, ["status-exists"], actor=officer, draft=again, origin=ORIGIN, now=at(2))


def test_only_who_keeps_the_register_imports(tmp_path, handler):
    rows = draft(tmp_path, SheetKind.ORGANISATIONS, COMPANY)

    with pytest.raises(NotPermitted):
        import_workbook(actor=handler, draft=rows, origin=ORIGIN, now=at(1))
