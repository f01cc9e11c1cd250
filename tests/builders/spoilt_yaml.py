"""Package files with something wrong: parts removed, swapped or replaced, and lines that are no YAML."""

import copy
import shutil
from datetime import date
from pathlib import Path

import yaml

from sihang.rulebook.reading import read_yaml
from tests.builders.packages import SHIPPED

MEASURES = ("m03", "m06", "m07b", "m08", "m12")
"""Between them they use nearly every construct; fewer files are read faster."""
MATTERS = ("challenge_project", "carrier_year", "hnte_recognition", "growth_event", "listing_event")
FILES = (
    "yangpu-2024-1/package.yaml", "yangpu-2024-1/facts.yaml", "yangpu-2024-1/slots.yaml", "yangpu-2024-1/interpretations.yaml",
    "yangpu-2024-1/overlap.yaml", "yangpu-2024-1/supersessions.yaml", "yangpu-2024-1/measures/m03.yaml",
    "yangpu-2024-1/measures/m06.yaml", "yangpu-2024-1/measures/m07b.yaml", "yangpu-2024-1/measures/m08.yaml",
    "yangpu-2024-1/measures/m08.yaml", "yangpu-2024-1/measures/m12.yaml", "yangpu-kjw-hnte-2025/package.yaml",
    "yangpu-kjw-hnte-2025/facts.yaml", "yangpu-kjw-hnte-2025/fills.yaml", "yangpu-kjw-hnte-2025/fills.yaml",
)  # fmt: skip
EXPRESSIONS = (
    "是", "否", "营收", "当年(营收)", "当年(营收) − 上年(营收)", "(当年(营收) − 上年(营收)) × 30%", "营收 首次超过 3000万元",
    "营收 复合增长率至少 20%", "200万元", "10%至30%", "单位类型", "单位类型 属于 企业", "在本区注册", "前次资助金额", "达线年度", "申请日 + 申请日",
    "分档(单位类型: 企业 → 1元; 其他 → 2元)", "分档(上市方式: 挂牌 → 1元)", "分档(达线年度: > 2020 → 30%; > 2010 → 10%)", "多次达线处理", "考核等级对应表",
    "研发投入强度下限", "当年(研发费用) 占 当年(营收) 至少 营收增长率下限", "高企资助额", "市级考核等级 = A", "上市挂牌补贴标准 × 营收增长率下限",
    "没有的事实 > 3", "((", "且", "金额 ×", "2024-02-31 > 申请日", "99999999亿元", "高企事项日期 >= 2025-02-10", "高企事项日期 − 申请日 > 3",
)  # fmt: skip
KEYS = (
    "id", "type", "zh", "en", "quote", "reading", "clause", "rule", "amount", "service", "when", "quantity", "unit", "from", "to", "year", "matter",
    "kinds", "frequency", "per", "values", "range", "series", "mapping", "slot", "value", "entries", "grades", "conditions", "implements", "kind",
    "level", "names", "by", "act", "determinations", "facts", "draft", "on", "1", "information", "founded_year", "revenue", "notice",
)  # fmt: skip
WORDS = (
    "", " ", "money", "rate", "yes_no", "enum", "date", "integer", "label", "text", "mapping", "year", "once", "m08", "M08", "sti", "district",
    "growth_year", "hnte_valid", "kind", "growth_event", "listing_event", "yangpu-2024-1", "example", "policy", "I-02", "I-99", "8", "99", "一次性补贴",
    "listing_tier", "m08_repeat", "carrier_grades", "2025-02-30", "\u2028", "[", "a" * 3_000,
)  # fmt: skip
NUMBERS = (0, 1, -1, 3, 1900, 10**6, 10**15, 10**18, 10**30, 0.5, 1e300, float("inf"), float("nan"))
_SERIES = (
    "当年(营收) − 上年(营收)",
    "(当年(营收) − 上年(营收)) × 营收增长率下限",
    "前3年(营收) × 研发投入强度下限",
    "历年最高(营收)",
)
_TESTS = (
    "营收 首次超过 上市挂牌补贴标准", "营收 复合增长率至少 研发投入强度下限", "当年(研发费用) − 上年(研发费用) 占 当年(营收) 至少 研发投入强度下限",
    "多次达线处理 = 补足差额", "考核等级对应表 = A", "在本区注册 且 (营收 首次超过 前次资助金额)", "申请日 > 注册日期", "成立年份 + 达线年度 > 达线年度",
)  # fmt: skip
_MONEY = (
    *_SERIES, "高企资助额", "上市挂牌补贴标准", "前次资助金额", "三千万元档补贴 + 上市挂牌补贴标准", "上市挂牌补贴标准 − 前次资助金额 保底 0元",
    "研发费用实际投入 × 核定比例", "研发费用实际投入 × (核定比例 − 研发投入强度下限)", "分档(单位类型: 企业 → 高企资助额; 其他 → 0元)",
    "分档(达线年度: > 申请年份 → 一亿元档补贴; > 成立年份 → 三千万元档补贴)", "分档(多次达线处理: 补足差额 → 前次资助金额)",
)  # fmt: skip
_DAYS = tuple(
    date(*each)
    for each in ((2024, 2, 27), (2025, 2, 10), (2025, 6, 30), (1900, 1, 1), (2100, 1, 1), (9999, 12, 31), (1, 1, 1))
)
_FACTS = (
    "growth_year",
    "founded_year",
    "kind",
    "hnte_valid",
    "revenue",
    "registered_on",
    "hnte_event_on",
    "challenge_rate",
    "carrier_grade_label",
)
_SLOTS = (
    "hnte_award",
    "tier_30m",
    "m08_repeat",
    "listing_tier",
    "growth_min",
    "carrier_grades",
    "overseas_other_routes",
    "m12_again",
)
PLAUSIBLE = {
    "rule": (*_TESTS, *EXPRESSIONS), "when": (*_TESTS, *EXPRESSIONS), "amount": (*_MONEY, *EXPRESSIONS), "quantity": ("达线年度", "成立年份"),
    "value": (*_MONEY, *EXPRESSIONS, "单位类型", "上市市场", "研发投入强度下限", "申请年份", "市级考核等级"), "year": _FACTS, "mapping": _SLOTS,
    "slot": _SLOTS, "matter": MATTERS, "from": _DAYS, "to": _DAYS, "issued": _DAYS, "entered": _DAYS, "per": ("matter", "year", "once"),
    "type": ("money", "rate", "integer", "date", "yes_no", "enum", "label", "text", "mapping"), "series": (True, False), "fact": _FACTS,
    "kind": ("policy", "implementing_rules", "example", "exclusive", "matching"), "kinds": ([], ["enterprise"], ["enterprise"] * 2, ["A"]),
    "range": (["0%", "100%"], ["10%", "30%"], [0, 5], ["0元", "1万元"], [2100, 1900], [1900], ["5%", "5%"], [1900, 2100], [-5, 10**20]),
    "entries": ([], [{"label": "A", "grade": "B"}, {"label": "A", "grade": "C"}], [{"label": "优", "grade": "A", "from": date(2099, 1, 1)}]),
    "level": ("national", "city", "district", "department", "body"), "names": ([],), "measures": (["m03"], ["m08", "m12"], ["m99"]),
    "same": ("project", "organisation_year"), "authority": ("sti", "district", "city_sti", "x"), "by": ("sti", "city_sti", "x"),
    "office": ("sti", "x"), "implements": ("yangpu-2024-1", "yangpu-kjw-hnte-2025", "no-such"), "conditions": ([],), "benefits": ([],),
    "values": ({}, {"a": {"zh": "甲"}}, {"enterprise": {"zh": "企业"}, "none": {"zh": "无"}}), "information": (True,), "zh": ("营收", "企业", "A"),
    "reading": ("I-02", ["I-99"], []), "id": ("m01", "m08", "yangpu-2024-1"), "clause": ("8", "99", "14"), "grade": ("A", "Z"), "label": ("A",),
}  # fmt: skip
"""Values that a key may well take, if not here."""
LINES = (
    "\t", "- x", "a: b: c", "&a [*a]", "x: &a 1", "y: *a", "<<: {a: 1}", "? [1, 2]\n: 3", "{", "]", "!!python/object:os.system {}", "!!binary '@'",
    "x: !!float abc", "x: !!int abc", "x: !!bool [1]", "x: !!timestamp 1", "x: !!set {a, b}", "x: !!omap [a]", "x: !!map ab", "x: !!str {a: b}",
    "!unknown x", "---", "...", "%YAML 1.9", "\ufeff", "\x00", "\x85", "'", '"\\ud800"', "? \n? ", "a: >\n", "x: " + "[" * 300, "x: " + "{a: " * 2_000,
    "- " * 500, "x: " + "[" * 60_000, "id: a\nid: b", "true: 1", "null: 1", "1.5: 1", "2024-01-01: 1", "x: 9999-99-99", "x: 1e400", "=: 1",
)  # fmt: skip


