"""The kinds of file that are taken in, and how large each may be."""

from dataclasses import dataclass
from enum import StrEnum

MIB = 1024 * 1024


class FileType(StrEnum):
    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    XLSX = "xlsx"
    DOCX = "docx"
    OFD = "ofd"


@dataclass(frozen=True, slots=True)
class Format:
    """What is known of a type before a file of it is looked at.

    Attributes:
        first_bytes: how every file of the type begins; nothing may stand before it.
        key_entry: for a ZIP container, the entry that makes it this type and no other.
    """

    extensions: tuple[str, ...]
    media_type: str
    size_bytes_max: int
    first_bytes: bytes
    key_entry: str = ""


OFFICE = "application/vnd.openxmlformats-officedocument"
ZIP_START = b"PK\x03\x04"

FORMATS = {
    FileType.PDF: Format((".pdf",), "application/pdf", 20 * MIB, b"%PDF-"),
    FileType.PNG: Format((".png",), "image/png", 10 * MIB, b"\x89PNG\r\n\x1a\n"),
    FileType.JPEG: Format((".jpg", ".jpeg"), "image/jpeg", 10 * MIB, b"\xff\xd8\xff"),
    FileType.XLSX: Format(
        (".xlsx",), f"{OFFICE}.spreadsheetml.sheet", 20 * MIB, ZIP_START, "xl/workbook.xml"
    ),
    FileType.DOCX: Format(
        (".docx",), f"{OFFICE}.wordprocessingml.document", 20 * MIB, ZIP_START, "word/document.xml"
    ),
    FileType.OFD: Format((".ofd",), "application/ofd", 20 * MIB, ZIP_START, "OFD.xml"),
}  # fmt: skip

SIZE_BYTES_MAX = max(each.size_bytes_max for each in FORMATS.values())
EXTENSIONS = tuple(extension for each in FORMATS.values() for extension in each.extensions)


def type_of_extension(extension: str) -> FileType | None:
    """The type that `.pdf` or `.JPG` promises."""
    wanted = extension.lower()
    return next((kind for kind, each in FORMATS.items() if wanted in each.extensions), None)
