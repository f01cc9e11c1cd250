"""A PostgreSQL for the tests: the one of $TEST_DATABASE_URL, else one that lives as long as they do."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.builders.missing import missing

DEBIAN = Path("/usr/lib/postgresql")
HINT = "PostgreSQL's server (Debian: apt-get install postgresql), or a database of your own in TEST_DATABASE_URL"
QUICK = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "listen_addresses": "",
}
"""Nothing is kept, nobody calls from outside: it is reached by a socket in its own folder."""


@contextmanager
def postgres():
    """Where to connect."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    with _throw_away(_binaries()) as folder:
        yield _at(folder)


@contextmanager
def own_schema(where):
    """A connection whose tables nobody else sees, and which are gone at the end."""
    with psycopg.connect(where, autocommit=True) as connection:
        name = f"sihang_test_{os.getpid()}"
        connection.execute(f"CREATE SCHEMA {name}")
        connection.execute(f"SET search_path = {name}")
        try:
            yield connection
        finally:
            connection.execute(f"DROP SCHEMA {name} CASCADE")


def _binaries():
    if (found := shutil.which("initdb")) is not None:
        return Path(found).resolve().parent
    versions = [path for path in DEBIAN.glob("*/bin") if (path / "initdb").exists()]
    return max(versions, key=lambda path: int(path.parent.name)) if versions else missing(HINT)


@contextmanager
def _throw_away(binaries):
    folder = Path(tempfile.mkdtemp(prefix="sihang-pg-"))  # in no folder of pytest: a socket has a short name
    as_owner, data = _as_owner(folder), folder / "data"
    made = ["-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"]
    settings = [f"--{key}={value}" for key, value in {**QUICK, "unix_socket_directories": folder}.items()]
    try:
        subprocess.run([*as_owner, binaries / "initdb", "-D", data, *made], check=True, capture_output=True, cwd="/")
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen([*as_owner, binaries / "postgres", "-D", data, *settings], stderr=log, cwd="/")
        try:
            _wait_for(server, folder)
            yield folder
        finally:
            server.send_signal(signal.SIGQUIT)  # nothing is worth writing down
            server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_owner(folder):
    """What a command begins with, so that it ends when the tests do, however they end.

    The server refuses to run as root; the user that Debian makes for it owns the folder then.
    """
    if shutil.which("setpriv") is None:
        return []
    ends_with_us = ["setpriv", "--pdeathsig", "QUIT"]
    if os.geteuid() != 0:
        return ends_with_us
    try:
        owner = pwd.getpwnam("postgres")
    except KeyError:
        owner = pwd.getpwnam("nobody")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return [*ends_with_us, f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]


def _wait_for(server, folder):
    """Until the server answers."""
    for _ in range(600):
        if server.poll() is not None:
            break
        try:
            psycopg.connect(_at(folder)).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"PostgreSQL does not start: {(folder / 'log').read_text(errors='replace')[-2000:]}")


def _at(folder):
    return f"host={folder} user=postgres dbname=postgres"
