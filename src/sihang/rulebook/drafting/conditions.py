"""Who gets it: draft conditions from the words of a sentence, each with its quote, each to be checked."""

import re
from collections.abc import Sequence

from sihang.rulebook.drafting.finders import FindingKind
from sihang.rulebook.drafting.findings import Finding, Survey
from sihang.rulebook.drafting.lines import entry, line_fact, lines_to_reach, ordered_tiers, sign
from sihang.rulebook.drafting.model import Builder, Labels, Place
from sihang.rulebook.drafting.sums import Part, paying_numbers
from sihang.rulebook.drafting.words import base_words
from sihang.rulebook.errors import Words
from sihang.rulebook.numerals import literal

_ACTS: tuple[tuple[str, str, Words], ...] = (
    ("认定", "recognition", Words("经认定", "Recognised")),
    ("评审", "review", Words("经评审", "Admitted after review")),
    ("评估", "assessment", Words("经评估", "Assessed")),
    ("考核", "appraisal", Words("经考核", "Appraised")),
    ("考评", "appraisal", Words("经考评", "Appraised")),
    ("备案", "filing", Words("经备案", "Filed")),
    ("核定", "determination", Words("经核定", "Determined")),
)
_OTHER_ACT = ("", "review", Words("经审核", "Approved"))
_SHARE_SIGNS = (("超过", ">"), ("高于", ">"), ("大于", ">"))
_SUBJECT = re.compile(r"(?:(?<=[，。；：\n])|\A)\s*(对[^。\n]{2,300})")
_SUBJECT_ALONE = re.compile(
    r"(?:(?<=[，。；：\n])|\A)\s*([^，。；：\n]{2,80}(?:的|企业|项目|机构|单位|团队|平台|园区))，[^，。；]{0,30}\Z"
)
_HEAD_NOUN_ENDS = ("", *"，、。；的或和及且并（(给按")
_COMPARED = re.compile(r"(?:达到|不低于|不少于|超过|高于|大于|占比|在)?\Z")


def read_conditions(survey: Survey, part: Part, builder: Builder) -> None:
    """Add to `builder` the conditions of one part of a sentence, in the order of the text."""
    _read_decisions(survey, part, builder)
    _read_named(survey, part, builder)
    _read_thresholds(survey, part, builder)
    _read_open_shares(survey, part, builder)
    _read_subject(survey, part, builder)
    text = survey.source.text
    builder.conditions.sort(key=lambda condition: text.find(condition.quote, part.start))


def has_conditions(survey: Survey, part: Part) -> bool:
    """Say whether a part names conditions of its own."""
    trial = Builder("m00", "0", Labels())
    read_conditions(survey, part, trial)
    return bool(trial.conditions)


def read_when(survey: Survey, part: Part, builder: Builder) -> str:
    """Return a yes/no expression for a further benefit of a measure, in force for that benefit alone."""
    kept = list(builder.conditions)
    builder.conditions.clear()
    read_conditions(survey, part, builder)
    rule = " 且 ".join(condition.rule for condition in builder.conditions)
    builder.conditions[:] = kept
    return rule


def _read_decisions(survey: Survey, part: Part, builder: Builder) -> None:
    for finding in survey.findings_between(part.start, part.end, FindingKind.DECISION):
        _, act, words = next((known for known in _ACTS if finding.quote.endswith(known[0])), _OTHER_ACT)
        named = Words(f"{words.zh}{builder.id}", words.en)
        _add(
            builder,
            finding,
            Place.DETERMINATION,
            "decided" if act == "determination" else act,
            named,
            act=act,
        )


def _read_named(survey: Survey, part: Part, builder: Builder) -> None:
    """Statuses, single grades, judgements and 符合条件: each a yes/no of its own."""
    found = survey.findings_between(part.start, part.point, FindingKind.STATUS, FindingKind.GRADE, FindingKind.OPEN)
    statuses = [finding for finding in found if finding.kind is FindingKind.STATUS and _is_head_noun(survey, finding)]
    decisions = survey.findings_between(part.start, part.end, FindingKind.DECISION)
    for finding in _outermost(found, [*found, *decisions]):
        if finding.found_by == "judgement":
            words = Words(f"经判断{finding.quote}", "Judged so")
            _add(builder, finding, Place.DETERMINATION, "judged", words, act="assessment")
        elif finding.found_by == "qualifying":
            words = Words(f"符合条件{builder.id}", "Meets the conditions")
            _add(builder, finding, Place.DETERMINATION, "eligible", words, act="review")
        elif finding.found_by in ("letter-grade", "word-grade"):
            words = Words(f"等级符合{builder.id}", "Has the grade named")
            _add(builder, finding, Place.FACT, "grade", words)
        elif finding in statuses:
            _add(builder, finding, Place.FACT, "status", Words(finding.quote, "Has the status named"))
    if len(statuses) > 1:
        listed = "、".join(finding.quote for finding in statuses)
        builder.remark(f"原文提到几种资格（{listed}）：是“且”还是“或”请核对")


