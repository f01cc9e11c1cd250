"""Whatever stands in the files of a package: it is loaded, or PackageUnusable says every problem and its place."""

import copy
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sihang.rulebook import CaseUnusable, PackageUnusable, load
from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.facts import Kind
from sihang.rulebook.folder import SEARCH_VARIABLE
from tests.builders.cases import ORDINARY_DAY, PACKAGES, SOME_DAYS, CaseMaker
from tests.builders.packages import SMALL_POLICY, write_package
from tests.builders.ranges import is_within
from tests.builders.spoilt_yaml import FILES, LINES, MATTERS, Spoiler, little_policy, written

seeded = st.randoms(use_true_random=True)
own_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
DOCUMENT = "yangpu-kjw-hnte-2025"


class Little:
    """The little policy and its document on disk. A class, so that a failure does not print every file."""

    def __init__(self, root):
        self.root = root
        self.files = little_policy(root)

    def write(self, name, data):
        (self.root / name).write_text(written(data), encoding="utf-8")


@pytest.fixture
def little(tmp_path, monkeypatch):
    monkeypatch.setenv(SEARCH_VARIABLE, str(tmp_path))
    monkeypatch.setenv("SIHANG_CACHE", "off")
    little = Little(tmp_path)
    load(str(tmp_path / DOCUMENT))
    return little


def loaded(path):
    """The rulebook, or None where every problem is said; everything else is a failure."""
    try:
        return load(str(path))
    except PackageUnusable as refused:
        assert refused.problems
        for problem in refused.problems:
            assert problem.code
            assert problem.where, problem
            assert problem.what.zh, problem
            assert problem.what.en, problem
        return None


def use(rng, rulebook):
    """Whatever could be loaded can be used: every range is one, and every answer can be written."""
    for day in (ORDINARY_DAY, rng.choice(SOME_DAYS)):
        maker = CaseMaker(rng, PACKAGES[1], day)
        world = maker.world(matters=2)
        world.matters = [maker.matter(f"M-{n}", each) for n, each in enumerate(rng.sample(MATTERS, 3))]
        try:
            assessment = rulebook.assess(maker.case(world, maker.draw_known(world)), on=day)
        except (CaseUnusable, PackageUnusable) as refused:
            assert refused.problems
            continue
        for each in assessment.evaluations:
            assert is_within(Kind.MONEY, each.if_met, (0, NO_BOUND)), (each.measure.id, each.if_met)
            assert is_within(Kind.YES_NO, each.met, (False, True)), each.measure.id
        assert json.dumps(assessment.as_json(rng.choice(("zh", "en")), guide=True))


@own_folder
@given(rng=seeded)
def test_files_with_spoilt_parts_load_or_say_why_not(little, rng):
    spoilt = {name: copy.deepcopy(little.files[name]) for name in rng.sample(FILES, rng.choice((1, 1, 2)))}
    for data in spoilt.values():
        for _ in range(rng.choice((1, 1, 1, 2))):
            Spoiler(rng).data(data)
    try:
        for name, data in spoilt.items():
            little.write(name, data)
        rulebook = loaded(little.root / DOCUMENT)
        if rulebook is not None:
            use(rng, rulebook)
    finally:
        for name in spoilt:
            little.write(name, little.files[name])


@own_folder
@given(rng=seeded)
def test_files_with_spoilt_lines_load_or_say_why_not(tmp_path, monkeypatch, rng):
    monkeypatch.setenv("SIHANG_CACHE", "off")
    name = rng.choice(sorted(SMALL_POLICY))
    folder = write_package(tmp_path / "small-policy", SMALL_POLICY)
    (folder / name).write_text(Spoiler(rng).text(SMALL_POLICY[name]), encoding="utf-8")

    loaded(folder)


@own_folder
@given(content=st.binary(max_size=60) | st.sampled_from(LINES).map(str.encode), name=st.sampled_from(sorted(SMALL_POLICY)))
def test_files_of_any_content_load_or_say_why_not(tmp_path, monkeypatch, content, name):
    monkeypatch.setenv("SIHANG_CACHE", "off")
    folder = write_package(tmp_path / "small-policy", SMALL_POLICY)
    (folder / name).write_bytes(content)

    loaded(folder)


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("name", sorted(SMALL_POLICY))
def test_every_odd_line_in_every_file_loads_or_says_why_not(tmp_path, monkeypatch, name, line):
    monkeypatch.setenv("SIHANG_CACHE", "off")
    folder = write_package(tmp_path / "small-policy", SMALL_POLICY)
    (folder / name).write_text(f"{line}\n{SMALL_POLICY[name]}{line}\n", encoding="utf-8")

    loaded(folder)
