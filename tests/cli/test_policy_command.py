"""`sihang policy …` and `sihang replay`, each as a process of its own."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.builders.command import EXAMPLE, ROOT, sihang

POLICY = ROOT / "policies" / "yangpu-2024-1"


def copy_of_the_policy(tmp_path: Path) -> Path:
    folder = tmp_path / "yangpu-2024-1"
    shutil.copytree(POLICY, folder)
    return folder


def test_show_puts_the_clause_beside_its_rule():
    done = sihang("policy", "show", "yangpu-2024-1", "m03", "--on", "2025-06-30")

    assert "成效显著的根据企业研" in done.out
    assert "研发费用实际投入 × 核定比例, 封顶 200万元" in done.out.replace("\n", "")


def test_show_says_which_document_fills_a_slot():
    done = sihang(
        "policy",
        "show",
        "yangpu-2024-1",
        "m07b",
        "--policy",
        "yangpu-kjw-hnte-2025",
        "--on",
        "2025-06-30",
        "--format",
        "json",
    )

    parts = {part["part"]: part["lines"] for part in json.loads(done.out)[0]["rule"]}
    assert "杨科经规〔2025〕1号" in parts["留给细则"][0]


def test_show_without_a_package_lists_them():
    assert "yangpu-kjw-hnte-2025" in sihang("policy", "show").out


def test_check_passes_for_what_is_shipped():
    done = sihang("policy", "check", "example-rules", "yangpu-kjw-hnte-2025")

    assert done.code == 0
    assert done.out.count("✔") == 2


def test_check_of_a_broken_package_gives_file_line_and_mend(tmp_path: Path):
    folder = copy_of_the_policy(tmp_path)
    path = folder / "measures" / "m03-open-challenges.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("封顶 200万元", "封顶 300万元"), encoding="utf-8")

    done = sihang("policy", "check", folder, "--format", "json")

    assert done.code == 2
    (problem,) = json.loads(done.out)[0]["problems"]
    line = 1 + path.read_text(encoding="utf-8").splitlines().index(
        next(x for x in path.read_text(encoding="utf-8").splitlines() if "300万元" in x)
    )
    assert problem["code"] == "number-not-in-quote"
    assert problem["where"] == f"{path}:{line}"
    assert "300万元 不在引文里" in problem["what"]


def test_a_case_that_does_not_come_out_is_a_problem(tmp_path: Path):
    folder = copy_of_the_policy(tmp_path)
    path = folder / "cases" / "m03.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("amount: 200万元", "amount: 199万元", 1), encoding="utf-8")

    done = sihang("policy", "check", folder)

    assert done.code == 2
    assert "199万元" in done.out


def test_coverage_adds_up_and_fails_below_a_hundred_percent(tmp_path: Path):
    folder = copy_of_the_policy(tmp_path)
    assert sihang("policy", "coverage", folder).code == 0

    text = folder / "source" / "text.md"
    text.write_text(text.read_text(encoding="utf-8") + "\n\n新添的一段。\n", encoding="utf-8")
    done = sihang("policy", "coverage", folder)

    assert done.code == 2
    assert "新添的一段" in done.out


def test_diff_says_what_changed_in_words(tmp_path: Path):
    folder = copy_of_the_policy(tmp_path)
    path = folder / "measures" / "m03-open-challenges.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("封顶 200万元", "封顶 300万元"), encoding="utf-8")

    done = sihang("policy", "diff", POLICY, folder)

    assert done.code == 0
    assert "300万元" in done.out
    assert sihang("policy", "diff", "yangpu-2024-1", "yangpu-2024-1").out.strip() == "没有不同"


def test_schema_is_json_for_editors():
    assert json.loads(sihang("policy", "schema", "measure").out)["type"] == "object"
    assert "measure" in sihang("policy", "schema").out.split()
    assert sihang("policy", "schema", "nonsense").code == 2


def test_new_drafts_a_package_that_can_be_loaded_and_says_what_is_left_to_do(tmp_path: Path):
    source = POLICY / "source" / "text.md"

    done = sihang("policy", "new", source, "--id", "mine", cwd=tmp_path)
    checked = sihang("policy", "check", "./mine", "--format", "json", cwd=tmp_path)

    assert done.code == 0
    assert (tmp_path / "mine" / "DRAFT.md").is_file()
    codes = {problem["code"] for problem in json.loads(checked.out)[0]["problems"]}
    assert codes == {"draft-left", "not-covered"}
    assert sihang("policy", "new", source, "--id", "mine", cwd=tmp_path).code == 2  # never over what is there


def test_a_saved_assessment_is_reproduced_and_a_tampered_one_is_not(tmp_path: Path):
    saved = tmp_path / "decision.json"
    assert sihang("assess", EXAMPLE, "--on", "2025-06-30", "--save", saved).code == 0
    assert sihang("replay", saved).code == 0

    saved.write_text(saved.read_text(encoding="utf-8").replace('"2000000.00"', '"2000001.00"', 1), encoding="utf-8")
    done = sihang("replay", saved)

    assert done.code == 2
    assert "2000001.00" in done.out
