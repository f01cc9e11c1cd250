"""What a caller sees of the register, what it may say, and that it is said once."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from sihang.accounts.states import Role, Scope
from sihang.api.models import KeptAnswer
from sihang.journal.models import Event
from sihang.register.models import Fact, Organisation
from tests.builders.callers import Caller, codes
from tests.builders.people import mandate, person

pytestmark = pytest.mark.django_db
OURS, THEIRS = "91310110MADEM0011Y", "91310110MADEM002XN"
REVENUE = {"key": "revenue", "year": 2023, "value": "31000000.00", "source": "self_declared"}


@pytest.fixture(autouse=True)
def _nobody_has_called():
    cache.clear()


@pytest.fixture
def ours():
    return Organisation.objects.create(uscc=OURS, name="示例智能科技有限公司", since=timezone.now())


@pytest.fixture
def theirs():
    return Organisation.objects.create(uscc=THEIRS, name="示例邻居有限公司", since=timezone.now())


@pytest.fixture
def handler(ours, theirs):
    of = person("wang.fang")
    mandate(of, ours.uscc)
    return Caller(of)


@pytest.fixture
def officer(ours, theirs):
    return Caller(person("li.ming", Role.OFFICER))


def test_the_office_sees_every_organisation_and_a_handler_their_own(officer, handler):
    assert [each["uscc"] for each in officer.get("/organisations").json()["items"]] == [OURS, THEIRS]
    assert [each["uscc"] for each in handler.get("/organisations").json()["items"]] == [OURS]


@pytest.mark.parametrize("address", ["/organisations/{}", "/organisations/{}/facts", "/organisations/{}/statuses"])
def test_a_strangers_organisation_is_not_there(handler, address):
    theirs = handler.get(address.format(THEIRS))
    nobodys = handler.get(address.format("91310110MADEM0038N"))

    assert handler.get(address.format(OURS)).status_code == 200
    assert (theirs.status_code, nobodys.status_code) == (404, 404)
    assert theirs.json()["title"] == nobodys.json()["title"]


def test_nothing_can_be_said_of_a_strangers_organisation(handler):
    said = handler.post(f"/organisations/{THEIRS}/facts", REVENUE)
    checked = handler.post("/check-ups", {"uscc": THEIRS})

    assert (said.status_code, checked.status_code) == (404, 404)
    assert Fact.objects.count() == 0


def test_pages_of_a_list_say_how_much_there_is(officer):
    first, second = (officer.get("/organisations", limit=1, offset=offset).json() for offset in (0, 1))

    assert (first["total"], [each["uscc"] for each in first["items"]]) == (2, [OURS])
    assert [each["uscc"] for each in second["items"]] == [THEIRS]


def test_a_fact_is_stated_and_read_back_as_it_was_said(handler):
    stated = handler.post(f"/organisations/{OURS}/facts", REVENUE)
    read = handler.get(f"/organisations/{OURS}/facts").json()["items"]

    assert stated.status_code == 201
    assert [(each["label"], each["value"], each["state"], each["source"]) for each in read] == [
        ("营收 2023", "31000000.00", "known", "self_declared")
    ]
    assert read[0] == stated.json()
    assert Event.objects.get(act="fact.stated").origin == "api 127.0.0.1"


def test_a_fact_that_cannot_be_kept_has_every_problem(handler):
    answer = handler.post(f"/organisations/{OURS}/facts", {**REVENUE, "year": None, "value": -1})

    assert (answer.status_code, codes(answer)) == (409, ["bad-year", "money-negative"])
    assert Fact.objects.count() == 0


def test_a_write_with_a_key_is_done_once_and_answered_alike(handler):
    first = handler.post(f"/organisations/{OURS}/facts", REVENUE, idempotency_key="k-1")
    again = handler.post(f"/organisations/{OURS}/facts", REVENUE, idempotency_key="k-1")

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert ("Idempotent-Replay" in first.headers, again.headers["Idempotent-Replay"]) == (False, "true")
    assert (Fact.objects.count(), Event.objects.filter(act="fact.stated").count()) == (1, 1)


def test_a_key_is_for_one_request_of_one_person(handler, officer):
    handler.post(f"/organisations/{OURS}/facts", REVENUE, idempotency_key="k-1")

    other_body = handler.post(f"/organisations/{OURS}/facts", {**REVENUE, "value": 1}, idempotency_key="k-1")
    other_place = handler.post("/check-ups", {"uscc": OURS}, idempotency_key="k-1")
    other_person = officer.post(f"/organisations/{OURS}/facts", REVENUE, idempotency_key="k-1")

    assert [(each.status_code, codes(each)) for each in (other_body, other_place)] == [
        (422, ["idempotency-key-used"])
    ] * 2
    assert other_person.status_code == 201


def test_what_was_refused_may_be_mended_and_sent_with_the_same_key(handler):
    refused = handler.post(f"/organisations/{OURS}/facts", {**REVENUE, "value": -1}, idempotency_key="k-1")
    mended = handler.post(f"/organisations/{OURS}/facts", REVENUE, idempotency_key="k-1")

    assert (refused.status_code, mended.status_code) == (409, 201)
    assert KeptAnswer.objects.count() == 1


def test_a_key_that_is_no_key(handler):
    answer = handler.post(f"/organisations/{OURS}/facts", REVENUE, idempotency_key="k" * 256)

    assert (answer.status_code, codes(answer)) == (422, ["idempotency-key-unusable"])


def test_a_token_to_read_writes_nothing(ours):
    of = person("wang.fang")
    mandate(of, OURS)

    answer = Caller(of, Scope.READ).post(f"/organisations/{OURS}/facts", REVENUE)

    assert (answer.status_code, codes(answer), Fact.objects.count()) == (403, ["scope-missing"], 0)


def test_who_may_only_read_for_an_organisation_states_nothing(ours):
    of = person("wang.fang")
    mandate(of, OURS, kind="reader")

    answer = Caller(of).post(f"/organisations/{OURS}/facts", REVENUE)

    assert (answer.status_code, codes(answer)) == (403, ["not-permitted"])


def test_a_check_up_is_kept_and_read_in_full(handler):
    kept = handler.post("/check-ups", {"uscc": OURS, "on": "2025-06-30"})
    listed = handler.get("/check-ups", uscc=OURS).json()["items"]
    full = handler.get(f"/check-ups/{kept.json()['id']}").json()

    assert kept.status_code == 201
    assert listed == [kept.json()]
    assert (full["uscc"], full["on"], full["content"]["assessment"]["on"]) == (OURS, "2025-06-30", "2025-06-30")


def test_a_strangers_check_up_is_not_there(handler, officer):
    number = officer.post("/check-ups", {"uscc": THEIRS, "on": "2025-06-30"}).json()["id"]

    assert handler.get("/check-ups").json()["total"] == 0
    assert handler.get(f"/check-ups/{number}").status_code == 404


def test_lists_ask_the_database_as_often_for_many_as_for_one(officer, django_assert_num_queries, ours):
    for number in range(5):
        officer.post(f"/organisations/{OURS}/facts", {**REVENUE, "year": 2015 + number})
    with django_assert_num_queries(5):  # token, roles, organisation, count, page
        officer.get(f"/organisations/{OURS}/facts", limit=1)
    with django_assert_num_queries(5):
        officer.get(f"/organisations/{OURS}/facts", limit=5)
