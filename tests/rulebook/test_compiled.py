"""What is kept of a checked package: the same answers, never a stale one, and no harm from a broken cache."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from sihang.rulebook import PackageUnusable, compiled, load, parse, reading
from sihang.rulebook.folder import SIZE_LIMIT, Folder, sm3
from tests.builders.command import ROOT
from tests.builders.packages import SMALL_POLICY, small_policy

POLICY = ROOT / "policies" / "yangpu-2024-1"
CASE = {"facts": {"kind": "enterprise", "revenue": {"2023": 31_000_000, "2020": 20_000_000}}}
ON = date(2025, 6, 30)


ASSESS = f"""
import sys
from datetime import date
from sihang.rulebook import load
load({str(POLICY)!r}, "example-rules").assess({CASE!r}, on=date(2025, 6, 30)).as_json(guide=True)
print([name for name in ("lark", "yaml", "sihang.rulebook.check") if name in sys.modules])
"""
posix_only = pytest.mark.skipif(os.name != "posix", reason="who may write a file is asked on POSIX only")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("SIHANG_CACHE", str(folder))
    return folder


def test_what_was_kept_answers_the_same(cache: Path):
    first = load(str(POLICY)).assess(CASE, on=ON).as_json()
    assert list(cache.glob("rules-*.json"))

    assert load(str(POLICY)).assess(CASE, on=ON).as_json() == first


def test_a_second_process_needs_no_yaml_no_parser_and_no_checks(cache: Path):
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", ASSESS]

    loaded = [subprocess.run(command, env=environment, capture_output=True, text=True).stdout for _ in range(2)]

    assert loaded == ["['lark', 'yaml', 'sihang.rulebook.check']\n", "[]\n"]


def forged(path: Path, old: str, new: str, *, sealed: bool) -> None:
    """Change what a kept file says; `sealed` by one who knows how its digest is made."""
    content = path.read_bytes().partition(b"\n")[2].replace(old.encode(), new.encode())
    seal = sm3(path.name.encode() + b"\n" + content) if sealed else sm3(b"")
    path.write_bytes(seal.encode() + b"\n" + content)


def test_what_is_loaded_fresh_is_not_from_the_cache(cache: Path):
    first = load(str(POLICY)).assess(CASE, on=ON).as_json()
    for path in cache.iterdir():
        forged(path, "200万元", "900万元", sealed=True)
    parse.forget()

    assert load(str(POLICY)).assess(CASE, on=ON).as_json() != first  # trusted, and kept in this process
    assert load(str(POLICY), fresh=True).assess(CASE, on=ON).as_json() == first


def test_a_kept_file_that_was_changed_or_renamed_is_not_used(cache: Path):
    first = load(str(POLICY)).assess(CASE, on=ON).as_json()
    package, rules = sorted(cache.iterdir())
    forged(package, "200万元", "900万元", sealed=False)
    rules.write_bytes(package.read_bytes())
    parse.forget()

    assert load(str(POLICY)).assess(CASE, on=ON).as_json() == first


def test_the_trees_of_other_packages_are_not_kept(cache: Path, tmp_path: Path):
    parse.parse("别处的 且 别人的")
    load(str(small_policy(tmp_path, {})))

    lines = json.loads(next(cache.glob("rules-*.json")).read_bytes().partition(b"\n")[2])

    assert "别处的 且 别人的" not in lines
    assert lines.keys() >= {"年营收 > 500万元"}
    assert len(lines) < 30


def test_a_process_does_not_remember_lines_without_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(parse, "KEPT_LIMIT", 10)
    lines = [f"甲{number} 且 乙" for number in range(25)]

    assert [str(next(parse.parse(line).leaves())) for line in lines] == [f"甲{number}" for number in range(25)]
    assert len(parse._kept) <= 10


def test_a_changed_program_keeps_its_own(cache: Path, monkeypatch: pytest.MonkeyPatch):
    load(str(POLICY))
    monkeypatch.setattr(compiled, "_program", lambda: "another")
    load(str(POLICY))

    assert len(list(cache.iterdir())) == 4


def test_the_program_is_told_by_the_content_of_its_modules(tmp_path: Path):
    def told(text: str) -> str:
        (tmp_path / "sihang" / "rulebook" / "fold.py").write_text(text, encoding="utf-8")
        os.utime(tmp_path / "sihang" / "rulebook" / "fold.py", (0, 0))
        program = "from sihang.rulebook import compiled; print(compiled._program())"
        environment = {**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-c", program]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout

    shutil.copytree(ROOT / "src" / "sihang", tmp_path / "sihang", ignore=shutil.ignore_patterns("__pycache__"))
    text = (tmp_path / "sihang" / "rulebook" / "fold.py").read_text(encoding="utf-8")

    assert told(text + "# a") == told(text + "# a") != told(text + "# b")


def test_a_package_changed_while_it_was_read_is_not_kept(cache: Path, tmp_path: Path):
    folder = Folder(small_policy(tmp_path, {}))
    assert folder.digest
    folder.one("slots")
    (folder.path / "slots.yaml").write_text("slots: {}\n", encoding="utf-8")

    compiled.keep([folder], {})

    assert not cache.exists()


@posix_only
@pytest.mark.parametrize("which", ["folder", "files"])
def test_what_others_may_write_is_not_used(cache: Path, which: str):
    first = load(str(POLICY)).assess(CASE, on=ON).as_json()
    for path in cache.iterdir():
        forged(path, "200万元", "900万元", sealed=True)
        if which == "files":
            path.chmod(0o620)
    if which == "folder":
        cache.chmod(0o777)
    parse.forget()

    assert load(str(POLICY)).assess(CASE, on=ON).as_json() == first


@posix_only
def test_what_another_user_owns_is_not_used(cache: Path, monkeypatch: pytest.MonkeyPatch):
    first = load(str(POLICY)).assess(CASE, on=ON).as_json()
    before = {path: path.read_bytes() for path in cache.iterdir()}
    monkeypatch.setattr(os, "geteuid", lambda: 54321)

    assert load(str(POLICY)).assess(CASE, on=ON).as_json() == first
    assert {path: path.read_bytes() for path in cache.iterdir()} == before


@posix_only
def test_only_their_owner_may_read_and_write_kept_files(cache: Path):
    load(str(POLICY))

    assert {path.stat().st_mode & 0o777 for path in cache.iterdir()} == {0o600}
    assert cache.stat().st_mode & 0o777 == 0o700


def test_what_cannot_be_written_leaves_nothing_behind(cache: Path, monkeypatch: pytest.MonkeyPatch):
    def refused(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(Path, "replace", refused)
    load(str(POLICY))

    assert list(cache.iterdir()) == []


def test_a_changed_package_is_checked_again(cache: Path, tmp_path: Path):
    folder = tmp_path / "yangpu-2024-1"
    shutil.copytree(POLICY, folder)
    load(str(folder))
    path = folder / "slots.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("按投资总额的一定比例", "按投资总额的若干比例"), encoding="utf-8"
    )

    with pytest.raises(PackageUnusable) as refused:
        load(str(folder))

    assert [problem.code for problem in refused.value.problems] == ["quote-not-in-text"]


@pytest.mark.parametrize(
    "garbage", ["", "{", "[]", "null", '{"x": 1}', "\x00", '{"package.yaml": {}}', '{"a": ["b", 1]}']
)
def test_a_broken_cache_does_no_harm(cache: Path, garbage: str):
    first = load(str(POLICY)).assess(CASE, on=ON).as_json()
    for path in cache.iterdir():
        path.write_text(garbage, encoding="utf-8")
    parse.forget()

    assert load(str(POLICY)).assess(CASE, on=ON).as_json() == first


def test_the_cache_can_be_switched_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SIHANG_CACHE", "off")
    monkeypatch.setenv("HOME", str(tmp_path))

    load(str(POLICY))

    assert list(tmp_path.iterdir()) == []


LITTER = [".m02-rent.yaml.swp", "m02-rent.yaml~", "#m02-rent.yaml#", ".m02-rent.yaml", "notes.txt"]


def test_what_editors_leave_is_no_part_of_a_package(tmp_path: Path):
    path = small_policy(tmp_path, {})
    before = Folder(path).digest
    for name in LITTER:
        (path / "measures" / name).write_text("id: other\n", encoding="utf-8")
        (path / name).write_text("id: other\n", encoding="utf-8")
    (path / "source" / ".text.md.swp").write_text("", encoding="utf-8")
    (path / "source" / "text.md~").write_text("", encoding="utf-8")
    (path / "notes").mkdir()
    (path / "notes" / "plan.yaml").write_text("", encoding="utf-8")

    assert Folder(path).digest == before
    assert [source.path.name for source in Folder(path).each("measures", "measure")] == [
        name.partition("/")[2] for name in sorted(SMALL_POLICY) if name.startswith("measures/")
    ]
    assert load(str(path))


def test_every_file_of_the_source_is_part_of_a_package(tmp_path: Path):
    path = small_policy(tmp_path, {})
    before = Folder(path).digest
    (path / "source" / "notice.txt").write_text("as issued", encoding="utf-8")

    assert Folder(path).rule_files["source/notice.txt"] == b"as issued"
    assert Folder(path).digest != before


@posix_only
def test_what_is_no_plain_file_does_no_harm(tmp_path: Path):
    path = small_policy(tmp_path, {})
    before = Folder(path).digest
    for folder in (path, path / "measures", path / "source"):
        (folder / "x.yaml").mkdir()
        (folder / "gone.yaml").symlink_to(tmp_path / "nowhere")
        os.mkfifo(folder / "pipe.yaml")
    (path / "source" / "large.pdf").write_bytes(bytes(2_000_001))

    assert Folder(path).digest == before
    assert load(str(path))


@posix_only
def test_a_text_that_is_no_file_is_a_problem(tmp_path: Path):
    path = small_policy(tmp_path, {})
    (path / "source" / "text.md").unlink()
    os.mkfifo(path / "source" / "text.md")
    folder = Folder(path)

    assert folder.source_text() == ""
    assert [problem.code for problem in folder.problems] == ["file-unreadable"]


def test_a_measures_folder_that_is_a_file_does_no_harm(tmp_path: Path):
    path = small_policy(tmp_path, {})
    shutil.rmtree(path / "measures")
    (path / "measures").write_text("", encoding="utf-8")

    assert Folder(path).digest
    assert list(Folder(path).each("measures", "measure")) == []


def test_a_file_may_be_as_large_for_the_digest_as_for_the_reader():
    assert SIZE_LIMIT == reading.SIZE_LIMIT
