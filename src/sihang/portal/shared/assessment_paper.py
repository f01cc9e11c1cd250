"""An assessment on paper: what its page says, in the same words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from sihang.portal.shared.printing import print_pdf
from sihang.rulebook import Assessment
from sihang.rulebook.showing.assessments import assessment_shown

TEMPLATE: Final = Path(__file__).with_name("assessment.typ")


def assessment_on_paper(assessment: Assessment, said: Iterable[tuple[str, str]], lang: str, of: str = "") -> bytes:
    """A PDF; raise NoChineseFont where it cannot be written.

    Args:
        said: what it rests on, each with its value.
        of: the organisation, if it has a name.
    """
    shown: dict[str, Any] = asdict(assessment_shown(assessment, lang))
    rest = {"on": assessment.on.isoformat(), "said": list(said), "lang": lang, "of": of}
    return print_pdf(TEMPLATE, shown | rest, on=assessment.on)
