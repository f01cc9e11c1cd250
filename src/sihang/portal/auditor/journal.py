"""The journal: who did what, with a filter, and the state of the tree."""

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sihang.accounts import states as accounts
from sihang.accounts.permissions import may_read_whole_journal
from sihang.accounts.queries import events_visible_to
from sihang.bilingual import both
from sihang.checkup import states as checkup
from sihang.documents import states as documents
from sihang.journal.queries import narrowed, tree_head
from sihang.messages import states as messages
from sihang.portal.shared.days import DayField
from sihang.portal.shared.paging import paged
from sihang.register import states as register

EVENTS_ON_A_PAGE = 50
ROOMS = (accounts, documents, messages, register, checkup)
ACTS = {act: words for room in ROOMS for act, words in room.ACT_WORDS.items()}
"""The acts of every room in words; each room brings its own, and a test finds those that are recorded without."""


class Filter(forms.Form):
    who = forms.CharField(label=both("操作人", "Who"), required=False, max_length=100)
    act = forms.ChoiceField(
        label=both("行为", "Act"),
        required=False,
        choices=[("", both("全部", "All")), *((act, both(*words)) for act, words in ACTS.items())],
    )
    organisation = forms.CharField(label=both("统一社会信用代码", "USCC"), required=False, max_length=18)
    since = DayField(label=both("自", "From"), required=False)
    until = DayField(label=both("至", "To"), required=False)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """One's own part of the journal; for an auditor, the whole of it and the tree."""
    form = Filter(request.GET)
    events: QuerySet = events_visible_to(request.user)
    if form.is_valid():
        events = narrowed(events, **form.cleaned_data)
    shown = {"form": form, "head": tree_head(), "acts": ACTS, **paged(request, events, EVENTS_ON_A_PAGE)}
    shown["may_check"] = may_read_whole_journal(request.user)
    return render(request, "auditor/journal.html", shown)
