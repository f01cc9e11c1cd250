"""An organisation as search finds it: by name and code."""

from sihang.register.models import Organisation
from sihang.rulebook.errors import Words
from sihang.search.kinds import EntryKind, Findable


def findable(organisation: Organisation) -> Findable:
    return Findable(EntryKind.ORGANISATION, organisation.uscc, Words(organisation.name, ""), Words("", ""))
