"""Start a contestant in its own environment and measure it: seconds by its own clock, memory as the kernel counts it."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contestants import HERE, Contestant

LONGEST_SECONDS = 900
SAMPLE_SECONDS = 0.1


@dataclass(frozen=True)
class Run:
    """What one run answered and the most memory it held, in bytes; `failed` says why there is nothing else."""

    answer: dict[str, Any]
    peak_bytes: int = 0
    failed: str | None = None


def why_missing(contestant: Contestant) -> str | None:
    """Why a contestant cannot take part on this machine, or None."""
    if contestant.python.exists():
        return None
    return "no environment of its own; run bench/peers/make_venvs.py"


def run(contestant: Contestant, script: str, *arguments: str) -> Run:
    """Run a script of this folder; the last line that it prints is its answer, in JSON."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "POLARS_MAX_THREADS": "2", "OMP_NUM_THREADS": "2"}
    for variable in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "PYTHONPATH"):
        environment.pop(variable, None)
    command = [str(contestant.python), str(HERE / script), contestant.name, *arguments]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        with subprocess.Popen(command, stdout=out, stderr=errors, env=environment) as process:
            sampled = _watch(process, contestant.has_children)
        out.seek(0), errors.seek(0)
        lines = out.read().decode().splitlines()
        said = [line for line in errors.read().decode(errors="replace").splitlines() if line.strip()]
    if process.returncode != 0 or not lines:
        return Run({}, sampled, (said or [f"exit {process.returncode}"])[-1][:300])
    answer = json.loads(lines[-1])
    return Run(answer, max(sampled, answer.pop("peak_bytes", 0)))


def _watch(process: subprocess.Popen[bytes], has_children: bool) -> int:
    """Wait for the process; the most that it and its children held together, looked up now and then.

    A process alone says itself what it held, to the byte and without being disturbed.
    """
    peak, began = 0, time.monotonic()
    while process.poll() is None:
        if has_children:
            peak = max(peak, sum(map(_held, _family(process.pid))))
        if time.monotonic() - began > LONGEST_SECONDS:
            process.kill()
        time.sleep(SAMPLE_SECONDS if has_children else 0.01)
    return peak


def _family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    found = [pid]
    for each in found:
        for path in Path(f"/proc/{each}/task").glob("*/children"):
            try:
                found += map(int, path.read_text().split())
            except OSError:  # it ended meanwhile
                continue
    return found


def _held(pid: int) -> int:
    """The memory of a process in bytes, what it shares counted in parts."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it ended meanwhile, or is somebody else's
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
