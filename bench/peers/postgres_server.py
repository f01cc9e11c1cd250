"""A throw-away PostgreSQL server for one process: in a folder of its own, on a socket, gone when the process ends."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

_DEBIAN = Path("/usr/lib/postgresql")
_STARTS_WITHIN_SECONDS = 30
_SETTINGS = {
    "shared_buffers": "1GB",
    "work_mem": "256MB",
    "fsync": "off",
    "max_wal_size": "4GB",
    "listen_addresses": "",
}


class Server:
    """PostgreSQL refuses to run as root, so there it runs as `nobody`.

    Raises:
        FileNotFoundError: PostgreSQL's programs are not installed.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="sihang-pg-"))
        as_nobody = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        self.prefix = as_nobody if os.geteuid() == 0 else []
        if self.prefix:
            shutil.chown(self.folder, "nobody")
        self._run("initdb", "--auth=trust", "--username=bench", "--encoding=UTF8", "--locale=C", "--pgdata", "data")
        options = [f"-c{key}={value}" for key, value in _SETTINGS.items()]
        command = [*self.prefix, _program("postgres"), "-D", "data", "-k", str(self.folder), *options]
        self.process = subprocess.Popen(command, cwd=self.folder, stderr=subprocess.DEVNULL)
        atexit.register(self.stop)

    def _run(self, name: str, *arguments: str) -> None:
        subprocess.run(
            [*self.prefix, _program(name), *arguments], cwd=self.folder, check=True, stdout=subprocess.DEVNULL
        )

    def connect(self) -> Any:
        """A connection that commits by itself, once the server answers."""
        import psycopg

        until = time.monotonic() + _STARTS_WITHIN_SECONDS
        while True:
            try:
                return psycopg.connect(host=str(self.folder), user="bench", dbname="postgres", autocommit=True)
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=60)
        shutil.rmtree(self.folder, ignore_errors=True)


def _program(name: str) -> str:
    """A program of PostgreSQL: Debian keeps them beside each other, apart from PATH."""
    installed = sorted(_DEBIAN.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    found = str(installed[-1]) if installed else shutil.which(name)
    if found is None:
        raise FileNotFoundError(name)
    return found
