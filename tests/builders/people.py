"""People of the office and of organisations, for tests."""

from contextlib import contextmanager

import pytest
from django.utils import timezone

from sihang.accounts.models import Appointment, Mandate, Person

PASSWORD = "a long pass phrase"  # noqa: S105 - nobody's


def person(username="li.ming", *roles, name="李明", **fields):
    """Someone who can sign in, appointed to `roles`."""
    made = Person(username=username, name=name, **fields)
    made.set_password(PASSWORD)
    made.save()
    for role in roles:
        Appointment.objects.create(person=made, role=role, since=timezone.now())
    return made


def mandate(of, uscc="91310110MADEM0011Y", kind="handler", organisation_name="示例智能科技有限公司"):
    return Mandate.objects.create(
        person=of, uscc=uscc, kind=kind, organisation_name=organisation_name, since=timezone.now()
    )


@contextmanager
def somebody_quicker(row):
    """`row` is there just before the next of its kind is saved, as when two people send the same at one moment."""
    model, first = type(row), [row]
    save = model.save

    def save_second(second, **how):
        model.objects.bulk_create([first.pop()])
        save(second, **how)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(model, "save", save_second)
        yield
    assert not first, "nothing was saved"
