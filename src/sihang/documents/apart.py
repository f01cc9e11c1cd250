"""Opens strangers' files in a process of their own, with little memory, little time and no way to write."""

import json
import subprocess  # nosec B404
import sys
from typing import Any

from sihang.documents.errors import FileError
from sihang.documents.filetypes import FileType

PAGES_READ_MAX = 30  # of one document; the rest is said to be unread
SECONDS_MAX = {"check": 30, "show": 30, "sheets": 120, "read": 300}


def apart(task: str, kind: FileType, content: bytes, *options: int) -> dict[str, Any]:
    """Return the answer of `child.py` to one task: check, read, show or sheets.

    Raises:
        FileError: the file was refused; or the process broke, ran out of time or of memory over it.
    """
    command = [sys.executable, "-I", "-m", "sihang.documents.child", task, kind, *map(str, options)]
    try:
        # Our own program and words of our own; the stranger's bytes go to its standard input.
        done = subprocess.run(  # noqa: S603  # nosec B603
            command, input=content, capture_output=True, timeout=SECONDS_MAX[task], check=False
        )
    except subprocess.TimeoutExpired:
        raise _broke() from None
    if done.returncode:
        raise _broke()
    answer: dict[str, Any] = json.loads(done.stdout)
    if "refused" in answer:
        raise FileError(*answer["refused"])
    return answer


def _broke() -> FileError:
    return FileError(
        "file-cannot-be-opened",
        "文件无法在规定的时间和内存内打开；请重新导出、减少页数或降低分辨率后上传。",
        "The file could not be opened in the time and memory that it may take; export it again, smaller.",
    )
