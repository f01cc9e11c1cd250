"""Commands as the pages show them: run, and compared with the output beside them."""

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tests.architecture.tree import ROOT
from tests.docs.pages import blocks

LEFT_OUT = "…"
COLUMNS = "100"


class Shown(NamedTuple):
    """One command of a ```console block, and the lines that stand under it."""

    command: str
    lines: tuple[str, ...]


def commands(text):
    """Every command of a page, in reading order; a line that ends in \\ goes on."""
    for block in blocks(text, "console"):
        for part in f"\n{block.text}".replace("\\\n", "").split("\n$ ")[1:]:
            first, *rest = part.rstrip("\n").split("\n")
            yield Shown(first, tuple(line.rstrip() for line in rest))


def run(command, folder):
    """What a command of ours prints, problems too."""
    program, *arguments = shlex.split(command)
    assert Path(program).name == "sihang", command
    done = subprocess.run(
        [sys.executable, "-m", "sihang.cli.main", *arguments],
        cwd=folder,
        env={**os.environ, "COLUMNS": COLUMNS, "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return [line.rstrip() for line in done.stdout.rstrip("\n").split("\n")]


def difference(shown, lines):
    """The first shown line that the output does not have in its place, or None; a line of … leaves some out."""
    at, may_skip = 0, False
    for wanted in shown:
        if wanted.strip() == LEFT_OUT:
            may_skip = True
            continue
        found = next((i for i in range(at, len(lines)) if lines[i] == wanted), None) if may_skip else at
        if found is None or found >= len(lines) or lines[found] != wanted:
            return wanted
        at, may_skip = found + 1, False
    return None if may_skip or at == len(lines) else lines[at]
