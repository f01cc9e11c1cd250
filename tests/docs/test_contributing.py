"""The table of CONTRIBUTING.md leads somewhere, and every module of the engine is in it."""

import re

from tests.architecture.tree import ROOT, SOURCE, files, listed

ROW = re.compile(r"^\| [^|]+ \| (.+) \|$", re.MULTILINE)
PLACE = re.compile(r"`([\w.<>*-]*[/.][\w.<>*/-]*)`")
BY_PACKAGE = "policies/<package>/"


def places():
    """Everything in the second column of the table that looks like a path."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return [place for row in ROW.findall(text) for place in PLACE.findall(row)]


def exists(place):
    """Written from the root, from src/sihang, or, in the rows on policies, from a package."""
    pattern = place.replace(BY_PACKAGE, "policies/*/").replace("NN", "*").rstrip("/")
    return any(next(folder.glob(pattern), None) for folder in (ROOT, SOURCE, *(ROOT / "policies").iterdir()))


def test_every_place_named_exists():
    missing = [place for place in places() if not exists(place)]

    assert not missing, listed("CONTRIBUTING.md leads to nothing here:", missing)


def test_every_module_of_the_rulebook_is_named():
    modules = [path for path in files() if path.parent == SOURCE / "rulebook" and path.suffix == ".py"]
    unnamed = [path.name for path in modules if path.name != "__init__.py" and f"rulebook/{path.name}" not in places()]

    assert not unnamed, listed("modules that the table of CONTRIBUTING.md does not name:", unnamed)
