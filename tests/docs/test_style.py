"""The examples of STYLE.md are true: each stands, word for word, in the file that it names."""

import re
from textwrap import dedent

import pytest

from tests.architecture.tree import ROOT

# A fenced block whose first line is `# path/of/a/file`; a line of … alone leaves something out.
EXAMPLE = re.compile(r"^```\w+\n# (\S+\.\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LEFT_OUT = re.compile(r"^ *…\n", re.MULTILINE)


def examples():
    style = (ROOT / "STYLE.md").read_text(encoding="utf-8")
    return [pytest.param(*found, id=found[0]) for found in EXAMPLE.findall(style)]


def flat(text):
    """The text without its margin, since an example may come from inside a class."""
    return [line.strip() for line in dedent(text).splitlines() if line.strip()]


@pytest.mark.parametrize(("path", "example"), examples())
def test_an_example_stands_in_its_file(path, example):
    lines = flat((ROOT / path).read_text(encoding="utf-8"))

    for part in LEFT_OUT.split(example):
        wanted = flat(part)
        starts = [at for at, line in enumerate(lines) if line == wanted[0]]

        assert any(lines[at : at + len(wanted)] == wanted for at in starts), f"not in {path}:\n{part}"


def test_the_style_has_examples():
    assert examples()
