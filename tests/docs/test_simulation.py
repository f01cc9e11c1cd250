"""What docs/simulation.md shows: its reform and its table are run as they stand, by the command and from Python."""

import re

import pytest

from tests.docs.commands import commands, difference, run
from tests.docs.pages import FENCE, blocks, page

PAGE = page("docs/simulation.md")
NAMED = re.compile(r"# (\S+\.(?:yaml|csv))\n")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("simulation")
    for block in FENCE.finditer(PAGE):
        if (named := NAMED.match(block[2])) is not None:
            text = block[2] if named[1].endswith(".yaml") else block[2][named.end() :]
            (folder / named[1]).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("shown", [pytest.param(each, id=each.command) for each in commands(PAGE)])
def test_a_command_prints_what_is_shown(folder, shown):
    lines = run(shown.command, folder)

    assert difference(shown.lines, lines) is None, "\n".join(lines)


def test_it_works_from_python_as_shown(folder, monkeypatch):
    monkeypatch.chdir(folder)
    (program,) = blocks(PAGE, "python")

    exec(program.text, {})  # noqa: S102 - our own page

    assert (folder / "报告.html").read_text(encoding="utf-8").startswith("<!doctype html>")
