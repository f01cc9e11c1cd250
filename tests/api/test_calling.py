"""Who may call, how often, and in which language problems are told."""

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.utils import timezone

from sihang.accounts.actions.create_token import create_token
from sihang.accounts.actions.revoke_token import revoke_token
from sihang.accounts.models import Appointment
from sihang.accounts.states import Role, Scope
from tests.builders.callers import Caller, codes
from tests.builders.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_has_called():
    cache.clear()


@pytest.mark.parametrize(
    "asked",
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "没有这个资源，或者您无权查看"),
        ("en-GB,en;q=0.9,zh;q=0.1", "There is no such thing, or it is not yours to see"),
        ("fr, de;q=0.5", "没有这个资源，或者您无权查看"),
        ("", "没有这个资源，或者您无权查看"),
        (";;q=x,,", "没有这个资源，或者您无权查看"),
    ],
)
def test_problems_are_told_in_the_language_that_is_preferred(asked):
    languages, title = asked
    caller = Caller()
    caller.headers["accept-language"] = languages

    assert caller.get("/policies/nope").json()["title"] == title


def test_a_problem_has_the_members_of_rfc_9457_and_our_code():
    answer = Caller(lang="en").get("/policies/nope")

    assert answer.status_code == 404
    assert answer.json() == {
        "type": "urn:sihang:problem:not-found",
        "title": "There is no such thing, or it is not yours to see",
        "status": 404,
        "detail": "check the ids in the address",
        "instance": "/api/v1/policies/nope",
        "code": "not-found",
        "problems": [{"code": "not-found", "where": "/api/v1/policies/nope", "what": "check the ids in the address"}],
    }


def test_an_address_that_is_none_and_a_method_that_is_none_are_problems_too():
    nowhere = Caller().get("/nowhere/at/all")
    deleted = Caller().client.delete("/api/v1/policies")

    assert (nowhere.status_code, codes(nowhere)) == (404, ["not-found"])
    assert (deleted.status_code, codes(deleted), deleted.headers["Allow"]) == (405, ["method-not-allowed"], "GET")


def test_every_wrong_parameter_is_listed():
    answer = Caller().get("/policies/yangpu-2024-1/cases", limit=1000, offset=-1)

    assert (answer.status_code, codes(answer)) == (422, ["bad-parameter", "bad-parameter"])
    assert [each["where"] for each in answer.json()["problems"]] == ["query.limit", "query.offset"]
    assert answer.json()["code"] == "several-problems"


def test_without_a_token_policies_can_be_read_and_organisations_cannot():
    assert Caller().get("/policies").status_code == 200
    answer = Caller().get("/organisations")
    assert (answer.status_code, codes(answer), answer.headers["WWW-Authenticate"]) == (
        401,
        ["token-not-valid"],
        "Bearer",
    )


@pytest.mark.parametrize("spoilt", ["Bearer nonsense", "Bearer sihang_0000_x", "Basic eDp5", "Bearer ", ""])
def test_a_wrong_token_is_refused_even_where_none_is_needed(spoilt):
    caller = Caller()
    caller.headers["authorization"] = spoilt

    assert codes(caller.get("/policies")) == ["token-not-valid"]


def test_a_revoked_token_is_refused():
    officer = person("li.ming", Role.OFFICER)
    made = create_token(actor=officer, name="测试", scopes=[Scope.READ], days=1, now=timezone.now())
    caller = Caller()
    caller.headers["authorization"] = f"Bearer {made.secret}"
    before = caller.get("/organisations").status_code
    revoke_token(actor=officer, token_id=made.token.pk, now=timezone.now())

    assert (before, caller.get("/organisations").status_code) == (200, 401)


@pytest.mark.parametrize(
    ("scope", "reads", "assesses"), [(Scope.READ, 200, 403), (Scope.ASSESS, 403, 200), (Scope.WRITE, 403, 403)]
)
def test_a_token_may_be_used_for_its_scopes_only(scope, reads, assesses):
    caller = Caller(person("li.ming", Role.OFFICER), scope)

    found = caller.get("/organisations"), caller.post("/assessments?on=2025-06-30", {})

    assert tuple(each.status_code for each in found) == (reads, assesses)
    assert all(codes(each) == ["scope-missing"] for each in found if each.status_code == 403)


def test_calls_are_counted_by_address_and_by_token_apart(settings):
    settings.API_CALLS = {"address": 2, "person": 3}
    stranger, officer = Caller(), Caller(person("li.ming", Role.OFFICER))

    strangers = [stranger.get("/policies") for _ in range(3)]
    officers = [officer.get("/policies") for _ in range(4)]

    assert [each.status_code for each in strangers] == [200, 200, 429]
    assert [each.status_code for each in officers] == [200, 200, 200, 429]
    assert codes(strangers[-1]) == ["too-many-calls"]
    assert 1 <= int(strangers[-1].headers["Retry-After"]) <= 60


def test_an_address_that_a_caller_writes_itself_is_not_believed(settings):
    settings.API_CALLS = {"address": 1, "person": 1}
    caller = Caller()
    caller.get("/policies")
    caller.headers["x-forwarded-for"] = "203.0.113.9"

    assert caller.get("/policies").status_code == 429


def test_what_breaks_is_a_problem_that_tells_nothing_of_the_inside(monkeypatch):
    def breaks(*_):
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr("sihang.api.v1.policies.policies_shown", breaks)

    answer = Caller().get("/policies")

    assert (answer.status_code, codes(answer)) == (500, ["unforeseen"])
    assert "secret" not in answer.text


def test_the_documentation_asks_no_other_host():
    page = Caller().client.get("/api/v1/docs")

    assert page.status_code == 200
    assert "swagger-ui-bundle.js" in page.text
    assert "http" not in page.text.replace("htmx-config", "").replace("/static/", "")
    assert "'unsafe" not in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "address", ["/organisations/%00", "/organisations?name=%00", "/check-ups?uscc=a%00", "/policies/%00"]
)
def test_a_null_character_is_a_problem_of_the_caller(address):
    """PostgreSQL refuses to look for one, which was an error of ours."""
    answer = Caller().get(address)

    assert (answer.status_code, codes(answer)) == (422, ["unprintable-text"])


def test_a_token_made_before_an_appointment_is_no_way_around_the_second_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    wang = person("wang")
    caller = Caller(wang)
    before = caller.get("/organisations").status_code
    Appointment.objects.create(person=wang, role=Role.OFFICER, since=timezone.now())

    without = caller.get("/organisations")
    totp.TOTP.activate(wang, totp.generate_totp_secret())

    assert (before, without.status_code, codes(without)) == (200, 401, ["token-not-valid"])
    assert caller.get("/organisations").status_code == 200


def test_a_null_character_is_no_token():
    caller = Caller()
    caller.headers["authorization"] = "Bearer sihang_a\0b_c"

    assert caller.get("/organisations").status_code == 401
