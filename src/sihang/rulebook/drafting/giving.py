"""Which parts of a sentence give something, and which of them belong to one measure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sihang.rulebook.drafting.conditions import has_conditions
from sihang.rulebook.drafting.findings import Survey
from sihang.rulebook.drafting.sums import Part, paying_numbers, plain_sum
from sihang.rulebook.drafting.words import is_service, promises_list, support_points
from sihang.rulebook.outline import number_chars, starts_clause_or_item
from sihang.rulebook.text import Passage

BRACKETED_TITLE = re.compile(r"[（(【](?P<title>[^）)】\n]{2,30})[）)】]\s*")
_CAP_PIECE = re.compile(r"\s*(?:最高|不超过|最多|单个|单项|每|累计|上限|同一|总额|年度|且|其中)")
_PIECE = re.compile(r"[^，；]*[，；]?")
_ON_TOP = re.compile("再|另|额外|同时|叠加")
_SENTENCE_CHARS_MAX = 3000


@dataclass(frozen=True, slots=True)
class Giving:
    """What becomes one measure: `parts` that give, and the part whose words say `who` gets it."""

    who: Part
    parts: tuple[Part, ...]

    @property
    def start(self) -> int:
        return self.parts[0].start

    @property
    def end(self) -> int:
        return self.parts[-1].end


def givings(survey: Survey, passage: Passage) -> Iterator[Giving]:
    """Return the parts of a clause that give something, grouped into measures."""
    in_list = False
    for sentence in survey.source.sentences(passage):
        if len(sentence.text) > _SENTENCE_CHARS_MAX:
            continue  # no sentence of a policy; its numbers are still found
        promises, is_item = promises_list(sentence.text), starts_clause_or_item(sentence.text)
        parts = _parts(survey, sentence)
        if not parts and in_list and is_item:
            parts = _list_item(survey, sentence)
        in_list = promises or (in_list and (is_item or not _begins_paragraph(survey, sentence)))
        only_announces = promises and not any(paying_numbers(survey, part) for part in parts)
        if not only_announces:
            yield from _grouped(survey, parts)


def is_row_of_sums(survey: Survey, parts: Sequence[Part]) -> bool:
    """Say whether each part gives one plain sum instead of the others; 再给予 gives on top."""
    text = survey.source.text
    on_top = any(_ON_TOP.search(text[part.start : part.point]) for part in parts)
    return len(parts) > 1 and not on_top and all(plain_sum(survey, part) for part in parts)


def gives_service(survey: Survey, part: Part) -> bool:
    """Say whether a part gives a thing or a help, without a sum."""
    given = survey.source.text[part.point : part.end]
    return not paying_numbers(survey, part) and is_service(given)


def _begins_paragraph(survey: Survey, sentence: Passage) -> bool:
    home = survey.source.passage_at(sentence.start)
    return home is not None and home.start == sentence.start


def _grouped(survey: Survey, parts: list[Part]) -> Iterator[Giving]:
    """Put parts of a sentence together: a row of plain sums, or one sum with the services that go with it.

    A further sum without conditions of its own (并给予 …) is for those whom the part before it names.
    """
    if is_row_of_sums(survey, parts):
        yield Giving(parts[0], tuple(parts))
        return
    who: Part | None = None
    group: list[Part] = []
    for part in parts:
        is_sum = not gives_service(survey, part)
        is_for_others = is_sum and has_conditions(survey, part)
        has_sum = any(not gives_service(survey, each) for each in group)
        if who and (is_for_others or (is_sum and has_sum)):
            yield Giving(who, tuple(group))
            group = []
        who = part if who is None or is_for_others else who
        group.append(part)
    if who:
        yield Giving(who, tuple(group))


def _parts(survey: Survey, sentence: Passage) -> list[Part]:
    """Divide a sentence so that each part gives once; what only caps stays with what it caps."""
    stated = survey.numbers_between(sentence.start, sentence.end)
    starts = [number.start - sentence.start for number in stated if number.kind in ("money", "rate")]
    points = support_points(sentence.text, starts)
    parts: list[Part] = []
    start = lead_chars(sentence.text)
    for index, point in enumerate(points):
        last = index + 1 == len(points)
        end = len(sentence.text) if last else _boundary(sentence.text, point, points[index + 1])
        parts.append(_trimmed(survey, Part(sentence.start + start, sentence.start + point, sentence.start + end)))
        start = end
    return parts


def _boundary(sentence: str, point: int, following: int) -> int:
    """Return where, between two givings, the second begins: at the first comma that no ceiling follows."""
    for match in _PIECE.finditer(sentence, point, following):
        if match.end() >= following:
            break
        if match.end() > match.start() and not _CAP_PIECE.match(sentence, match.end()):
            return match.end()
    return following


def _list_item(survey: Survey, sentence: Passage) -> list[Part]:
    """An item under 按以下标准给予奖励： gives the first sum or rate that it states."""
    stated = survey.numbers_between(sentence.start, sentence.end)
    paying = [
        number for number in stated if number.kind in ("money", "rate") and number.bound in ("exactly", "at_most")
    ]
    if not paying:
        return []
    text = survey.source.text
    comma = max(text.rfind(mark, sentence.start, paying[0].start) for mark in "，：")
    start = sentence.start + lead_chars(sentence.text)
    return [_trimmed(survey, Part(start, max(comma + 1, start), sentence.end))]


def lead_chars(sentence: str) -> int:
    """Return how long the number and the title in brackets are: 第三条　（技术改造）."""
    lead = number_chars(sentence)
    lead += len(sentence[lead:]) - len(sentence[lead:].lstrip())
    title = BRACKETED_TITLE.match(sentence, lead)
    return title.end() if title else lead


def _trimmed(survey: Survey, part: Part) -> Part:
    text = survey.source.text[part.start : part.end]
    lead = len(text) - len(text.lstrip("，； \t　"))
    tail = len(text) - len(text.rstrip("，； \t　"))
    return Part(part.start + lead, max(part.point, part.start + lead), part.end - tail)
