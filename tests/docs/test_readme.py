"""What the two README files show is what the commands print, and each leads somewhere."""

import re

import pytest

from tests.architecture.tree import ROOT, listed
from tests.docs.commands import commands, difference, run
from tests.docs.pages import page

PAGES = ["README.md", "README.zh.md"]
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)[^)]*\)")
DOCUMENTS = sorted(path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder that looks like the repository to the commands, so that what they write does not stay."""
    folder = tmp_path_factory.mktemp("tour")
    (folder / "policies").symlink_to(ROOT / "policies")
    return folder


@pytest.mark.parametrize("name", PAGES)
def test_the_tour_prints_what_is_shown(folder, name):
    wrong = []
    for shown in commands(page(name)):
        lines = run(shown.command, folder)
        if (at := difference(shown.lines, lines)) is not None:
            wrong.append(f"$ {shown.command}\n    not printed there: {at}\n" + "\n".join(lines))

    assert not wrong, "\n\n".join(wrong)


@pytest.mark.parametrize("name", PAGES)
def test_the_python_shown_runs(name):
    (block,) = re.findall(r"```python\n(.*?)```", page(name), re.DOTALL)

    exec(block, {})  # noqa: S102 - our own page


def test_both_languages_show_the_same_commands():
    tours = [[shown.command.replace(" --lang en", "") for shown in commands(page(name))] for name in PAGES]

    assert tours[0] == tours[1] != []


def test_each_language_leads_to_the_other():
    assert "(README.zh.md)" in page("README.md")
    assert "(README.md)" in page("README.zh.md")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_leads_to_a_file(name):
    places = [found for found in LINK.findall(page(name)) if not ((ROOT / name).parent / found).exists()]

    assert not places, listed(f"{name} leads to nothing here:", places)
