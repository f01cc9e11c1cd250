"""The first page: the four actions of the policy, and their measures at a glance."""

from functools import lru_cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sihang.bilingual import language
from sihang.portal.shared.rules import rulebook
from sihang.rulebook.shelf import package_named
from sihang.rulebook.showing.glance import actions_at_a_glance
from sihang.rulebook.showing.policies import goals_shown, policy_shown


@login_not_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "public/home.html", _shown(timezone.localdate(), language()))


@lru_cache(maxsize=4)
def _shown(on, lang):
    """The same for everybody on one day; a changed package needs a new process anyway."""
    package = package_named(settings.POLICIES[0])
    return {
        "package": package.id,
        "policy": policy_shown(package, lang),
        "goals": goals_shown(package, lang),
        "actions": actions_at_a_glance(rulebook(), package, on, lang),
        "on": on,
    }
