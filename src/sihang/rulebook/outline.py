"""Which numbered paragraphs of a document are its clauses, and which are headings above them.

Official texts number in layers: 第一章, 一、, （一）, 1., and rules use 第一条. Which layer holds the clauses
differs from text to text; `outline` finds it and places every paragraph.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from string import ascii_lowercase

from sihang.rulebook.number_words import chinese_integer, fold


class Layer(IntEnum):
    CHAPTER = 1  # 第一章
    SECTION = 2  # 第一节
    HEADING = 3  # 一、
    ITEM = 4  # （一）
    POINT = 5  # 1.
    ARTICLE = 6  # 第一条


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands: its clause, if it is in one, and the headings above it."""

    clause: str | None
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    layer: Layer
    number: int


# Patterns are kept as words: `re` compiles each on first use, so that importing this module costs nothing.
_NUMERAL = r"(?:[一二三四五六七八九十百零〇两]{1,9}|[0-9]{1,4})"
_LEAD = r"[#*>\s]{0,8}"
_MARKS: tuple[tuple[Layer, str], ...] = (
    (Layer.CHAPTER, rf"{_LEAD}第\s?({_NUMERAL})\s?[章编]"),
    (Layer.SECTION, rf"{_LEAD}第\s?({_NUMERAL})\s?节"),
    (Layer.ARTICLE, rf"{_LEAD}第\s?({_NUMERAL})\s?条(?![之、和至及或中所第的款]|规定)"),
    (Layer.HEADING, rf"{_LEAD}([一二三四五六七八九十]{{1,4}})[、.]"),
    (Layer.ITEM, rf"{_LEAD}[（(]\s?([一二三四五六七八九十]{{1,4}})\s?[）)]"),
    (Layer.POINT, rf"{_LEAD}([0-9]{{1,3}})\s?[.、](?![0-9])"),
)
_TAIL = rf"{_LEAD}(?:抄送|主送|附\s?件(?:[:\s0-9]|$)|附\s?表|（此页无正文)"
_DAY_ALONE = r"[0-9零〇一二三四五六七八九十]{2,4}\s?年.{1,4}月.{1,5}日(?:\s?印发)?\s*"
_SENTENCE_MARK = r"[，。；：:！？、]"
_REFERENCE = r"第?\s*(?:([0-9]+)|([一二三四五六七八九十百零〇两]+))\s*[条、.]?"
_PAREN_REFERENCE = r"(?:([一二三四五六七八九十]+)、?)?[（(]([一二三四五六七八九十]+)[）)]"
_MARK_CHARS, _HEADING_CHARS, _SIGNATURE_CHARS = 40, 60, 40


def outline(paragraphs: Sequence[str]) -> list[Place]:
    """Place every paragraph of a document."""
    marks = _marks(paragraphs)
    layer = _clause_layer([mark for mark in marks if mark])
    ends = _tail(paragraphs)
    placer = _Placer(layer, childless=_childless(marks) if layer is Layer.ITEM else frozenset())
    return [placer.place(index, text, marks[index], ends=index in ends) for index, text in enumerate(paragraphs)]


def clause_number(reference: str) -> str:
    """Return the number that 第十二条, （三）, 二、（一） or full-width digits mean; else the words."""
    plain = fold(reference).strip()
    if match := re.fullmatch(_REFERENCE, plain):
        value = int(match[1]) if match[1] and len(match[1]) < 10 else chinese_integer(match[2] or "")
        return str(value) if value is not None else plain
    if match := re.fullmatch(_PAREN_REFERENCE, plain):
        numbers = [chinese_integer(word) for word in match.groups() if word]
        return ".".join(str(number) for number in numbers)
    return plain


def starts_clause_or_item(paragraph: str) -> bool:
    """Say whether a paragraph carries a number of any layer."""
    return _mark(paragraph) is not None


def number_chars(paragraph: str) -> int:
    """Return how many characters of a paragraph are the number that it begins with."""
    head = fold(paragraph[:_MARK_CHARS])
    return next((match.end() for _, pattern in _MARKS if (match := re.match(pattern, head))), 0)


def without_number(paragraph: str) -> str:
    """Return a paragraph's words without the number it begins with."""
    return paragraph[number_chars(paragraph) :].strip()


def is_day_alone(paragraph: str) -> bool:
    """Say whether a paragraph is a date and nothing else, as under a signature."""
    return len(paragraph) <= _SIGNATURE_CHARS and re.fullmatch(_DAY_ALONE, fold(paragraph).strip()) is not None


