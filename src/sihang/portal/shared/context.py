"""What the frame around every page needs to know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from sihang.bilingual import language
from sihang.portal.shared.navigation import entries_for, entry_of


def shell(request: HttpRequest) -> dict[str, Any]:
    """`entries` is called only where the frame is drawn, so that a fragment costs no query."""
    return {
        "entries": lambda: entries_for(request.user) if hasattr(request, "user") else [],
        "here": lambda: entry_of(request.path),
        "lang": language(),
        "demo": settings.DEMO_SIGN_INS,
    }
