"""A case in, an assessment out: the same JSON, byte for byte, as `sihang assess --format json`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from sihang.api.v1.assessments_schemas import CASE, AssessmentOut
from sihang.api.v1.auth import ASSESSING
from sihang.api.v1.errors import documented
from sihang.api.v1.language import language_of
from sihang.api.v1.limits import bound_case
from sihang.rulebook import case_from_json
from sihang.rulebook.case_json import json_text
from sihang.rulebook.shelf import rulebook_of

router = Router(tags=["assessments"])


@router.post(
    "",
    auth=ASSESSING,
    response={200: AssessmentOut, **documented(401, 403, 413, 422, 429)},
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": CASE}}}},
    summary="Assess a case",
)
def assess(
    request: HttpRequest,
    policy: Annotated[list[str], Query(description="packages by id; the policy alone where none is named")] = [],  # noqa: B006
    on: Annotated[date | None, Query(description="the day of assessment; today where none is given")] = None,
    known: Annotated[date | None, Query(description="only rules that were entered by this day")] = None,
    guide: Annotated[bool, Query(description="also the smallest change that would make each result met")] = False,
) -> Any:
    """What each measure gives for a case, why, what is still open, and the best combination. Nothing is kept."""
    lang = language_of(request)
    bound_case(request)
    case = case_from_json(request.body)
    assessment = rulebook_of(policy, known).assess(case, on=on or timezone.localdate())
    answer = json_text(assessment.as_json(lang, guide=guide))
    headers = {"Content-Language": lang, "Vary": "Accept-Language"}
    return HttpResponse(answer, content_type="application/json; charset=utf-8", headers=headers)