class _Placer:
    """Walks down a document, keeping the headings above and the clause at hand."""

    def __init__(self, layer: Layer | None, childless: frozenset[int]) -> None:
        self._layer = layer
        self._childless = childless
        self._above: dict[Layer, tuple[int, str]] = {}
        self._clause: str | None = None
        self._used: set[str] = set()

    def place(self, index: int, text: str, mark: _Mark | None, *, ends: bool) -> Place:
        if ends:
            self._clause, self._above = None, {}
        elif mark and self._layer and (mark.layer is self._layer or index in self._childless):
            self._drop_from(mark.layer)
            self._clause = self._number(mark)
        elif mark and (self._layer is None or mark.layer < self._layer) and not self._is_inside(mark):
            self._drop_from(mark.layer)
            self._clause = None
            headings = self._headings()
            self._above[mark.layer] = (mark.number, text[:_HEADING_CHARS].split("。")[0].strip())
            return Place(None, headings)
        return Place(self._clause, self._headings())

    def _is_inside(self, mark: _Mark) -> bool:
        """Say whether a number is a mere item of an article: only chapters and sections stand above 第…条."""
        return self._layer is Layer.ARTICLE and mark.layer > Layer.SECTION

    def _drop_from(self, layer: Layer) -> None:
        self._above = {kept: heading for kept, heading in self._above.items() if kept < layer}

    def _headings(self) -> tuple[str, ...]:
        return tuple(self._above[layer][1] for layer in sorted(self._above))

    def _number(self, mark: _Mark) -> str:
        """Number a clause; （一） under 二、 is 2.1, and a number used before gets a letter: 1b, 2b.1."""
        is_item = mark.layer is Layer.ITEM and Layer.HEADING in self._above
        first = self._above[Layer.HEADING][0] if is_item else mark.number
        rest = f".{mark.number}" if is_item else ""
        tries = (f"{first}{letter}{rest}" for letter in ("", *ascii_lowercase[1:]))
        beyond = f"{first}z{len(self._used)}{rest}"
        unique = next((number for number in tries if number not in self._used), beyond)
        self._used.add(unique)
        return unique


def _mark(paragraph: str) -> _Mark | None:
    folded = fold(paragraph[:_MARK_CHARS])
    for layer, pattern in _MARKS:
        if match := re.match(pattern, folded):
            word = match[1]
            number = int(word) if word.isascii() else chinese_integer(word)
            return _Mark(layer, number) if number is not None else None
    return None


def _marks(paragraphs: Sequence[str]) -> list[_Mark | None]:
    """Return each paragraph's number; the list of attachments after 附件 is no list of clauses."""
    marks: list[_Mark | None] = []
    in_attachment_list = False
    for paragraph in paragraphs:
        mark = _mark(paragraph)
        if re.match(_TAIL, fold(paragraph[:_MARK_CHARS])):
            in_attachment_list = True
        elif in_attachment_list and not (mark and mark.layer is Layer.POINT):
            in_attachment_list = False
        marks.append(None if in_attachment_list else mark)
    return marks


def _clause_layer(marks: Sequence[_Mark]) -> Layer | None:
    """Choose the layer that holds the clauses.

    第…条 wins if it is used at all; then 1. if its numbers run on through the whole text and are no fewer
    than the （一）; then （一） if they are no fewer than the 一、; then whatever there is.
    """
    numbers = {layer: [mark.number for mark in marks if mark.layer is layer] for layer in Layer}
    articles, points = numbers[Layer.ARTICLE], numbers[Layer.POINT]
    items, headings = numbers[Layer.ITEM], numbers[Layer.HEADING]
    if len(articles) > 1 or (articles and not (points or items or headings)):
        return Layer.ARTICLE
    runs_on = all(left < right for left, right in pairwise(points))
    if points and runs_on and len(points) >= len(items):
        return Layer.POINT
    if items and len(items) >= len(headings):
        return Layer.ITEM
    if headings:
        return Layer.HEADING
    return Layer.POINT if points else Layer.ARTICLE if articles else None


def _childless(marks: Sequence[_Mark | None]) -> frozenset[int]:
    """Return the 一、 paragraphs with no （一） below them: in a text of （一） they are clauses too."""
    childless: set[int] = set()
    last: int | None = None
    for index, mark in enumerate(marks):
        if mark and mark.layer is Layer.HEADING:
            last = index
            childless.add(index)
        elif mark and mark.layer is Layer.ITEM and last is not None:
            childless.discard(last)
    return frozenset(childless)


def _tail(paragraphs: Sequence[str]) -> set[int]:
    """Return the paragraphs that end a text: 抄送, 附件, the date alone and the name that signs above it."""
    ends: set[int] = set()
    for index, paragraph in enumerate(paragraphs):
        if re.match(_TAIL, fold(paragraph[:_MARK_CHARS])):
            ends.add(index)
        if is_day_alone(paragraph):
            ends.add(index)
            above = paragraphs[index - 1] if index else ""
            if above and len(above) <= _SIGNATURE_CHARS and not _is_sentence(above):
                ends.add(index - 1)
    return ends


def _is_sentence(paragraph: str) -> bool:
    return re.search(_SENTENCE_MARK, paragraph) is not None or _mark(paragraph) is not None
