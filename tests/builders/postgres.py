"""A PostgreSQL for the tests: the one of $TEST_DATABASE_URL, else one that lives as long as they do."""

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import psycopg

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
        yield f"host={folder} user=postgres dbname=postgres"


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
    as_owner = _as_owner(folder)
    data = folder / "data"
    options = " ".join(
        f"-c {key}={value or repr('')}" for key, value in {**QUICK, "unix_socket_directories": folder}.items()
    )
    try:
        _run(
            *as_owner,
            binaries / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "--auth=trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        )
        _run(*as_owner, binaries / "pg_ctl", "start", "-w", "-D", data, "-o", options, "-l", folder / "log")
        try:
            yield folder
        finally:
            _run(*as_owner, binaries / "pg_ctl", "stop", "-w", "-D", data, "-m", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_owner(folder):
    """The server refuses to run as root; the user that Debian makes for it owns the folder then."""
    if os.geteuid() != 0:
        return ()
    try:
        owner = pwd.getpwnam("postgres")
    except KeyError:
        owner = pwd.getpwnam("nobody")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return ("setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups")


def _run(*command):
    done = subprocess.run([str(each) for each in command], capture_output=True, text=True, check=False, cwd="/")
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
