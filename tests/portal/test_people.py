"""The security administrator's page: opening accounts and appointing."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sihang.accounts.models import Person
from sihang.accounts.states import Role
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
