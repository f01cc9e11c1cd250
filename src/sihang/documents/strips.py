"""The part of a page that a proposal was read from, as a picture to look at beside it."""

import base64

from sihang.documents import vault
from sihang.documents.apart import apart
from sihang.documents.filetypes import FileType
from sihang.documents.models import Proposal


def strip_of(proposal: Proposal) -> bytes:
    """PNG: the line tinted, with a little above and below.

    Raises:
        FileError: the file broke the process that opened it.
        FileNotFoundError: the content is gone.
    """
    document = proposal.reading.document
    place = (proposal.page, proposal.top, proposal.bottom)
    return base64.b64decode(apart("show", FileType(document.kind), vault.get(document.stored_as), *place)["png"])
