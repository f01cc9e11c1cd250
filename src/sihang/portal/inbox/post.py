"""For who looks after the post: what is written, and what did not arrive."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from sihang.accounts.permissions import require
from sihang.bilingual import both
from sihang.messages import permissions
from sihang.messages.actions.retry_mail import retry_mail
from sihang.messages.kinds import TEMPLATES, written
from sihang.messages.queries import mail_given_up
from sihang.portal.shared.paging import paged

MAILS_ON_A_PAGE = 30


@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """Every template in both languages, filled in with its example."""
    require(permissions.may_preview_templates, request.user)
    examples = [(kind, *written(kind, template.example)) for kind, template in TEMPLATES.items()]
    return render(request, "inbox/templates.html", {"examples": examples})


@require_safe
def given_up(request: HttpRequest) -> HttpResponse:
    require(permissions.may_retry_mail, request.user)
    return render(request, "inbox/mail.html", paged(request, mail_given_up(), MAILS_ON_A_PAGE))


@require_POST
def retry(request: HttpRequest, number: int) -> HttpResponse:
    retry_mail(message_id=number, actor=request.user, now=timezone.now())
    messages.success(request, both("已放回待发送。", "It waits to be sent again."))
    return redirect("inbox:mail")
