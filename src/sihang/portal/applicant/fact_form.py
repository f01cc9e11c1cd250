"""Saying something of a fact: its value, as the check-up asks for it, and who says so on what evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from sihang.bilingual import both, language
from sihang.checkup.questions import Question
from sihang.portal.public.checkup.fields import UNANSWERED, fields_of, fields_posted, read_fields
from sihang.portal.shared.days import DayField
from sihang.register import permissions
from sihang.register.history import Source, Statement
from sihang.register.known_facts import as_stated
from sihang.rulebook.case import State
from sihang.rulebook.errors import Problem
from sihang.rulebook.facts import Fact

OWN = (Source.SELF_DECLARED, Source.EVIDENCE)


class FactForm:
    """The field of a fact, or of one fiscal year of it. `raw` is what was typed, as a case states it."""

    def __init__(
        self, fact: Fact, year: int | None, posted: Mapping[str, str] | None = None, *, before: Statement | None = None
    ) -> None:
        self.fact, self.year = fact, year
        self.question = Question(fact.key, fact, () if year is None else (year,), (), ())
        self.problems: tuple[Problem, ...] = ()
        self.raw: Any = UNANSWERED
        self.failed = False
        if posted is None:
            self.fields = fields_of(self.question, self._answered(before))
            return
        posted_fields = fields_posted(self.question, {}, posted)
        if "unsure" in posted:
            self.raw, self.fields = None, posted_fields
            return
        answer, self.fields = read_fields(self.question, posted_fields)
        self.raw = answer if year is None or answer is UNANSWERED else answer.get(str(year), UNANSWERED)
        self.failed = any(each.errors for each in self.fields)

    @property
    def field(self) -> Any:
        return self.fields[0]

    def is_valid(self) -> bool:
        return not self.failed

    def _answered(self, before: Statement | None) -> dict[str, Any]:
        if before is None:
            return {}
        value = as_stated(self.fact, before.value) if before.state is State.KNOWN else None
        value = {"absent": True} if before.state is State.ABSENT else value
        return {self.fact.key: value if self.year is None else {str(self.year): value}}


class SourceForm(forms.Form):
    """Who says so, for which time; where something is put right, why."""

    source = forms.ChoiceField(label=both("来源", "Source"))
    named = forms.CharField(
        label=both("材料、部门或名单的名称", "Which document, office or list"),
        required=False,
        max_length=200,
        help_text=both("例如：2024 年度审计报告", "such as: audit report of 2024"),
    )
    since = DayField(
        label=both("从哪天起（一直如此可不填）", "From which day (empty: always so)"),
        required=False,
    )
    until = DayField(
        label=both("到哪天止（至今如此可不填）", "Until which day (empty: still so)"),
        required=False,
    )
    reason = forms.CharField(label=both("更正理由", "Why it is put right"), max_length=500)

    def __init__(self, viewer: Any, *given: Any, of_year: bool, correcting: bool = False) -> None:
        super().__init__(*given)
        sources = (Source.OTHER_OFFICE, Source.PUBLIC_LIST, *OWN) if permissions.may_keep_register(viewer) else OWN
        self.fields["source"].choices = [(each.value, each.words.to(language())) for each in sources]
        if correcting or of_year:  # a fiscal year says for when; a correction is for the time of what it corrects
            del self.fields["since"], self.fields["until"]
        if not correcting:
            del self.fields["reason"]
