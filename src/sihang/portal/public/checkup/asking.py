"""One question on one page: forth and back, changed at any time, never lost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from sihang.bilingual import language
from sihang.checkup.answers import read_answers
from sihang.checkup.questions import Question
from sihang.portal.public.checkup import fields
from sihang.portal.public.checkup.opening import with_sitting
from sihang.portal.public.checkup.said import address_of, answers_said, key_at
from sihang.portal.public.checkup.sitting import Sitting, keep
from sihang.rulebook import CaseUnusable, Problem
from sihang.rulebook.errors import Words
from sihang.rulebook.showing.uses import UseShown, uses_shown


@with_sitting
@require_safe
def onward(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """To the most useful question that is left, or to the result."""
    question = sitting.interview.next
    return redirect("checkup:result") if question is None else redirect("checkup:question", address_of(question.key))


@with_sitting
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, sitting: Sitting, address: str) -> HttpResponse:
    key = key_at(address)
    asked = sitting.question(key, _still_open(sitting))
    if asked is None:
        if request.method == "POST" or key in sitting.facts:
            return redirect("checkup:next")  # it matters no more
        raise Http404
    if request.method != "POST":
        return _page(request, sitting, asked, fields.fields_of(asked, sitting.answers))
    return _take(request, sitting, asked)


def _still_open(sitting: Sitting) -> tuple[Question, ...]:
    """What is open; nothing while some answer cannot be used, so that it can be changed."""
    try:
        return sitting.interview.questions
    except CaseUnusable:
        return ()


def _take(request: HttpRequest, sitting: Sitting, asked: Question) -> HttpResponse:
    typed = fields.fields_posted(asked, sitting.answers, _completed(request, asked))
    if "unsure" in request.POST:
        answer, checked = asked.unsure, typed
    else:
        answer, checked = fields.read_fields(asked, typed)
    problems = _problems(sitting, asked.key, answer)
    checked = fields.with_problems(asked, checked, problems)
    if any(each.errors for each in checked):
        return _page(request, sitting, asked, checked)
    keep(request.session, sitting.answering(asked.key, answer))
    return redirect("checkup:next")


def _completed(request: HttpRequest, asked: Question) -> dict[str, str]:
    """What was sent; of matters, with "none" for those not chosen where the visitor says so."""
    sent = {key: str(value) for key, value in request.POST.items()}
    rest = {each.key: "no" for each in asked.types} if "rest" in sent else {}
    return {**rest, **sent}


def _problems(sitting: Sitting, key: str, answer: Any) -> list[Problem]:
    """What is wrong with one answer, beside all others: whatever would be right without it."""
    if answer is fields.UNANSWERED:
        return []
    with_it, without = (_wrong(each) for each in (sitting.answering(key, answer), sitting.forgetting(key)))
    return [problem for problem in with_it if problem not in without]


def _wrong(sitting: Sitting) -> tuple[Problem, ...]:
    try:
        read_answers(sitting.rulebook, sitting.answers, sitting.on)
    except CaseUnusable as error:
        return error.problems
    return ()


# ---- the page


@dataclass(frozen=True)
class Progress:
    """How far one is: `left` counts what is open now, and may grow or shrink with each answer."""

    answered: int
    left: int

    @property
    def total(self) -> int:
        return self.answered + self.left


def progress_of(sitting: Sitting) -> Progress:
    return Progress(len(sitting.order), len(_still_open(sitting)))


def _page(request: HttpRequest, sitting: Sitting, asked: Question, shown: tuple[fields.Field, ...]) -> HttpResponse:
    order, lang = sitting.order, language()
    here = order.index(asked.key) if asked.key in order else len(order)
    context = {
        "sitting": sitting,
        "question": asked,
        "address": address_of(asked.key),
        "fields": _with_hints(sitting, shown) if asked.fact is None else shown,
        "single": shown[0] if asked.fact is not None and not asked.years else None,
        "failed": any(each.errors for each in shown),
        "about": asked.fact.about if asked.fact else None,
        "matter": _matter(sitting, asked),
        "uses": uses_of(sitting, asked, lang),
        "suggested": _suggested(sitting, asked),
        "progress": progress_of(sitting),
        "back": address_of(order[here - 1]) if here else None,
        "forth": address_of(order[here + 1]) if here + 1 < len(order) else None,
        "is_answered": asked.key in order,
    }
    return render(request, "public/checkup/question.html", context)


def _with_hints(sitting: Sitting, types: tuple[fields.Field, ...]) -> tuple[fields.Field, ...]:
    """Types of matter with the measures that they are supported by."""
    measures = sitting.rulebook.rules(sitting.on).measures
    titles = {each.name: [m.title.to(language()) for m in measures if m.matter == each.name] for each in types}
    return tuple(replace(each, hint=" / ".join(titles[each.name])) for each in types)


def _matter(sitting: Sitting, asked: Question) -> Words | None:
    """The type of matter that a question is about."""
    types = sitting.rulebook.vocabulary(sitting.on).matters
    found = types.get(asked.fact.holder) if asked.fact else None
    return Words(found.zh, found.en) if found else None


def uses_of(sitting: Sitting, asked: Question, lang: str) -> tuple[UseShown, ...]:
    key = asked.fact.key if asked.fact else None
    return uses_shown(sitting.rulebook.rules(sitting.on), key, asked.measures, lang)


def _suggested(sitting: Sitting, asked: Question) -> list[str]:
    """The words that an office's label is known by."""
    if asked.fact is None or asked.fact.mapping is None:
        return []
    return [each.label for each in sitting.rulebook.vocabulary(sitting.on).mappings.get(asked.fact.mapping, ())]


@with_sitting
@require_safe
def answers(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    context = {"sitting": sitting, "said": answers_said(sitting, language()), "progress": progress_of(sitting)}
    return render(request, "public/checkup/answers.html", context)


@login_not_required
@require_safe
def understood(request: HttpRequest) -> HttpResponse:
    """How a sum is understood while it is typed; a fragment."""
    name = request.GET.get("of", "answer")
    text = fields.understood(request.GET.get(name, "")[: fields.TYPED_MAX], request.GET.get(f"{name}-unit", ""))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
