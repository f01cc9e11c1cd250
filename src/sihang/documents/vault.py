"""Where the content of documents lies: outside of every served folder, under random names, for this program alone."""

import os
import secrets
from pathlib import Path

from django.conf import settings

NAME_BYTES = 24


def put(content: bytes) -> str:
    """Keep `content` and return the name that finds it; whole or not at all, even when the machine stops."""
    name = secrets.token_hex(NAME_BYTES)
    place = _place(name)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = place.with_suffix(".part")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.replace(place)
    return name


def get(name: str) -> bytes:
    """The content; raise FileNotFoundError where it is gone."""
    return _place(name).read_bytes()


def remove(name: str) -> None:
    """Throw the content away; nothing happens where it is gone already."""
    _place(name).unlink(missing_ok=True)


def _place(name: str) -> Path:
    if len(name) != 2 * NAME_BYTES or not set(name) <= set("0123456789abcdef"):
        raise ValueError("a name in the vault is hexadecimal digits")  # so that no name can leave the folder
    return Path(settings.DOCUMENTS_ROOT) / name[:2] / name
