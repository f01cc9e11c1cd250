"""A name says what a thing is for."""

import re

from tests.architecture.tree import ROOT, SOURCE, files, listed, python_files, shown

# Each of these says where code was put, and not what it is for, so anything fits and it grows for ever.
EMPTY_WORDS = {"util", "utils", "common", "helper", "helpers", "service", "services", "manager", "managers"}

# Folders of tests that follow a question instead of a folder of src/sihang.
TESTS_BY_QUESTION = {"architecture", "bench", "builders", "docs", "engines", "journeys", "properties"}


def test_no_module_has_a_name_that_says_nothing():
    offenders = [
        shown(path)
        for path in python_files("src", "tests")
        if EMPTY_WORDS & {path.stem, *path.relative_to(ROOT).parent.parts}
    ]

    assert not offenders, listed("call these after what they are about:", offenders)


def test_modules_are_named_in_small_letters():
    offenders = [shown(path) for path in python_files("src", "tests") if not re.fullmatch(r"[a-z0-9_]+", path.stem)]

    assert not offenders, listed("modules take small letters, digits and _:", offenders)


def test_tests_stand_where_their_subject_stands():
    folders = {path.relative_to(ROOT).parts[1] for path in python_files("tests") if len(parts(path)) > 2}

    rooms = {path.name for path in SOURCE.iterdir() if path.is_dir()}
    strangers = sorted(folders - rooms - TESTS_BY_QUESTION)

    assert not strangers, listed("folders of tests that mirror no folder of src/sihang:", strangers)


def test_a_rule_file_is_named_after_its_measure():
    rules = [path for path in files() if parts(path)[0] == "policies" and path.parent.name == "measures"]
    offenders = [shown(path) for path in rules if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*\.yaml", path.name)]

    assert not offenders, listed("measures are named like m08-revenue-milestone.yaml:", offenders)


def parts(path):
    return path.relative_to(ROOT).parts
