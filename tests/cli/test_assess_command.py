"""`sihang assess` as a person or a program calls it: a real process, its output, its exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.builders.command import EXAMPLE, sihang


def test_one_case_gives_an_object_with_the_contracts_keys():
    done = sihang("assess", EXAMPLE, "--on", "2025-06-30", "--format", "json")

    assert done.code == 0
    shown = json.loads(done.out)
    assert list(shown) == ["on", "policies", "results", "combination"]
    m03 = next(result for result in shown["results"] if result["measure"] == "m03")
    assert m03["amount"] == {"low": "2000000.00", "high": "2000000.00"}


def test_several_cases_give_an_array_in_the_same_order(tmp_path: Path):
    other = tmp_path / "other.json"
    other.write_text('{"facts": {"kind": "university"}}', encoding="utf-8")

    done = sihang("assess", other, EXAMPLE, "--on", "2025-06-30", "--format", "json")

    first, second = json.loads(done.out)
    assert "m03" not in {result["measure"] for result in first["results"]}
    assert "m03" in {result["measure"] for result in second["results"]}


def test_a_dash_reads_standard_input():
    done = sihang("assess", "-", "--format", "json", stdin='{"facts": {"kind": "fund"}}')

    assert done.code == 0
    assert [result["measure"] for result in json.loads(done.out)["results"]] == ["m09", "m10"]


def test_input_that_cannot_be_used_lists_every_problem_and_assesses_nothing(tmp_path: Path):
    bad = tmp_path / "bad.json"
    bad.write_text('{"facts": {"hnte_valid": 1, "revenue": {"2023": "-5"}}, "x": 1}', encoding="utf-8")

    done = sihang("assess", EXAMPLE, bad, "--format", "json")

    assert done.code == 2
    assert done.out == ""
    for path in ("$.facts.hnte_valid", "$.facts.revenue.2023", "$.x"):
        assert f"{bad}: {path}" in done.err


@pytest.mark.parametrize("text", ["", "{", "[1, 2", "\x00", '{"facts": NaN}', "null", "[]", '"text"'])
def test_what_is_no_case_is_refused_with_a_sentence(text: str):
    done = sihang("assess", "-", stdin=text)

    assert done.code == 2
    assert "$" in done.err
    assert "Traceback" not in done.err


def test_a_file_that_is_not_there_is_a_usage_error():
    done = sihang("assess", "no-such-file.json")

    assert done.code == 2
    assert "no-such-file.json" in done.err


def test_an_unknown_package_is_answered_with_those_that_exist():
    done = sihang("assess", EXAMPLE, "--policy", "exampel-rules")

    assert done.code == 2
    assert "example-rules" in done.err


def test_a_day_that_is_none_is_refused():
    assert sihang("assess", EXAMPLE, "--on", "2025-02-30").code == 2
    assert sihang("assess", EXAMPLE, "--on", "20250630").code == 2


def test_text_is_without_colour_codes_where_there_is_no_terminal():
    done = sihang("assess", EXAMPLE, "--on", "2025-06-30")

    assert "\x1b[" not in done.out
    assert "150万元" in done.out  # 200 万元 less 50 万元 received for the same project


def test_example_rules_are_marked_wherever_a_figure_of_theirs_is_shown():
    done = sihang(
        "assess", EXAMPLE, "--on", "2025-06-30", "--policy", "yangpu-2024-1", "--policy", "example-rules", "--all"
    )

    lines = [line for line in done.out.splitlines() if "研发投入强度下限 5%" in line]
    assert lines
    assert all("示例参数，非杨浦规定" in line for line in lines)


def test_english_is_english():
    done = sihang("assess", EXAMPLE, "--on", "2025-06-30", "--lang", "en")

    assert "Best combination (clause 14)" in done.out
    assert "not met" in done.out.lower()


def test_guide_names_what_would_have_to_change():
    done = sihang("assess", "-", "--guide", stdin='{"facts": {"kind": "enterprise", "registered_in_district": false}}')

    assert "在本区注册：否 → 是" in done.out


def test_help_has_an_example():
    for command in (["assess"], ["replay"], ["policy"], ["policy", "show"], ["policy", "new"], ["completion"]):
        done = sihang(*command, "--help")
        assert done.code == 0
        assert "example" in done.out


def test_completion_gives_a_script_for_each_shell():
    for shell in ("bash", "zsh", "fish"):
        assert "_SIHANG_COMPLETE" in sihang("completion", shell).out


def test_a_closed_pipe_is_no_error():
    done = sihang("assess", EXAMPLE, "--format", "json", closed_output=True)

    assert "Traceback" not in done.err
