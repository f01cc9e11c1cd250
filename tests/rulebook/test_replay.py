"""A saved assessment is reproduced bit for bit, or what differs is said; a damaged file is refused with its problems."""

import copy
import json
import os
import shutil
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sihang.rulebook import case_from_json, load, parse
from sihang.rulebook.errors import ReplayUnusable
from sihang.rulebook.folder import sm3
from sihang.rulebook.replay import canonical, replay, saved, write_saved
from tests.builders.packages import SHIPPED, small_policy

POLICY, EXAMPLE = "yangpu-2024-1", "example-rules"
CASE = (SHIPPED / POLICY / "examples" / "first-look.json").read_text(encoding="utf-8")
ON = date(2025, 6, 30)


def decision(case=CASE, packages=(POLICY, EXAMPLE), **options):
    """An assessment as `sihang assess --save` keeps it, read back from its file."""
    raw = case_from_json(case)
    return saved(load(*packages).assess(raw, on=ON), raw, **options)


def from_file(content, tmp_path):
    write_saved(tmp_path / "decision.json", content)
    return case_from_json((tmp_path / "decision.json").read_bytes())


def said(done):
    return [words.zh for words in done.differences]


@pytest.fixture(scope="module")
def kept():
    return decision()


@pytest.fixture
def file(kept):
    return copy.deepcopy(kept)


@pytest.mark.parametrize("guide", [False, True])
@pytest.mark.parametrize("packages", [(POLICY,), (EXAMPLE, POLICY), ("yangpu-kjw-hnte-2025", EXAMPLE)])
def test_what_was_saved_is_reproduced(packages, guide, tmp_path):
    done = replay(from_file(decision(packages=packages, guide=guide), tmp_path))

    assert (done.reproduced, done.differences, done.remarks) == (True, (), ())
    assert done.assessment.on == ON


def test_the_file_holds_what_it_was_made_from(kept):
    assert list(kept) == [
        "format", "software", "on", "known", "packages", "case", "case_digest", "assessment", "assessment_digest",
    ]  # fmt: skip
    assert (kept["format"], kept["on"], kept["known"]) == ("sihang-assessment/1", "2025-06-30", None)
    assert [package["id"] for package in kept["packages"]] == [POLICY, EXAMPLE]
    assert kept["packages"][0]["files"]["goals.yaml"] == sm3((SHIPPED / POLICY / "goals.yaml").read_bytes())


def test_numbers_stay_as_they_were_written(tmp_path):
    case = CASE.replace('"31000000.00"', "31000000.00").replace('"2480000"', "0.1")

    file = decision(case)
    write_saved(tmp_path / "decision.json", file)
    text = (tmp_path / "decision.json").read_text(encoding="utf-8")

    assert '"2023": 31000000.00\n' in text
    assert '"2023": 0.1\n' in text
    assert replay(case_from_json(text)).reproduced


def test_the_digest_of_a_case_is_of_its_digits_not_of_its_value():
    assert (
        canonical({"b": Decimal("31000000.00"), "a": [True, None, "甲"]})
        == '{"a":[true,null,"甲"],"b":31000000.00}'.encode()
    )
    assert canonical(Decimal("1.0")) != canonical(Decimal("1.00"))
    assert canonical(0.1) == b"0.1"
    assert canonical(1e22) == canonical(case_from_json("1e22"))


@pytest.mark.parametrize("value", [Decimal("NaN"), float("inf")])
def test_what_is_no_finite_number_has_no_digest(value):
    with pytest.raises(ValueError, match="finite"):
        canonical({"amount": value})


def test_a_recorded_day_is_kept(tmp_path):
    raw = case_from_json(CASE)
    known = date(2026, 11, 30)
    file = saved(load(POLICY, as_of=known).assess(raw, on=ON), raw, known=known)

    assert file["known"] == "2026-11-30"
    assert replay(from_file(file, tmp_path)).reproduced


def test_rules_issued_after_the_recorded_day_are_not_used(file):
    file["known"] = "2024-01-31"

    with pytest.raises(ReplayUnusable) as refused:
        replay(file)

    assert {problem.code for problem in refused.value.problems} == {"not-issued-yet"}


def test_an_amount_changed_by_hand_is_found(file):
    result = next(each for each in file["assessment"]["results"] if each["matter"] == "JB-1")
    result["amount"]["low"] = "3000000.00"

    done = replay(file)

    assert not done.reproduced
    assert said(done) == [
        "assessment_digest 与文件中的 assessment 不符：保存之后有人改过",
        '$.assessment.results[m03, JB-1].amount.low：保存的是 "3000000.00"，现在是 "2000000.00"',
    ]


