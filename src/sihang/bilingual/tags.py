"""`{% both "登录" "Sign in" %}` and `{{ measure.title|in_language }}`, known in every template without loading."""

from collections.abc import Mapping

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from sihang.bilingual import language
from sihang.rulebook.errors import Words

register = template.Library()


@register.simple_tag
def both(zh: str, en: str, **values: object) -> SafeString:
    """The sentence of the reader's language, with `{name}` filled in; everything is escaped."""
    sentence = Words(zh, en).to(language())
    return format_html(conditional_escape(sentence), **values) if values else conditional_escape(sentence)


@register.filter
def in_language(words: Words) -> str:
    """A `Words` of the rulebook, in the reader's language."""
    return words.to(language())


@register.filter
def in_words(key: str, table: Mapping[str, Words]) -> str:
    """What a key stands for in a table of words; the key itself where the table has no such word."""
    return table[key].to(language()) if key in table else key
