"""Which of the two languages a caller reads."""

from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header


def language_of(request: HttpRequest) -> str:
    """`zh` or `en` by Accept-Language, the first of the two that the caller prefers; Chinese where it names neither."""
    for tag, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        if tag.split("-")[0] in ("zh", "en"):
            return tag.split("-")[0]
    return "zh"
