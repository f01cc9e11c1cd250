"""What a document says, page by page, with the place of every word."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sihang.documents.apart import PAGES_READ_MAX, apart
from sihang.documents.filetypes import FileType
from sihang.documents.lines import Box, Line, Page, Piece, ReadBy

READABLE = frozenset({FileType.PDF, FileType.PNG, FileType.JPEG})


class Gap(StrEnum):
    """Why a reading is not whole; shown to the person, who then looks for themselves."""

    KIND = "kind"  # spreadsheets and Word files are kept and not read
    PICTURES = "pictures"  # some pages are pictures, and no recognition is installed here
    BROKEN = "broken"  # the file could not be read in the time and memory that it may take
    PAGES = "pages"  # only the first pages were read


@dataclass(frozen=True, slots=True)
class Pages:
    """What was read of a document, and what was not."""

    pages: tuple[Page, ...]
    gaps: frozenset[Gap]


def read(kind: FileType, content: bytes, *, page_count: int) -> Pages:
    """Read `content`, which `check` has let in with `page_count` pages.

    Raises:
        FileError: the file broke the process that opened it.
    """
    if kind not in READABLE:
        return Pages((), frozenset({Gap.KIND}))
    pages = tuple(_page(each) for each in apart("read", kind, content)["pages"])
    gaps = set()
    if any(page.read_by is ReadBy.NOTHING for page in pages):
        gaps.add(Gap.PICTURES)
    if page_count > PAGES_READ_MAX:
        gaps.add(Gap.PAGES)
    return Pages(pages, frozenset(gaps))


def _page(saved: dict[str, Any]) -> Page:
    lines = tuple(Line(tuple(Piece(text, Box(*place)) for text, *place in line)) for line in saved["lines"])
    return Page(saved["number"], ReadBy(saved["read_by"]), lines)
