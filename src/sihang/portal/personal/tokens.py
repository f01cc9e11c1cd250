"""One's own keys for programs."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from sihang.accounts.actions.create_token import DAYS_MAX, create_token
from sihang.accounts.actions.revoke_token import revoke_token
from sihang.accounts.queries import tokens_of
from sihang.accounts.states import SCOPE_WORDS, Scope
from sihang.bilingual import both


class NewTokenForm(forms.Form):
    name = forms.CharField(label=both("用途", "What for"), max_length=100)
    scopes = forms.MultipleChoiceField(
        label=both("权限范围", "Scopes"),
        choices=[(scope.value, both(*words)) for scope, words in SCOPE_WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.IntegerField(label=both("有效天数", "Days"), min_value=1, max_value=DAYS_MAX, initial=90)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    form = NewTokenForm(request.POST or None)
    secret = None
    if request.method == "POST" and form.is_valid():
        scopes = [Scope(each) for each in form.cleaned_data["scopes"]]
        made = create_token(
            actor=request.user,
            name=form.cleaned_data["name"],
            scopes=scopes,
            days=form.cleaned_data["days"],
            now=timezone.now(),
        )
        secret, form = made.secret, NewTokenForm()
    shown = {"form": form, "secret": secret, "tokens": tokens_of(request.user), "now": timezone.now()}
    return render(request, "personal/tokens.html", shown)


@require_POST
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    revoke_token(actor=request.user, token_id=token_id, now=timezone.now())
    messages.success(request, both("令牌已撤销，立即失效", "The token is revoked, as of now"))
    return redirect("personal:tokens")
