"""How much a sentence gives: an expression where it can be read with certainty, else left open.

Only a few plain patterns are certain: X 30%，最高 200万元; X 的 10%-30%; 最高 100万元; 20万元; a list of
sums. In every other case the amount is left to be determined, and the numbers are remarked.
"""

import re
from collections.abc import Sequence

from sihang.rulebook.drafting.finders import FindingKind
from sihang.rulebook.drafting.findings import Finding, Survey
from sihang.rulebook.drafting.lines import line_fact, ordered_tiers, sign
from sihang.rulebook.drafting.model import Benefit, Builder, Place
from sihang.rulebook.drafting.sums import Numbers, Part, paying_numbers, sorted_out
from sihang.rulebook.drafting.words import base_words, benefit_words, is_service
from sihang.rulebook.errors import Words
from sihang.rulebook.numerals import Stated, literal

_ITEM_LIST = re.compile(
    r"[A-Za-z\u4e00-\u9fff“”]{1,16}(?:、[A-Za-z\u4e00-\u9fff“”]{1,16})*(?:(?:、|和|或|及)[A-Za-z\u4e00-\u9fff“”]{1,16})"
)
_NAME_START = re.compile(r"^(?:对于?|获得|获评|获|被?评为|经|新?认定为?|的)+")


def read_benefit(survey: Survey, part: Part, quote: str, builder: Builder) -> None:
    """Add to `builder` what the part gives."""
    text = survey.source.text
    paying = paying_numbers(survey, part)
    numbers = sorted_out(paying, survey, part)
    label = benefit_words(text[part.point : part.end], *(text[stated.end : part.end] for stated in paying))
    if numbers.shape() == (0, 0, 0, 0) and not numbers.caps and not numbers.odd:
        _read_unspecified(survey, part, quote, label, builder)
        return
    amount, found_by = _expression(numbers, survey, part, quote, builder)
    builder.benefits.append(Benefit(label, quote, found_by, amount=amount))
    for cap in numbers.more_caps:
        builder.remark(f"另有上限“{cap.quote}”未写进算式：累计或按年的上限要另行处理")


def read_raises(survey: Survey, part: Part, builder: Builder) -> None:
    """Propose a slot for each 适当提高补贴比例 that no amount speaks of yet."""
    for finding in survey.findings_between(part.start, part.end, FindingKind.OPEN):
        if finding.found_by != "as-fit" or any(finding.quote == proposal.quote for proposal in builder.proposals):
            continue
        piece = re.split("[，。；：\\n]", survey.source.text[part.start : finding.end])[-1]
        kind = "rate" if "比例" in piece else "money"
        words = Words(f"适当调整的{'比例' if kind == 'rate' else '金额'}{builder.id}", "Left to what is fit")
        slot = builder.propose(Place.SLOT, "as_fit", kind, words, quote=finding.quote, found_by="as-fit")
        builder.remark(f"“{finding.quote}”：多少没有写明，留作待定项“{slot}”，尚未写进算式，请写进或删去")


