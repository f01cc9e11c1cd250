"""The locks are complete: every package pinned, with hashes, and the same in both."""

import re

import pytest

from tests.architecture.tree import ROOT, listed, project

PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)( ; [^\\]+)?", re.MULTILINE)


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock):
    """The pins of a lock file: {(name, version, marker)}."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return {(normal(name), version, marker.strip()) for name, version, marker in PIN.findall(text)}


def asked_for(group):
    """The names that pyproject.toml asks for in one dependency group, with what it includes."""
    for entry in project()["dependency-groups"][group]:
        if isinstance(entry, dict):
            yield from asked_for(entry["include-group"])
        else:
            yield normal(re.match(r"[\w.-]+", entry)[0])


@pytest.mark.parametrize(("lock", "group"), [("requirements.lock", "build"), ("requirements-dev.lock", "dev")])
def test_everything_that_pyproject_asks_for_is_locked(lock, group):
    run_time = {
        normal(re.match(r"[\w.-]+", entry)[0])
        for entry in [*project()["project"]["dependencies"], *project()["project"]["optional-dependencies"]["portal"]]
    }

    missing = sorted((run_time | set(asked_for(group))) - {name for name, _, _ in pins(lock)})

    assert not missing, listed(f"not in {lock}; run `make lock`:", missing)


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_pin_has_a_hash(lock):
    blocks = re.split(r"\n(?=[A-Za-z0-9])", (ROOT / lock).read_text(encoding="utf-8"))

    assert [block for block in blocks if "--hash=sha256:" not in block] == []


def test_what_is_tested_is_what_is_run():
    tested = pins("requirements-dev.lock")
    # A development tool may need everywhere what the program needs on some machines only.
    elsewhere = {pin for pin in pins("requirements.lock") - tested if (*pin[:2], "") not in tested}

    assert elsewhere == set()
