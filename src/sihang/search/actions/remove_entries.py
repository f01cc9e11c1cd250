"""Make things no longer findable."""

from collections.abc import Iterable

from django.db import transaction

from sihang.search import index
from sihang.search.kinds import EntryKind
from sihang.search.models import Entry


@transaction.atomic
def remove_entries(kind: EntryKind, keys: Iterable[str]) -> int:
    """Take out what is there under these keys; return how many."""
    old = Entry.objects.filter(kind=kind, key__in=list(keys))
    index.remove(old.values_list("pk", flat=True))
    return old.delete()[0]