def test_changing_the_digest_too_does_not_help(file):
    del file["assessment"]["results"][0]
    file["assessment_digest"] = sm3(canonical(file["assessment"]))

    assert [line.split("：")[0] for line in said(replay(file))] == ["$.assessment.results[m01]"]


def test_another_order_of_results_is_not_the_same(file):
    file["assessment"]["results"].reverse()
    file["assessment_digest"] = sm3(canonical(file["assessment"]))

    assert said(replay(file)) == ["$.assessment：次序与现在的不同"]


def test_a_case_changed_by_hand_is_found(file):
    file["case"]["matters"][0]["facts"]["challenge_rd_expense"] = "1000000"

    assert said(replay(file))[0] == "case_digest 与文件中的 case 不符：保存之后有人改过"


def test_a_case_made_unusable_by_hand_is_a_difference(file):
    file["case"]["facts"]["kind"] = "wizard"

    done = replay(file)

    assert said(done)[0].startswith("case_digest")
    assert said(done)[1].startswith("现在无法评估：$.facts.kind")
    assert done.assessment is None


def test_another_day_is_found(file):
    file["on"] = "2025-07-01"

    assert said(replay(file))[0] == 'on 是 2025-07-01，assessment.on 却是 "2025-06-30"：保存之后有人改过'


def test_a_changed_file_of_a_package_is_named(file, tmp_path):
    folder = shutil.copytree(SHIPPED / EXAMPLE, tmp_path / EXAMPLE)
    fills = folder / "fills.yaml"
    fills.write_text(fills.read_text(encoding="utf-8") + "# checked\n", encoding="utf-8")
    (folder / "source" / "notes.md").write_text("a note\n", encoding="utf-8")
    (folder / "coverage.yaml").unlink()

    done = replay(file, folders={EXAMPLE: folder})

    assert said(done) == [
        "规则包 example-rules 与保存时不同：新增 source/notes.md；删除 coverage.yaml；改动 fills.yaml"
    ]
    assert [words.en for words in done.differences] == [
        "the package example-rules is not what it was: added source/notes.md; removed coverage.yaml; changed fills.yaml"
    ]


def test_a_package_saved_by_path_is_found_where_it_is_now(tmp_path):
    before = shutil.copytree(SHIPPED / EXAMPLE, tmp_path / "before" / EXAMPLE)
    (before / "source" / "notes.md").write_text("our own copy\n", encoding="utf-8")
    file = decision(packages=(str(before), POLICY))
    now = shutil.move(before, tmp_path / "now" / EXAMPLE)

    assert replay(file, folders={EXAMPLE: now}).reproduced
    assert not replay(file).reproduced


def test_where_a_package_saved_by_path_is_can_be_said_with_the_option_named(tmp_path):
    file = decision(packages=(str(small_policy(tmp_path, {})),), case='{"facts": {"kind": "workshop"}}')

    with pytest.raises(ReplayUnusable) as refused:
        replay(file)

    what = refused.value.problems[0].what
    assert what.zh.endswith("它若在别的文件夹，请指明：--package small-policy=文件夹")
    assert what.en.endswith("If it is elsewhere, name its folder: --package small-policy=FOLDER")
    assert replay(file, folders={"small-policy": tmp_path / "small-policy"}).reproduced


def test_a_cache_that_was_tampered_with_reproduces_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("SIHANG_CACHE", str(tmp_path / "cache"))
    honest = decision()
    for path in (tmp_path / "cache").iterdir():
        content = path.read_bytes().partition(b"\n")[2].replace("200万元".encode(), "900万元".encode())
        path.write_bytes(sm3(path.name.encode() + b"\n" + content).encode() + b"\n" + content)
    parse.forget()
    tampered = decision()
    assert tampered["assessment"] != honest["assessment"]

    assert not replay(tampered).reproduced
    assert replay(honest).reproduced


def test_a_folder_named_for_no_package_of_the_file_is_refused(file, tmp_path):
    with pytest.raises(ReplayUnusable) as refused:
        replay(file, folders={"other": tmp_path})

    assert [problem.code for problem in refused.value.problems] == ["no-package"]


def test_rules_that_cannot_be_used_any_more_are_a_difference(file, tmp_path):
    folder = shutil.copytree(SHIPPED / EXAMPLE, tmp_path / EXAMPLE)
    (folder / "fills.yaml").write_text("fills: [{slot: hnte_awrd, value: 1万元}]\n", encoding="utf-8")

    done = replay(file, folders={EXAMPLE: folder})

    assert said(done)[0] == "规则包 example-rules 与保存时不同：改动 fills.yaml"
    assert "hnte_award" in said(done)[1]


