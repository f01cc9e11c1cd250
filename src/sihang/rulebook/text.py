"""A policy text as paragraphs, clauses and passages, each with its place: what a quote is checked against."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Self

from sihang.rulebook.outline import clause_number, outline

_LINE_END = r"\r\n?"
_SENTENCE = r"[^。！？!?\n]*[。！？!?\n]?[”’」』）]?"
_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the text: `text` is what stands from `start` to `end`.

    `clause` is the number of the clause it begins in ("8"; "2.1" for （一） under 二、), None outside of all;
    `headings` are the headings above, the highest first.
    """

    start: int
    end: int
    text: str
    clause: str | None
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceText:
    """A policy text, word for word, with lines ended by a line feed and without a byte-order mark.

    All offsets count characters of `text`. A paragraph is a line that is not blank, without blanks around it.
    """

    text: str
    paragraphs: tuple[Passage, ...]
    clauses: tuple[Passage, ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Divide any text into paragraphs and clauses. Nothing is an error: a text may have neither."""
        plain = re.sub(_LINE_END, "\n", text.lstrip(_BYTE_ORDER_MARK))
        spans = list(_lines(plain))
        places = outline([plain[start:end] for start, end in spans])
        paragraphs = tuple(
            Passage(start, end, plain[start:end], place.clause, place.headings)
            for (start, end), place in zip(spans, places, strict=True)
        )
        return cls(plain, paragraphs, tuple(_clauses(plain, paragraphs)))

    def clause(self, number: str) -> Passage | None:
        """Return a whole clause by its number, written as "12", "第十二条", "（三）" or "二、（一）"."""
        wanted = clause_number(number)
        return next((clause for clause in self.clauses if clause.clause == wanted), None)

    def occurrences(self, words: str) -> tuple[int, ...]:
        """Return where `words` begin, each time they occur."""
        if not words:
            return ()
        return tuple(match.start() for match in re.finditer(re.escape(words), self.text))

    def find(self, quote: str, clause: str | None = None) -> Passage | None:
        """Return the first place where `quote` stands word for word, inside `clause` if one is named.

        None if it stands nowhere, if there is no such clause, or if it is blank or crosses a paragraph.
        """
        if not quote.strip() or "\n" in quote:
            return None
        scope = self.clause(clause) if clause is not None else None
        if clause is not None and scope is None:
            return None
        start, end = (scope.start, scope.end) if scope else (0, len(self.text))
        position = self.text.find(quote, start, end)
        return self._passage(position, position + len(quote)) if position >= 0 else None

    def between(self, first_words: str, last_words: str) -> Passage | None:
        """Return the passage from `first_words` to `last_words`, both included.

        Each must occur exactly once in the text, the last not before the first; else None.
        """
        first, last = self.occurrences(first_words), self.occurrences(last_words)
        if len(first) != 1 or len(last) != 1 or last[0] < first[0]:
            return None
        return self._passage(first[0], max(first[0] + len(first_words), last[0] + len(last_words)))

    def passage_at(self, offset: int) -> Passage | None:
        """Return the paragraph that holds the character at `offset`; None between paragraphs."""
        index = bisect_right(self.paragraphs, offset, key=lambda paragraph: paragraph.start) - 1
        if index < 0 or offset >= self.paragraphs[index].end:
            return None
        return self.paragraphs[index]

    def sentences(self, passage: Passage) -> tuple[Passage, ...]:
        """Divide a passage at 。！？ and at line ends; blanks around a sentence are left out."""
        found = []
        for match in re.compile(_SENTENCE).finditer(self.text, passage.start, passage.end):
            words = match.group()
            if stripped := words.strip():
                start = match.start() + words.index(stripped)
                found.append(self._passage(start, start + len(stripped)))
        return tuple(found)

    def _passage(self, start: int, end: int) -> Passage:
        words = self.text[start:end]
        home = self.passage_at(start + len(words) - len(words.lstrip()))
        clause, headings = (home.clause, home.headings) if home else (None, ())
        return Passage(start, end, words, clause, headings)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        if stripped := line.strip():
            begin = start + len(line) - len(line.lstrip())
            yield begin, begin + len(stripped)
        start += len(line) + 1


def _clauses(text: str, paragraphs: tuple[Passage, ...]) -> Iterator[Passage]:
    for number, group in groupby(paragraphs, key=lambda paragraph: paragraph.clause):
        members = list(group)
        if number is not None:
            start, end = members[0].start, members[-1].end
            yield Passage(start, end, text[start:end], number, members[0].headings)