def little_policy(root: Path):
    """The shipped policy with five measures, and the HNTE document that fills one of its slots; files by their path."""
    for package in ("yangpu-2024-1", "yangpu-kjw-hnte-2025"):
        shutil.copytree(
            SHIPPED / package, root / package, ignore=shutil.ignore_patterns("cases", "examples", "coverage.yaml")
        )
    home = root / "yangpu-2024-1"
    for name in ("goals.yaml", "services.yaml"):
        (home / name).unlink(missing_ok=True)
    for path in (home / "measures").iterdir():
        measure = path.name.split("-")[0]
        path.rename(path.with_name(f"{measure}.yaml")) if measure in MEASURES else path.unlink()
    facts = read(home / "facts.yaml")
    facts["matters"] = {name: facts["matters"][name] for name in MATTERS}
    (home / "facts.yaml").write_text(written(facts), encoding="utf-8")
    overlap = read(home / "overlap.yaml")
    overlap["relations"] = [{**overlap["relations"][0], "measures": ["m03", "m06"]}]
    (home / "overlap.yaml").write_text(written(overlap), encoding="utf-8")
    return {name: read(root / name) for name in FILES}


def read(path):
    data, problems = read_yaml(path.read_text(encoding="utf-8"), str(path))
    assert not problems
    return data


