"""An assessment as a file: what it was made from, what came out, and digests (SM3) of both. `replay` reads it again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from sihang import __version__
from sihang.rulebook.assess import Assessment
from sihang.rulebook.folder import Folder, sm3, write_whole

FORMAT = "sihang-assessment/1"
LANG = "zh"
"""The language of the sentences that are saved and compared."""


def saved(assessment: Assessment, case_json: Any, *, guide: bool = False, known: date | None = None) -> dict[str, Any]:
    """An assessment with everything that is needed to make it again, ready for `write_saved`.

    Args:
        case_json: the case as parsed by `case_from_json`; its numbers are kept as they were written.
        guide: keep the guidance too.
        known: the recorded day that the packages were loaded with, if one was named.
    """
    result = assessment.as_json(LANG, guide=guide)
    return {
        "format": FORMAT,
        "software": __version__,
        "on": assessment.on.isoformat(),
        "known": None if known is None else known.isoformat(),
        "packages": [package_entry(package.folder) for package in assessment.rules.packages],
        "case": case_json,
        "case_digest": sm3(canonical(case_json)),
        "assessment": result,
        "assessment_digest": sm3(canonical(result)),
    }


def package_entry(folder: Folder) -> dict[str, Any]:
    """The digest of a package, and of each of its files so that a later change can be named."""
    files = {name: sm3(content) for name, content in folder.rule_files.items()}
    return {"id": folder.id, "digest": folder.digest, "files": files}


def write_saved(path: str | Path, content: Mapping[str, Any]) -> None:
    """Write beside the file and rename, so that there is never half a file; raise OSError where that cannot be.

    What is no plain file (/dev/stdout, a pipe) is written to directly.
    """
    target = Path(path)
    text = (json_text(content, indent=2) + "\n").encode()
    if target.is_relative_to("/dev") or (target.exists() and not target.is_file()):
        target.write_bytes(text)
    else:
        write_whole(target, text)


def canonical(value: Any) -> bytes:
    """JSON in the one form that digests are made of: keys sorted, no spaces, UTF-8, decimals digit for digit.

    Raises:
        TypeError: a part of it is no JSON value.
        ValueError: a number is not finite.
    """
    return json_text(value, sort=True).encode()


def json_text(value: Any, *, sort: bool = False, indent: int = 0, level: int = 0) -> str:
    """JSON with exact decimals, which the json module cannot write: 31000000.00 stays 31000000.00."""
    if isinstance(value, Mapping):
        pairs = [(str(key), part) for key, part in value.items()]
        colon = ": " if indent else ":"
        parts = [
            _string(key) + colon + json_text(part, sort=sort, indent=indent, level=level + 1)
            for key, part in (sorted(pairs, key=lambda pair: pair[0]) if sort else pairs)
        ]
        return _wrapped("{", parts, "}", indent, level)
    if isinstance(value, list | tuple):
        parts = [json_text(part, sort=sort, indent=indent, level=level + 1) for part in value]
        return _wrapped("[", parts, "]", indent, level)
    return _scalar(value)


def _wrapped(start: str, parts: Iterable[str], end: str, indent: int, level: int) -> str:
    listed = [*parts]
    if not listed or not indent:
        return start + ",".join(listed) + end
    gap = "\n" + " " * (indent * (level + 1))
    return start + gap + f",{gap}".join(listed) + "\n" + " " * (indent * level) + end


def _scalar(value: Any) -> str:
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError(f"not a finite number: {value}")
        return str(value)
    if isinstance(value, str):
        return _string(value)
    if value is None or isinstance(value, bool | int):
        return json.dumps(value)
    raise TypeError(f"not a JSON value: {type(value).__name__}")


def _string(text: str) -> str:
    """As it is; with escapes where half a surrogate pair could not be written as UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(text)
    return json.dumps(text, ensure_ascii=False)
