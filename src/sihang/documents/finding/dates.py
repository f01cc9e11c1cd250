"""Days that the document names by a label: 成立日期, 开票日期, 发证时间."""

import re
from collections.abc import Iterator
from datetime import date

from sihang.documents.finding.proposal import Proposal, ProposalKind
from sihang.documents.lines import Page

LABELS = "成立日期|注册日期|登记日期|核准日期|开票日期|签订日期|签署日期|发证日期|发证时间|颁发日期|批准日期|报告日期|付款日期|交易日期|有效期至"
FACT_OF_LABEL = {"成立日期": "registered_on", "注册日期": "registered_on"}
"""The day on a licence on which the body was registered for the first time."""

CHINESE = "〇一二三四五六七八九十零○"
DAY = (
    r"(?P<year>(?:19|20)\d\d) ?[年./-] ?(?P<month>\d{1,2}) ?[月./-] ?(?P<day>\d{1,2})(?: ?日|(?!\d))"
    rf"|(?P<zh_year>[{CHINESE}]{{4}})年(?P<zh_month>[{CHINESE}]{{1,3}})月(?P<zh_day>[{CHINESE}]{{1,3}})日"
)
LABELLED = re.compile(rf"(?P<label>{'|'.join(' ?'.join(label) for label in LABELS.split('|'))}) ?:? *(?:{DAY})")


def find(page: Page) -> Iterator[Proposal]:
    """Labelled days that are in the calendar."""
    for line in page.lines:
        for match in LABELLED.finditer(line.text):
            day = _day(match)
            if day is not None:
                label = match["label"].replace(" ", "")
                fact = FACT_OF_LABEL.get(label, "")
                yield Proposal(ProposalKind.DATE, day.isoformat(), label, page.number, line.text, line.box, fact)


def _day(match: re.Match[str]) -> date | None:
    try:
        if match["year"]:
            return date(int(match["year"]), int(match["month"]), int(match["day"]))
        year = int("".join(str(_digit(char)) for char in match["zh_year"]))
        return date(year, _number(match["zh_month"]), _number(match["zh_day"]))
    except ValueError:
        return None


def _digit(char: str) -> int:
    """〇 to 九; raise ValueError for 十, which is no digit of a year."""
    return 0 if char in "零○" else "〇一二三四五六七八九".index(char)


def _number(words: str) -> int:
    """五, 十, 十五, 二十 or 二十五."""
    tens, ten, ones = words.rpartition("十")
    if not ten:
        return _digit(ones) if len(ones) == 1 else int("".join(str(_digit(char)) for char in ones))
    return (_digit(tens) if tens else 1) * 10 + (_digit(ones) if ones else 0)
