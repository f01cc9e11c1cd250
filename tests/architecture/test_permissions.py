"""Every address × every kind of caller behaves as the permission matrix says, and no address is missing there."""

import re

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from sihang.accounts.actions.create_token import create_token
from sihang.accounts.states import MandateKind, Role, Scope
from sihang.journal.models import Event
from sihang.register.actions.register_organisation import register_organisation
from tests.architecture.permission_matrix import EVERYBODY, MATRIX, NOBODY, SAMPLES
from tests.architecture.tree import listed
from tests.builders.people import mandate, person

LOGIN = "/account/login/"
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\^?\(\?P<(\w+)>\[[^\]]+\]\+\)")


def addresses(resolver, before=""):
    for each in resolver.url_patterns:
        at = before + str(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from addresses(each, at)
        else:
            yield at


def sample(address, numbers):
    return "/" + PARAMETER.sub(lambda found: numbers.get(found[1] or found[2], "1"), address)


@pytest.fixture
def numbers(db):
    """The sample values; token, event and organisation are somebody else's."""
    other = person("somebody.else", Role.OFFICER)
    token = create_token(actor=other, name="月报程序", scopes=[Scope.READ], days=30, now=timezone.now()).token
    number = str(Event.objects.get().pk)
    register_organisation(actor=other, uscc=SAMPLES["uscc"], name="示例陌生有限公司", now=timezone.now())
    of_others = {"token_id": token.pk, "appointment_id": other.appointments.get().pk, "person_id": other.pk}
    return SAMPLES | {name: str(key) for name, key in of_others.items()} | {"number_of_event": number}


class Caller:
    """Asks for a page with a session, and over the API with a token of all scopes."""

    def __init__(self, who):
        self.pages, self.programs, self.api = Client(), Client(), {}
        if who != NOBODY:
            me = person(f"me.{who}", *([who] if who in set(Role) else []))
            if who in set(MandateKind):
                mandate(me, kind=who)
            self.pages.force_login(me)
            made = create_token(actor=me, name="测试", scopes=list(Scope), days=1, now=timezone.now())
            self.api = {"authorization": f"Bearer {made.secret}"}

    def ask(self, method, path, sent):
        if path.startswith("/api/"):
            return self.programs.generic(method, path, sent, content_type="application/json", headers=self.api)
        return self.pages.generic(method, path)


def test_every_address_has_its_line():
    known, here = {route.address for route in MATRIX}, set(addresses(get_resolver()))

    assert not here ^ known, listed("in the permission matrix or in the portal, but not both:", sorted(here ^ known))
    assert len(MATRIX) == len({(route.address, route.method) for route in MATRIX})


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_a_caller_gets_what_the_matrix_says(who, numbers):
    caller = Caller(who)
    wrong = []
    for route in MATRIX:
        if route.may == EVERYBODY and who not in (NOBODY, Role.OFFICER):
            continue
        values = numbers | ({"number": numbers["number_of_event"]} if route.address.startswith("journal/") else {})
        answer = caller.ask(route.method, sample(route.address, values), route.sent)
        if not as_said(route, who, answer):
            wrong.append(f"{route.method} {route.address}: {answer.status_code} {answer.headers.get('Location', '')}")

    assert not wrong, listed(f"not as the permission matrix says, for {who}:", wrong)


def as_said(route, who, answer):
    if who in route.may:
        return answer.status_code == route.answer
    # A redirect shows nothing and, to a GET, has done nothing; to a POST it is how success looks.
    sent_away = answer.status_code == 302 and (route.method == "GET" or answer.headers["Location"].startswith(LOGIN))
    return sent_away or answer.status_code in (401, 403, 404)
