"""Make things findable, or change how they are found."""

from collections.abc import Iterable
from itertools import islice

from django.db import transaction

from sihang.search import index
from sihang.search.grams import grams, level
from sihang.search.kinds import Findable
from sihang.search.models import Entry

BATCH = 500


@transaction.atomic
def index_entries(things: Iterable[Findable]) -> int:
    """Put `things` in, in place of what was there under the same kind and key; return how many. Any number at once."""
    count = 0
    rest = iter(things)
    while batch := list(islice(rest, BATCH)):
        _replace(batch)
        count += len(batch)
    return count


def _replace(batch: list[Findable]) -> None:
    """The later of two with one key counts."""
    wanted = {(each.kind, each.key): each for each in batch}
    for kind in {kind for kind, _ in wanted}:
        old = Entry.objects.filter(kind=kind, key__in=[key for other, key in wanted if other == kind])
        index.remove(old.values_list("pk", flat=True))
        old.delete()
    made = Entry.objects.bulk_create([_entry(each) for each in wanted.values()])
    index.put({entry.pk: grams(entry.level_text) for entry in made})


def _entry(thing: Findable) -> Entry:
    title = level(f"{thing.title.zh} {thing.title.en}")
    return Entry(
        kind=thing.kind,
        key=thing.key,
        title_zh=thing.title.zh,
        title_en=thing.title.en,
        body_zh=thing.body.zh,
        body_en=thing.body.en,
        level_title=title,
        level_text="\n".join([title, level(thing.body.zh), level(thing.body.en), level(thing.key)]),
    )
