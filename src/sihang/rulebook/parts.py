"""A text in the parts that tables and comparisons go by: its clauses, and what stands under a heading outside of them."""

from __future__ import annotations

from itertools import zip_longest

from sihang.rulebook.errors import Words
from sihang.rulebook.text import Passage, SourceText


def parts_of(text: SourceText) -> dict[str, list[Passage]]:
    """The paragraphs by clause number, or by highest heading outside of clauses ("" above and below all), in order."""
    parts: dict[str, list[Passage]] = {}
    for paragraph, after in zip_longest(text.paragraphs, text.paragraphs[1:]):
        key = paragraph.clause or next(iter(paragraph.headings), "")
        if not key and after is not None and after.headings and paragraph.text.startswith(after.headings[0]):
            key = after.headings[0]
        parts.setdefault(key, []).append(paragraph)
    return parts


def part_words(key: str) -> Words:
    """What the key of a part is called."""
    if not key:
        return Words("标题、引言与文末", "title, preamble and end")
    return Words(f"第{key}条", f"clause {key}") if key[0].isdigit() else Words(key, key)
