"""ZIP containers (XLSX, DOCX, OFD): what type one is, and whether it would do harm when unpacked."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from sihang.documents.errors import FileError
from sihang.documents.filetypes import FORMATS, MIB, FileType

ENTRIES_MAX = 5_000
UNPACKED_BYTES_MAX = 200 * MIB
TIMES_SMALLER_MAX = 200  # the XML of a large sheet packs about 20 times
SMALL_BYTES = MIB  # an entry this small cannot hurt, however well it packs
CHUNK_BYTES = 64 * 1024
MACROS = ("vbaproject.bin", "vbadata.xml")
ENCRYPTED_FLAG = 0x1


def type_of_container(content: bytes) -> FileType | None:
    """The type whose key entry the container holds; None for any other ZIP file.

    Raises:
        FileError: the container cannot be opened, or is two types at once.
    """
    with _opened(content) as container:
        names = set(container.namelist())
    kinds = [kind for kind, each in FORMATS.items() if each.key_entry and each.key_entry in names]
    if len(kinds) > 1:
        raise _damaged()
    return kinds[0] if kinds else None


def check_container(content: bytes) -> None:
    """Unpack every entry and throw it away, counting; declared sizes are not believed."""
    with _opened(content) as container:
        entries = container.infolist()
        if len(entries) > ENTRIES_MAX:
            raise _bomb()
        for entry in entries:
            _check_entry(entry)
        budget = UNPACKED_BYTES_MAX
        for entry in entries:
            budget -= _unpacked_bytes(container, entry, budget)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    parts = entry.filename.replace("\\", "/").split("/")
    if entry.flag_bits & ENCRYPTED_FLAG:
        raise FileError(
            "file-encrypted",
            "文件设有打开密码，无法查毒和读取；请去掉密码后上传。",
            "The file needs a password to open, so it can be neither scanned nor read; upload it without.",
        )
    if entry.filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
        raise _damaged()
    if parts[-1].lower() in MACROS:
        raise FileError(
            "file-with-macros",
            "文件中含有宏，不予接收；请另存为不含宏的文件后上传。",
            "The file holds macros and is not taken; save it without macros.",
        )


def _unpacked_bytes(container: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: int) -> int:
    """Return how large the entry really is; refuse it as soon as it grows beyond measure."""
    most = min(budget, max(SMALL_BYTES, entry.compress_size * TIMES_SMALLER_MAX))
    unpacked = 0
    with container.open(entry) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            unpacked += len(chunk)
            if unpacked > most:
                raise _bomb()
    return unpacked


@contextmanager
def _opened(content: bytes) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            yield container
    except FileError:  # which is a ValueError too
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError):
        raise _damaged() from None


def _damaged() -> FileError:
    return FileError(
        "container-damaged",
        "文件已损坏或结构异常，无法打开；请用办公软件重新保存后上传。",
        "The file is damaged or strangely built; save it again with an office program.",
    )


def _bomb() -> FileError:
    return FileError(
        "container-unfolds-too-far",
        f"文件解压后过大（超过 {UNPACKED_BYTES_MAX // MIB} MB 或 {TIMES_SMALLER_MAX} 倍），不予接收；请删去多余内容后上传。",
        f"Unpacked, the file is too large (over {UNPACKED_BYTES_MAX // MIB} MB or {TIMES_SMALLER_MAX} times); "
        "take out what is not needed.",
    )
