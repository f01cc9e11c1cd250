"""Words in a picture, by RapidOCR; an extra (`sihang[ocr]`) that may be missing. Runs in the process apart."""

from functools import cache
from importlib.util import find_spec
from typing import Any

from PIL import Image, ImageOps

from sihang.documents.lines import PER_MILLE, Box, Piece, plain

SCORE_MIN = 0.5


def is_installed() -> bool:
    """Whether pictures can be read here; the models come inside the package, nothing is fetched."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def pieces_in(picture: Image.Image) -> list[Piece]:
    """Words with places, of which the recognition is more sure than not."""
    import numpy as np

    upright = ImageOps.exif_transpose(picture).convert("RGB")
    seen = _engine()(np.asarray(upright)[:, :, ::-1])  # it was taught on BGR
    if seen.boxes is None:
        return []
    found = []
    for corners, text, score in zip(seen.boxes, seen.txts, seen.scores, strict=True):
        words = plain(text)
        if words and score >= SCORE_MIN:
            found.append(Piece(words, _box(corners, *upright.size)))
    return found


@cache
def _engine() -> Any:
    """Opened once for all pages of a file; opening takes more than a second."""
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "error"})


def _box(corners: "list[tuple[float, float]]", width: int, height: int) -> Box:
    across = sorted(int(x * PER_MILLE / width) for x, _ in corners)
    down = sorted(int(y * PER_MILLE / height) for _, y in corners)
    return Box(max(across[0], 0), max(down[0], 0), min(across[-1], PER_MILLE), min(down[-1], PER_MILLE))
