"""The files of the repository, as the guards see them."""

import ast
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "sihang"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def ignored_names() -> tuple[str, ...]:
    """The patterns of .gitignore, which holds plain names only."""
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    return (".git", *(line.rstrip("/") for line in lines if line and not line.startswith("#")))


def walk(folder: Path) -> Iterator[Path]:
    """Every file under `folder` that git would keep."""
    for path in sorted(folder.iterdir()):
        if any(fnmatch(path.name, pattern) for pattern in ignored_names()):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from walk(path)
        elif path.is_file():
            yield path


@cache
def files() -> tuple[Path, ...]:
    return tuple(walk(ROOT))


def texts() -> Iterator[tuple[Path, str]]:
    """Every text file with its content; a file that is not UTF-8 is taken for a binary one."""
    for path in files():
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def python_files(*folders: str) -> list[Path]:
    wanted = [ROOT / folder for folder in folders]
    return [path for path in files() if path.suffix == ".py" and any(map(path.is_relative_to, wanted))]


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), filename=str(path))):
        if isinstance(node, Function):
            yield node


def shown(path: Path) -> str:
    """The path as a person would type it."""
    return path.relative_to(ROOT).as_posix()


@cache
def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def listed(title: str, offenders: list[str]) -> str:
    """A failure message that shows all offenders at once."""
    return "\n  ".join([title, *offenders])