def _expression(numbers: Numbers, survey: Survey, part: Part, quote: str, builder: Builder) -> tuple[str, str]:
    """Return the amount and the name of the pattern that read it."""
    shape, caps = numbers.shape(), numbers.caps
    open_share = _open_share(survey, part)
    if numbers.odd or len(caps) > 1:
        return _uncertain(numbers, quote, builder), "uncertain-sum"
    ceiling = f" 封顶 {_money(caps[0].low)}" if caps else ""
    if shape == (0, 0, 1, 0):
        rate = numbers.rates[0]
        base = _base(survey, part, rate.start, quote, builder)
        return f"{base} × {literal('rate', rate.low)}{ceiling}", "share-of-base"
    if shape == (0, 0, 0, 1):
        base = _base(survey, part, numbers.rate_spans[0].start, quote, builder)
        return (
            f"{base} × {_determined_rate(numbers.rate_spans[0], quote, builder)}{ceiling}",
            "range-of-rates",
        )
    if shape == (0, 0, 0, 0) and open_share is not None:
        base = _base(survey, part, open_share, quote, builder)
        words = Words("支持比例", "Rate of support")
        slot = builder.propose(Place.SLOT, "share", "rate", words, quote=quote, found_by="open-share")
        builder.remark(f"“{slot}”没有写明范围；原文有上限时在 slots.yaml 写 range")
        return f"{base} × {slot}{ceiling}", "open-share"
    if shape == (0, 0, 0, 0) and caps:
        return _determined_sum("0元", _money(caps[0].low), quote, builder) + ceiling, "ceiling-only"
    if shape == (1, 0, 0, 0) and not caps:
        return _money(numbers.sums[0].low), "fixed-sum"
    if shape == (0, 1, 0, 0) and not caps:
        return _sum_in_range(numbers.spans[0], survey, part, quote, builder), "range-of-sums"
    if shape[0] > 1 and shape[1:] == (0, 0, 0) and not caps:
        return _tiers(numbers.sums, survey, part, quote, builder), "list-of-sums"
    return _uncertain(numbers, quote, builder), "uncertain-sum"


def _open_share(survey: Survey, part: Part) -> int | None:
    for finding in survey.findings_between(part.start, part.end, FindingKind.OPEN):
        if finding.found_by == "open-share" and not finding.quote.endswith(("以上", "以下", "以内")):
            return finding.start
    return None


def _money(fen: int) -> str:
    return literal("money", fen)


def _base(survey: Survey, part: Part, end: int, quote: str, builder: Builder) -> str:
    """Propose the fact that a rate is taken of, named by the words before the rate."""
    text = survey.source.text
    words = base_words(text[part.start : end])
    is_match = re.match(r"1\s?[:：∶比]", text[end:]) is not None
    if words is None and is_match:
        builder.remark("原文没有写明按哪一笔金额配套，暂名“被配套金额”")
    elif words is None:
        builder.remark("原文没有写明按什么金额计算比例，暂名“支持基数”")
    unnamed = "被配套金额" if is_match else "支持基数"
    label = Words(words or unnamed + builder.id, "Amount matched" if is_match else "Base of support")
    return builder.propose(Place.FACT, "base", "money", label, quote=quote, found_by="base-of-share")


def _determined_rate(rate: Stated, quote: str, builder: Builder) -> str:
    low = "0%" if rate.low == rate.high else literal("rate", rate.low)
    words = Words(f"核定比例{builder.id}", "Rate determined")
    high = literal("rate", rate.high)
    return builder.propose(
        Place.DETERMINATION,
        "rate",
        "rate",
        words,
        quote=quote,
        found_by="range-of-rates",
        act="determination",
        low=low,
        high=high,
    )


def _determined_sum(low: str, high: str, quote: str, builder: Builder) -> str:
    words = Words(f"核定金额{builder.id}", "Amount determined")
    return builder.propose(
        Place.DETERMINATION,
        "amount",
        "money",
        words,
        quote=quote,
        found_by="amount-determined",
        act="determination",
        low=low,
        high=high,
    )


def _sum_in_range(span: Stated, survey: Survey, part: Part, quote: str, builder: Builder) -> str:
    """A range of sums: a slot where the text speaks of tiers, else determined within the range."""
    low, high = _money(span.low), _money(span.high)
    tiered = [
        finding
        for finding in survey.findings_between(part.start, part.end)
        if finding.found_by in ("graded", "corresponding")
    ]
    if not tiered:
        return _determined_sum(low, high, quote, builder)
    builder.remark(f"“{tiered[0].quote}”：每一档多少没有写明，请按档拆成几个待定项，用 分档(…) 连起来")
    words = Words(f"分档金额{builder.id}", "Amount by tier")
    return builder.propose(
        Place.SLOT, "tier", "money", words, quote=quote, found_by="range-of-sums", low=low, high=high
    )


