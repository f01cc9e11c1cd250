"""Who may appoint whom, and what one person may not be at once."""

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from sihang.accounts.actions.admit_person import admit_person
from sihang.accounts.actions.appoint_person import appoint_person
from sihang.accounts.actions.end_appointment import end_appointment
from sihang.accounts.actions.found_office import found_office
from sihang.accounts.errors import NotPermitted, NotReady
from sihang.accounts.models import Appointment, Desk, Person
from sihang.accounts.states import Role, excluded_by
from sihang.cli.found_office import found_office as found_office_command
from sihang.journal.models import Event
from tests.builders.people import PASSWORD, person, somebody_quicker

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SECURITY = Role.SECURITY_ADMINISTRATOR

pytestmark = pytest.mark.django_db


def test_the_first_security_administrator_is_made_once():
    founder = found_office(username="an.ran", name="安然", password=PASSWORD, now=NOW)

    with pytest.raises(NotReady) as refused:
        found_office(username="other", name="他人", password=PASSWORD, now=NOW)

    assert founder.roles == {SECURITY}
    assert refused.value.codes == ["office-founded"]
    assert [event.act for event in Event.objects.all()] == ["office.founded"]


def test_the_command_makes_the_first_security_administrator():
    done = CliRunner().invoke(found_office_command, ["an.ran", "安然"], input=f"{PASSWORD}\n{PASSWORD}\n")

    assert done.exit_code == 0, done.output
    assert Person.objects.get(username="an.ran").check_password(PASSWORD)
    assert Event.objects.get().origin == "command line: sihang found-office"


def test_a_security_administrator_admits_and_appoints_and_both_are_recorded():
    chief = person("an.ran", SECURITY)
    Desk.objects.create(code="sti", name_zh="科技科", name_en="Science desk")

    lin = admit_person(actor=chief, username="lin.xiao", name="林晓", password=PASSWORD, now=NOW)
    appoint_person(actor=chief, person_id=lin.pk, role=Role.OFFICER, desk="sti", now=NOW)

    assert Person.objects.get(username="lin.xiao").roles == {Role.OFFICER}
    assert [(event.act, event.after) for event in Event.objects.order_by("pk")] == [
        ("person.admitted", {"username": "lin.xiao", "name": "林晓"}),
        ("person.appointed", {"role": "officer", "desk": "sti"}),
    ]


@pytest.mark.parametrize("role", [role for role in Role if role is not SECURITY])
def test_nobody_else_appoints(role):
    other, lin = person("other", role), person("lin.xiao")

    with pytest.raises(NotPermitted):
        appoint_person(actor=other, person_id=lin.pk, role=Role.OFFICER, now=NOW)

    assert (Appointment.objects.count(), Event.objects.count()) == (1, 0)


def test_nobody_appoints_themself():
    chief = person("an.ran", SECURITY)

    with pytest.raises(NotPermitted):
        appoint_person(actor=chief, person_id=chief.pk, role=Role.OFFICER, now=NOW)


@pytest.mark.parametrize(
    ("held", "asked"),
    [
        (Role.SYSTEM_ADMINISTRATOR, SECURITY),
        (Role.AUDIT_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR),
        (Role.AUDITOR, Role.OFFICER),
        (Role.FINANCE, Role.AUDITOR),
        (Role.HEAD, Role.AUDIT_ADMINISTRATOR),
    ],
)
def test_whoever_watches_or_runs_the_system_does_not_decide(held, asked):
    chief, lin = person("an.ran", SECURITY), person("lin.xiao", held)

    with pytest.raises(NotReady) as refused:
        appoint_person(actor=chief, person_id=lin.pk, role=asked, now=NOW)

    assert refused.value.codes == ["role-excluded"]
    assert lin.appointments.count() == 1


def test_exclusion_is_mutual():
    assert all((one in excluded_by(other)) == (other in excluded_by(one)) for one in Role for other in Role)


def test_an_ended_appointment_stays_on_record_and_gives_nothing():
    chief, lin = person("an.ran", SECURITY), person("lin.xiao", Role.OFFICER)
    appointment = lin.appointments.get()

    end_appointment(actor=chief, appointment_id=appointment.pk, now=NOW)
    with pytest.raises(NotReady) as refused:
        end_appointment(actor=chief, appointment_id=appointment.pk, now=NOW)

    assert Person.objects.get(pk=lin.pk).roles == frozenset()
    assert Appointment.objects.get(pk=appointment.pk).ended_at == NOW
    assert refused.value.codes == ["ended-already"]


def test_every_problem_of_a_new_account_is_said_at_once_in_both_languages():
    chief = person("an.ran", SECURITY)

    with pytest.raises(NotReady) as refused:
        admit_person(actor=chief, username="AN.RAN", name="另一人", password="12345", now=NOW)

    assert refused.value.codes[0] == "account-exists"
    assert set(refused.value.codes[1:]) == {"password-weak"}
    assert all(problem.what.zh != problem.what.en for problem in refused.value.problems)


def test_of_two_accounts_of_one_name_at_the_same_moment_the_second_is_refused_in_words():
    chief, neu = person("an.ran", SECURITY), Person(username="neu", name="先来者")

    with somebody_quicker(neu), pytest.raises(NotReady) as refused:
        admit_person(actor=chief, username="NEU", name="后来者", password=PASSWORD, now=NOW)

    assert refused.value.codes == ["account-exists"]
    assert not Person.objects.filter(name="后来者").exists()
