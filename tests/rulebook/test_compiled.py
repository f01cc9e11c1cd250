"""What is kept of a checked package: the same answers, never a stale one, and no harm from a broken cache."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from sihang.rulebook import PackageUnusable, load
from tests.builders.command import ROOT

POLICY = ROOT / "policies" / "yangpu-2024-1"
CASE = {"facts": {"kind": "enterprise", "revenue": {"2023": 31_000_000, "2020": 20_000_000}}}
ON = date(2025, 6, 30)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("SIHANG_CACHE", str(folder))
    return folder


def test_what_was_kept_answers_the_same(cache: Path):
    first = load(str(POLICY)).assess(CASE, on=ON).as_json()
    assert list(cache.glob("rules-*.json"))

    assert load(str(POLICY)).assess(CASE, on=ON).as_json() == first


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


@pytest.mark.parametrize("garbage", ["", "{", "[]", "null", '{"x": 1}', "\x00"])
def test_a_broken_cache_does_no_harm(cache: Path, garbage: str):
    first = load(str(POLICY)).assess(CASE, on=ON).as_json()
    for path in cache.iterdir():
        path.write_text(garbage, encoding="utf-8")

    assert load(str(POLICY)).assess(CASE, on=ON).as_json() == first


def test_the_cache_can_be_switched_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SIHANG_CACHE", "off")
    monkeypatch.setenv("HOME", str(tmp_path))

    load(str(POLICY))

    assert list(tmp_path.iterdir()) == []
