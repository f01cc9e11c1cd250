"""One thing that was read, and where."""

from dataclasses import dataclass
from enum import StrEnum

from sihang.documents.lines import Box


class ProposalKind(StrEnum):
    USCC = "uscc"
    NAME = "name"
    AMOUNT = "amount"
    INVOICE = "invoice"
    DATE = "date"


class Note(StrEnum):
    """What the person should look at before accepting."""

    NONE = ""
    MENDED = "mended"  # letters that a code never has were read as digits, and the check characters then fit
    DIFFERS = "differs"  # the amount in figures and the one in capitals on this page are not the same


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something a person may accept.

    Attributes:
        value: canonical: a USCC, a name, whole fen, an invoice number (`code-number` before 2024's digital ones),
            or a day as YYYY-MM-DD.
        label: what stood before it: 名称, 营业收入, 开票日期.
        fact: the fact of the policy that it would state, or "" where a person has to say.
        year: the fiscal year that the amount belongs to, or None where the page does not say.
        quote: the whole line it was read from.
    """

    kind: ProposalKind
    value: str
    label: str
    page: int
    quote: str
    box: Box
    fact: str = ""
    year: int | None = None
    note: Note = Note.NONE

    @property
    def what(self) -> tuple[object, ...]:
        """Two readings with the same of this say the same; a label adds nothing to a code."""
        named = self.label if self.kind in (ProposalKind.DATE, ProposalKind.AMOUNT) else ""
        return (self.kind, self.value, named, self.fact, self.year)
