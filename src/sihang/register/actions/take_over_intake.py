"""Take over a workbook that an officer ordered to be (导入)."""

from datetime import datetime

from django.db import transaction

from sihang.accounts.errors import Refused
from sihang.batch.problems import Found
from sihang.moves import next_state
from sihang.register.actions.import_workbook import From, import_workbook
from sihang.register.actions.read_intake import keep_what_was_found, opened
from sihang.register.history import Source
from sihang.register.models import Intake, Takeover
from sihang.register.progress import forget_progress, note_progress
from sihang.register.states import INTAKE_MOVES
from sihang.register.workbook import Draft
from sihang.rulebook import Rulebook


def take_over_intake(*, intake_id: int, rulebook: Rulebook, now: datetime) -> Takeover | None:
    """Done by the job, all of it or nothing; None where nothing was written: the intake then says why."""
    intake = Intake.objects.get(pk=intake_id)
    if next_state(INTAKE_MOVES, intake.state, "take") is None:
        return None
    with opened(intake, rulebook, now) as (draft, found):
        if draft is None or found:  # the register has changed since it was read
            keep_what_was_found(intake_id, draft, found)
            return None
        try:
            return _take(intake, draft, now)
        except Refused as error:  # whoever ordered it may do so no more, or another import came between
            keep_what_was_found(intake_id, draft, Found(error.problems))
            return None
        finally:
            forget_progress(intake_id)


@transaction.atomic
def _take(intake: Intake, draft: Draft, now: datetime) -> Takeover | None:
    intake = Intake.objects.select_for_update().select_related("by").get(pk=intake.pk)
    state = next_state(INTAKE_MOVES, intake.state, "take")
    if state is None:
        return None
    done = 0

    def advance(written: int) -> None:
        nonlocal done
        done += written
        note_progress(intake.pk, done)

    origin = From(intake.file_name, Source(intake.source), intake.named)
    intake.takeover = import_workbook(actor=intake.by, draft=draft, origin=origin, now=now, advance=advance)
    intake.state = state
    intake.save(update_fields=["state", "takeover"])
    return intake.takeover
