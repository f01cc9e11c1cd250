"""Take a role from a person."""

from datetime import datetime

from django.db import transaction

from sihang.accounts import permissions
from sihang.accounts.errors import NotReady
from sihang.accounts.models import Appointment, Person
from sihang.journal.actions.record_event import record_event
from sihang.rulebook.errors import Problem, Words


@transaction.atomic
def end_appointment(*, actor: Person, appointment_id: int, now: datetime) -> Appointment:
    """End an appointment as of `now`; it stays on record.

    Raises:
        NotPermitted: `actor` is no security administrator, or it is their own.
        NotReady: it has ended before.
    """
    appointment = Appointment.objects.select_for_update().get(pk=appointment_id)
    permissions.require(permissions.may_appoint_this_person, actor, appointment.person)
    if appointment.ended_at is not None:
        raise NotReady([Problem("ended-already", "appointment", Words("该任命已终止", "It has ended already"))])
    appointment.ended_at = now
    appointment.save(update_fields=["ended_at"])
    record_event(
        act="person.appointment_ended", actor=actor, subject=appointment.person, before={"role": appointment.role}
    )
    return appointment
