"""Where a check-up begins, is filled with the example, is made for another day, and begins again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sihang.bilingual import language
from sihang.portal.public.checkup.example import example
from sihang.portal.public.checkup.opening import with_sitting
from sihang.portal.public.checkup.sitting import Sitting, end, keep, new_sitting, sitting_in
from sihang.portal.public.checkup.terms import TermsForm
from sihang.rulebook.errors import Words


@never_cache
@login_not_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    sitting = sitting_in(request.session)
    form = TermsForm(sitting=new_sitting())
    return render(request, "public/checkup/start.html", {"sitting": sitting, "form": form})


@login_not_required
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin, and forget what was answered before."""
    form = TermsForm(request.POST, sitting=new_sitting())
    if not form.is_valid():
        context = {"sitting": sitting_in(request.session), "form": form}
        return render(request, "public/checkup/start.html", context)
    keep(request.session, form.applied_to(new_sitting()))
    return redirect("checkup:next")


@login_not_required
@require_POST
def fill(request: HttpRequest) -> HttpResponse:
    """The worked example, in one click."""
    keep(request.session, example(new_sitting()))
    return redirect("checkup:result")


@with_sitting
@require_POST
def change_terms(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The same answers for another day or under other documents."""
    form = TermsForm(request.POST, sitting=sitting)
    if not form.is_valid():
        return render(request, "public/checkup/terms.html", {"sitting": sitting, "form": form})
    changed = form.applied_to(sitting)
    keep(request.session, changed)
    if left := len(sitting.order) - len(changed.order):
        zh, en = "所选文件不再问的 {n} 个回答已略去", "Answers left out, which the documents chosen do not ask for: {n}"
        messages.info(request, Words(zh, en).to(language()).format(n=left))
    return redirect("checkup:result")


@login_not_required
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    end(request.session)
    return redirect("checkup:start")
