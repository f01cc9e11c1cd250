"""One's own messages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from sihang.messages import permissions
from sihang.messages.actions.mark_read import mark_read
from sihang.messages.queries import messages_visible_to, unread_count
from sihang.messages.states import MAIL_STATE_WORDS
from sihang.portal.shared.paging import paged

MESSAGES_ON_A_PAGE = 30
PAGES_OF_RECORDS = {"documents.document": "papers:document"}
"""Where the record that a message speaks of is shown."""


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    shown = {
        **paged(request, messages_visible_to(request.user), MESSAGES_ON_A_PAGE),
        "unread": unread_count(request.user),
        "may_preview": permissions.may_preview_templates(request.user),
        "may_retry": permissions.may_retry_mail(request.user),
    }
    return render(request, "inbox/every.html", shown)


@require_safe
def message(request: HttpRequest, number: int) -> HttpResponse:
    """Opening a message is reading it."""
    found = get_object_or_404(messages_visible_to(request.user), pk=number)
    mark_read(message_id=number, actor=request.user, now=timezone.now())
    page_of_record = PAGES_OF_RECORDS.get(found.about_kind)
    about = reverse(page_of_record, args=[found.about_id]) if page_of_record else ""
    return render(request, "inbox/message.html", {"message": found, "about": about, "mail": MAIL_STATE_WORDS})
