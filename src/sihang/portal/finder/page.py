"""Search: one box, results by kind."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from sihang.bilingual import language
from sihang.portal.shared.paging import paged
from sihang.register.queries import organisations_visible_to
from sihang.rulebook.errors import Words
from sihang.search.grams import QUESTION_CHARACTERS_MAX
from sihang.search.kinds import KIND_WORDS, EntryKind
from sihang.search.queries import entries_found
from sihang.search.snippets import snippet

FOUND_ON_A_PAGE = 20
PAGES_OF_ENTRIES = {
    EntryKind.MEASURE: "policies:measure",
    EntryKind.CLAUSE: "policies:clause",
    EntryKind.ORGANISATION: "applicant:home",
}


@login_not_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    question = request.GET.get("q", "")[:QUESTION_CHARACTERS_MAX].strip()
    visible = {EntryKind.ORGANISATION: organisations_visible_to(request.user).values("uscc")}
    lists = paged(request, entries_found(question, visible), FOUND_ON_A_PAGE)
    shown = {
        "question": question,
        **lists,
        "hits": [_hit(entry, question) for entry in lists["found"]],
        "longest": QUESTION_CHARACTERS_MAX,
    }
    return render(request, "finder/page.html", shown)


def _hit(entry: Any, question: str) -> dict[str, Any]:
    lang = language()
    body = Words(entry.body_zh, entry.body_en or entry.body_zh).to(lang)
    return {
        "kind": KIND_WORDS[EntryKind(entry.kind)],
        "title": Words(entry.title_zh, entry.title_en or entry.title_zh).to(lang),
        "pieces": snippet(question, body),
        "is_chinese": not (lang == "en" and entry.body_en),
        "address": _address(EntryKind(entry.kind), entry.key),
        "key": entry.key,
    }


def _address(kind: EntryKind, key: str) -> str:
    """Empty where this portal has no page for it."""
    try:
        return reverse(PAGES_OF_ENTRIES[kind], args=key.split("/", 1))
    except NoReverseMatch:
        return ""
