"""What the import contracts of pyproject.toml cannot say; `make contracts` checks those."""

import ast
import sys

from tests.architecture.tree import listed, project, python_files, shown

PURE_PARTS = ["values", "rulebook", "lab"]


def imported_modules(path):
    """Every module that a file imports, anywhere in it: (line, dotted name)."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), filename=str(path))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or "."


def test_values_import_the_standard_library_only():
    offenders = [
        f"{shown(path)}:{line} {module}"
        for path in python_files("src/sihang/values")
        for line, module in imported_modules(path)
        if module.partition(".")[0] not in sys.stdlib_module_names and not f"{module}.".startswith("sihang.values.")
    ]

    assert not offenders, listed("values stand on the standard library alone:", offenders)


def test_the_contracts_speak_of_every_pure_part():
    contracts = project()["tool"]["importlinter"]["contracts"]
    forbidden = next(contract for contract in contracts if contract["type"] == "forbidden")
    layers = [contract for contract in contracts if contract["type"] == "layers"]

    assert forbidden["source_modules"] == [f"sihang.{part}" for part in PURE_PARTS]
    assert all(contract["exhaustive"] for contract in layers)
