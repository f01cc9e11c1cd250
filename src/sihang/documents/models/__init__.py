"""Documents, what was read in them, and what a person said to it."""

from sihang.documents.models.document import Document
from sihang.documents.models.proposal import Proposal
from sihang.documents.models.reading import Reading

__all__ = ["Document", "Proposal", "Reading"]
