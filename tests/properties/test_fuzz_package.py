"""Whatever stands in the files of a package: it is loaded, or PackageUnusable says every problem and its place."""

import copy
import json
from contextlib import suppress

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
# A package takes fifty times as long to load as a case to assess, so a quarter of the examples has to do.
own_folder = settings(
    max_examples=settings.default.max_examples // 4, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
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
        problems = refused.problems
    assert problems
    for problem in problems:
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
        with suppress(CaseUnusable, PackageUnusable):
            assessment = rulebook.assess(maker.case(world, maker.draw_known(world)), on=day)
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
@given(
    content=st.binary(max_size=60) | st.sampled_from(LINES).map(str.encode), name=st.sampled_from(sorted(SMALL_POLICY))
)
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


REFUSED = [
    # a product of what may be negative turns its range round: [0, −5000] is no range
    (
        "benefits",
        0,
        {"amount": "(当年(营收) − 上年(营收)) × 研发投入强度下限", "quote": "一次性补贴"},
        "may-be-negative",
    ),
    (
        "conditions",
        4,
        {"rule": "当年(研发费用) − 上年(研发费用) 占 当年(营收) 至少 研发投入强度下限"},
        "may-be-negative",
    ),
    (
        "conditions",
        4,
        {"rule": "当年(研发费用) 占 当年(营收) 至少 研发投入强度下限 − 营收增长率下限"},
        "may-be-negative",
    ),
    (
        "conditions",
        3,
        {"rule": "营收 首次超过 三千万元档补贴 − 五千万元档补贴", "quote": "营收首次超过"},
        "may-be-negative",
    ),
    ("benefits", 0, {"amount": "((当年(营收) − 上年(营收)) 保底 0元) × 研发投入强度下限", "quote": "一次性补贴"}, None),
]


@pytest.mark.parametrize(("part", "place", "change", "code"), REFUSED)
def test_what_is_multiplied_or_divided_must_not_fall_below_zero(little, part, place, change, code):
    name = "yangpu-2024-1/measures/m08.yaml"
    measure = copy.deepcopy(little.files[name])
    measure[part][place] |= change
    little.write(name, measure)

    assert codes_of(little) == ([] if code is None else [code])


def test_a_slot_is_not_filled_with_the_values_of_another_enum(little):
    name = f"{DOCUMENT}/fills.yaml"
    fills = copy.deepcopy(little.files[name])
    fills["fills"].append({"slot": "m08_repeat", "value": "单位类型", "quote": "资助标准："})
    little.write(name, fills)

    assert set(codes_of(little)) == {"unknown-value"}


def codes_of(little):
    try:
        load(str(little.root / DOCUMENT))
    except PackageUnusable as refused:
        return [problem.code for problem in refused.problems]
    return []
