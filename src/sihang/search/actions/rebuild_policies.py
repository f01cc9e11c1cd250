"""Make the clauses and measures of the policies findable as they are today."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from sihang.search.actions.index_entries import index_entries
from sihang.search.actions.remove_entries import remove_entries
from sihang.search.kinds import PUBLIC
from sihang.search.policies import of_policy
from sihang.search.queries import keys_of


@transaction.atomic
def rebuild_policies(names: Iterable[str], *, today: date) -> int:
    """Replace every public entry; return how many there are now. Nobody's data, so anyone who runs the machine may.

    Raises:
        PackageUnusable: one of the packages cannot be used; the index stays as it was.
    """
    things = [thing for name in names for thing in of_policy(name, today)]
    for kind in PUBLIC:
        remove_entries(kind, keys_of(kind))
    return index_entries(things)
