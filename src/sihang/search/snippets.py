"""The words around what was found. Pure."""

import re

from sihang.search.grams import words

AROUND = 40
LONGEST = 160


def snippet(question: str, body: str) -> list[tuple[str, bool]]:
    """A stretch of `body` in pieces, each with whether it was asked for; its beginning where no word stands in it."""
    line = " ".join(body.split())
    pattern = _pattern(question)
    first = pattern.search(line) if pattern else None
    start = max(first.start() - AROUND, 0) if first else 0
    cut = line[start : start + LONGEST]
    pieces = _pieces(pattern, cut)
    before, after = "…" if start else "", "…" if start + LONGEST < len(line) else ""
    return [each for each in [(before, False), *pieces, (after, False)] if each[0]]


def _pieces(pattern: re.Pattern[str] | None, cut: str) -> list[tuple[str, bool]]:
    pieces, at = [], 0
    for match in pattern.finditer(cut) if pattern else ():
        pieces += [(cut[at : match.start()], False), (match[0], True)]
        at = match.end()
    return [*pieces, (cut[at:], False)]


def _pattern(question: str) -> re.Pattern[str] | None:
    """The words of the question in any case, with or without spaces between their characters."""
    spelled = [" ?".join(map(re.escape, word.text)) for word in words(question)]
    return re.compile("|".join(spelled), re.IGNORECASE) if spelled else None