def written(data):
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def places(value, path=()):
    """The path of every part below the whole."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, part in parts for place in ((*path, key), *places(part, (*path, key)))]


def at(data, path):
    for step in path:
        data = data[step]
    return data


class Spoiler:
    """Spoils data or text, from a source of randomness."""

    def __init__(self, rng):
        self.rng = rng

    def anything(self, data, depth=2):
        """A scalar, an expression, a part from elsewhere in the file, or a small structure."""
        rng = self.rng
        how = rng.randint(0, 7 if depth else 4)
        if how == 0:
            return rng.choice((None, True, False, [], {}))
        if how == 1:
            return rng.choice(NUMBERS)
        if how in (2, 3):
            return rng.choice(EXPRESSIONS)
        if how == 4:
            return rng.choice(WORDS)
        if how == 5:
            return copy.deepcopy(at(data, rng.choice(places(data))))
        inner = [self.anything(data, depth - 1) for _ in range(rng.randint(1, 3))]
        return inner if how == 6 else {rng.choice(KEYS): each for each in inner}

    def data(self, data):
        """Spoil one part of parsed YAML, in place."""
        rng = self.rng
        path = rng.choice(places(data) or [()])
        if not path:
            return
        if rng.randint(0, 1):
            self._plausible(data)
            return
        parent, step = at(data, path[:-1]), path[-1]
        how = rng.choice(("replace", "replace", "delete", "rename", "add", "twice"))
        if how == "delete":
            del parent[step]
        elif how == "rename" and isinstance(parent, dict):
            parent[rng.choice((*KEYS, *parent))] = parent.pop(step)
        elif how == "add" and isinstance(parent, dict):
            parent[rng.choice(KEYS)] = self.anything(data)
        elif how == "twice" and isinstance(parent, list):
            parent.append(parent[step])
        else:
            parent[step] = self.anything(data)

    def _plausible(self, data):
        """Give one key another value of the type that it takes, so that the slip is found late or never."""
        rng = self.rng
        known = [path for path in places(data) if path[-1] in PLAUSIBLE]
        if known:
            key = rng.choice(sorted({path[-1] for path in known}))
            path = rng.choice([path for path in known if path[-1] == key])
            at(data, path[:-1])[key] = copy.deepcopy(rng.choice(PLAUSIBLE[key]))

    def text(self, text):
        """Spoil one place of a file as written."""
        rng, lines = self.rng, text.split("\n")
        number = rng.randint(0, len(lines) - 1)
        how = rng.choice(("insert", "insert", "delete", "cut", "letters", "indent"))
        if how == "insert":
            lines.insert(number, rng.choice(("", "  ")) + rng.choice(LINES))
        elif how == "delete":
            del lines[number]
        elif how == "cut":
            return text[: rng.randint(0, len(text))]
        elif how == "letters":
            start = rng.randint(0, len(text))
            return text[:start] + rng.choice(LINES) + text[start + rng.randint(0, 3) :]
        else:
            lines[number] = " " + lines[number]
        return "\n".join(lines)
