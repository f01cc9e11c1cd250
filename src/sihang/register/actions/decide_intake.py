"""What an officer does with a workbook that was read: leave columns out, take it over, or give it up."""

from collections.abc import Sequence

from django.db import transaction

from sihang.accounts import permissions as accounts
from sihang.accounts.errors import NotReady
from sihang.accounts.models import Person
from sihang.documents import vault
from sihang.journal.actions.record_event import record_event
from sihang.moves import next_state
from sihang.register import permissions
from sihang.register.models import Intake
from sihang.register.states import INTAKE_MOVES
from sihang.rulebook.errors import Problem, Words

DONE = {"read_again": "columns_left_out", "order": "ordered", "drop": "dropped"}
"""Each move as the journal has it."""


def leave_out_columns(*, actor: Person, intake_id: int, headers: Sequence[str]) -> Intake:
    """Read it again without these columns.

    Raises:
        NotPermitted: `actor` does not keep the register.
        NotReady: it is being read or taken over, or that is over.
    """
    return _move(actor, intake_id, "read_again", left_out=list(headers))


def order_takeover(*, actor: Person, intake_id: int) -> Intake:
    """Have it taken over by the job, in the name of `actor`.

    Raises:
        NotPermitted: `actor` does not keep the register.
        NotReady: it has problems, or was decided before.
    """
    return _move(actor, intake_id, "order", by=actor)


def drop_intake(*, actor: Person, intake_id: int) -> Intake:
    """Give it up; nothing was written.

    Raises:
        NotPermitted: `actor` does not keep the register.
        NotReady: it was taken over, or is about to be.
    """
    with transaction.atomic():
        intake = _move(actor, intake_id, "drop")
        transaction.on_commit(lambda: vault.remove(intake.stored_as))
    return intake


@transaction.atomic
def _move(actor: Person, intake_id: int, move: str, **changed: object) -> Intake:
    intake = Intake.objects.select_for_update().get(pk=intake_id)
    accounts.require(permissions.may_keep_register, actor)
    state = next_state(INTAKE_MOVES, intake.state, move)
    if state is None:
        words = Words("这份文件目前不能这样办理，请刷新页面", "this cannot be done with it now; reload the page")
        raise NotReady([Problem("intake-elsewhere", intake.file_name, words)])
    before, intake.state = {"state": intake.state, "left_out": intake.left_out}, state
    for name, value in changed.items():
        setattr(intake, name, value)
    intake.save(update_fields=["state", *changed])
    after = {"state": state.value, "left_out": intake.left_out}
    record_event(act=f"register.{DONE[move]}", actor=actor, subject=intake, before=before, after=after)
    return intake
