"""The process apart: reads one file from standard input, does one task, answers in JSON, and ends.

    python -m sihang.documents.child check pdf < file

Started by `apart.py` alone. What a hostile file can break or use up is this process and no more.
"""

import base64
import io
import json
import sys
from dataclasses import asdict

from PIL import Image, ImageChops, ImageOps

from sihang.documents import ocr, pdf
from sihang.documents.apart import PAGES_READ_MAX
from sihang.documents.errors import FileError
from sihang.documents.filetypes import MIB, FileType
from sihang.documents.lines import PER_MILLE, Line, Page, ReadBy, lines_of
from sihang.documents.pictures import LAST_BYTES, check_whole

DPI_TO_RECOGNISE = 200
DPI_TO_SHOW = 110
ROWS_AROUND = 40  # thousandths of the page's height above and below
ROWS_TINTED = 3
TINT = (255, 240, 160)  # as a marker pen
DARK = 128
AIR_PIXELS = 16
MEMORY_BYTES_MAX = 4096 * MIB
CPU_SECONDS_MAX = 240


def main(task: str, kind: str, *options: str) -> dict[str, object]:
    """Do `task` with the file on standard input; a refusal is an answer too."""
    content = sys.stdin.buffer.read()
    try:
        match task:
            case "check":
                return {"pages": _checked_pages(FileType(kind), content)}
            case "read":
                return {"pages": [_as_json(page) for page in _pages(FileType(kind), content)]}
            case "sheets":
                return {"rows": _rows(content)}
            case "show":
                return {"png": base64.b64encode(_strip(FileType(kind), content, *map(int, options))).decode()}
            case _:
                raise SystemExit(f"unknown task: {task}")
    except FileError as error:
        return {"refused": [error.code, error.zh, error.en]}


def _checked_pages(kind: FileType, content: bytes) -> int:
    """How many pages there are to look at; a spreadsheet or a Word file counts as one."""
    if kind is FileType.PDF:
        return pdf.check_pdf(content)
    if kind in LAST_BYTES:
        check_whole(kind, content)
    return 1


def _pages(kind: FileType, content: bytes) -> list[Page]:
    if kind is not FileType.PDF:
        with Image.open(io.BytesIO(content)) as picture:
            return [_recognised(1, picture)]
    pages = []
    with pdf.opened(content) as document:
        for index in range(min(len(document), PAGES_READ_MAX)):
            page = document[index]
            pieces = pdf.pieces_of(page)
            if pieces:
                pages.append(Page(index + 1, ReadBy.TEXT, lines_of(pieces)))
            else:
                pages.append(_recognised(index + 1, pdf.picture_of(page, DPI_TO_RECOGNISE)))
    return pages


def _rows(content: bytes) -> int:
    """How many rows the first worksheet has, all of it laid out as its reader lays it out; 0 where that reader refuses it."""
    import fastexcel

    try:
        return int(fastexcel.read_excel(content).load_sheet(0, header_row=None).total_height)
    except fastexcel.FastExcelError:
        return 0  # its reader says what is wrong


def _recognised(number: int, picture: Image.Image) -> Page:
    if not ocr.is_installed():
        return Page(number, ReadBy.NOTHING, ())
    return Page(number, ReadBy.OCR, lines_of(ocr.pieces_in(picture)))


def _strip(kind: FileType, content: bytes, number: int, top: int, bottom: int) -> bytes:
    """The line from `top` to `bottom` (thousandths) with a little above and below, tinted, without empty margins; PNG."""
    if kind is FileType.PDF:
        with pdf.opened(content) as document:
            whole = pdf.picture_of(document[number - 1], DPI_TO_SHOW)
    else:
        with Image.open(io.BytesIO(content)) as picture:
            whole = ImageOps.exif_transpose(picture)
    whole = whole.convert("RGB")

    def row(thousandths: int) -> int:
        return min(max(thousandths, 0), PER_MILLE) * whole.height // PER_MILLE

    above, below = row(top - ROWS_AROUND), max(row(bottom + ROWS_AROUND), row(top - ROWS_AROUND) + 1)
    line = (0, row(top - ROWS_TINTED), whole.width, max(row(bottom + ROWS_TINTED), row(top) + 1))
    tint = Image.new("RGB", (line[2] - line[0], line[3] - line[1]), TINT)
    whole.paste(ImageChops.multiply(whole.crop(line), tint), line[:2])
    left, right = _inked(whole.crop((0, above, whole.width, below)))
    cut = whole.crop((left, above, right, below))
    cut.thumbnail((1600, 1600))
    out = io.BytesIO()
    cut.save(out, "PNG")
    return out.getvalue()


def _inked(strip: Image.Image) -> tuple[int, int]:
    """Where dark marks begin and end from left to right, with some air; the whole width of an empty strip."""
    marks = strip.convert("L").point(lambda light: 255 * (light < DARK)).getbbox()
    if marks is None:
        return 0, strip.width
    return max(marks[0] - AIR_PIXELS, 0), min(marks[2] + AIR_PIXELS, strip.width)


def _as_json(page: Page) -> dict[str, object]:
    return {"number": page.number, "read_by": page.read_by, "lines": [_line_as_json(line) for line in page.lines]}


def _line_as_json(line: Line) -> list[list[object]]:
    return [[piece.text, *asdict(piece.box).values()] for piece in line.pieces]


def _limit() -> None:
    """Cap memory and time where the system knows how (not on Windows; the time-out of `apart.py` holds there too)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS_MAX, CPU_SECONDS_MAX))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _limit()
    sys.stdout.write(json.dumps(main(*sys.argv[1:]), ensure_ascii=True))
