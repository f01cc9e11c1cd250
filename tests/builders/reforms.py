"""Reforms written for a test, and what they make of packages."""

from pathlib import Path

from sihang.lab.reform import reformed
from sihang.lab.reforms.reform_file import read_reform
from sihang.rulebook import PackageUnusable, Rulebook

EXAMPLE = Path(__file__).parents[2] / "policies/yangpu-2024-1/examples/reform.yaml"
PACKAGES = ("yangpu-2024-1", "example-rules")
TITLE = "title: {zh: 试设想, en: A trial}\n"


def reform_of(folder: Path, text: str, packages: tuple[str, ...] = PACKAGES) -> Rulebook:
    """The packages under a reform of this text, with a title."""
    path = folder / "reform.yaml"
    path.write_text(TITLE + text, encoding="utf-8")
    return reformed(packages, read_reform(path))


def problems_of(folder: Path, text: str, packages: tuple[str, ...] = PACKAGES) -> list[tuple[int, str, str]]:
    """What is wrong with a reform: line (the title is line 1), code and words; nothing where it can be used."""
    try:
        reform_of(folder, text, packages)
    except PackageUnusable as refused:
        return [(_line(problem.where, folder), problem.code, problem.what.zh) for problem in refused.problems]
    return []


def _line(where: str, folder: Path) -> int:
    assert where.startswith(f"{folder / 'reform.yaml'}:"), where
    return int(where.rpartition(":")[2])
