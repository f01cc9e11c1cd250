"""How often support is given: only where the words say so, never from a ceiling by the year or the company."""

import re

from sihang.rulebook.drafting.finders import FindingKind
from sihang.rulebook.drafting.findings import Finding, Survey
from sihang.rulebook.drafting.giving import Giving
from sihang.rulebook.drafting.model import Builder
from sihang.rulebook.numerals import Stated

NOT_SAID = ("matter", "")
_GIVING = "给予|予以|给与|奖励|补贴|资助|补助|发放"
_ONCE = ("一次性", "仅限一次", "只能")
_GIVEN_EACH_YEAR = re.compile(rf"[可均再]?(?:{_GIVING})")
_WHOM = r"(?:[每单同][家户个一](?:企业|单位|项目|机构|主体|申报单位)?|单户)"
_OVERALL = re.compile(rf"(?:{_WHOM}|每年|全年|年度|累计|合计|总额)")
_EACH_TIME = re.compile("每[次场批届]")


def read_frequency(survey: Survey, giving: Giving, builder: Builder) -> tuple[str, str]:
    """Return how often, and the words that say so; once per matter where nothing certain is said.

    Ceilings by the year, the company or in total, and 每年 that says something else, are remarked.
    """
    ceilings = _overall_ceilings(survey, giving)
    for stated in _given_by_the_year(survey, giving):
        builder.remark(f"“{stated.quote}”：按年给付，草稿写成每年一次；一年内能否多次、合计是否封顶请核对")
    for start, end in ceilings:
        words = "".join(survey.source.text[start:end].split())
        builder.remark(
            f"“{words}”：按年、按单位或累计的上限，不是次数（frequency）；算式至多写成单次封顶，请核对累计怎样控制"
        )
    found = survey.findings_between(giving.start, giving.end, FindingKind.FREQUENCY)
    said = [finding for finding in found if not finding.quote.startswith("连续")]
    for finding in said:
        if finding.quote.startswith(_ONCE):
            return "once", finding.quote
        if _is_yearly(survey, giving, finding):
            return "year", finding.quote
    for finding in said:
        if not any(start <= finding.start < end for start, end in ceilings):
            builder.remark(f"“{finding.quote}”：未写成次数（frequency），是否每年一次请核对")
    return NOT_SAID


def _is_yearly(survey: Survey, giving: Giving, finding: Finding) -> bool:
    """Say whether words speak of one award a year: 每年申报一次, 每年给予20万元, 给予100万元/年."""
    if finding.quote.endswith("次"):
        return True
    text = survey.source.text
    if finding.quote.startswith("/"):
        return any(stated.start <= finding.start < stated.end for stated in _given_by_the_year(survey, giving))
    stop = re.compile("[，。；：]").search(text, finding.end, giving.end)
    end = stop.start() if stop else giving.end
    if any(stated.bound == "at_most" for stated in survey.numbers_between(finding.end, end)):
        return False
    return _GIVEN_EACH_YEAR.match(text, finding.end) is not None


def _given_by_the_year(survey: Survey, giving: Giving) -> list[Stated]:
    """Return the sums by the year that are themselves what is given: 给予最高100万元/年的补贴, without a share."""
    numbers = survey.numbers_between(giving.start, giving.end)
    if any(stated.kind == "rate" for stated in numbers):
        return []
    yearly = [stated for stated in numbers if stated.unit.endswith("/年")]
    return [stated for stated in yearly if re.search(_GIVING, _piece_before(survey, giving, stated))]


def _overall_ceilings(survey: Survey, giving: Giving) -> list[tuple[int, int]]:
    """Return where ceilings stand that hold for a year, for a company or in total, from the word that says so."""
    found = []
    given = _given_by_the_year(survey, giving)
    for stated in survey.numbers_between(giving.start, giving.end):
        if stated.kind not in ("money", "rate") or stated.bound != "at_most" or stated in given:
            continue
        before = _piece_before(survey, giving, stated)
        match = _OVERALL.search(before)
        if match and (not _EACH_TIME.search(before) or re.search("年|累计", before)):
            found.append((stated.start - len(before) + match.start(), stated.end))
        elif stated.unit.endswith("/年"):
            lead = re.search(r"(?:最高|不超过|最多|上限)?[^，。；]{0,8}\Z", before)
            found.append((stated.start - len(lead.group() if lead else ""), stated.end))
    return found


def _piece_before(survey: Survey, giving: Giving, stated: Stated) -> str:
    """Return the words from the last comma to a number."""
    return re.split("[，。；：\n]", survey.source.text[giving.start : stated.start])[-1]
