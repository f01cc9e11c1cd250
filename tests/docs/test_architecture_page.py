"""docs/architecture.md names every module of the rulebook, in an order that the imports keep, and every contract and variable."""

import ast
import re

from tests.architecture.tree import ROOT, SOURCE, files, listed, project, python_files
from tests.docs.pages import page, section, tables

PAGE = "docs/architecture.md"
RULEBOOK = SOURCE / "rulebook"
VARIABLE = re.compile(r"(?<!_)SIHANG_[A-Z]+(?:_[A-Z]+)*")


def named():
    """The modules in reading order, with their folder: `diff.py`, `comparing/texts.py`."""
    _, rows = tables(section(page(PAGE), "## The rulebook in reading order"))[0]
    for row in rows:
        folder = re.match(r"`(\w+/)`", row["module"])
        places = re.findall(r"`(\w+\.(?:py|lark))`", row["what it is"] if folder else row["module"])
        yield from (f"{folder[1] if folder else ''}{place}" for place in places)


def test_every_module_of_the_rulebook_is_named_and_none_that_is_gone():
    here = {path.relative_to(RULEBOOK).as_posix() for path in files() if path.is_relative_to(RULEBOOK)}
    here = {name for name in here if name.endswith((".py", ".lark")) and not name.endswith("__init__.py")}

    names = list(named())

    assert not here ^ set(names), listed(f"named in {PAGE}, or here, but not both:", sorted(here ^ set(names)))
    assert len(names) == len(set(names))


def test_a_module_imports_only_what_stands_before_it():
    order = {name.removesuffix(".py").replace("/", "."): at for at, name in enumerate(named())}

    later = [
        f"{name} imports {other}"
        for name in order
        for other in imports(RULEBOOK / f"{name.replace('.', '/')}.py")
        if order.get(other, -1) > order[name]
    ]

    assert not later, listed(f"{PAGE} puts these in the wrong order:", later)


def imports(path):
    """The modules of the rulebook that a module needs to be imported; imports inside functions come later."""
    if not path.exists():
        return
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sihang.rulebook"):
            within = node.module.removeprefix("sihang.rulebook").lstrip(".")
            yield within
            yield from (f"{within}.{alias.name}".lstrip(".") for alias in node.names)


def test_every_room_that_is_here_is_marked_so():
    _, rows = tables(page(PAGE))[0]
    marked = {name for row in rows if row["here"] == "yes" for name in re.findall(r"`(\w+)/?`", row["room"])}

    here = {path.stem for path in SOURCE.iterdir() if path.is_dir() or path.suffix == ".py"}
    here = {name for name in here if not name.startswith("__")}

    assert marked - {"policies"} == here - {"values"}


def test_every_contract_is_named():
    contracts = [contract["name"] for contract in project()["tool"]["importlinter"]["contracts"]]

    assert [name for name in contracts if name not in page(PAGE)] == []


def test_every_variable_of_the_environment_is_explained():
    used = {name for path in python_files("src") for name in VARIABLE.findall(path.read_text(encoding="utf-8"))}
    found = tables(section(page(PAGE), "## Environment variables"))

    assert {row["variable"].strip("`") for _, rows in found for row in rows} == used


def test_the_index_names_every_page():
    index = (ROOT / "docs/README.md").read_text(encoding="utf-8")
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"}

    assert sorted(name for name in pages if f"({name})" not in index) == []
