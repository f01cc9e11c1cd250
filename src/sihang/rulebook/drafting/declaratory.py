"""What of a text creates nothing: headings, letterhead and closing lines surely; other passages perhaps."""

import re
from collections.abc import Sequence

from sihang.rulebook.drafting.finders import FindingKind
from sihang.rulebook.drafting.findings import Survey
from sihang.rulebook.drafting.giving import lead_chars
from sihang.rulebook.drafting.letterhead import Letterhead
from sihang.rulebook.drafting.model import Measure
from sihang.rulebook.drafting.words import SUPPORT_WORDS
from sihang.rulebook.outline import is_day_alone, starts_clause_or_item
from sihang.rulebook.text import Passage

_LINE_CHARS_MAX, _HEADING_CHARS_MAX = 80, 40
_SENTENCE_MARK = re.compile("[。；！？!?]")
_TAIL = re.compile("抄送|主送|（此页无正文")
_PRINTED = re.compile("印发\\Z")
_ISSUED_PAPER = re.compile("(?:文件|的通知)\\Z")
_NAME = re.compile("(?:委员会|办公室|局|厅|中心|政府|部门|科委)\\Z")
_GIVES = (
    FindingKind.AMOUNT, FindingKind.CEILING, FindingKind.RATE, FindingKind.THRESHOLD, FindingKind.TIERS,
    FindingKind.FREQUENCY, FindingKind.VALIDITY, FindingKind.DEADLINE, FindingKind.OVERLAP,
)  # fmt: skip


def declaratory(
    survey: Survey, head: Letterhead, measures: Sequence[Measure]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words that surely create nothing, and those that a person must look at, each once.

    A quote counts wherever its words occur, so what is sure in one place and occurs elsewhere is not sure.
    """
    outside = [paragraph for paragraph in survey.source.paragraphs if paragraph.clause is None]
    plain = [paragraph for index, paragraph in enumerate(outside) if _is_plain(survey, head, outside, index)]
    spans = {offset for paragraph in plain for offset in range(paragraph.start, paragraph.end)}
    sure = dict.fromkeys(
        paragraph.text
        for paragraph in plain
        if all(place in spans for place in survey.source.occurrences(paragraph.text))
    )
    rest = [paragraph.text for paragraph in outside if paragraph.text not in sure]
    headings = [words for clause in survey.source.clauses if (words := _heading(survey, clause, measures))]
    return tuple(sure), tuple(dict.fromkeys([*rest, *headings]))


def _is_plain(survey: Survey, head: Letterhead, outside: Sequence[Passage], index: int) -> bool:
    """Say whether a paragraph outside the clauses is a heading, a title or a line of the letterhead or signature."""
    text = outside[index].text
    if len(text) <= _LINE_CHARS_MAX and _TAIL.match(text):
        return True
    if len(text) > _LINE_CHARS_MAX or _SENTENCE_MARK.search(text):
        return False
    if survey.findings_between(outside[index].start, outside[index].end, *_GIVES):
        return False
    if text in (head.title, head.document, head.issuer) or is_day_alone(text) or _PRINTED.search(text):
        return True
    if starts_clause_or_item(text):
        return len(text) <= _HEADING_CHARS_MAX and not _names_support(text)
    is_greeting = text.endswith("：") and index + 1 < len(outside) and not _names_support(text)
    return is_greeting or _ISSUED_PAPER.search(text) is not None or _NAME.search(text) is not None


def _names_support(text: str) -> bool:
    return re.search(f"给予|予以|{SUPPORT_WORDS}", text) is not None


def _heading(survey: Survey, clause: Passage, measures: Sequence[Measure]) -> str:
    """Return the first sentence of a clause that has more, else its number and title in brackets."""
    sentences = survey.source.sentences(clause)
    first = sentences[0]
    drafted = any(measure.start < first.end and first.start < measure.end for measure in measures)
    is_short = len(first.text) <= _HEADING_CHARS_MAX and first.text.endswith("。")
    if len(sentences) > 1 and is_short and not drafted:
        return first.text
    return first.text[: lead_chars(first.text)].strip()
