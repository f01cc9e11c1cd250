"""What to look for: words that a rule must account for and that are no numbers, one finder for each sort."""

import re
from dataclasses import dataclass
from enum import StrEnum

from sihang.rulebook.errors import Words


class FindingKind(StrEnum):
    """What a finding is; the order is that of reports."""

    AMOUNT = "amount"
    CEILING = "ceiling"
    RATE = "rate"
    THRESHOLD = "threshold"
    TIERS = "tiers"
    FREQUENCY = "frequency"
    DECISION = "decision"
    GRADE = "grade"
    STATUS = "status"
    OPEN = "open"
    SUPPORT = "support"  # a sentence that creates support and could not be drafted
    VALIDITY = "validity"
    DEADLINE = "deadline"
    OVERLAP = "overlap"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds one sort of words; its name is written as `found_by`."""

    name: str
    kind: FindingKind
    pattern: re.Pattern[str]
    about: Words


_NO_STOP = r"[^，。；：、\n]"
_FEW = r"[^，。；：、\n\d一]"
_NUMBER = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})"
_GRANT = "补贴|奖励|资助|支持|扶持|配套|补助"
_HOW_MUCH = f"数量|比例|额度|标准|{_GRANT}"
_RAISE = "提高|上浮|增加|加大|上调|降低|下调"
_AS_FIT = rf"适当(?:的|地)?(?:(?:给予|予以|{_RAISE}){_NO_STOP}{{0,6}}?)?(?:{_HOW_MUCH}|资金|力度)+|适当(?:{_RAISE})(?!条件|门槛|名额)"
_ACTS = "认定评估|认定|评审|评估|审核|审定|审批|考核|考评|备案|批准|同意|核定|评定|验收|遴选|立项"
_GRADES = "优秀|优良|良好|合格|卓越"
_LEVEL = "(?:国家|省部|省|市|区|县)级"


def _finder(name: str, kind: FindingKind, zh: str, en: str, *patterns: str) -> Finder:
    """Join alternatives, the first that fits first."""
    return Finder(name, kind, re.compile("|".join(patterns)), Words(zh, en))


FINDERS = (
    _finder(
        "decision", FindingKind.DECISION, "由机关决定", "an authority decides",
        rf"(?<![已曾财])经(?![济营费验纪常贸过办典历]){_NO_STOP}{{0,14}}?(?:{_ACTS})(?:通过|合格)?",
    ),
    _finder(
        "open-share", FindingKind.OPEN, "没有给出数字", "no number is given",
        r"一定的?(?:比例|额度|金额|标准|规模|数量|数额)(?:以上|以下|以内)?",
    ),
    _finder(
        "corresponding", FindingKind.OPEN, "多少没有写明", "how much is not said",
        rf"(?:相应|相关)的?(?:{_HOW_MUCH})",
        rf"相应(?!的?(?:{_HOW_MUCH}))",
    ),
    _finder(
        "graded", FindingKind.OPEN, "怎样分档没有写明", "the tiers are not given",
        "分档次?|分梯度|分级|分层次?给予|差异化",
    ),
    _finder(
        "other-document", FindingKind.OPEN, "由其他文件决定", "another document decides",
        r"(?:按照|按(?!照)|参照|依照)[^，。；\n]{1,24}?(?:政策|规定|办法|细则|执行)(?:执行)?",
    ),
    _finder(
        "qualifying", FindingKind.OPEN, "条件没有写明", "the conditions are not given",
        rf"符合{_NO_STOP}{{0,12}}?条件",
    ),
    _finder(
        "judgement", FindingKind.OPEN, "需要判断", "a judgement is needed",
        rf"(?:成效|效果|贡献|成绩|业绩|表现|效益|作用){_NO_STOP}{{0,4}}?(?:显著|突出|明显|优异|重大)",
    ),
    _finder(
        "as-fit", FindingKind.OPEN, "适当多少没有写明", "how much is fit is not said", _AS_FIT,
    ),
    _finder(
        "discretion", FindingKind.OPEN, "由机关裁量", "left to discretion",
        rf"原则上|视情况?|(?!{_AS_FIT})适当|酌情|另行(?:制定|规定|通知|公布)",
        "优先(?:推荐|支持|安排|享受|考虑|保障)?",
    ),
    _finder(
        "rules-to-come", FindingKind.OPEN, "留待实施细则", "left to implementing rules", "(?:具体)?实施细则",
    ),
    _finder(
        "letter-grade", FindingKind.GRADE, "等级", "a grade",
        r"(?<![A-Za-z])[A-EＡ-Ｅ]{1,3}\s?[级类等](?!级)(?:[（(]含[）)])?(?:及?以上|以下)?",
    ),
    _finder(
        "word-grade", FindingKind.GRADE, "考评等次", "a grade in words",
        r"(?:结果|等次|等级|考核|评价|评估|评定|获评|评为|评审|验收)[为是达获得]{0,2}[“\"]?"
        rf"(?:{_GRADES}|称职)[”\"]?(?:等次|等级)?(?:及?以上)?",
    ),
    _finder(
        "grade-list", FindingKind.GRADE, "等次或级别", "grades or levels",
        rf"(?:{_GRADES})(?:[、和或](?:基本合格|{_GRADES}))+",
        rf"{_LEVEL}(?:(?:、|和|或|及){_LEVEL})+",
        "[特一二三]等奖",
        "[一二三四五]星级",
    ),
    _finder(
        "recognised-status", FindingKind.STATUS, "已有的资格", "a status held",
        rf"(?:国家|省|市|区)级{_NO_STOP}{{0,14}}?(?:认定|备案)",
    ),
    _finder(
        "known-status", FindingKind.STATUS, "企业资格", "a status of enterprises",
        "高新技术企业|科技型中小企业|创新型中小企业|技术先进型服务企业|龙头企业|领军企业",
        "“?专精特新”?(?:“?小巨人”?)?(?:中小)?(?:企业)?",
        "(?:双创|科技)?小巨人(?:企业)?|独角兽(?:企业)?|瞪羚(?:企业)?|单项冠军(?:企业)?",
        r"规模以上[\u4e00-\u9fff]{0,6}?企业|规上企业",
    ),
    _finder(
        "frequency", FindingKind.FREQUENCY, "次数", "how often",
        rf"一次性|每年度?(?:{_FEW}{{0,4}}(?:申报|申请|享受|受理|限|{_GRANT}){_FEW}{{0,2}})?[一1]\s?次(?!性)|每年|/\s?年|仅限一次|只能享受一次|连续{_NUMBER}年",
    ),
    _finder(
        "validity", FindingKind.VALIDITY, "政策有效期", "validity of the policy",
        r"有效期[^，。；\n]{0,20}",
        r"自[^，。；\n]{1,24}?起(?:开始|正式)?(?:施行|实施|执行|生效)",
        r"(?:施行|实施|执行|有效)期?至[^，。；\n]{1,24}",
    ),
    _finder(
        "deadline", FindingKind.DEADLINE, "期限", "a deadline",
        rf"{_NUMBER}\s?个?(?:工作日|日|天|月)(?:之?内|以内)",
        r"\d{1,2}\s?月\s?\d{1,2}\s?日(?:之?前|止|为止)",
    ),
    _finder(
        "overlap", FindingKind.OVERLAP, "与其他政策重叠时", "overlap with other policies",
        "从优[、，]?从高[、，]?不重复|就高不(?:就低|重复)|择[优高]不重复",
        "(?:不得?|不予|不再|不可|不能)重复(?:享受|支持|资助|奖励|申报|申请|扶持|补贴)?",
    ),
)  # fmt: skip
