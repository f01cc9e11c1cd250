"""What a document says of itself: title, number, who issued it and when, from when to when it is in force."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from sihang.rulebook.drafting.finders import FindingKind
from sihang.rulebook.drafting.findings import Finding, Survey
from sihang.rulebook.number_words import chinese_integer
from sihang.rulebook.numerals import stated_numbers
from sihang.rulebook.outline import is_day_alone, without_number

_TITLE_WORDS = re.compile("若干|办法|意见|规定|措施|细则|政策|方案|通知")
_BOOK_TITLE = re.compile(r"《([^《》\n]{4,80})》")
_DOCUMENT = re.compile(r"[\u4e00-\u9fff]{2,12}[〔\[（(【]\s?\d{4}\s?[〕\]）)】]\s?第?\s?\d{1,4}\s?号")
_OFFICE = re.compile(
    r"由([\u4e00-\u9fff]{2,30}?(?:委员会|办公室|[^分]局|厅|中心|政府|部门))(?=会同|负责|制定|解释|按|牵头)"
)
_UNNAMED = re.compile("[相有]关部门")
_ON_ISSUE = re.compile("(?:发布|印发|公布)之日")
_TERM = re.compile(r"有效期限?为?\s?([0-9一二三四五六七八九十]{1,3})\s?年")
_HEAD_PARAGRAPHS, _TITLE_CHARS_MAX, _NAME_CHARS_MAX = 12, 80, 40


@dataclass(frozen=True, slots=True)
class Validity:
    """The term that the text states; a day is None where it could not be read.

    `computed` says that a day is not in the text itself but follows from it.
    """

    quote: str
    clause: str | None
    start: date | None
    end: date | None
    computed: bool


@dataclass(frozen=True, slots=True)
class Letterhead:
    title: str
    document: str | None
    issuer: str | None
    issued: date | None
    office: str | None
    validity: Validity | None


def read_letterhead(survey: Survey) -> Letterhead:
    """Read what can be read; None for the rest."""
    issued, issuer = _issued(survey)
    match = _DOCUMENT.search(survey.source.text)
    return Letterhead(
        _title(survey),
        match.group() if match else None,
        issuer,
        issued,
        _office(survey),
        _validity(survey, issued),
    )


def _title(survey: Survey) -> str:
    head = [paragraph.text for paragraph in survey.source.paragraphs[:_HEAD_PARAGRAPHS]]
    for text in head:
        match = _BOOK_TITLE.search(text)
        if match and _TITLE_WORDS.search(match[1]):
            return match[1]
    named = [text for text in head if _TITLE_WORDS.search(text) and "。" not in text and len(text) <= _TITLE_CHARS_MAX]
    return (named or head or [""])[0][:_TITLE_CHARS_MAX]


def _issued(survey: Survey) -> tuple[date | None, str | None]:
    """Return the day under the signature, and the name above it."""
    paragraphs = survey.source.paragraphs
    for index, paragraph in enumerate(paragraphs):
        days = [stated.low for stated in stated_numbers(paragraph.text) if stated.kind == "date"]
        if is_day_alone(paragraph.text) and days:
            above = paragraphs[index - 1].text if index else ""
            is_name = 0 < len(above) <= _NAME_CHARS_MAX and not re.search("[，。；：]", above)
            return date.fromordinal(days[0]), above if is_name else None
    return None, None


def _office(survey: Survey) -> str | None:
    names = [match[1] for match in _OFFICE.finditer(survey.source.text)]
    return next((name for name in names if not _UNNAMED.search(name)), None)


def _validity(survey: Survey, issued: date | None) -> Validity | None:
    found = [finding for finding in survey.findings if finding.kind is FindingKind.VALIDITY]
    inside = [finding for finding in found if finding.clause is not None] or found
    if not inside:
        return None
    start, from_issue = _first_day(inside, issued)
    end, from_term = _last_day(inside, start)
    home = survey.source.passage_at(inside[0].start)
    sentences = survey.source.sentences(home) if home else ()
    quote = next((sentence.text for sentence in sentences if inside[0].start < sentence.end), inside[0].quote)
    return Validity(without_number(quote), inside[0].clause, start, end, from_issue or from_term)


def _first_day(found: list[Finding], issued: date | None) -> tuple[date | None, bool]:
    for finding in found:
        if finding.quote.startswith("自"):
            days = [stated.low for stated in stated_numbers(finding.quote) if stated.kind == "date"]
            if days:
                return date.fromordinal(days[0]), False
            if issued and _ON_ISSUE.search(finding.quote):
                return issued, True
    return None, False


def _last_day(found: list[Finding], start: date | None) -> tuple[date | None, bool]:
    for finding in found:
        days = [stated.high for stated in stated_numbers(finding.quote) if stated.kind == "date"]
        is_last_day = days and not finding.quote.startswith("自")
        if is_last_day and (start is None or days[-1] >= start.toordinal()):
            return date.fromordinal(days[-1]), False
        term = _TERM.search(finding.quote)
        years = _years(term[1]) if term else None
        if years and start:
            return _years_later(start, years), True
    return None, False


def _years(written: str) -> int | None:
    return int(written) if written.isascii() else chinese_integer(written)


def _years_later(start: date, years: int) -> date | None:
    """Return the last day of a term: the day before its anniversary."""
    try:
        return start.replace(year=start.year + years) - timedelta(days=1)
    except ValueError:  # 29 February, or beyond the calendar
        return date(start.year + years, 2, 28) if start.year + years <= date.max.year else None
