"""The demonstration: become any of its people with a click."""

from django.contrib import auth
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from sihang.accounts.actions.note_sign_in import note_sign_in
from sihang.accounts.queries import people_of_demonstration
from sihang.accounts.states import MANDATE_WORDS, ROLE_WORDS


@login_not_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    people = list(people_of_demonstration())
    office = [(person, [ROLE_WORDS[role] for role in person.roles]) for person in people if person.roles]
    outside = [(person, MANDATE_WORDS[kind], uscc) for person in people for uscc, kind in person.acts_for.items()]
    return render(request, "personal/demo.html", {"office": office, "outside": outside})


@login_not_required
@require_POST
def sign_in(request: HttpRequest, person_id: int) -> HttpResponse:
    person = get_object_or_404(people_of_demonstration(), pk=person_id)
    auth.login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
    note_sign_in(person=person)
    return redirect("home")
