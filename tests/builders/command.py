"""Runs `sihang` as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "policies" / "yangpu-2024-1" / "examples" / "first-look.json"

CACHE = str(Path(tempfile.gettempdir()) / f"sihang-tests-{os.getuid()}")
"""Kept between processes, as it is for a person; named by digests, so never stale."""


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


def sihang(*arguments: object, stdin: str = "", closed_output: bool = False, cwd: Path | None = None) -> Done:
    """Run the command; `closed_output` gives it a pipe that nobody reads."""
    command = [sys.executable, "-m", "sihang.cli.main", *map(str, arguments)]
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONIOENCODING": "utf-8",
        "SIHANG_CACHE": CACHE,
        "COLUMNS": "140",
    }
    if closed_output:
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=writer, stderr=subprocess.PIPE, env=environment)
        os.close(writer)
        return Done(done.returncode, "", done.stderr.decode())
    result = subprocess.run(command, input=stdin.encode(), capture_output=True, env=environment, cwd=cwd)
    return Done(result.returncode, result.stdout.decode(), result.stderr.decode())
