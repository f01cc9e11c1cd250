"""Which sentences create support, and the draft measure that each becomes."""

import re
from collections.abc import Sequence
from dataclasses import replace
from string import ascii_lowercase

from sihang.rulebook.drafting.benefits import read_benefit, read_raises, tier_table
from sihang.rulebook.drafting.conditions import read_conditions, read_when
from sihang.rulebook.drafting.finders import FindingKind
from sihang.rulebook.drafting.findings import Finding, Survey
from sihang.rulebook.drafting.frequency import read_frequency
from sihang.rulebook.drafting.giving import BRACKETED_TITLE, Giving, gives_service, givings, is_row_of_sums
from sihang.rulebook.drafting.model import Benefit, Builder, Labels, Measure
from sihang.rulebook.drafting.sums import Part, plain_sum
from sihang.rulebook.drafting.words import base_words, benefit_words
from sihang.rulebook.errors import Words
from sihang.rulebook.outline import without_number
from sihang.rulebook.text import Passage

_ACTIONS = ("领航", "启航", "续航", "助航")
_TITLE_CHARS_MAX = 30
_MEASURES_PER_CLAUSE_MAX = 26
_CLAUSES_MAX = 99
_CANNOT = Words(
    "像是支持措施，但没有能写成规则的条款编号",
    "looks like a measure, but there is no clause number to write it under",
)


def draft_measures(survey: Survey) -> tuple[tuple[Measure, ...], tuple[Finding, ...]]:
    """Return the draft measures of a text, and a finding for each sentence that could not be drafted."""
    labels = Labels()
    measures: list[Measure] = []
    left: list[Finding] = []
    for index, clause in enumerate(survey.source.clauses, start=1):
        groups = list(givings(survey, clause))
        number = clause.clause or ""
        first = int(number) if re.fullmatch("[1-9][0-9]?", number) and _all_numbers_plain(survey) else index
        if first > _CLAUSES_MAX:
            left += [_left_over(survey, giving) for giving in groups]
            continue
        for count, giving in enumerate(groups):
            if count >= _MEASURES_PER_CLAUSE_MAX:
                left.append(_left_over(survey, giving))
                continue
            letter = ascii_lowercase[count] if len(groups) > 1 else ""
            until = groups[count + 1].start if count + 1 < len(groups) else clause.end
            measures.append(_measure(survey, clause, giving, until, f"m{first:02d}{letter}", labels))
    if not survey.source.clauses:
        left += [_left_over(survey, giving) for text in survey.source.paragraphs for giving in givings(survey, text)]
    return tuple(measures), tuple(left)


def _all_numbers_plain(survey: Survey) -> bool:
    return all((clause.clause or "").isdigit() for clause in survey.source.clauses)


def _left_over(survey: Survey, giving: Giving) -> Finding:
    start, end = giving.start, giving.end
    return survey.finding(FindingKind.SUPPORT, start, end, _CANNOT, "support-sentence")


def _measure(survey: Survey, clause: Passage, giving: Giving, until: int, measure_id: str, labels: Labels) -> Measure:
    """Draft a measure; words up to `until`, where the next one begins, may raise what it gives."""
    builder = Builder(measure_id, clause.clause or "", labels)
    text = survey.source.text
    start, end = giving.start, giving.end
    quote = text[start:end]
    if is_row_of_sums(survey, giving.parts):
        _read_row_of_sums(survey, giving.parts, quote, builder)
    else:
        _read_parts(survey, giving, builder)
    read_raises(survey, Part(start, start, until), builder)
    frequency = read_frequency(survey, giving, builder)
    if not builder.conditions:
        builder.remark("没有认出条件：请核对谁可以申报")
    return Measure(
        id=measure_id,
        clause=builder.clause,
        start=start,
        end=end,
        title=_title(clause.text),
        quote=quote,
        action=_action(clause.headings),
        frequency=frequency,
        conditions=tuple(builder.conditions),
        benefits=tuple(builder.benefits),
        proposals=tuple(builder.proposals),
        remarks=tuple(builder.remarks),
    )


def _read_parts(survey: Survey, giving: Giving, builder: Builder) -> None:
    text = survey.source.text
    read_conditions(survey, giving.who, builder)
    for index, part in enumerate(giving.parts):
        further = index > 0 and gives_service(survey, part)
        when = read_when(survey, part, builder) if further else ""
        before = len(builder.benefits)
        read_benefit(survey, part, text[part.start : part.end], builder)
        if when:
            builder.benefits[before:] = [replace(benefit, when=when) for benefit in builder.benefits[before:]]


def _read_row_of_sums(survey: Survey, group: Sequence[Part], quote: str, builder: Builder) -> None:
    """对首次认定的，给予20万元；对重新认定的，给予5万元: one class with one sum each."""
    text = survey.source.text
    sums = [found for part in group if (found := plain_sum(survey, part))]
    names = [_class_name(text[part.start : part.point], number) for number, part in enumerate(group, start=1)]
    if len(set(names)) != len(names):
        names = [f"第{number}档" for number in range(1, len(group) + 1)]
    amount = tier_table(names, sums, quote, builder)
    label = benefit_words(text[group[0].point : group[0].end], text[sums[0].end : group[0].end])
    builder.benefits.append(Benefit(label, quote, "row-of-sums", amount=amount))


def _class_name(words: str, number: int) -> str:
    plain = re.sub(r"^(?:其中|同时|此外)?，?对?|[，；\s]+$", "", words)
    plain = re.sub(r"[^A-Za-z0-9\u4e00-\u9fff]", "", plain).removesuffix("的")
    return plain[-24:] or base_words(words) or f"第{number}档"


def _title(clause: str) -> str:
    """Return the first words of a clause: its heading sentence, or as much as fits before a comma."""
    words = without_number(clause.split("\n")[0])
    if head := BRACKETED_TITLE.match(words):
        return head["title"]
    first = re.split("[。：；]", words)[0].strip()
    if len(first) > _TITLE_CHARS_MAX:
        first = first.split("，")[0][:_TITLE_CHARS_MAX].strip()
    return first or "（无标题）"


def _action(headings: tuple[str, ...]) -> str:
    return next((action for heading in headings for action in _ACTIONS if action in heading), "其他")
