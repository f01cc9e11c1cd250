"""The words around a number: what a share is taken of, what a sum is called, where support is given."""

import re

SUPPORT_WORDS = "补贴|补助|资助|奖励|奖补|配套|扶持|支持|贴息|补偿|资金|经费|减免|费用|奖金|激励"
_GIVE = re.compile(r"(?<!不再)(?<!不)(?:给予|予以|给与)(?!取消|追回|处理|处罚|通报|公示|公布|撤销|收回|警告|纠正|通过)")
_DIRECT = re.compile(rf"(?:{SUPPORT_WORDS}|发放)(?:资金|标准|金额|额度|比例)?")
_BY_WAY_OF = re.compile(rf"(?:{SUPPORT_WORDS})等(?:方式|形式|政策)")
_HAS_SUPPORT = re.compile(SUPPORT_WORDS)
_BASE_END = re.compile(
    r"(?:\s|的|不超过|不高于|最高|最多|总计|比例|首次|突破|达到?|超过|不低于|不少于|高于|低于|至少|为|按|支持|补贴|资助|奖励)+\Z"
)
_GIVEN_END = re.compile(r"(?:给予|予以|给与)\Z")
_BASE_START = re.compile(
    r"给予|予以|给与|按照|按|根据|依据|依照|参照|不超过|不高于|最高|对于|对|其中|(?<!可)以(?![上下内])|的(?=年度|实际|研发|项目)|其(?!他)"
)
_DECIDED = re.compile(r"经.{0,8}(?:认定|评审|评估|审核|考核|备案|批准|核定|评定|验收)")
_SERVICE = re.compile(r"公寓|场地|空间|推荐|导师|落户|名额|绿色通道|指导|培训|对接|服务|辅导|优先")
_MONEY_WORDS = re.compile(r"补贴|补助|资助|奖励|奖补|贴息|资金|经费|奖金|费用")
_BENEFIT = re.compile(rf"[\u4e00-\u9fff]{{0,8}}?(?:{SUPPORT_WORDS})+(?:[、和](?:{SUPPORT_WORDS})+)*")
_BENEFIT_START = re.compile(
    r"^(?:给予|予以|给与|比例|[万亿]?元|/年|企业|相应数量|相应|相关|一定|最高|一次性|配套(?=资金)|的|项目的)+"
)
_DIRECT_CHARS = 14


def support_points(sentence: str, numbers: list[int]) -> list[int]:
    """Return where a sentence gives support: at 给予 …, at 奖励 20万元, or at 以资助等方式.

    Args:
        numbers: where the sums and rates of the sentence begin.
    """
    points = [match.start() for match in _GIVE.finditer(sentence) if _gives(sentence, match, numbers)]
    if points:
        return points
    for match in _DIRECT.finditer(sentence):
        near = [start for start in numbers if match.end() <= start <= match.end() + _DIRECT_CHARS]
        between = sentence[match.end() : near[0]] if near else "。"
        if near and not re.search("[，。；：]", between) and (not points or match.start() > points[-1] + _DIRECT_CHARS):
            points.append(match.start())
    if not points and (way := _BY_WAY_OF.search(sentence)):
        points.append(way.start())
    return points


def promises_list(sentence: str) -> bool:
    """Say whether a sentence ends in a colon and promises support in the items below it."""
    return sentence.rstrip().endswith(("：", ":")) and _HAS_SUPPORT.search(sentence) is not None


def base_words(before: str) -> str | None:
    """Return what a share is taken of, from the words before the rate: 按投资总额的 → 投资总额."""
    chunk = re.split(r"[，。；：、\n（）()且]", before)[-1]
    chunk = _BASE_END.sub("", chunk)
    shorter = _GIVEN_END.sub("", chunk)
    leads = _BASE_START.split(_BASE_END.sub("", shorter))
    if shorter != chunk and len(leads) == 1:
        return None  # 经认定给予 1:1: the words before 给予 are no amount
    words = _BASE_END.sub("", leads[-1].strip())
    fits = re.fullmatch(r"[A-Za-z0-9\u4e00-\u9fff]{2,20}", words) and not _DECIDED.fullmatch(words)
    return words if fits else None


def benefit_words(given: str, *behind_numbers: str) -> str:
    """Return what is given, in the text's own words: 研发投入补贴; 支持 where it has no name.

    Args:
        given: the words from 给予 on.
        behind_numbers: the words that follow each sum, looked at first.
    """
    for words in (*(re.split("[，。；、]", behind)[0] for behind in behind_numbers), given):
        match = _BENEFIT.search(words)
        if match and (name := _BENEFIT_START.sub("", match.group())):
            return name
    return "支持"


def is_service(given: str) -> bool:
    """Say whether what is given is a thing or a help and not money."""
    return _SERVICE.search(given) is not None and _MONEY_WORDS.search(given) is None


def _gives(sentence: str, match: re.Match[str], numbers: list[int]) -> bool:
    stop = re.search("[。；]", sentence[match.end() :])
    end = match.end() + stop.start() if stop else len(sentence)
    has_number = any(match.end() <= start < end for start in numbers)
    return has_number or _HAS_SUPPORT.search(sentence, match.end(), end) is not None
