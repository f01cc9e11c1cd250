"""What a file is, by its content; its name must agree.

Only bytes are looked at here, in pure Python. Opening a PDF is the work of a process apart (`opening.py`).
"""

import re
from pathlib import PurePosixPath

import puremagic

from sihang.documents.containers import check_container, type_of_container
from sihang.documents.errors import FileError
from sihang.documents.filetypes import EXTENSIONS, FORMATS, MIB, ZIP_START, FileType, type_of_extension
from sihang.documents.pictures import check_picture
from sihang.values.errors import shown

NAME_CHARACTERS_MAX = 120
UNFIT_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff/\\:*?"<>|]')
"""Control characters, marks that turn the reading direction (fdp.exe), and what no file system keeps."""

OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How Office files before 2007 begin, and newer ones that need a password."""

ALLOWED_ZH = "PDF、PNG、JPG、XLSX、DOCX、OFD"
ALLOWED_EN = "PDF, PNG, JPG, XLSX, DOCX or OFD"


def sniff(name: str, content: bytes) -> FileType:
    """Return what `content` is, when it may be taken in under `name`.

    Raises:
        FileError: empty, too large, of another kind, not what its name says, damaged, or built to do harm.
    """
    check_name(name)
    if not content:
        raise FileError("file-empty", "文件是空的，请重新选择。", "The file is empty; choose it again.")
    promised = type_of_extension(PurePosixPath(name).suffix)
    if promised is not None:
        _check_size(promised, len(content))
    found = _type_of_content(content)
    if content.startswith(OLE_START) and promised in (FileType.XLSX, FileType.DOCX):
        raise _old_or_encrypted()
    if promised is None or found is None:
        raise _not_allowed(name, content)
    if promised is not found:
        raise FileError(
            "file-not-what-its-name-says",
            f"“{shown(name)}”的内容是 {found.upper()}，与扩展名不符；请用正确的扩展名另存后上传。",
            f"'{shown(name)}' holds {found.upper()}, which its name does not say; save it under the right one.",
        )
    if found in (FileType.PNG, FileType.JPEG):
        check_picture(found, content)
    elif FORMATS[found].key_entry:
        check_container(content)
    return found


def check_name(name: str) -> None:
    """Refuse a name that could deceive a reader or leave its folder."""
    if not name.strip(" .") or len(name) > NAME_CHARACTERS_MAX or UNFIT_IN_A_NAME.search(name):
        raise FileError(
            "file-name-unfit",
            f"文件名为空、超过{NAME_CHARACTERS_MAX}个字符或含有特殊符号：“{shown(name)}”，请改名后上传。",
            f"The name is empty, longer than {NAME_CHARACTERS_MAX} characters or holds special signs: "
            f"'{shown(name)}'; rename the file.",
        )


def _type_of_content(content: bytes) -> FileType | None:
    if content.startswith(ZIP_START):
        return type_of_container(content)
    return next((kind for kind, each in FORMATS.items() if content.startswith(each.first_bytes)), None)


def _check_size(found: FileType, size_bytes: int) -> None:
    most = FORMATS[found].size_bytes_max
    if size_bytes > most:
        raise FileError(
            "file-too-large",
            f"{found.upper()} 文件不超过 {most // MIB} MB，此文件为 {_megabytes(size_bytes)} MB；请压缩或分成几份。",
            f"A {found.upper()} file has at most {most // MIB} MB, this one {_megabytes(size_bytes)} MB; "
            "compress or split it.",
        )


def _old_or_encrypted() -> FileError:
    return FileError(
        "file-encrypted-or-old",
        "文件设有打开密码，或是 2007 年以前的格式；请去掉密码，另存为 .xlsx 或 .docx 后上传。",
        "The file needs a password, or is of a format before 2007; save it as .xlsx or .docx without a password.",
    )


def _megabytes(size_bytes: int) -> str:
    """Rounded up, so that 20 MB and one byte are not shown as the 20 MB that are allowed."""
    tenths = -(-size_bytes * 10 // MIB)
    return f"{tenths // 10}.{tenths % 10}"


def _not_allowed(name: str, content: bytes) -> FileError:
    what = _name_of_foreign(content)
    extension = PurePosixPath(name).suffix.lower()
    is_wrong_inside = extension in EXTENSIONS
    zh = (
        f"“{shown(name)}”不是可用的 {extension[1:].upper()} 文件"
        if is_wrong_inside
        else f"不接收“{shown(name)}”这类文件"
    )
    en = (
        f"'{shown(name)}' is no usable {extension[1:].upper()} file"
        if is_wrong_inside
        else f"'{shown(name)}' is not taken"
    )
    return FileError(
        "file-type-not-allowed",
        f"{zh}{f'（内容像是 {what}）' if what else ''}；请上传 {ALLOWED_ZH}。",
        f"{en}{f' (it looks like {what})' if what else ''}; upload {ALLOWED_EN}.",
    )


def _name_of_foreign(content: bytes) -> str:
    """What puremagic takes the bytes for; only said, never decided upon."""
    try:
        return shown(puremagic.from_string(content[:4096]).lstrip(".").upper())
    except (puremagic.PureError, ValueError):
        return ""
