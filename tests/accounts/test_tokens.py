"""Keys for programs: shown once, kept as a digest, useless after their day."""

from datetime import UTC, datetime, timedelta

import pytest

from sihang.accounts.actions.create_token import create_token
from sihang.accounts.actions.revoke_token import revoke_token
from sihang.accounts.errors import NotPermitted, NotReady
from sihang.accounts.models import ApiToken
from sihang.accounts.queries import bearer_of
from sihang.accounts.states import Role, Scope
from sihang.journal.models import Event
from tests.builders.people import person

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def made_by(owner, days=30):
    return create_token(actor=owner, name="月报程序", scopes=[Scope.READ], days=days, now=NOW)


def test_a_token_stands_for_its_owner_within_its_scopes():
    li = person()
    made = made_by(li)

    bearer = bearer_of(made.secret, NOW)

    assert (bearer.person, bearer.scopes) == (li, {Scope.READ})


def test_the_secret_is_kept_nowhere():
    made = made_by(person())
    secret = made.secret.split("_", 2)[2]
    kept = [str(row) for row in ApiToken.objects.values()] + [str(row) for row in Event.objects.values()]

    assert all(secret not in row for row in kept)


def test_what_is_not_the_token_opens_nothing():
    made = made_by(person())
    wrong = [made.secret[:-1], made.secret + "A", "", "sihang_", "sihang_0000000000000000_x", made.token.digest]

    assert [bearer_of(each, NOW) for each in wrong] == [None] * 6


def test_a_token_ends_on_its_day_to_the_second():
    made = made_by(person(), days=30)
    end = NOW + timedelta(days=30)

    assert bearer_of(made.secret, end - timedelta(seconds=1)) is not None
    assert bearer_of(made.secret, end) is None


def test_a_revoked_token_and_one_of_a_closed_account_open_nothing():
    li, wang = person(), person("wang.fang")
    revoked, closed = made_by(li), made_by(wang)

    revoke_token(actor=li, token_id=revoked.token.pk, now=NOW)
    wang.is_active = False
    wang.save()

    assert [bearer_of(each.secret, NOW) for each in (revoked, closed)] == [None, None]


def test_only_the_owner_or_the_security_administrator_revokes():
    made = made_by(person())

    for stranger in (person("stranger"), person("lin.xiao", Role.OFFICER)):
        with pytest.raises(NotPermitted):
            revoke_token(actor=stranger, token_id=made.token.pk, now=NOW)
    revoke_token(actor=person("an.ran", Role.SECURITY_ADMINISTRATOR), token_id=made.token.pk, now=NOW)

    assert bearer_of(made.secret, NOW) is None


def test_every_problem_is_said_at_once():
    with pytest.raises(NotReady) as refused:
        create_token(actor=person(), name=" ", scopes=[], days=367, now=NOW)

    assert refused.value.codes == ["token-unnamed", "token-without-scope", "token-life"]
