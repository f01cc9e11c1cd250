"""Who calls through a proxy: only what a listed one says is believed."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from sihang.journal.models import Event
from sihang.portal.shared.proxies import caller
from tests.builders.people import PASSWORD, person

LISTED = ["10.0.0.0/8", "2001:db8::1", "unix"]


@pytest.mark.parametrize(
    ("nearest", "passed_on", "expected"),
    [
        ("203.0.113.7", [""], "203.0.113.7"),  # nobody in between
        ("203.0.113.7", ["198.51.100.1"], "203.0.113.7"),  # a stranger who says that it is somebody else
        ("10.0.0.2", ["203.0.113.7"], "203.0.113.7"),
        (
            "10.0.0.2",
            ["198.51.100.1", " 203.0.113.7", "10.0.0.3"],
            "203.0.113.7",
        ),  # what the caller invented stands first
        ("10.0.0.2", ["203.0.113.7:4711"], "203.0.113.7"),
        ("2001:db8::1", ["[2001:db8::7]:4711"], "2001:db8::7"),
        ("::ffff:10.0.0.2", ["203.0.113.7"], "203.0.113.7"),
        ("", ["203.0.113.7"], "203.0.113.7"),  # through a socket
        ("10.0.0.2", ["203.0.113.7", "<script>"], "10.0.0.2"),  # no address: the last one that was
        ("10.0.0.2", [""], "10.0.0.2"),  # the proxy itself
    ],
)
def test_the_first_who_is_no_proxy_of_ours_is_the_caller(nearest, passed_on, expected):
    assert caller(nearest, passed_on, LISTED) == expected


def test_without_the_socket_listed_nothing_is_believed_through_it():
    assert caller("", ["203.0.113.7"], ["10.0.0.0/8"]) == ""


def test_a_slip_in_the_setting_is_no_open_door():
    with pytest.raises(ImproperlyConfigured, match=r"10\.0\.0\.0/99"):
        caller("10.0.0.2", ["203.0.113.7"], ["10.0.0.0/99"])


@pytest.mark.django_db
@pytest.mark.parametrize(("listed", "seen"), [([], "127.0.0.1"), (["127.0.0.1"], "203.0.113.7")])
def test_the_journal_says_from_where_as_far_as_it_may_believe(client, settings, listed, seen):
    settings.TRUSTED_PROXIES = listed
    person()

    client.post(
        "/account/login/", {"login": "li.ming", "password": PASSWORD}, headers={"x-forwarded-for": "203.0.113.7"}
    )

    assert Event.objects.get().origin == f"web {seen}"


@pytest.mark.django_db
def test_whoever_guesses_behind_a_proxy_shuts_out_nobody_else_behind_it(client, settings):
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    person()

    def sign_in(password, address):
        sent = {"login": "li.ming", "password": password}
        return client.post("/account/login/", sent, headers={"x-forwarded-for": address}).status_code

    guesses = [sign_in("not the password", "203.0.113.7") for _ in range(5)]

    assert guesses[-1] == 429
    assert sign_in(PASSWORD, "203.0.113.8") == 302
