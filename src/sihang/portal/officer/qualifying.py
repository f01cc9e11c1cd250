"""Who qualifies for a measure: the whole register in one go, on the page and as a file with the same rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import polars as pl
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sihang.accounts.permissions import require
from sihang.batch.harmless import harmless
from sihang.bilingual import both, language
from sihang.checkup.permissions import may_list_who_qualifies
from sihang.checkup.qualifying import Qualifying, who_qualifies
from sihang.journal.queries import last_event_number
from sihang.portal.officer.qualifying_files import as_csv, as_xlsx
from sihang.portal.shared.days import DayOfRules
from sihang.portal.shared.file_answer import CSV, XLSX, file_answer
from sihang.portal.shared.paging import paged
from sihang.portal.shared.rules import rulebook
from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.errors import PackageUnusable, Words
from sihang.rulebook.facts import FIRST_YEAR, LAST_YEAR
from sihang.rulebook.showing.stated import of_year
from sihang.rulebook.showing.sums import range_shown

ON_A_PAGE = 50
MISSING_SHOWN = 12
KEPT_AT_ONCE = 8
FINDINGS = {
    "met": Words("符合", "Met"),
    "unknown": Words("可能符合", "Possible"),
    "not_met": Words("不符合", "Not met"),
}


class AskedForm(forms.Form):
    """Which measure, for which day, and of which year; what to list."""

    measure = forms.ChoiceField(label=both("措施", "Measure"))
    on = DayOfRules(label=both("申请日", "Day"))
    year = forms.IntegerField(
        label=both("事项年度（如达线年度，可不填）", "Fiscal year of the matter (may be empty)"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR - 1,
    )  # fmt: skip
    finding = forms.ChoiceField(
        label=both("列出", "List"),
        required=False,
        choices=[
            ("", both("符合和可能符合的", "Met and possible")),
            *((key, both(*words)) for key, words in FINDINGS.items()),
            ("all", both("全部单位", "Every organisation")),
        ],
    )  # fmt: skip

    def __init__(self, given: Any, today: date) -> None:
        usual = {"measure": "", "on": today.isoformat(), "year": str(today.year - 1), "finding": ""}
        super().__init__({**usual, **given} if given else usual)
        lang = language()
        note = "{} {}" if lang == "en" else "第{}条 {}"
        self.fields["measure"].choices = [
            (each.id, note.format(each.clause, each.title.to(lang))) for each in rulebook().rules(today).measures
        ]


@dataclass(frozen=True)
class Row:
    uscc: str
    name: str
    finding: str
    label: str
    amount: str


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    require(may_list_who_qualifies, request.user)
    form, shown = AskedForm(request.GET.dict(), timezone.localdate()), {}
    if "measure" in request.GET and form.is_valid():
        shown = _answered(request, form.cleaned_data)
    return render(request, "officer/qualifying.html", {"form": form, **shown})


def _answered(request: HttpRequest, asked: dict[str, Any]) -> dict[str, Any]:
    try:
        found = _found(asked)
    except (KeyError, PackageUnusable):
        return {"no_such": True}
    listed = _listed(found, asked["finding"])
    place = paged(request, range(listed.height), ON_A_PAGE)
    part = listed.slice(place["found"].start_index() - 1, ON_A_PAGE) if listed.height else listed
    lang = language()
    missing = [
        (of_year(each.fact.words, each.year).to(lang), each.organisations) for each in found.missing[:MISSING_SHOWN]
    ]
    return {
        "measure": found.measure,
        **place,
        "rows": [_row(*each, lang=lang) for each in part.iter_rows()],
        "counts": [(key, FINDINGS[key], found.counts[key]) for key in FINDINGS],
        "missing": missing,
        "unlisted": len(found.missing) - len(missing),
        "all": found.table.height,
    }


def _found(asked: dict[str, Any]) -> Qualifying:
    measure = {each.id: each for each in rulebook().rules(asked["on"]).measures}[asked["measure"]]
    year = asked["year"] if measure.year is not None else None
    return _answer(asked["measure"], asked["on"], year, last_event_number())


@lru_cache(maxsize=KEPT_AT_ONCE)
def _answer(measure_id: str, on: date, year: int | None, mark: int) -> Qualifying:
    """The answer, kept for the next page of the list. `mark`: every change is in the journal, and makes another one."""
    del mark
    measure = {each.id: each for each in rulebook().rules(on).measures}[measure_id]
    supposing = {} if year is None or measure.year is None else {measure.year.key: year}
    return who_qualifies(rulebook(), measure_id, on=on, known=timezone.now(), supposing=supposing)


def _listed(found: Qualifying, finding: str) -> pl.DataFrame:
    wanted = {"": ["met", "unknown"], "all": list(FINDINGS)}.get(finding, [finding])
    return found.table.filter(pl.col("finding").is_in(wanted)).select("uscc", "name", "finding", "low_fen", "high_fen")


def _row(uscc: str, name: str, finding: str, low: int | None, high: int | None, *, lang: str) -> Row:
    amount = "" if finding == "not_met" or low is None else range_shown((low, NO_BOUND if high is None else high), lang)
    return Row(uscc, name, finding, FINDINGS[finding].to(lang), amount)


@require_safe
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The rows of the list, all of its pages, as CSV or XLSX."""
    require(may_list_who_qualifies, request.user)
    asked = AskedForm(request.GET.dict(), timezone.localdate())
    if not asked.is_valid():
        return page(request)
    given, lang = asked.cleaned_data, language()
    try:
        found = _found(given)
    except (KeyError, PackageUnusable):
        return page(request)
    names = ("uscc", "name", "finding", "amount")
    rows = [_row(*each, lang=lang) for each in _listed(found, given["finding"]).iter_rows()]
    cells = pl.DataFrame(
        [(r.uscc, r.name, r.label, r.amount) for r in rows], schema=dict.fromkeys(names, pl.String), orient="row"
    )
    headers = [
        words.to(lang)
        for words in (Words("统一社会信用代码", "USCC"), Words("单位名称", "Name"), Words("结论", "Finding"), Words("金额", "Amount"))
    ]  # fmt: skip
    about = [(found.measure.title.to(lang), ""), (Words("申请日", "Day").to(lang), given["on"].isoformat())]
    name = f"{found.measure.id}-{given['on'].isoformat()}.{form}"
    if form == "xlsx":
        return file_answer(as_xlsx(cells, headers, about), XLSX, name)
    plain = cells.with_columns(harmless(pl.col(each)).alias(each) for each in names)
    return file_answer(as_csv(plain, headers), CSV, name)
