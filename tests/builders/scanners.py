"""A scanner for the tests: ClamAV itself where it is installed, and a line that misbehaves."""

import hashlib
import os
import shutil
import socket
import subprocess
import threading
import time
from contextlib import contextmanager

from tests.builders.missing import missing

QUESTION_ENDS = (b"zVERSION\0", bytes(4))
"""Of what version are you, and here is a file."""

HARMFUL = b"%PDF-1.7 a file that only our own signature calls harmful"


@contextmanager
def clamd(folder):
    """A clamd that knows one signature, ours; gives what DOCUMENTS_SCANNER is set to."""
    program = shutil.which("clamd", path=f"{os.environ['PATH']}:/usr/sbin") or missing(
        "ClamAV (Debian: apt-get install clamav-daemon)"
    )
    signatures = folder / "signatures"
    signatures.mkdir()
    digest = hashlib.md5(HARMFUL, usedforsecurity=False).hexdigest()
    (signatures / "ours.hdb").write_text(f"{digest}:{len(HARMFUL)}:Sihang.Test\n")
    where = folder / "clamd.ctl"
    settings = f"LocalSocket {where}\nDatabaseDirectory {signatures}\nForeground yes\nTemporaryDirectory {folder}\n"
    (folder / "clamd.conf").write_text(settings)
    running = subprocess.Popen(
        [program, "-c", str(folder / "clamd.conf")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while not where.exists() and running.poll() is None:
            time.sleep(0.05)
        yield f"unix:{where}"
    finally:
        running.terminate()
        running.wait()


@contextmanager
def line_that_answers(*answers):
    """A listener that is no scanner: it answers each question with the next of `answers`, then hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer():
            line, _ = server.accept()
            with line:
                for end, each in zip(QUESTION_ENDS, answers, strict=False):
                    asked = b""
                    while not asked.endswith(end):
                        asked += line.recv(1 << 20)
                    line.sendall(each)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield f"tcp:127.0.0.1:{server.getsockname()[1]}"
        thread.join(timeout=5)
