"""Packages that were checked before start without YAML, the parser and the checks: what they gave is kept in a cache.

Reading and checking a package takes longer than an assessment. What is kept is named by the digest of the
packages and of this program, so any change of either means reading and checking again. The cache holds nothing
that the packages do not hold, and may be deleted at any time.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from sihang.rulebook import parse
from sihang.rulebook.folder import Folder, sm3
from sihang.rulebook.syntax import Branch

VARIABLE = "SIHANG_CACHE"
"""Another folder for the cache, or `off`."""
_UNREADABLE = (OSError, ValueError, TypeError, KeyError, AttributeError, RuntimeError)


def folder_as_kept(path: Path) -> Folder:
    """The folder of a package, with its files as read before where nothing has changed."""
    folder = Folder(path)
    kept = _read(_name("package", [folder]))
    if not isinstance(kept, dict):
        return folder
    known = Folder(path, kept)
    known.__dict__.update(rule_files=folder.rule_files, digest=folder.digest)  # read once
    return known


def take_kept(folders: Iterable[Folder]) -> bool:
    """Whether these packages were found without a problem together; if so their rules are parsed already."""
    trees = _read(_name("rules", folders))
    if not isinstance(trees, dict):
        return False
    with suppress(*_UNREADABLE):
        parse.keep({line: Branch.from_json(tree) for line, tree in trees.items()})
        return True
    return False


def keep(folders: Iterable[Folder]) -> None:
    """Keep what packages without a problem gave. A cache that cannot be written is no error."""
    folders = list(folders)
    for folder in folders:
        _write(_name("package", [folder]), folder.contents())
    _write(_name("rules", folders), {line: tree.as_json() for line, tree in parse.kept().items()})


def _place() -> Path | None:
    named = os.environ.get(VARIABLE)
    if named == "off":
        return None
    return Path(named) if named else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "sihang"


@lru_cache(maxsize=1)
def _program() -> str:
    """What this program is: every module of the rulebook and of values, by size and time of change."""
    here = Path(__file__).parent
    modules = sorted([*here.iterdir(), *(here.parent / "values").iterdir()])
    stats = [(path.name, path.stat()) for path in modules if path.suffix in (".py", ".lark")]
    return sys.version + repr([(name, stat.st_size, stat.st_mtime_ns) for name, stat in stats])


def _name(kind: str, folders: Iterable[Folder]) -> Path | None:
    with suppress(OSError, RuntimeError):
        place = _place()
        if place is not None:
            key = sm3("\n".join([_program(), *(f"{folder.id} {folder.digest}" for folder in folders)]).encode())
            return place / f"{kind}-{key.removeprefix('sm3:')[:32]}.json"
    return None


def _read(path: Path | None) -> Any:
    with suppress(*_UNREADABLE):
        if path is not None:
            return json.loads(path.read_text(encoding="utf-8"), object_hook=_from_json)
    return None


def _write(path: Path | None, value: Any) -> None:
    """Written beside and renamed, so that a reader never sees half of it."""
    with suppress(OSError):
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="utf-8", delete=False) as beside:
                json.dump(value, beside, ensure_ascii=False, default=_to_json)
            Path(beside.name).replace(path)


def _to_json(value: Any) -> dict[str, str]:
    return {"$day": value.isoformat()} if isinstance(value, date) else {"$decimal": str(value)}


def _from_json(value: dict[str, Any]) -> Any:
    if value.keys() == {"$day"}:
        return date.fromisoformat(value["$day"])
    return Decimal(value["$decimal"]) if value.keys() == {"$decimal"} else value
