"""What can be found. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from sihang.rulebook.errors import Words


class EntryKind(StrEnum):
    MEASURE = "measure"
    CLAUSE = "clause"
    ORGANISATION = "organisation"


PUBLIC = frozenset({EntryKind.MEASURE, EntryKind.CLAUSE})
"""What everybody may read. Of the other kinds a viewer sees what a query of its own room lets them see."""

KIND_WORDS = {
    EntryKind.MEASURE: Words("支持措施", "Measures"),
    EntryKind.CLAUSE: Words("条款原文", "Clauses"),
    EntryKind.ORGANISATION: Words("单位", "Organisations"),
}


@dataclass(frozen=True, slots=True)
class Findable:
    """Something to be found. `key` is its name in its own room: `yangpu-2024-1/m08`, or a USCC."""

    kind: EntryKind
    key: str
    title: Words
    body: Words
