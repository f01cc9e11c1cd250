"""The package that docs/encoding-a-policy.md builds file by file is a sound package, and its commands print what is shown."""

import re

import pytest

from tests.docs.commands import commands, difference, run
from tests.docs.pages import FENCE, page

PAGE = page("docs/encoding-a-policy.md")
PATH = re.compile(r"# ([\w./-]+)\n")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with every file of the page, in which its commands are run."""
    folder = tmp_path_factory.mktemp("encoding")
    for block in FENCE.finditer(PAGE):
        if (named := PATH.match(block[2])) is not None:
            place = folder / named[1]
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(block[2][named.end() :], encoding="utf-8")
    return folder


def test_the_page_has_seven_steps():
    steps = re.findall(r"^## (\d)\. ", PAGE, re.MULTILINE)

    assert steps == ["1", "2", "3", "4", "5", "6", "7"]


def test_the_text_of_the_package_is_the_document(folder):
    document = (folder / "notice.txt").read_text(encoding="utf-8")

    assert (folder / "pilot-plants/source/text.md").read_text(encoding="utf-8") == document


@pytest.mark.parametrize("shown", [pytest.param(each, id=each.command) for each in commands(PAGE)])
def test_a_command_prints_what_is_shown(folder, shown):
    lines = run(shown.command, folder)

    assert difference(shown.lines, lines) is None, "\n".join(lines)
