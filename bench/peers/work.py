"""One piece of work in an environment of its own: started by run.py, it prints what it took as JSON and ends.

    python work.py NAME SETTING TABLE OUT WARM

SETTING is files or memory, or files-thin or memory-thin (findings and the combination only). WARM is a small table, answered
first, so that nothing is loaded or compiled for the first time while the clock runs.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path

from contestants import CONTESTANTS, DOUBLE


def main() -> None:
    name, setting, table, out, warm = sys.argv[1], sys.argv[2], *map(Path, sys.argv[3:6])
    peer = (CONTESTANTS | {DOUBLE.name: DOUBLE})[name].make()
    peer.prepare()
    ranges = not setting.endswith("thin")
    if setting.startswith("memory"):
        peer.answer(peer.load(warm), ranges)
        loaded = peer.load(table)
        gc.collect()
        wall, cpu = time.perf_counter(), time.process_time()
        answers = peer.answer(loaded, ranges)
    else:
        peer.convert(warm, out, ranges)
        gc.collect()
        wall, cpu = time.perf_counter(), time.process_time()
        answers = peer.convert(table, out, ranges)
    took = {"seconds": time.perf_counter() - wall, "cpu_seconds": time.process_time() - cpu}
    del answers
    print(json.dumps({**took, "peak_bytes": _most_held()}))


def _most_held() -> int:
    """The most memory that this process held, in bytes; what getrusage says starts from whoever started it."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)


if __name__ == "__main__":
    main()
