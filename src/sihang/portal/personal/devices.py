"""Where one is signed in, and signing out everywhere else."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sihang.accounts.actions.end_other_sessions import end_other_sessions
from sihang.accounts.queries import sessions_of
from sihang.bilingual import both


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        count = end_other_sessions(actor=request.user, this_session=request.session.session_key)
        messages.success(request, both(f"已退出其他 {count} 处登录", f"Signed out in {count} other places"))
        return redirect("personal:devices")
    return render(request, "personal/devices.html", {"sessions": sessions_of(request.user)})
