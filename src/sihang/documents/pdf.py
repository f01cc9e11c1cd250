"""PDF files, by pdfium: whether one may be taken in, its text with places, and pictures of its pages.

Runs in the process apart (`apart.py`): pdfium is native code, and the files are strangers'.
"""

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from sihang.documents.errors import FileError
from sihang.documents.lines import PER_MILLE, Box, Piece, plain

PAGES_MAX = 300
POINTS_MAX = 14_400  # the largest side that the PDF standard gives a page
PIXELS_OF_A_SIDE_MAX = 4_000
# Names may be written with escapes, so this finds the usual and not every hidden script: the scanner is still needed.
ACTIVE = re.compile(rb"/(?:JavaScript|Launch)(?=[\s/(<\[>])")


def check_pdf(content: bytes) -> int:
    """Return the number of pages.

    Raises:
        FileError: damaged, without pages or with too many, needs a password, or carries a script.
    """
    with opened(content) as document:
        pages = len(document)
        scripts = pdfium.FPDFDoc_GetJavaScriptActionCount(document)
    if scripts > 0 or ACTIVE.search(content):
        raise FileError(
            "pdf-with-scripts",
            "PDF 中含有脚本或启动程序的动作，不予接收；请用“打印为 PDF”另存后上传。",
            "The PDF holds scripts or starts programs and is not taken; print it to a new PDF.",
        )
    if not 1 <= pages <= PAGES_MAX:
        raise FileError(
            "pdf-pages",
            f"PDF 应有 1 至 {PAGES_MAX} 页，此文件有 {pages} 页；请分成几份上传。",
            f"A PDF has 1 to {PAGES_MAX} pages, this one {pages}; split it.",
        )
    return pages


@contextmanager
def opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """Open without a password; a file that only forbids printing or copying opens too."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise _cannot_open(error) from None
    try:
        yield document
    finally:
        document.close()


def pieces_of(page: pypdfium2.PdfPage) -> list[Piece]:
    """The text that the page carries, with places; empty for a scan."""
    text = page.get_textpage()
    found = []
    for index in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(index)
        words = plain(text.get_text_bounded(left, bottom, right, top))
        if words:
            found.append(Piece(words, _box(page, left, bottom, right, top)))
    return found


def picture_of(page: pypdfium2.PdfPage, dpi: int) -> Image.Image:
    """The page as it would be printed; coarser where it would be more than 4000 pixels wide or high."""
    longest = max(page.get_size())
    if not 0 < longest <= POINTS_MAX:
        raise _damaged()
    picture: Image.Image = page.render(
        scale=min(dpi / 72, PIXELS_OF_A_SIDE_MAX / longest), may_draw_forms=False
    ).to_pil()
    return picture


def _box(page: pypdfium2.PdfPage, left: float, bottom: float, right: float, top: float) -> Box:
    """Thousandths as the page is shown, so turned and cropped pages come out right."""
    one, other = _shown_at(page, left, top), _shown_at(page, right, bottom)
    return Box(min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1]))


def _shown_at(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[int, int]:
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, PER_MILLE, PER_MILLE, 0, x, y, across, down)
    return min(max(across.value, 0), PER_MILLE), min(max(down.value, 0), PER_MILLE)


def _cannot_open(error: pypdfium2.PdfiumError) -> FileError:
    if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return FileError(
            "pdf-encrypted",
            "PDF 设有打开密码，无法查毒和读取；请去掉密码后上传。",
            "The PDF needs a password to open, so it can be neither scanned nor read; upload it without.",
        )
    return _damaged()


def _damaged() -> FileError:
    return FileError(
        "pdf-damaged",
        "PDF 已损坏，无法打开；请重新导出或扫描后上传。",
        "The PDF is damaged and cannot be opened; export or scan it again.",
    )
