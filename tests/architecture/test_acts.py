"""What is recorded in the journal has words, and the auditor's filter knows it."""

import ast
import re
from pathlib import Path

from sihang.portal.auditor.journal import ACTS, ROOMS
from tests.architecture.tree import ROOT, listed

SOURCE = ROOT / "src" / "sihang"
ELSEWHERE = {"journal"}  # it writes what others hand it


def recorded():
    """(room, act as a pattern) of each call of `record_event` in an action; `{state}` in an act stands for any word."""
    for path in sorted(SOURCE.glob("*/actions/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record_event":
                act = next(each.value for each in node.keywords if each.arg == "act")
                yield path.parts[-3], pattern(act, path)


def pattern(act, path: Path):
    if isinstance(act, ast.Constant):
        return re.escape(act.value)
    assert isinstance(act, ast.JoinedStr), f"{path.name}: an act is written where it is recorded"
    return "".join(re.escape(each.value) if isinstance(each, ast.Constant) else "[a-z_]+" for each in act.values)


def words_of(room):
    return next((each.ACT_WORDS for each in ROOMS if each.__name__ == f"sihang.{room}.states"), {})


def test_every_act_that_a_room_records_is_in_the_list_of_that_room():
    wordless = [
        f"{room}: {act}"
        for room, act in recorded()
        if room not in ELSEWHERE and not any(re.fullmatch(act, known) for known in words_of(room))
    ]

    assert not wordless, listed("recorded, and the auditor's filter does not know it:", wordless)


def test_every_act_in_a_list_is_recorded_by_that_room():
    acts = list(recorded())
    never = [
        f"{room.__name__}: {known}"
        for room in ROOMS
        for known in room.ACT_WORDS
        if not any(room.__name__ == f"sihang.{of}.states" and re.fullmatch(act, known) for of, act in acts)
    ]

    assert not never, listed("in a list of acts, and never recorded:", never)
    assert len(ACTS) == sum(len(room.ACT_WORDS) for room in ROOMS)