def test_a_digest_of_a_package_changed_by_hand_is_found(file):
    file["packages"][1]["digest"] = "sm3:" + "0" * 64

    assert said(replay(file)) == ["保存的 example-rules 的摘要与文件清单不符：保存之后有人改过"]


def test_another_version_of_the_software_is_a_remark(file):
    file["software"] = "0.0.1"

    done = replay(file)

    assert done.reproduced
    assert [words.en.partition(",")[0] for words in done.remarks] == ["made by version 0.0.1"]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"format": "sihang-assessment/9"}, ["$.format"]),
        ({"on": "2025-02-30"}, ["$.on"]),
        ({"known": 5}, ["$.known"]),
        ({"packages": []}, ["$.packages"]),
        ({"packages": [{"id": "../etc", "digest": 1, "files": []}]}, ["$.packages[0].digest", "$.packages[0].id", "$.packages[0].files"]),
        ({"packages": [{"id": "no-such", "digest": "", "files": {}}]}, ["$.packages[0].id"]),
        ({"case": [], "assessment": None}, ["$.case", "$.assessment"]),
        ({"extra": 1}, ["$.extra"]),
        ({"case": {"facts": {"revenue": {"2023": float("nan")}}}}, ["$.case.facts.revenue.2023"]),
    ],
)  # fmt: skip
def test_a_file_that_is_no_saved_assessment_is_refused_with_every_problem(file, change, where):
    with pytest.raises(ReplayUnusable) as refused:
        replay({**file, **change})

    assert [problem.where for problem in refused.value.problems] == where


@pytest.mark.parametrize("raw", [None, [], "x", 5, {}, {"format": "sihang-assessment/1"}])
def test_what_is_not_even_an_object_is_refused(raw):
    with pytest.raises(ReplayUnusable):
        replay(raw)


def test_a_deeply_nested_file_is_refused(file):
    nested = []
    for _ in range(20_000):
        nested = [nested]
    with pytest.raises(ReplayUnusable):
        replay({**file, "assessment": {"on": nested}})


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.decimals(),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=8), part, max_size=3),
    max_leaves=8,
)


@st.composite
def damage(draw):
    """A way down into a file, by position, and what stands there afterwards."""
    return draw(st.lists(st.integers(0, 20), min_size=1, max_size=5)), draw(ANY_JSON)


def damaged(file, way, value):
    file = copy.deepcopy(file)
    place = file
    for step in way:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = keys[step % len(keys)]
        if step == way[-1] or not isinstance(place[key], dict | list) or not place[key]:
            break
        place = place[key]
    place[key] = value
    return file


@given(damage())
@settings(max_examples=60)  # each loads the packages anew
def test_a_damaged_file_never_gives_a_traceback(kept, how):
    try:
        done = replay(damaged(kept, *how))
    except ReplayUnusable:
        return

    assert done.reproduced == (not done.differences)
    json.dumps(done.as_json("en"))


def test_writing_replaces_the_file_in_one_step(tmp_path, file):
    path = tmp_path / "decision.json"
    path.write_text("old", encoding="utf-8")

    write_saved(path, file)

    assert case_from_json(path.read_bytes())["on"] == "2025-06-30"
    assert [each.name for each in tmp_path.iterdir()] == ["decision.json"]


def test_what_cannot_be_written_leaves_the_old_file(tmp_path):
    path = tmp_path / "decision.json"
    path.write_text("old", encoding="utf-8")

    with pytest.raises(TypeError):
        write_saved(path, {"case": object()})
    with pytest.raises(OSError, match="No such file"):
        write_saved(tmp_path / "none" / "decision.json", {})

    assert path.read_text(encoding="utf-8") == "old"


def test_the_unfinished_file_of_another_process_is_left_alone(tmp_path, file):
    other = tmp_path / f".decision.json.{os.getpid()}.tmp"
    other.write_text("half of it", encoding="utf-8")

    write_saved(tmp_path / "decision.json", file)

    assert other.read_text(encoding="utf-8") == "half of it"


@pytest.mark.skipif(os.name != "posix", reason="links and permissions of POSIX")
def test_writing_follows_a_link_and_keeps_permissions(tmp_path, file):
    (tmp_path / "kept").mkdir()
    path = tmp_path / "kept" / "decision.json"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    (tmp_path / "link.json").symlink_to(path)

    write_saved(tmp_path / "link.json", file)

    assert (tmp_path / "link.json").is_symlink()
    assert case_from_json(path.read_bytes())["on"] == "2025-06-30"
    assert path.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in path.parent.iterdir()] == ["decision.json"]
