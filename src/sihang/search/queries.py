"""What is found for a question, for one viewer."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Length

from sihang.search.grams import words
from sihang.search.index import candidates
from sihang.search.kinds import PUBLIC, EntryKind
from sihang.search.models import Entry

ORDER = list(EntryKind)


def entries_found(question: str, visible: Mapping[EntryKind, QuerySet[Any]]) -> QuerySet[Entry]:
    """Entries that hold every word of `question`: by kind, those with it in the title first, short titles first.

    Args:
        visible: for each kind that is not public, the keys that the viewer may see, as a query of the room it belongs
            to: `{EntryKind.ORGANISATION: organisations_visible_to(viewer).values("uscc")}`. A kind that is left out
            is not found.
    """
    asked = words(question)
    if not asked:
        return Entry.objects.none()
    allowed = Q(kind__in=PUBLIC)
    for kind, keys in visible.items():
        # Asked of each candidate, and not gathered first: an officer may see every organisation there is.
        (field,) = keys.query.values_select
        allowed |= Q(kind=kind) & Exists(keys.filter(**{field: OuterRef("key")}))
    found = Entry.objects.filter(allowed)
    in_title = Q()
    for word in asked:
        found = found.filter(pk__in=candidates(word), level_text__contains=word.text)
        in_title &= Q(level_title__contains=word.text)
    return found.annotate(
        kind_order=Case(
            *[When(kind=kind, then=Value(at)) for at, kind in enumerate(ORDER)], output_field=IntegerField()
        ),
        title_order=Case(When(in_title, then=Value(0)), default=Value(1), output_field=IntegerField()),
    ).order_by("kind_order", "title_order", Length("level_title"), F("key"))


def keys_of(kind: EntryKind) -> QuerySet[Any]:
    """What is in the index, by key."""
    return Entry.objects.filter(kind=kind).values_list("key", flat=True)
