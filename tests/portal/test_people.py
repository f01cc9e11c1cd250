"""The security administrator's page: opening accounts and appointing."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sihang.accounts.models import Person
from sihang.accounts.states import Role
from sihang.journal.models import Event
from tests.builders.people import PASSWORD, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client):
    client.force_login(person("an.ran", Role.SECURITY_ADMINISTRATOR, name="安然"))
    return client


def test_an_account_is_opened_and_its_owner_appointed_and_signs_in(chief):
    chief.post("/people/admit", {"username": "lin.xiao", "name": "林晓", "password": PASSWORD})
    lin = Person.objects.get(username="lin.xiao")
    chief.post(f"/people/{lin.pk}/appoint", {"role": "officer"})
    shown = chief.get("/people/")
    answer = Client().post("/account/login/", {"login": "lin.xiao", "password": PASSWORD})

    assert Person.objects.get(pk=lin.pk).roles == {Role.OFFICER}
    assert "林晓" in shown.text
    assert answer.headers["Location"] == "/"


def test_a_lost_password_is_replaced_by_one_for_a_single_sign_in(chief):
    li, theirs = person(), Client()
    theirs.force_login(li)
    for _ in range(5):
        Client().post("/account/login/", {"login": "li.ming", "password": "forgotten"})

    secret = re.search('id="secret">(.+?)<', chief.post(f"/people/{li.pk}/password").text)[1]
    theirs_after = theirs.get("/journal/").status_code
    anew = Client()
    signed_in = anew.post("/account/login/", {"login": "li.ming", "password": secret})
    first = anew.get("/journal/")
    own = {"oldpassword": secret, "password1": PASSWORD, "password2": PASSWORD}
    changed = anew.post("/account/password/", own)
    again = Client()
    again.post("/account/login/", {"login": "li.ming", "password": PASSWORD})

    assert (theirs_after, signed_in.status_code) == (302, 302)  # signed out there, and no longer shut out
    assert first.headers["Location"] == "/account/password/"
    assert changed.status_code == 302
    assert again.get("/journal/").status_code == 200
    assert secret not in str(list(Event.objects.values()))


def test_a_closed_account_opens_nothing_until_it_is_reopened(chief):
    li, theirs = person(), Client()
    theirs.force_login(li)
    sign_in = {"login": "li.ming", "password": PASSWORD}

    chief.post(f"/people/{li.pk}/close")
    closed = (theirs.get("/journal/").status_code, Client().post("/account/login/", sign_in).headers.get("Location"))
    twice = chief.post(f"/people/{li.pk}/close")
    no_password = chief.post(f"/people/{li.pk}/password")
    chief.post(f"/people/{li.pk}/reopen")

    assert closed == (302, "/account/inactive/")
    assert (twice.status_code, no_password.status_code) == (409, 409)
    assert Client().post("/account/login/", sign_in).headers["Location"] == "/"
    acts = list(Event.objects.filter(subject_id=str(li.pk)).order_by("pk").values_list("act", flat=True))
    assert acts[0] == "person.closed"
    assert acts[-2:] == ["person.reopened", "person.signed_in"]


@pytest.mark.parametrize("act", ["close", "reopen", "password"])
def test_nobody_does_it_to_their_own_account(chief, act):
    me = Person.objects.get(username="an.ran")

    assert chief.post(f"/people/{me.pk}/{act}").status_code == 403
    assert Person.objects.get(pk=me.pk).is_active


def test_a_refusal_says_why_and_changes_nothing(chief):
    auditor = person("shen.zheng", Role.AUDITOR, name="申正")

    weak = chief.post("/people/admit", {"username": "x", "name": "某人", "password": "short"})
    excluded = chief.post(f"/people/{auditor.pk}/appoint", {"role": "officer"})

    assert (weak.status_code, excluded.status_code) == (409, 409)
    assert "密码太短，至少 10 个字符" in weak.text
    assert "现任审计人员，不得兼任经办人员" in excluded.text
    assert not Person.objects.filter(username="x").exists()
    assert Person.objects.get(pk=auditor.pk).roles == {Role.AUDITOR}


def test_the_page_asks_as_often_for_many_people_as_for_few(chief):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            chief.get("/people/")
        return len(asked)

    chief.get("/people/")  # the first request also writes down the device
    few = queries()
    for number in range(20):
        person(f"li.{number}", Role.OFFICER)

    assert queries() == few
