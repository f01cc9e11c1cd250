"""An organisation's pages: what its own people see and do, what the office does, and that a stranger sees nothing."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sihang.accounts.models import Mandate
from sihang.accounts.states import Role
from sihang.journal.models import Event
from sihang.register.history import Source
from sihang.register.models import Fact, Organisation, Relation, Status
from tests.builders.people import mandate, person
from tests.builders.register import ALPHA, BETA, fact, hnte, organisation

pytestmark = pytest.mark.django_db
PLACE = f"/organisations/{ALPHA}/"
YEAR = timezone.localdate().year - 1


@pytest.fixture
def li():
    handler = person("li")
    mandate(handler, ALPHA)
    return handler


@pytest.fixture
def alpha():
    return organisation()


def signed_in(who):
    client = Client()
    client.force_login(who)
    return client


def office(role=Role.OFFICER, name="wang"):
    return signed_in(person(name, role, name=name))


def test_whoever_acts_for_one_organisation_comes_to_its_page_at_once(li, alpha):
    fact(alpha, li, "kind", "enterprise")

    page = signed_in(li).get("/organisations/", follow=True)

    assert page.redirect_chain == [(PLACE, 302)]
    assert "示例智能科技有限公司" in page.text
    assert "企业" in page.text
    assert "还不知道的" in page.text


def test_of_a_strangers_organisation_nothing_is_said(li, alpha):
    hidden = organisation(BETA, "陌生有限公司")
    said = fact(hidden, li, "kind", "enterprise")
    places = ["", "facts/", "facts/kind/", f"statements/{said.pk}/correct", "accounts/", "mandates/"]

    answers = {place: signed_in(li).get(f"/organisations/{BETA}/{place}").status_code for place in places}

    assert answers == dict.fromkeys(places, 404)
    # ... nor is a statement of it reached by the address of one's own
    assert signed_in(li).get(f"{PLACE}statements/{said.pk}/correct").status_code == 404


def test_the_size_class_is_shown_with_the_line_that_decided(li, alpha):
    fact(alpha, li, "industry_code", "I65")
    for key, value in (("employees", 58), ("revenue", 3_460_0000_00), ("total_assets", 3_800_0000_00)):
        fact(alpha, li, key, value, year=YEAR)

    page = signed_in(li).get(PLACE).text

    assert "小型" in page
    assert "软件和信息技术服务业：从业人员58人" in page
    assert "国统字〔2017〕213号" in page


def test_a_dispute_is_shown_with_both_sides(li, alpha):
    fact(alpha, li, "revenue", 3_460_0000_00, year=YEAR)
    fact(alpha, li, "revenue", 3_200_0000_00, year=YEAR, source=Source.OTHER_OFFICE, named="税务")

    page = signed_in(li).get(PLACE).text

    assert "说法不一" in page
    assert "3460万元" in page
    assert "3200万元" in page
    assert "其他部门（税务）" in page


def test_a_handler_states_a_fiscal_year_in_the_unit_they_chose(li, alpha):
    sent = {str(YEAR): "3460", f"{YEAR}-unit": "wan", "source": "evidence", "named": "审计报告"}

    answer = signed_in(li).post(f"{PLACE}facts/revenue/?year={YEAR}", sent)

    stated = Fact.objects.get()
    assert answer.status_code == 302
    assert (stated.key, stated.year, stated.number, stated.source, stated.named) == (
        "revenue", YEAR, 3_460_000_000, "evidence", "审计报告"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "said"),
    [({}, "请回答，或选“不知道”"), ({"answer": "many"}, "整数"), ({"answer": "1850"}, "1900")],
)
def test_what_cannot_be_read_is_said_in_place_and_nothing_is_kept(li, alpha, sent, said):
    answer = signed_in(li).post(f"{PLACE}facts/founded_year/", {"source": "self_declared", **sent})

    assert answer.status_code == 422
    assert said in answer.text
    assert Fact.objects.count() == 0


@pytest.mark.parametrize("year", ["1850", "abc", "9" * 5_000])
def test_a_fiscal_year_that_is_none_has_no_page(li, alpha, year):
    """Python refuses to read 5,000 digits, which was an error of ours."""
    assert signed_in(li).get(f"{PLACE}facts/revenue/?year={year}").status_code == 404


def test_an_organisation_does_not_speak_in_the_name_of_an_office(li, alpha):
    answer = signed_in(li).post(f"{PLACE}facts/founded_year/", {"answer": "2019", "source": "other_office"})

    assert answer.status_code == 422
    assert Fact.objects.count() == 0


def test_a_correction_takes_the_place_of_what_was_said_which_stays_to_be_read(li, alpha):
    old = fact(alpha, li, "founded_year", 2018)
    sent = {"answer": "2019", "source": "self_declared", "named": "", "reason": "填错"}

    answer = signed_in(li).post(f"{PLACE}statements/{old.pk}/correct", sent, follow=True)

    assert [(each.number, each.corrects_id) for each in Fact.objects.order_by("pk")] == [(2018, None), (2019, old.pk)]
    assert "<s>2018</s>" in answer.text
    assert Event.objects.get().act == "fact.corrected"


def test_an_officer_verifies_what_another_recorded(li, alpha):
    said = fact(alpha, li, "founded_year", 2018)
    officer = office()

    answer = officer.post(f"{PLACE}statements/{said.pk}/verify", follow=True)

    assert answer.status_code == 200
    assert Fact.objects.get().verified_by.username == "wang"
    assert signed_in(li).post(f"{PLACE}statements/{said.pk}/verify").status_code == 403


def test_yearly_accounts_stand_in_one_table(li, alpha):
    fact(alpha, li, "revenue", 3_460_0000_00, year=YEAR)
    fact(alpha, li, "revenue", 2_480_0000_00, year=YEAR - 1)

    page = signed_in(li).get(f"{PLACE}accounts/").text

    assert page.index("3460万元") < page.index("2480万元")
    assert f'data-label="{YEAR}"' in page


def test_a_legal_representative_lets_somebody_act_for_it_and_a_handler_does_not(alpha):
    boss, handler, third = person("boss"), person("li"), person("third")
    mandate(boss, ALPHA, kind="legal_representative")
    mandate(handler, ALPHA)
    sent = {"account": "third", "kind": "reader"}

    assert signed_in(handler).post(f"{PLACE}mandates/", sent).status_code == 403
    assert signed_in(boss).post(f"{PLACE}mandates/", {**sent, "account": "nobody"}).status_code == 422
    assert signed_in(boss).post(f"{PLACE}mandates/", sent).status_code == 302

    given = Mandate.objects.get(person=third)
    assert given.kind == "reader"
    assert signed_in(boss).post(f"{PLACE}mandates/{given.pk}/end").status_code == 302
    assert not Mandate.objects.filter(person=third, ended_at=None).exists()


def test_an_officer_enters_and_revokes_a_status(alpha):
    officer, place = office(), f"/office/organisations/{ALPHA}/statuses/"
    sent = {"kind": "hnte", "level": "state", "since": "2024-11-15", "until": "2027-11-14", "source": "public_list"}

    assert officer.post(place, sent).status_code == 302
    assert officer.post(place, sent).status_code == 422  # there is one from this day
    granted = Status.objects.get()
    assert officer.post(f"{place}{granted.pk}/revoke", {"on": "2025-01-31", "reason": ""}).status_code == 422
    assert officer.post(f"{place}{granted.pk}/revoke", {"on": "2025-01-31", "reason": "抽查"}).status_code == 302

    assert "2025-01-31 撤销" in officer.get(PLACE).text


def test_organisations_at_one_address_are_shown_to_the_office(li, alpha):
    organisation(BETA, "邻居有限公司")
    officer = office()
    for uscc in (ALPHA, BETA):
        sent = {"kind": "address", "value": "示例路 1 号", "share": ""}
        assert officer.post(f"/office/organisations/{uscc}/relations/", sent).status_code == 302

    assert "邻居有限公司" in officer.get(f"/office/organisations/{ALPHA}/relations/").text
    assert signed_in(li).get(f"/office/organisations/{ALPHA}/relations/").status_code == 403
    first = Relation.objects.first()
    assert officer.post(f"/office/organisations/{ALPHA}/relations/{first.pk}/end").status_code == 302
    assert "邻居有限公司" not in officer.get(f"/office/organisations/{ALPHA}/relations/").text


def test_the_list_is_searched_filtered_and_turned(li, alpha):
    organisation(BETA, "贝塔有限公司")
    hnte(alpha, li, timezone.localdate().replace(month=1, day=1), None)
    officer = office()

    def listed(asked):
        text = officer.get(f"/office/organisations/?{asked}").text
        return [name for name in ("示例智能科技有限公司", "贝塔有限公司") if name in text]

    assert listed("") == ["示例智能科技有限公司", "贝塔有限公司"]
    assert listed("q=贝塔") == ["贝塔有限公司"]
    assert listed(f"q={ALPHA.lower()}") == ["示例智能科技有限公司"]
    assert listed("status=hnte") == ["示例智能科技有限公司"]
    assert signed_in(li).get("/office/organisations/").status_code == 403


def test_the_list_asks_the_database_no_more_often_for_more_rows(li):
    officer = office()
    Organisation.objects.bulk_create(
        Organisation(uscc=f"91310199MA{number:08d}", name=f"单位{number:03d}", since=timezone.now())
        for number in range(60)
    )

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert officer.get("/office/organisations/").status_code == 200
        return len(asked)

    queries()
    before = queries()
    for each in Organisation.objects.all()[:60]:
        fact(each, li, "kind", "enterprise")
        hnte(each, li, timezone.localdate(), None)

    assert queries() == before


def test_an_officer_opens_a_file_by_hand():
    officer = office()

    assert officer.post("/office/organisations/new/", {"uscc": ALPHA[:-1] + "X", "name": "甲"}).status_code == 422
    made = officer.post("/office/organisations/new/", {"uscc": ALPHA, "name": "甲"})

    assert made.url == PLACE
    assert Organisation.objects.get().name == "甲"