def _tiers(sums: Sequence[Stated], survey: Survey, part: Part, quote: str, builder: Builder) -> str:
    """Several sums in a row: tiers over as many lines, or a table over a class named by as many words."""
    lines = ordered_tiers(survey, part, sums)
    if lines:
        label, _ = line_fact(survey, part, lines, builder)
        pairs = reversed(list(zip(lines, sums, strict=True)))
        rows = (f"{sign(lines)} {literal(line.kind, line.low)} → {_money(stated.low)}" for line, stated in pairs)
        return f"分档({label}: {'; '.join(rows)})"
    names = _names_before(survey.source.text, part.start, sums[0].start, len(sums))
    if names is None:
        names = [f"第{number}档" for number in range(1, len(sums) + 1)]
        builder.remark("各档对应什么没有认出，暂名第1档、第2档……，请改成原文的说法")
    return tier_table(names, sums, quote, builder)


def tier_table(names: Sequence[str], sums: Sequence[Stated], quote: str, builder: Builder) -> str:
    """Propose a class with these names, require one of them, and return the table that gives each its sum."""
    values = tuple((f"t{number}", name) for number, name in enumerate(names, start=1))
    keys = [key for key, _ in values]
    words = Words(f"档次{builder.id}", "Tier")
    label = builder.propose(
        Place.DETERMINATION, "class", "enum", words, quote=quote, found_by="list-of-sums", act="recognition",
        values=(*values, ("none", "都不是")),
    )  # fmt: skip
    builder.remark("各档的名称与金额按原文次序对应，是否互相排斥未查，请核对")
    builder.condition(f"{label} 属于 {'、'.join(keys)}", quote, "list-of-sums")
    rows = "; ".join(f"{key} → {_money(stated.low)}" for key, stated in zip(keys, sums, strict=True))
    return f"分档({label}: {rows})"


def _names_before(text: str, start: int, end: int, count: int) -> list[str] | None:
    """Find 国家级、市级、区级 before 分别给予 …: the last list of exactly `count` words."""
    for match in reversed(list(_ITEM_LIST.finditer(text, start, end))):
        names = [name for name in re.split("[、和或及]", match.group()) if name]
        if len(names) == count and len(set(names)) == count:
            names[-1] = re.split("的|，", names[-1])[0] or names[-1]
            return [_NAME_START.sub("", name) or name for name in names]
    return None


def _uncertain(numbers: Numbers, quote: str, builder: Builder) -> str:
    found = [*numbers.sums, *numbers.spans, *numbers.rates, *numbers.rate_spans, *numbers.caps, *numbers.odd]
    listed = "、".join(stated.quote for stated in sorted(found, key=lambda stated: stated.start))
    builder.remark(f"算式不能确定，先由主管部门核定；原文的数字：{listed}")
    return _determined_sum("", "", quote, builder)


def _read_unspecified(survey: Survey, part: Part, quote: str, label: str, builder: Builder) -> None:
    """A part that gives without a number: a service, or an open slot."""
    if is_service(survey.source.text[part.point : part.end]):
        key = f"{builder.id}_s{len(builder.benefits) + 1}"
        builder.benefits.append(Benefit(label, quote, "service-words", service=key))
        return
    open_words = _open_words(survey, part)
    found_by = open_words.found_by if open_words else "support-without-sum"
    named = open_words.quote if open_words else quote
    words = Words(f"支持金额{builder.id}", "Amount of support")
    slot = builder.propose(Place.SLOT, "support", "money", words, quote=named, found_by=found_by)
    why = f"（{open_words.about.zh}：“{open_words.quote}”）" if open_words else ""
    builder.remark(f"原文没有写明金额{why}，留作待定项“{slot}”")
    builder.benefits.append(Benefit(label, quote, found_by, amount=slot))


def _open_words(survey: Survey, part: Part) -> Finding | None:
    """Return the words that leave the amount open: another document first, then 相应, 分档, 一定比例, 适当."""
    found = {
        finding.found_by: finding
        for finding in reversed(survey.findings_between(part.start, part.end, FindingKind.OPEN))
    }
    names = ("other-document", "corresponding", "graded", "open-share", "as-fit")
    return next((found[name] for name in names if name in found), None)
