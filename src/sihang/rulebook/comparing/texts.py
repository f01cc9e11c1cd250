"""Which clauses of a text changed, and where in them: insertions and deletions by word (by character in Chinese)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from sihang.rulebook.comparing.entries import Entry, Mark, alike, paired, plain
from sihang.rulebook.errors import Words
from sihang.rulebook.outline import without_number
from sihang.rulebook.parts import part_words, parts_of
from sihang.rulebook.text import SourceText

OF_TEXT = Words("原文", "the text")
_SAME_PLACE = 0.2
_LEAST = 0.6
_PIECE = r"\d[\d.:%-]*|[A-Za-z]+|\s+|."  # a number, a Latin word, a gap, one Chinese character
_CONTEXT_CHARS = 12


@dataclass(frozen=True, slots=True)
class _Part:
    """A clause, or what stands under one heading outside of clauses; `body` is without the clause's number."""

    key: str
    body: str

    @property
    def clause(self) -> str | None:
        return self.key if self.key[:1].isdigit() else None


def text_changed(old: SourceText, new: SourceText) -> Iterator[Entry]:
    """Clauses added, removed, renumbered and reworded. White space at line ends and between paragraphs is no change."""
    for before, after in paired(_parts(old), _parts(new), _score, _LEAST):
        if before is None and after is not None:
            yield Entry("added", OF_TEXT, part_words(after.key), None, plain(after.body), after.clause)
        elif before is not None and after is None:
            yield Entry("removed", OF_TEXT, part_words(before.key), plain(before.body), None, before.clause)
        elif before is not None and after is not None:
            yield from _part_changed(before, after)


def _part_changed(before: _Part, after: _Part) -> Iterator[Entry]:
    what = part_words(after.key)
    if before.key != after.key:
        yield Entry("changed", OF_TEXT, Words("编号", "number"), part_words(before.key), what, after.clause)
    if before.body != after.body:
        changed = marks(before.body, after.body)
        yield Entry("changed", OF_TEXT, what, plain(before.body), plain(after.body), after.clause, changed)


def _parts(text: SourceText) -> list[_Part]:
    parts = []
    for key, paragraphs in parts_of(text).items():
        first, *others = [paragraph.text for paragraph in paragraphs]
        bare = without_number(first) if key[:1].isdigit() else first
        parts.append(_Part(key, "\n".join([bare, *others])))
    return parts


def _score(before: _Part, after: _Part) -> float:
    """Words decide; of parts about equally alike the one with the same number or heading."""
    same_place = _SAME_PLACE if before.key == after.key else 0.0
    return alike(before.body, after.body, _LEAST - same_place) + same_place


def marks(old: str, new: str) -> tuple[Mark, ...]:
    """Old and new interleaved, as runs that are the same, deleted or inserted."""
    a, b = _tokens(old), _tokens(new)
    found: list[Mark] = []
    for op, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if op == "equal":
            found.append(Mark("same", "".join(a[i:j])))
            continue
        found.extend(Mark(name, "".join(run)) for name, run in (("deleted", a[i:j]), ("inserted", b[k:m])) if run)
    return tuple(found)


def _tokens(text: str) -> list[str]:
    return re.findall(_PIECE, text, re.DOTALL)


def marked(found: Sequence[Mark]) -> str:
    """`…给予最高 [-200-]{+300+} 万元的…`: the changes with a few characters around them."""
    shown = []
    for index, (op, text) in enumerate(found):
        if op == "deleted":
            shown.append(f"[-{text}-]")
        elif op == "inserted":
            shown.append(f"{{+{text}+}}")
        else:
            shown.append(_shortened(text, first=index == 0, last=index == len(found) - 1))
    return "".join(shown).replace("\n", " ")


def _shortened(text: str, *, first: bool, last: bool) -> str:
    tokens = _tokens(text)
    before = "" if first else _some(tokens)
    after = "" if last else _some(tokens[::-1], from_end=True)
    return text if len(text) <= len(before) + len(after) else f"{before}…{after}"


def _some(tokens: Sequence[str], *, from_end: bool = False) -> str:
    """Whole words up to the length of a context, so that no number is cut in two."""
    taken: list[str] = []
    for token in tokens:
        if sum(map(len, taken)) >= _CONTEXT_CHARS:
            break
        taken.append(token)
    return "".join(reversed(taken) if from_end else taken)
