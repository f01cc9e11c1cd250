"""Writes that a caller may send again: the same Idempotency-Key and body give the same answer, and are done once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Schema

from sihang.api.models import KeptAnswer
from sihang.api.v1.errors import CallRefused
from sihang.api.v1.writing import Written
from sihang.journal.origin import coming_from
from sihang.rulebook.errors import Problem, Words

KEY = "Idempotency-Key"
LONGEST_KEY = 255
CREATED = 201
DOCUMENTED = {
    "parameters": [
        {
            "in": "header",
            "name": KEY,
            "required": False,
            "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$"},
            "description": "The same key and body give the same answer and are done once; another body is refused (422).",
        }
    ]
}
"""Of a route that answers `once`, for its `openapi_extra`."""


def once(request: HttpRequest, write: Callable[[], Schema]) -> HttpResponse:
    """Do a write and answer 201, or give the answer of the first time. Without a key it is done each time.

    What is refused is not kept: it may be mended and sent with the same key.

    Raises:
        CallRefused: 422, the key was used for something else, or is no key.
    """
    with coming_from(f"api {request.META.get('REMOTE_ADDR', '')}"):
        key = request.headers.get(KEY)
        if key is None:
            return _answer(_body(request, write))
        if not 0 < len(key) <= LONGEST_KEY or not key.isascii() or not key.isprintable():
            words = Words(f"1 至 {LONGEST_KEY} 个可见字符", f"1 to {LONGEST_KEY} visible characters")
            raise CallRefused(422, Problem("idempotency-key-unusable", KEY, words))
        return _kept(request, key) or _done(request, key, write)


def _body(request: HttpRequest, write: Callable[[], Schema]) -> str:
    body: str = Written().render(request, write().model_dump(), response_status=CREATED)
    return body


def _asked(request: HttpRequest) -> str:
    whole = b"\n".join([request.method.encode(), request.get_full_path().encode(), request.body])
    return hashlib.sha256(whole).hexdigest()


def _kept(request: HttpRequest, key: str) -> HttpResponse | None:
    kept = KeptAnswer.objects.filter(person_id=request.auth.person.pk, key=key).first()
    if kept is None:
        return None
    if kept.asked != _asked(request):
        words = Words("这个键已用于另一个请求，请换一个", "this key was used for another request; take a new one")
        raise CallRefused(422, Problem("idempotency-key-used", KEY, words))
    return _answer(kept.body, again=True)


def _done(request: HttpRequest, key: str, write: Callable[[], Schema]) -> HttpResponse:
    """The write and its answer, together or not at all; where another call with the key was faster, its answer."""
    try:
        with transaction.atomic():
            kept = KeptAnswer.objects.create(
                person_id=request.auth.person.pk,
                key=key,
                asked=_asked(request),
                status=CREATED,
                body="",
                at=timezone.now(),
            )
            kept.body = _body(request, write)
            kept.save(update_fields=["body"])
            return _answer(kept.body)
    except IntegrityError:
        answer = _kept(request, key)
        if answer is None:
            raise
        return answer


def _answer(body: str, *, again: bool = False) -> HttpResponse:
    headers = {"Idempotent-Replay": "true"} if again else {}
    return HttpResponse(body, status=CREATED, content_type="application/json; charset=utf-8", headers=headers)