def _add(builder: Builder, finding: Finding, place: Place, stem: str, words: Words, act: str = "") -> None:
    label = builder.propose(place, stem, "yes_no", words, quote=finding.quote, found_by=finding.found_by, act=act)
    builder.condition(label, finding.quote, finding.found_by)


def _outermost(found: Sequence[Finding], among: Sequence[Finding]) -> list[Finding]:
    """Leave out what stands inside a longer finding: 市级认定 inside 经市级认定."""
    return [
        finding
        for finding in found
        if not any(
            other is not finding
            and other.start <= finding.start
            and finding.end <= other.end
            and len(other.quote) > len(finding.quote)
            for other in among
        )
    ]


def _is_head_noun(survey: Survey, finding: Finding) -> bool:
    """Say whether a status ends its phrase (…的高新技术企业，) and is not part of a longer name."""
    follower = survey.source.text[finding.end : finding.end + 1]
    return finding.found_by == "recognised-status" or follower in _HEAD_NOUN_ENDS


def _read_thresholds(survey: Survey, part: Part, builder: Builder) -> None:
    text = survey.source.text
    for lines in lines_to_reach(survey, part):
        label, quote = line_fact(survey, part, lines, builder)
        builder.condition(f"{label} {sign(lines)} {entry(lines)}", quote, "threshold")
        if len(lines) > 1 and ordered_tiers(survey, part, paying_numbers(survey, part)) is None:
            listed = "、".join(literal(stated.kind, stated.low) for stated in lines)
            builder.remark(f"原文有几条线（{listed}）：规则只写了一条，各档请用 分档({label}: > … → …) 写")
        if "首次" in text[part.start : lines[0].start]:
            builder.remark("原文说“首次”：按年的数列请改用 首次超过，并写 year:")
    for stated in survey.numbers_between(part.start, part.point):
        if stated.kind == "integer" and stated.bound != "exactly":
            words = text[max(part.start, stated.start - 8) : stated.end]
            builder.remark(f"“{words}”：数量或年限条件，未写进规则")


def _read_open_shares(survey: Survey, part: Part, builder: Builder) -> None:
    """达到一定比例以上: a line that implementing rules will draw, so a slot and not a number."""
    text = survey.source.text
    for finding in survey.findings_between(part.start, part.point, FindingKind.OPEN):
        if finding.found_by != "open-share" or not finding.quote.endswith("以上"):
            continue
        before = text[part.start : finding.start]
        words = base_words(before)
        start = part.start + (before.rfind(words) if words else len(_COMPARED.sub("", before)))
        quote = text[start : finding.end]
        several = words is None or re.search("[和与及或]", words) is not None
        named = Words(f"比例值{builder.id}" if several else words or "", "Share that must reach a line")
        label = builder.propose(Place.FACT, "ratio", "rate", named, quote=quote, found_by="open-share")
        line = Words(f"比例门槛{builder.id}", "Least share")
        slot = builder.propose(Place.SLOT, "ratio_min", "rate", line, quote=finding.quote, found_by="open-share")
        compared = next((mark for word, mark in _SHARE_SIGNS if word in before[-4:]), ">=")
        builder.condition(f"{label} {compared} {slot}", quote, "open-share")
        if several:
            builder.remark(f"“{quote}”：可能不止一个指标，请拆开，每个指标一个待定项")


def _read_subject(survey: Survey, part: Part, builder: Builder) -> None:
    """对…的机构: a condition of its own, unless a status, grade or line inside it has been read already."""
    subject = _subject(survey, part)
    if subject is None:
        return
    start, end = subject
    quote = survey.source.text[start:end]
    if any(condition.quote in quote for condition in builder.conditions):
        return
    words = Words(f"对象符合{builder.id}", "The applicant is of the kind named")
    label = builder.propose(Place.FACT, "applies", "yes_no", words, quote=quote, found_by="subject")
    builder.condition(label, quote, "subject")


def _subject(survey: Survey, part: Part) -> tuple[int, int] | None:
    """Find 对…， before the giving, up to the last comma; without 对, the last …的， or …企业， before it."""
    text = survey.source.text[part.start : part.point]
    match = _SUBJECT.search(text)
    if match:
        start = match.start(1)
        end = text.rfind("，", start)
        end = end if end > start else len(text)
    elif match := _SUBJECT_ALONE.search(text):
        start, end = match.span(1)
    else:
        return None
    words = text[start:end].rstrip()
    return (part.start + start, part.start + start + len(words)) if len(words) > 2 else None
