"""The result of a check-up on paper: what the page says, in the same words."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from sihang.portal.public.checkup.said import answers_said
from sihang.portal.public.checkup.sitting import Sitting
from sihang.portal.shared.printing import print_pdf
from sihang.rulebook.showing.assessments import assessment_shown

TEMPLATE: Final = Path(__file__).with_name("result.typ")


def printed(sitting: Sitting, lang: str) -> bytes:
    """A PDF; raise NoChineseFont where it cannot be written."""
    shown: dict[str, Any] = asdict(assessment_shown(sitting.assessment, lang))
    said = [asdict(each) for each in answers_said(sitting, lang)]
    return print_pdf(TEMPLATE, {**shown, "on": sitting.on.isoformat(), "said": said, "lang": lang}, on=sitting.on)
