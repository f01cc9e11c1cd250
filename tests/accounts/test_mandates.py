"""Who acts for an organisation, and who lets them."""

from datetime import UTC, datetime

import pytest

from sihang.accounts import permissions
from sihang.accounts.actions.end_mandate import end_mandate
from sihang.accounts.actions.give_mandate import give_mandate
from sihang.accounts.errors import NotPermitted, NotReady
from sihang.accounts.models import Mandate, Person
from sihang.accounts.queries import events_visible_to
from sihang.accounts.states import MandateKind, Role
from sihang.journal.models import Event
from tests.builders.people import mandate, person

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OURS, THEIRS = "91310110MADEM0011Y", "91310110MADEM002XN"

pytestmark = pytest.mark.django_db


def give(actor, to, uscc=OURS, kind=MandateKind.HANDLER):
    return give_mandate(
        actor=actor, account=to.username, uscc=uscc, organisation_name="示例智能科技有限公司", kind=kind, now=NOW
    )


def test_the_legal_representative_names_a_handler():
    fang, su = person("fang.zhou"), person("su.tong")
    mandate(fang, OURS, "legal_representative")

    give(fang, su)

    assert Person.objects.get(pk=su.pk).acts_for == {OURS: MandateKind.HANDLER}
    event = Event.objects.get()
    assert (event.act, event.organisation, event.after) == ("mandate.given", OURS, {"uscc": OURS, "as": "handler"})


@pytest.mark.parametrize("kind", ["handler", "reader"])
def test_a_handler_hands_nothing_on(kind):
    su, he = person("su.tong"), person("he.xi")
    mandate(su, OURS, kind)

    with pytest.raises(NotPermitted):
        give(su, he)

    assert Mandate.objects.count() == 1


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD])
def test_whoever_is_of_the_office_gives_a_mandate_to_another_only(role):
    official, su = person("lin.xiao", role), person("su.tong")

    with pytest.raises(NotPermitted) as refused:
        give(official, official)
    give(official, su)

    assert [str(each) for each in Mandate.objects.values_list("person__username", flat=True)] == ["su.tong"]
    assert "不得授权给本人" in refused.value.problems[0].what.zh
    assert "nobody gives themself" in refused.value.problems[0].what.en


def test_a_legal_representative_says_nothing_about_another_organisation():
    fang, su = person("fang.zhou"), person("su.tong")
    mandate(fang, OURS, "legal_representative")

    with pytest.raises(NotPermitted):
        give(fang, su, THEIRS)


@pytest.mark.parametrize(("uscc", "code"), [("91310110MADEM0011X", "uscc-check-character"), (OURS, "mandate-exists")])
def test_a_mandate_needs_a_valid_code_and_is_given_once(uscc, code):
    officer, su = person("lin.xiao", Role.OFFICER), person("su.tong")
    mandate(su, OURS)

    with pytest.raises(NotReady) as refused:
        give(officer, su, uscc)

    assert refused.value.codes == [code]


def test_an_ended_mandate_opens_nothing():
    su = person("su.tong")
    held = mandate(su, OURS)

    end_mandate(actor=su, mandate_id=held.pk, now=NOW)

    gone = Person.objects.get(pk=su.pk)
    assert not permissions.may_act_for(gone, OURS)
    assert not permissions.may_read_for(gone, OURS)


@pytest.mark.parametrize(
    ("kind", "acts", "reads"),
    [("legal_representative", True, True), ("handler", True, True), ("reader", False, True)],
)
def test_a_reader_reads_and_does_not_act(kind, acts, reads):
    su = person("su.tong")
    mandate(su, OURS, kind)

    assert (permissions.may_act_for(su, OURS), permissions.may_read_for(su, OURS)) == (acts, reads)
    assert (permissions.may_act_for(su, THEIRS), permissions.may_read_for(su, THEIRS)) == (False, False)


def test_one_sees_of_the_journal_what_one_did_and_what_was_done_for_ones_organisation():
    officer, su, stranger = person("lin.xiao", Role.OFFICER), person("su.tong"), person("stranger")
    auditor = person("shen.zheng", Role.AUDITOR)
    give(officer, su)

    seen = {who.username: events_visible_to(who).count() for who in (officer, su, stranger, auditor)}

    assert seen == {"lin.xiao": 1, "su.tong": 1, "stranger": 0, "shen.zheng": 1}
