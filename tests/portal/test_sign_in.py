"""Signing in: password, second factor, lock-out, devices; the journal knows of each."""

import time

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client

from sihang.accounts.models import Person
from sihang.accounts.states import Role
from sihang.journal.models import Event
from tests.builders.people import PASSWORD, person

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"


def try_to_sign_in(client, password=PASSWORD, username="li.ming"):
    return client.post(LOGIN, {"login": username, "password": password})


def acts():
    return list(Event.objects.order_by("pk").values_list("act", "origin"))


def test_a_password_opens_the_account_and_the_journal_says_from_where(client):
    person()

    wrong, right = try_to_sign_in(client, "not the password"), try_to_sign_in(client)

    assert (wrong.status_code, right.status_code, right.headers["Location"]) == (200, 302, "/")
    assert acts() == [("person.sign_in_failed", "web 127.0.0.1"), ("person.signed_in", "web 127.0.0.1")]


def test_five_wrong_passwords_shut_the_account_even_for_the_right_one(client):
    person()

    spellings = ["li.ming", "Li.Ming", "LI.MING", "li.ming", "li.MING"]
    answers = [try_to_sign_in(client, "not the password", each).status_code for each in spellings]
    locked = try_to_sign_in(client)

    assert answers == [200, 200, 200, 200, 429]
    assert locked.status_code == 429
    assert "15 分钟后再试" in locked.text
    assert [act for act, _ in acts()] == ["person.sign_in_failed"] * 5 + ["person.shut_out"]  # the sixth adds nothing


def test_what_was_typed_is_in_no_line_of_the_journal(client):
    """People type their password where the account belongs; an account that is none is not written down."""
    person()

    try_to_sign_in(client, "wrong.secret.1", username="my.secret.password")
    try_to_sign_in(client, "wrong.secret.2")

    assert Event.objects.get().act == "person.sign_in_failed"
    assert not Event.objects.filter(subject_name__contains="secret").exists()
    assert "secret" not in str(list(Event.objects.values("before", "after")))


def test_who_shuts_out_one_account_shuts_out_no_other(client):
    person()
    person("wang.fang")

    for _ in range(5):
        try_to_sign_in(client, "not the password")

    assert try_to_sign_in(client, username="wang.fang").status_code == 302


@pytest.fixture
def counted_anew():
    cache.clear()
    yield
    cache.clear()


@pytest.mark.usefixtures("counted_anew")
def test_five_wrong_codes_close_the_second_step_even_for_the_right_one(client):
    """Six digits are guessed in an hour by whoever has the password, unless somebody counts."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(person(), secret)
    try_to_sign_in(client)

    wrong = [client.post("/account/2fa/authenticate/", {"code": "no code"}).status_code for _ in range(5)]
    code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    right = client.post("/account/2fa/authenticate/", {"code": code})

    assert (wrong, right.status_code) == ([200] * 5, 200)
    assert client.get("/account/devices/").status_code == 302


def test_with_a_second_factor_the_password_alone_opens_nothing(client):
    li = person()
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(li, secret)

    after_password = try_to_sign_in(client)
    halfway = client.get("/account/devices/").status_code
    code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    after_code = client.post("/account/2fa/authenticate/", {"code": code})

    assert after_password.headers["Location"] == "/account/2fa/authenticate/"
    assert (halfway, after_code.status_code) == (302, 302)
    assert client.get("/account/devices/").status_code == 200
    assert [act for act, _ in acts()] == ["person.signed_in"]


def test_the_office_needs_a_second_factor_where_it_is_required(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(person("lin.xiao", Role.OFFICER))
    outside = Client()
    outside.force_login(person("su.tong"))

    sent_to = client.get("/journal/").headers["Location"]

    assert sent_to == "/account/2fa/"
    assert client.get(sent_to).status_code == 200
    assert outside.get("/journal/").status_code == 200


def test_signing_out_elsewhere_leaves_this_place_signed_in(client):
    person()
    elsewhere = Client()
    try_to_sign_in(client)
    try_to_sign_in(elsewhere)
    client.get("/account/devices/")

    client.post("/account/devices/")

    assert client.get("/account/devices/").status_code == 200
    assert elsewhere.get("/account/devices/").status_code == 302
    assert Event.objects.get(act="person.ended_other_sessions").after == {"sessions": 1}


def test_nobody_registers_on_the_spot(client):
    answer = client.post("/account/signup/", {"username": "x", "password1": PASSWORD, "password2": PASSWORD})

    assert answer.status_code == 200
    assert Person.objects.count() == 0


def test_a_token_is_shown_once(client):
    client.force_login(person())

    made = client.post("/account/tokens/", {"name": "月报程序", "scopes": ["read"], "days": 30})
    again = client.get("/account/tokens/")

    assert 'id="secret">sihang_' in made.text
    assert 'id="secret"' not in again.text
    assert "月报程序" in again.text


def test_a_new_password_is_in_the_journal_without_either(client):
    person()
    try_to_sign_in(client)
    new = "another long pass phrase"

    answer = client.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert answer.status_code == 302
    assert try_to_sign_in(Client(), new).headers["Location"] == "/"
    event = Event.objects.get(act="person.password_changed")
    assert (event.actor_name, event.before, event.after) == ("李明 (li.ming)", None, None)


def test_a_second_factor_that_comes_or_goes_is_in_the_journal_by_its_kind(client):
    person()
    try_to_sign_in(client)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    client.post("/account/2fa/totp/activate/", {"code": code})
    _forget_password_given(client)
    asked = client.post("/account/2fa/totp/deactivate/").headers["Location"]
    client.post(asked, {"password": PASSWORD})  # which takes up what was interrupted

    added, removed = Event.objects.filter(act="person.factors_changed").order_by("pk")
    kinds = [
        [factor.split()[0] for factor in added.after["factors"]],
        added.before["factors"],
        removed.after["factors"],
    ]
    assert kinds == [["totp", "recovery_codes"], [], []]
    assert secret not in str(list(Event.objects.values()))


def test_a_wrong_code_changes_no_factor(client):
    person()
    try_to_sign_in(client)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.get("/account/2fa/totp/activate/")

    answer = client.post("/account/2fa/totp/activate/", {"code": "000000"})

    assert answer.status_code == 200
    assert [act for act, _ in acts()] == ["person.signed_in"]


def _forget_password_given(client):
    """As after five minutes: allauth asks for the password again."""
    session = client.session
    session["account_authentication_methods"] = session["account_authentication_methods"][:1]
    session.save()
