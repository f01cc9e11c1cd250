"""The files that a person writes: what the text offers for them stands in them as comments."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sihang.rulebook.drafting.declaratory import declaratory
from sihang.rulebook.drafting.finders import FindingKind
from sihang.rulebook.drafting.findings import Finding, Survey
from sihang.rulebook.drafting.letterhead import Letterhead
from sihang.rulebook.drafting.model import Measure
from sihang.rulebook.drafting.yaml_text import Hint, Node, Tree

_SERVICE_START = re.compile(r"\s*(?:鼓励|支持|引导|推动|建立|完善|搭建|加强|优化|开展|深化|打造|培育)")


@dataclass(frozen=True)
class Contents:
    """All that a draft package is written from."""

    package_id: str
    survey: Survey
    letterhead: Letterhead
    measures: tuple[Measure, ...]
    entered: date | None


def note_files(contents: Contents) -> dict[str, Tree]:
    """Return interpretations, goals, services, coverage and overlap, empty but for the comments."""
    return {
        "interpretations.yaml": _interpretations(contents.survey),
        "goals.yaml": _goals(contents),
        "services.yaml": _services(contents),
        "coverage.yaml": _coverage(contents),
        "overlap.yaml": _overlap(contents.survey),
        "supersessions.yaml": {"supersessions": []},
    }


def comments(lines: Iterable[str]) -> dict[str, Node]:
    """Return lines as comments of a YAML mapping."""
    return {f"#{number}": line for number, line in enumerate(lines)}


def _listed(findings: Iterable[Finding]) -> list[str]:
    return [f"第{finding.clause or '—'}条  “{finding.quote}”  {finding.about.zh}" for finding in findings]


def _interpretations(survey: Survey) -> Tree:
    found = [finding for finding in survey.findings if finding.kind is FindingKind.OPEN]
    lead = ["原文留有余地的地方如下；每处请写明采取的解释、考虑过的其他解释、谁、何时。"] if found else []
    return {**comments([*lead, *_listed(found)]), "readings": {}}


def _goals(contents: Contents) -> Tree:
    found = [
        finding
        for finding in contents.survey.findings
        if finding.found_by in ("stated-integer", "stated-year", "stated-money")
        and not _is_covered(contents, finding.start)
        and not _is_term(contents.survey, finding)
    ]
    lead = ["措施以外的数字如下；是目标的写进 goals。"] if found else []
    return {**comments([*lead, *_listed(found)]), "goals": []}


def _is_term(survey: Survey, number: Finding) -> bool:
    """Say whether a number is part of a term or a deadline."""
    nearby = survey.findings_between(number.start - 30, number.end + 30, FindingKind.VALIDITY, FindingKind.DEADLINE)
    return any(term.start <= number.start < term.end for term in nearby)


def _services(contents: Contents) -> Tree:
    source = contents.survey.source
    sentences = [sentence for clause in source.clauses for sentence in source.sentences(clause)]
    found = [
        f"第{sentence.clause}条  {sentence.text}"
        for sentence in sentences
        if _SERVICE_START.match(sentence.text) and not _is_covered(contents, sentence.start)
    ]
    lead = ["可能是不给钱的服务或工作，请挑选后写进 services（id、clause、zh、quote、room）："] if found else []
    return {**comments([*lead, *found]), "services": []}


def _coverage(contents: Contents) -> Tree:
    sure, doubtful = declaratory(contents.survey, contents.letterhead, contents.measures)
    advice = ["不产生权利义务的文字。标题、文号、称呼、落款、日期已列入，请核对。"] if sure else []
    if doubtful:
        advice.append("以 #- 开头的是其他段落和条款的小标题：确实不产生权利义务的，只删去那个 #。")
    if doubtful and not sure:
        advice.append("启用第一条时，同时删去 [] 两个字符。")
    entries: list[Node] = [{"quote": words} for words in sure]
    return {**comments(advice), "declaratory": [*entries, *(Hint("quote", words) for words in doubtful)]}


def _overlap(survey: Survey) -> Tree:
    found = [finding for finding in survey.findings if finding.kind is FindingKind.OVERLAP]
    lead = ["原文关于重叠的话如下；请写成 relations（exclusive 只取其高，matching 可以叠加）："] if found else []
    return {**comments([*lead, *_listed(found)]), "relations": []}


def _is_covered(contents: Contents, offset: int) -> bool:
    """Say whether a place of the text is inside a drafted measure."""
    index = bisect_right(contents.measures, offset, key=lambda measure: measure.start) - 1
    return index >= 0 and offset < contents.measures[index].end
