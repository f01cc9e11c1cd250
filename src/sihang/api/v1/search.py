"""Clauses, measures, and the organisations that the caller may see."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from sihang.accounts.states import Scope
from sihang.api.v1.auth import ANYONE
from sihang.api.v1.errors import documented
from sihang.api.v1.language import language_of
from sihang.api.v1.pages import Limit, Offset, Page, page_of
from sihang.register.queries import organisations_visible_to
from sihang.search.kinds import EntryKind
from sihang.search.queries import entries_found

router = Router(tags=["search"], auth=ANYONE)


class FoundOut(Schema):
    """`key` is its name in its own room: `yangpu-2024-1/m08`, or a USCC."""

    kind: EntryKind
    key: str
    title: str


@router.get("", response={200: Page[FoundOut], **documented(401, 422, 429)}, summary="Search")
def search(
    request: HttpRequest, q: Annotated[str, Query(max_length=200)], limit: Limit = 20, offset: Offset = 0
) -> Any:
    visible = {}
    if Scope.READ in request.auth.scopes:
        visible = {EntryKind.ORGANISATION: organisations_visible_to(request.auth.person).values("uscc")}
    english = language_of(request) == "en"
    found = entries_found(q, visible)
    return page_of(
        found,
        limit,
        offset,
        lambda each: {
            "kind": each.kind,
            "key": each.key,
            "title": each.title_en if english and each.title_en else each.title_zh,
        },
    )
