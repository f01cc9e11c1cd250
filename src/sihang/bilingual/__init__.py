"""Both languages side by side in the source; the reader's one on the screen.

Chinese is the first language of the portal, English the second. A sentence is written once, in both, where it is used:
in Python `both("登录", "Sign in")`, in a template `{% both "登录" "Sign in" %}`. Nothing is compiled, nothing can fall
out of step, and a missing translation cannot be forgotten, for it would be a syntax error.
"""

from django.utils.functional import lazystr
from django.utils.translation import get_language

from sihang.rulebook.errors import Words


def both(zh: str, en: str) -> str:
    """A label that is looked up when it is shown: for forms, models and choices."""
    return lazystr(_InReadersLanguage(Words(zh, en)))


def language() -> str:
    """`zh` or `en`, as `Words.to` takes it."""
    return "en" if (get_language() or "").startswith("en") else "zh"


class _InReadersLanguage:
    def __init__(self, words: Words) -> None:
        self.words = words

    def __str__(self) -> str:
        return self.words.to(language())
