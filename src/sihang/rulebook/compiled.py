"""Packages that were checked before start without the parser: their syntax trees are kept in the user's cache.

Reading the grammar and running every static check takes longer than the assessment itself. A kept file is
named by the digest of the packages and of this program, so any change of either means checking again. The
cache holds no rule that the packages do not hold, and may be deleted at any time.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from sihang.rulebook import parse
from sihang.rulebook.folder import sm3
from sihang.rulebook.package import Package
from sihang.rulebook.syntax import Branch

VARIABLE = "SIHANG_CACHE"
"""Another folder for the cache, or `off`."""


def _folder() -> Path | None:
    named = os.environ.get(VARIABLE)
    if named == "off":
        return None
    base = Path(named) if named else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "sihang"
    return base


def _program() -> str:
    """What this program is: every module of the rulebook by size and time of change."""
    here = Path(__file__).parent
    stats = [(path.name, path.stat()) for path in sorted(here.iterdir()) if path.suffix in (".py", ".lark")]
    return sys.version + repr([(name, stat.st_size, stat.st_mtime_ns) for name, stat in stats])


def _file(packages: Sequence[Package]) -> Path | None:
    folder = _folder()
    if folder is None:
        return None
    key = sm3("\n".join([_program(), *(f"{package.id} {package.digest}" for package in packages)]).encode())
    return folder / f"rules-{key.removeprefix('sm3:')[:32]}.json"


def take_kept(packages: Sequence[Package]) -> bool:
    """Whether these packages were found without a problem before; if so their trees are ready."""
    with suppress(OSError, ValueError, TypeError, KeyError, RuntimeError):
        path = _file(packages)
        if path is not None:
            trees = json.loads(path.read_text(encoding="utf-8"))
            parse.keep({line: Branch.from_json(tree) for line, tree in trees.items()})
            return True
    return False


def keep(packages: Sequence[Package]) -> None:
    """Keep the trees of packages that have no problem. A cache that cannot be written is no error."""
    with suppress(OSError, RuntimeError):
        path = _file(packages)
        if path is None:
            return
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        trees = {line: tree.as_json() for line, tree in parse.kept().items()}
        with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="utf-8", delete=False) as beside:
            json.dump(trees, beside, ensure_ascii=False)
        Path(beside.name).replace(path)
