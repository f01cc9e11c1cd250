"""Long lists, a page at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import QuerySet
from ninja import Query, Schema

Item = TypeVar("Item")

Limit = Annotated[int, Query(ge=1, le=100, description="how many, 100 at most")]
Offset = Annotated[int, Query(ge=0, le=10_000_000, description="after how many")]


class Page(Schema, Generic[Item]):
    """`total` counts all pages."""

    items: list[Item]
    total: int
    limit: int
    offset: int


def page_of(found: QuerySet[Any] | list[Any], limit: int, offset: int, write: Callable[[Any], Any]) -> dict[str, Any]:
    """One page of a list that has an order."""
    total = len(found) if isinstance(found, list) else found.count()
    items = [write(each) for each in found[offset : offset + limit]]
    return {"items": items, "total": total, "limit": limit, "offset": offset}
