"""What stands on a page: pieces of text with their place, put together into lines."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

PER_MILLE = 1000
GAP_BETWEEN_COLUMNS = 12  # thousandths of the page's width, about one character of a printed form


class ReadBy(StrEnum):
    TEXT = "text"  # the file carries its text
    OCR = "ocr"  # recognised from a picture; may be wrong
    NOTHING = "nothing"  # a picture, and no recognition is installed


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page in thousandths of its width and height, from the upper left corner."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def middle(self) -> int:
        return (self.left + self.right) // 2

    def around(self, other: "Box") -> "Box":
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that stands together, as the file or the recognition gave it."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces beside each other, from left to right; two spaces in `text` where a column ends."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        words = self.pieces[0].text
        for before, piece in zip(self.pieces, self.pieces[1:], strict=False):
            is_apart = piece.box.left - before.box.right >= GAP_BETWEEN_COLUMNS
            words += ("  " if is_apart else "") + piece.text
        return words

    @property
    def box(self) -> Box:
        place = self.pieces[0].box
        for piece in self.pieces[1:]:
            place = place.around(piece.box)
        return place


@dataclass(frozen=True, slots=True)
class Page:
    """One page as read; `number` counts from 1."""

    number: int
    read_by: ReadBy
    lines: tuple[Line, ...]


def lines_of(pieces: Iterable[Piece]) -> tuple[Line, ...]:
    """Put pieces that share most of their height on one line; lines from top to bottom."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda each: (each.box.top + each.box.bottom, each.box.left)):
        if rows and _stand_beside(rows[-1][-1].box, piece.box):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return tuple(Line(tuple(sorted(row, key=lambda each: each.box.left))) for row in rows)


def _stand_beside(one: Box, other: Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared * 2 > min(one.bottom - one.top, other.bottom - other.top)


def plain(text: str) -> str:
    """Full-width letters, brackets and colons as ASCII, and every printed variant of a character as itself.

    A recognition that takes （ for ( then finds the same as one that does not.
    """
    kept = (char if char.isprintable() else " " for char in unicodedata.normalize("NFKC", text))
    return " ".join("".join(kept).split())
