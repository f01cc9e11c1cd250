"""Check-ups from the register's facts: those that were kept, and a new one."""

from __future__ import annotations

from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Body, Path, Query, Router

from sihang.api.v1.auth import READING, WRITING
from sihang.api.v1.check_ups_schemas import CheckUpIn, CheckUpInFull, CheckUpOut
from sihang.api.v1.errors import documented
from sihang.api.v1.once import DOCUMENTED, once
from sihang.api.v1.pages import Limit, Offset, Page, page_of
from sihang.checkup.actions.keep_check_up import keep_check_up
from sihang.checkup.queries import check_ups_visible_to
from sihang.register.queries import organisations_visible_to
from sihang.rulebook.shelf import rulebook_of

router = Router(tags=["check_ups"], auth=READING)
LARGEST_ID = 2**63 - 1


@router.get("", response={200: Page[CheckUpOut], **documented(401, 403, 422, 429)}, summary="Check-ups, newest first")
def every(
    request: HttpRequest,
    uscc: Annotated[str | None, Query(max_length=18)] = None,
    limit: Limit = 20,
    offset: Offset = 0,
) -> Any:
    found = check_ups_visible_to(request.auth.person)
    return page_of(found.filter(organisation__uscc=uscc) if uscc else found, limit, offset, _shown)


def _shown(check_up: Any) -> CheckUpOut:
    return CheckUpOut(
        id=check_up.pk, uscc=check_up.organisation.uscc, on=check_up.on, known=check_up.known, at=check_up.at
    )


@router.get(
    "/{number}", response={200: CheckUpInFull, **documented(401, 403, 404, 422, 429)}, summary="One check-up in full"
)
def one(request: HttpRequest, number: Annotated[int, Path(ge=1, le=LARGEST_ID)]) -> Any:
    found = get_object_or_404(check_ups_visible_to(request.auth.person), pk=number)
    return CheckUpInFull(**_shown(found).dict(), content=found.content)


@router.post(
    "",
    auth=WRITING,
    openapi_extra=DOCUMENTED,
    response={201: CheckUpOut, **documented(400, 401, 403, 404, 409, 413, 422, 429)},
    summary="Check an organisation up and keep it",
)
def keep(request: HttpRequest, asked: Annotated[CheckUpIn, Body()]) -> HttpResponse:
    """Assesses what the register knows now. With an `Idempotency-Key` it is done once."""
    organisation = get_object_or_404(organisations_visible_to(request.auth.person), uscc=asked.uscc)
    now = timezone.now()

    def write() -> CheckUpOut:
        return _shown(
            keep_check_up(
                actor=request.auth.person,
                organisation_id=organisation.pk,
                rulebook=rulebook_of(settings.POLICIES),
                on=asked.on or timezone.localdate(now),
                known=now,
                now=now,
            )
        )

    return once(request, write)
