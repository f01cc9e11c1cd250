"""Packages that were checked before start without YAML, the parser and the checks: what they gave is kept in a cache.

Reading and checking a package takes longer than an assessment. What is kept is named by the digest of the
packages and of this program, so any change of either means reading and checking again. Each file begins with a
digest of its own content; what is damaged, or what another user could have written, is as if there were none.
The cache holds nothing that the packages do not hold, and may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

from sihang import __version__
from sihang.rulebook import parse
from sihang.rulebook.folder import Folder, sm3, write_whole
from sihang.rulebook.syntax import Branch

VARIABLE = "SIHANG_CACHE"
"""Another folder for the cache, or `off`."""
_UNREADABLE = (OSError, ValueError, TypeError, KeyError, AttributeError, RuntimeError)


def folder_as_kept(path: Path, *, fresh: bool = False) -> Folder:
    """The folder of a package, with its files as read before where nothing has changed; `fresh` reads them anew."""
    folder = Folder(path)
    if fresh:
        return folder
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


def keep(folders: Iterable[Folder], trees: Mapping[str, Branch]) -> None:
    """Keep what packages without a problem gave, and the trees of their rules.

    A cache that cannot be written is no error.
    """
    folders = list(folders)
    if _name("rules", folders) is None or any(Folder(folder.path).digest != folder.digest for folder in folders):
        return  # no cache; or a file was changed while it was read
    for folder in folders:
        _write(_name("package", [folder]), folder.contents())
    _write(_name("rules", folders), {line: tree.as_json() for line, tree in trees.items()})


def forget() -> None:
    """Let go of the trees of this process, which may come from the cache."""
    parse.forget()


def _place() -> Path | None:
    """The folder of the cache; None where there is to be none, or where another user could have written it."""
    named = os.environ.get(VARIABLE)
    if named == "off":
        return None
    place = Path(named) if named else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "sihang"
    return place if not place.exists() or _is_ours(place) else None


def _is_ours(path: Path) -> bool:
    """Whether a file or folder is this user's and nobody else may write it."""
    if os.name != "posix":
        return True
    stat = path.stat()
    return stat.st_uid == os.geteuid() and not stat.st_mode & 0o022


@lru_cache(maxsize=1)
def _program() -> str:
    """What this program is: the content of every file of the rulebook and of values, and what reads for them.

    By SHA-256, a fraction of the time of SM3: this is done at each start, and no record holds it.
    """
    here = Path(__file__).parent
    parts = [sys.version, __version__]
    for path in sorted(_modules(here)) + sorted(_modules(here.parent / "values")):
        parts += path, _digest(path)
    for name in ("lark", "yaml"):  # the file that states their version; neither is imported for it
        spec = PathFinder.find_spec(name)
        parts.append(_digest(spec.origin) if spec is not None and spec.origin else "")
    return "\n".join(parts)


def _modules(folder: str | Path) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith((".py", ".lark", ".json")):
                yield entry.path
            elif entry.is_dir() and entry.name != "__pycache__":
                yield from _modules(entry.path)


def _digest(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def _name(kind: str, folders: Iterable[Folder]) -> Path | None:
    with suppress(OSError, RuntimeError):
        place = _place()
        if place is not None:
            key = sm3("\n".join([_program(), *(f"{folder.id} {folder.digest}" for folder in folders)]).encode())
            return place / f"{kind}-{key.removeprefix('sm3:')[:32]}.json"
    return None


def _read(path: Path | None) -> Any:
    with suppress(*_UNREADABLE):
        if path is not None and path.is_file() and _is_ours(path):
            stated, _, content = path.read_bytes().partition(b"\n")
            if stated.decode() == _seal(path, content):
                return json.loads(content.decode("utf-8", "surrogatepass"), object_hook=_from_json)
    return None


def _write(path: Path | None, value: Any) -> None:
    with suppress(*_UNREADABLE):
        if path is not None:
            content = json.dumps(value, ensure_ascii=False, default=_to_json).encode("utf-8", "surrogatepass")
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(path, f"{_seal(path, content)}\n".encode() + content, mode=0o600)


def _seal(path: Path, content: bytes) -> str:
    """The digest of a kept file, of its name too, so that none can stand for another."""
    return sm3(path.name.encode() + b"\n" + content)


def _to_json(value: Any) -> dict[str, str]:
    return {"$day": value.isoformat()} if isinstance(value, date) else {"$decimal": str(value)}


def _from_json(value: dict[str, Any]) -> Any:
    if value.keys() == {"$day"}:
        return date.fromisoformat(value["$day"])
    return Decimal(value["$decimal"]) if value.keys() == {"$decimal"} else value
