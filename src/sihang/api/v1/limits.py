"""How often one caller may call: counted by the person whose token it is, or by address."""

from __future__ import annotations

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from sihang.api.v1.errors import CallRefused
from sihang.rulebook.errors import Problem, Words

WINDOW_SECONDS = 60
CALLS = {"address": 120, "person": 600}
"""In a window; API_CALLS in the settings takes their place."""

BYTES_WITHOUT_TOKEN = 64 * 1024
"""Of a case: a case of twenty matters has some 10 KB. The work grows with matters times supports received: 256 KB can take half a minute."""


def bound_case(request: HttpRequest) -> None:
    """Refuse (413) a long case of nobody in particular before it is read."""
    if not request.auth.person.is_authenticated and len(request.body) > BYTES_WITHOUT_TOKEN:  # type: ignore[attr-defined]
        words = Words(
            "不用令牌时一个案例最多 64 KB；请使用令牌，或分成几个案例",
            "without a token a case has 64 KB at most; make a token, or split it",
        )
        raise CallRefused(413, Problem("body-too-large", "$", words))


def count_call(kind: str, caller: str) -> None:
    """Count a call of `caller`; raise CallRefused (429) over the limit.

    The count lies in Django's cache. With several processes each counts for itself, unless the settings name a shared cache.
    """
    now = time.time()
    key = f"api:{kind}:{caller}:{int(now // WINDOW_SECONDS)}"
    cache.add(key, 0, WINDOW_SECONDS * 2)
    most = getattr(settings, "API_CALLS", CALLS)[kind]
    if cache.incr(key) > most:
        after = WINDOW_SECONDS - int(now % WINDOW_SECONDS)
        words = Words(f"每分钟最多 {most} 次，{after} 秒后再试", f"at most {most} a minute; try again in {after} s")
        raise CallRefused(429, Problem("too-many-calls", kind, words), after)
