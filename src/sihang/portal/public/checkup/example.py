"""A worked example: the first example case of the policy, as answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from sihang.checkup.answers import MATTERS
from sihang.portal.public.checkup.sitting import Sitting
from sihang.rulebook import case_from_json
from sihang.rulebook.shelf import package_named

CASE: Final = "examples/first-look.json"
DAY: Final = date(2025, 6, 30)
"""The day for which the README assesses the same case."""


def example(sitting: Sitting) -> Sitting:
    """The check-up of the example, on its day. Support received before is no question, so the example has none here."""
    case = case_from_json((package_named(sitting.packages[0]).folder.path / CASE).read_bytes())
    answers = _answers(case, sitting.rulebook.vocabulary(DAY).matters)
    return replace(sitting, on=DAY, answers=answers, order=tuple(answers))


def _answers(case: Mapping[str, Any], types: Mapping[str, Any]) -> dict[str, Any]:
    matters = {matter["type"]: matter for matter in case["matters"]}
    answers = {**case["facts"], MATTERS: {key: key in matters for key in types}}
    for matter in matters.values():
        answers.update(matter.get("facts", {}), **matter.get("determinations", {}))
    return answers
