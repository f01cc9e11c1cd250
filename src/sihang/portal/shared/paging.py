"""A long list, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest


def paged(request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], at_once: int) -> dict[str, Any]:
    """What `shared/pages.html` shows: `found`, the page asked for, and `asked`, what a link to another page must repeat."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return {"found": Paginator(rows, at_once).get_page(request.GET.get("page")), "asked": asked.urlencode()}
