"""What is known of an organisation: every fact, and of one fact everything that was ever said of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sihang.accounts.errors import NotReady
from sihang.bilingual import both, language
from sihang.portal.applicant.fact_form import FactForm, SourceForm
from sihang.portal.applicant.opening import of_organisation, show
from sihang.portal.applicant.shown import UNIT, row_of, rows_of, source_shown, statement_shown
from sihang.portal.shared.rules import facts_kept, rulebook
from sihang.register import permissions
from sihang.register.actions.correct_fact import correct_fact
from sihang.register.actions.state_fact import state_fact
from sihang.register.actions.verify_fact import verify_fact
from sihang.register.history import Source
from sihang.register.queries import facts_visible_to, held_facts, statements_of
from sihang.register.reading import Said
from sihang.rulebook.expressions import facts_of
from sihang.rulebook.facts import FIRST_YEAR, LAST_YEAR, Fact
from sihang.rulebook.showing.uses import uses_shown


@of_organisation
@require_safe
def every(request: HttpRequest, organisation: Any) -> HttpResponse:
    held = held_facts(organisation, on=timezone.localdate(), known=timezone.now())
    return show(request, organisation, "applicant/facts.html", {"rows": rows_of(facts_kept(), held, language())})


@of_organisation
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, organisation: Any, key: str) -> HttpResponse:
    """A fact, or one fiscal year of it: what is held, everything that was said, and saying something more."""
    fact, year = _fact(key), _year(request.GET.get("year"), key)
    form, source = FactForm(fact, year), SourceForm(request.user, of_year=fact.series)
    if request.method == "POST":
        form, source = FactForm(fact, year, request.POST), SourceForm(request.user, request.POST, of_year=fact.series)
        if form.is_valid() and source.is_valid() and _state(request, organisation, form, source):
            messages.success(request, both("已登记，此前的说法仍然保留", "Entered; what was said before stays"))
            return redirect(request.get_full_path())
    return _page(request, organisation, fact, year, {"form": form, "source": source})


def _state(request: HttpRequest, organisation: Any, form: FactForm, source: SourceForm) -> bool:
    given = source.cleaned_data
    said = Said(form.fact.key, form.year, form.raw, given.get("since"), given.get("until"))
    try:
        state_fact(
            actor=request.user, organisation_id=organisation.pk, said=said, source=Source(given["source"]),
            named=given["named"], rulebook=rulebook(), now=timezone.now(),
        )  # fmt: skip
    except NotReady as error:
        form.problems = error.problems
        return False
    return True


@of_organisation
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, organisation: Any, number: int) -> HttpResponse:
    """Put right one statement: the right value takes its place, and it stays to be read."""
    old = get_object_or_404(
        facts_visible_to(request.user).select_related("organisation"), pk=number, organisation=organisation
    )
    fact = _fact(old.key)
    form = FactForm(fact, old.year, request.POST or None, before=old.statement)
    source = SourceForm(request.user, request.POST or None, of_year=fact.series, correcting=True)
    if request.method == "POST" and form.is_valid() and source.is_valid():
        given = source.cleaned_data
        try:
            correct_fact(
                actor=request.user, fact_id=old.pk, raw=form.raw, source=Source(given["source"]), named=given["named"],
                reason=given["reason"], rulebook=rulebook(), now=timezone.now(),
            )  # fmt: skip
        except NotReady as error:
            form.problems = error.problems
        else:
            messages.success(
                request, both("已更正，原来的说法仍可查看", "Corrected; what was said before can still be read")
            )
            return redirect(_address(organisation, old))
    shown = {"form": form, "source": source, "correcting": old, "was": statement_shown(fact, old.statement, language())}
    return _page(request, organisation, fact, old.year, shown)


@of_organisation
@require_POST
def verify(request: HttpRequest, organisation: Any, number: int) -> HttpResponse:
    """Confirm a statement against its evidence."""
    fact = get_object_or_404(facts_visible_to(request.user), pk=number, organisation=organisation)
    verify_fact(actor=request.user, fact_id=fact.pk, now=timezone.now())
    messages.success(request, both("已核实", "Verified"))
    return redirect(_address(organisation, fact))


def _address(organisation: Any, fact: Any) -> str:
    year = "" if fact.year is None else f"?year={fact.year}"
    return reverse("applicant:fact", args=[organisation.uscc, fact.key]) + year


def _fact(key: str) -> Fact:
    found = facts_kept().get(key)
    if found is None:
        raise Http404
    return found


def _year(asked: str | None, key: str) -> int | None:
    """Of a series the fiscal year asked for, or the last one that is over."""
    if not _fact(key).series:
        return None
    if asked is None:
        return timezone.localdate().year - 1
    if not (asked.isdecimal() and len(asked) == len(str(LAST_YEAR)) and FIRST_YEAR <= int(asked) <= LAST_YEAR):
        raise Http404
    return int(asked)


def _page(request: HttpRequest, organisation: Any, fact: Fact, year: int | None, shown: dict[str, Any]) -> HttpResponse:
    lang, now, today = language(), timezone.now(), timezone.localdate()
    held = held_facts(organisation, on=today, known=now).get((fact.key, year))
    failed = shown["form"].problems or shown["form"].failed or shown["source"].errors
    rules = rulebook().rules(today)
    page = {
        "fact": fact,
        "year": year,
        "years": range(today.year - 1, today.year - 11, -1) if fact.series else (),
        "row": row_of(fact, year, held, lang),
        "said": _said(request.user, organisation, fact, year, lang),
        "of_statuses": [
            (statement_shown(fact, each, lang), source_shown(each, lang), each)
            for each in statements_of(organisation, now).get((fact.key, year), ()) if each.id < 0
        ],
        "unit": UNIT.get(fact.kind),
        "uses": uses_shown(rules, fact.key, [each.id for each in rules.measures if fact.key in _asked(each)], lang),
        "evidence": _evidence(rules, fact),
        "failed": bool(failed),
        "question": shown["form"].question,
        **shown,
    }  # fmt: skip
    return show(request, organisation, "applicant/fact.html", page, status=422 if failed else 200)


def _asked(measure: Any) -> set[str]:
    return {fact.key for node in measure.nodes() for fact in facts_of(node)}


def _evidence(rules: Any, fact: Fact) -> list[Any]:
    """The documents that measures want as evidence of the fact, each once."""
    return list(dict.fromkeys(words for each in rules.measures for key, words in each.evidence if key == fact.key))


def _said(viewer: Any, organisation: Any, fact: Fact, year: int | None, lang: str) -> list[dict[str, Any]]:
    """Every statement, the latest first, and what the viewer may do with it."""
    found = facts_visible_to(viewer).filter(organisation=organisation, key=fact.key, year=year)
    found = found.select_related("organisation", "recorded_by", "verified_by", "corrected_by", "takeover")
    said = []
    for each in found:
        corrected = hasattr(each, "corrected_by")
        said.append(
            {
                "fact": each,
                "value": statement_shown(fact, each.statement, lang),
                "source": source_shown(each.statement, lang),
                "corrected": corrected,
                "may_correct": not corrected and permissions.may_correct_fact(viewer, each),
                "may_verify": not corrected and each.verified_at is None and permissions.may_verify_fact(viewer, each),
            }
        )
    return said
