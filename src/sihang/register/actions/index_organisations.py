"""Make every organisation findable anew: after a change of how search works, or of what it shows."""

from django.db import transaction

from sihang.register.finding import findable
from sihang.register.models import Organisation
from sihang.search.actions.index_entries import index_entries
from sihang.search.actions.remove_entries import remove_entries
from sihang.search.kinds import EntryKind
from sihang.search.queries import keys_of


@transaction.atomic
def index_organisations() -> int:
    """Return how many. Nothing is decided or shown here, so whoever runs the machine may."""
    remove_entries(EntryKind.ORGANISATION, keys_of(EntryKind.ORGANISATION))
    return index_entries(findable(each) for each in Organisation.objects.order_by("pk").iterator(chunk_size=2_000))
