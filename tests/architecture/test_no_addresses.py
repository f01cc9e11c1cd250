"""No file names a registry or a path of somebody's machine.

An office installs from its own mirror, and a lock that names hosts would send it elsewhere.
"""

import re

from tests.architecture.tree import ROOT, listed, shown, texts

# Written in pieces, so that this file does not find itself.
REGISTRY_HOSTS = [
    "pypi" + ".org",
    "files.python" + "hosted.org",
    "registry.npm" + "js.org",
    "deb." + "debian.org",
]
MACHINE_PATHS = re.compile(
    r"(?<![\w.$~/})-])/(?:" + "|".join(["work", "opt", "root", "home/[a-z]+", "Users/[A-Za-z]+"]) + r")/"
)
LOCKS = ["requirements.lock", "requirements-dev.lock", "package-lock.json"]


def found(pattern):
    return [
        f"{shown(path)}:{number} {line.strip()[:100]}"
        for path, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if re.search(pattern, line)
    ]


def test_locks_hold_no_addresses():
    address = re.compile(r"https?:|file:|git\+|--(?:extra-)?index-url|--find-links|--trusted-host|@ *[./]")
    offenders = [
        f"{name}:{number} {line.strip()[:100]}"
        for name in LOCKS
        if (ROOT / name).exists()
        for number, line in enumerate((ROOT / name).read_text(encoding="utf-8").splitlines(), 1)
        if address.search(line)
    ]

    assert not offenders, listed("addresses in lock files; make them with `make lock`:", offenders)


def test_no_file_names_a_registry():
    offenders = found("|".join(map(re.escape, REGISTRY_HOSTS)))

    assert not offenders, listed("registry hosts:", offenders)


def test_no_file_names_a_path_of_one_machine():
    offenders = found(MACHINE_PATHS)

    assert not offenders, listed("paths that exist on one machine only:", offenders)


def test_the_pattern_knows_a_machine_path_from_a_relative_one():
    assert MACHINE_PATHS.search("see /" + "work/main")
    assert MACHINE_PATHS.search("'/" + "home/li/file'")
    assert not MACHINE_PATHS.search("net" + "work/main, $ROOT/" + "opt/x, docs/" + "work/x")
