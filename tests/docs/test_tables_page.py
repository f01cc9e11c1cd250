"""docs/tables.md: its example gives what is shown, and the columns that it names are read."""

import re

import pytest

from sihang.batch.vocabulary import of_organisations
from tests.builders.desk import DAY, loaded
from tests.docs.commands import commands, difference, run
from tests.docs.pages import blocks, page, section, tables

PAGE = "docs/tables.md"


def test_the_example_gives_what_is_shown(tmp_path):
    [table] = blocks(page(PAGE), "csv")
    [shown] = commands(page(PAGE))
    (tmp_path / "企业名单.csv").write_text(table.text, encoding="utf-8")

    lines = run(shown.command, tmp_path)

    assert difference(shown.lines, lines) is None, "\n".join(lines)


def named_columns():
    _, rows = tables(section(page(PAGE), "## Columns in"))[0]
    cells = [cell for row in rows for cell in re.findall("`([^`]+)`", row["column"])]
    return [cell.replace("<type>", "consortium") for cell in cells if not cell.startswith("…")]


@pytest.mark.parametrize("name", named_columns())
def test_a_column_that_the_page_names_is_read(name):
    rulebook = loaded("yangpu-2024-1")

    assert of_organisations(rulebook.rules(DAY), rulebook.vocabulary(DAY)).column(name) is not None
