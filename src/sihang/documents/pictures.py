"""Pictures: whole, of a size that can be shown, and with nothing hidden behind the last byte."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image

from sihang.documents.errors import FileError
from sihang.documents.filetypes import FileType

PIXELS_MAX = 50_000_000  # an A4 sheet at 600 dpi has 35 million
LAST_BYTES = {FileType.PNG: b"IEND\xaeB`\x82", FileType.JPEG: b"\xff\xd9"}
PADDING = b"\x00\r\n "  # some cameras and scanners fill the last block


def check_picture(kind: FileType, content: bytes) -> None:
    """Look at the first and the last bytes only.

    Raises:
        FileError: cut off, carries something else at its end, or would unfold beyond measure.
    """
    if not content.rstrip(PADDING).endswith(LAST_BYTES[kind]):
        raise _damaged()
    with _opened(kind, content) as picture:
        width, height = picture.size
    if width * height > PIXELS_MAX:
        raise _too_many_pixels()


def check_whole(kind: FileType, content: bytes) -> None:
    """Unfold every pixel; done in the process apart. Raises FileError where that fails."""
    with _opened(kind, content) as picture:
        picture.load()


@contextmanager
def _opened(kind: FileType, content: bytes) -> Iterator[Image.Image]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is lower
            with Image.open(io.BytesIO(content), formats=[kind.upper()]) as picture:
                yield picture
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except (OSError, SyntaxError, ValueError):
        raise _damaged() from None


def _damaged() -> FileError:
    return FileError(
        "picture-damaged",
        "图片不完整，或末尾带有其他内容；请重新拍照或扫描后上传。",
        "The picture is cut off or carries something else at its end; take or scan it again.",
    )


def _too_many_pixels() -> FileError:
    return FileError(
        "picture-too-many-pixels",
        f"图片超过 {PIXELS_MAX // 10_000} 万像素；请降低分辨率（A4 用 300 dpi 即可）。",
        f"The picture has more than {PIXELS_MAX // 1_000_000} million pixels; 300 dpi are enough for A4.",
    )
