"""A package that cannot stand: every problem at once, each with its file, its line and how to mend it."""

import pytest

from sihang.rulebook import PackageUnusable, load
from tests.builders.packages import SMALL_POLICY, changed, implementing, line_of, small_policy

M1, M2 = "measures/m01-equipment.yaml", "measures/m02-rent.yaml"


def problems_of(folder):
    """(code, where, Chinese) of everything that is wrong with a package."""
    with pytest.raises(PackageUnusable) as refused:
        load(str(folder))
    return [(problem.code, problem.where, problem.what.zh) for problem in refused.value.problems]


def test_the_small_policy_itself_is_fit_to_assess_with(tmp_path):
    measures = load(str(small_policy(tmp_path))).packages[0].measures

    assert [measure.data["id"] for measure in measures] == ["m01", "m02"]


@pytest.mark.parametrize(
    ("file", "change", "code", "at", "mend"),
    [
        # shape
        (M1, ("clause: \"1\"", "cluase: \"1\""), "unknown-key", "cluase", "是否想写“clause”"),
        (M1, ("office: office\n", ""), "missing-key", "id: m01", "缺少“office”，请补上"),
        (M1, ("    quote: 经认定的工坊\n", ""), "missing-key", "- rule: 经认定", "至少要有其中一项：quote / reading"),
        (M1, ("title: {zh: 设备补贴, en: Equipment subsidy}", "title:"), "missing-key", "id: m01", "缺少“title”"),
        (M1, ("  - rule: 经认定\n", "  - rule:\n"), "missing-key", "- rule:", "缺少“rule”"),
        (M1, ("clause: \"1\"", "clause: 1"), "wrong-type", "clause: 1", "数字与日期请加引号"),
        (M1, ("action: 其他", "action: 领路"), "wrong-type", "action", "“领路”不在 领航, 启航, 续航, 助航, 其他 之中"),
        (M1, ("  - rule: 评定等级 属于 甲等、乙等\n    reading: R-01\n", "  - 评定等级 属于 甲等\n"), "wrong-type", "- 评定等级", "应为键值表"),
        ("package.yaml", ("issued: 2024-01-01", "issued: 2024-13-01"), "wrong-type", "issued", "应为日期，如 2024-02-27"),
        ("package.yaml", ("id: small-policy", "id: Small_Policy"), "wrong-type", "id:", "写法应符合"),
        ("facts.yaml", ("type: yes_no", "type: yesno"), "wrong-type", "yesno", "是否想写“yes_no”"),
        ("facts.yaml", ("type: yes_no", "series: 是, type: yes_no"), "wrong-type", "series", "应为 true 或 false"),
        ("slots.yaml", ("entries: [", "entries: A # ["), "wrong-type", "entries", "应为列表"),
        # YAML
        (M1, ("office: office\n", "office: office: city\n"), "yaml-unreadable", "office: office", "YAML 写法有误"),
        (M1, ("office: office\n", "office: office\noffice: city\n"), "yaml-unreadable", "office: city", "键“office”写了两次"),
        (M1, ("quote: 工坊,", "quote: &w 工坊,"), "yaml-unreadable", "&w", "不能用 & 与 * 引用"),
        # quotes, numbers and readings
        (M1, ("quote: 经认定的工坊", "quote: 经 认定的工坊"), "quote-not-in-text", "quote: 经 认定", "请逐字照录（含空格）"),
        (M1, ("quote: 经认定的工坊", "quote: 租金的一定比例"), "quote-not-in-text", "quote: 租金", "第 1 条中没有这句引文"),
        (M1, ("  - rule: 经认定\n", "  - rule: 经认定\n    clause: \"7\"\n"), "unknown-clause", "quote: 经认定的", "原文没有第 7 条"),
        (M1, ("20% 封顶 100万元", "25% 封顶 100万元"), "number-not-in-quote", "amount", "25% 不在引文里"),
        (M1, ("给予补贴，最高 100 万元\n", "给予补贴\n"), "number-not-in-quote", "amount", "100万元 不在引文里"),
        (M1, ("    reading: R-01\n", "    reading: R-02\n"), "unknown-reading", "reading: R-02", "是否想写“R-01”"),
        # what is declared
        ("facts.yaml", ("  revenue: {", "  staff: {type: integer, zh: 职工人数, en: Staff}\n  revenue: {"), "unused-fact", "staff", "information: true"),
        ("facts.yaml", ("  revenue: {", "  unit: {type: enum, zh: 计量, en: Unit, information: true}\n  revenue: {"), "missing-key", "unit:", "枚举要写出取值"),
        ("facts.yaml", ("mapping: grades", "mapping: grade"), "unknown-name", "mapping: grade,", "指明 slots.yaml 中的对照表"),
        ("facts.yaml", ("zh: 租金,", "zh: 租 金,"), "bad-label", "租 金", "不含空格"),
        ("facts.yaml", ("zh: 设备投入", "zh: 租金"), "label-twice", "rent:", "请改其一"),
        ("facts.yaml", ("by: office", "by: ofice"), "unknown-name", "recognised", "是否想写“office”"),
        ("slots.yaml", ("rent_rate: {", "rent: {"), "declared-twice", "rent: {", "既是事实又是待定项"),
        ("slots.yaml", ("[0%, 50%]", "[50%, 0%]"), "empty-range", "rent_rate", "从低到高"),
        ("slots.yaml", ("by: city}", "by: state_office}"), "unknown-name", "city_rate", "没有“state_office”"),
        ("slots.yaml", ("{label: B, grade: B}", "{label: B, grade: C}"), "unknown-value", "entries", "可取 A, B"),
        ("package.yaml", ("id: small-policy", "id: big-policy"), "wrong-id", "id:", "应与文件夹同名“small-policy”"),
        ("package.yaml", ("authority: district\n", "authority: distrct\n"), "unknown-name", "authority: distrct", "是否想写“district”"),
        (M1, ("office: office", "office: offce"), "unknown-name", "office", "是否想写“office”"),
        (M1, ("matter: purchase", "matter: purchase\nyear: fiscal_year"), "unknown-name", "year", "没有“fiscal_year”"),
        (M1, ("matter: purchase", "matter: purchase\nyear: equipment"), "wrong-kind", "year", "整数事实"),
        (M1, ("kinds: [workshop]", "kinds: [workshp]"), "unknown-value", "applicant", "可取：工坊、学校"),
        (M1, ("benefits:", "evidence: [{fact: equipmnt, zh: 发票}]\nbenefits:"), "unknown-name", "evidence", "是否想写“equipment”"),
        # amounts
        (M1, ("benefits:", "benefits:\n  - {amount: 100万元, zh: 又, en: More, quote: 最高 100 万元}"), "second-amount", "- amount: 设备", "请合成一个表达式"),
        (M1, ("amount: 设备投入 × 20% 封顶 100万元", "amount: 100万元 − 100万元 × 20% − 100万元"), "may-be-negative", "amount", "请加“保底 0元”"),
        (M1, ("amount: 设备投入 × 20% 封顶", "amount: 100万元 − 设备投入 × 20% 保底 0元 封顶"), "non-monotone", "amount", "“设备投入”越大，金额越小"),
    ],
)  # fmt: skip
def test_one_thing_that_is_wrong(tmp_path, file, change, code, at, mend):
    folder = small_policy(tmp_path, {file: change})

    found = [problem for problem in problems_of(folder) if problem[0] == code]

    assert [where for _, where, _ in found] == [line_of(folder, file, at)]
    assert mend in found[0][2]


def test_a_key_declared_for_two_matters_is_one_too_many(tmp_path):
    folder = small_policy(tmp_path, {"facts.yaml": ("      rent: {", "      equipment: {")})

    assert ("declared-twice", line_of(folder, "facts.yaml", "zh: 租金")) in [found[:2] for found in problems_of(folder)]


def test_a_matter_type_that_is_not_declared_has_a_suggestion(tmp_path):
    folder = small_policy(tmp_path, {M1: ("matter: purchase", "matter: purchse")})

    assert ("unknown-name", line_of(folder, M1, "matter:"), "没有“purchse”。是否想写“purchase”？") in problems_of(
        folder
    )


def test_a_product_that_may_overflow_names_the_mend(tmp_path):
    rate = '      share: {type: rate, range: [0%, 1000%], zh: 核定比例, en: Rate, by: office, act: review, clause: "1", quote: 设备补贴}\n'
    facts = SMALL_POLICY["facts.yaml"].replace("  lease:", f"{rate}  lease:")
    folder = small_policy(tmp_path, {"facts.yaml": facts, M1: ("设备投入 × 20%", "设备投入 × 核定比例 × 20%")})

    codes = [(code, where) for code, where, _ in problems_of(folder)]

    assert codes == [("overflow", line_of(folder, M1, "- amount"))]


def test_every_problem_of_every_file_is_reported_at_once_in_the_order_of_lines(tmp_path):
    measure = changed(SMALL_POLICY, {M1: ("- rule: 经认定\n", "- rule: 经认证\n")})[M1]
    measure = measure.replace("reading: R-01\nbenefits", "reading: R-09\nbenefits").replace("20% 封顶", "2% 封顶")
    others = {M2: ("年营收 > 500万元", "年营收 > 50%"), "slots.yaml": ("type: mapping", "type: map")}
    folder = small_policy(tmp_path, {M1: measure, **others})

    assert [found[:2] for found in problems_of(folder)] == [
        ("unknown-name", line_of(folder, "facts.yaml", "mapping: grades")),
        ("unknown-name", line_of(folder, M1, "rule: 经认证")),
        ("unknown-value", line_of(folder, M1, "rule: 评定等级")),
        ("unknown-reading", line_of(folder, M1, "reading: R-09")),
        ("number-not-in-quote", line_of(folder, M1, "amount:")),
        ("unit-mismatch", line_of(folder, M2, "rule: 年营收")),
        ("number-not-in-quote", line_of(folder, M2, "rule: 年营收")),
        ("wrong-type", line_of(folder, "slots.yaml", "type: map")),
    ]


def test_a_package_that_cannot_be_read_at_all_says_why(tmp_path):
    folder = small_policy(tmp_path, {"package.yaml": ("entered: 2024-01-02\n", "")})

    assert problems_of(folder) == [("missing-key", line_of(folder, "package.yaml", "id:"), "缺少“entered”，请补上")]


def test_a_file_in_another_encoding_is_named(tmp_path):
    folder = small_policy(tmp_path)
    (folder / M2).write_bytes(SMALL_POLICY[M2].encode("gb18030"))

    assert ("file-unreadable", str(folder / M2), "不是 UTF-8 文本，请另存为 UTF-8") in problems_of(folder)


def test_a_byte_order_mark_does_no_harm(tmp_path):
    folder = small_policy(tmp_path)
    (folder / M2).write_bytes(SMALL_POLICY[M2].encode("utf-8-sig"))

    assert load(str(folder)).packages[0].id == "small-policy"


def test_a_package_that_does_not_exist_has_a_suggestion():
    (code, where, words), *others = problems_of("yangpu-2024-2")

    assert (code, where, others) == ("no-package", "yangpu-2024-2", [])
    assert "是否想写“yangpu-2024-1”？" in words


@pytest.mark.parametrize("name", ["", "..", "/nowhere/at/all", "a b", "x\0y", "../../etc/passwd", "杨浦"])
def test_a_name_that_can_be_no_package_is_refused(name):
    assert [code for code, _, _ in problems_of(name)] == ["no-package"]


def test_a_folder_without_package_yaml_is_named(tmp_path):
    found = problems_of(tmp_path)

    assert found == [("no-package", str(tmp_path), f"这个文件夹里没有 package.yaml：{tmp_path}")]


def test_a_rule_marked_as_a_draft_can_be_checked_like_any_other(tmp_path):
    folder = small_policy(tmp_path, {M1: ("office: office\n", "office: office\ndraft: true\nfound_by: amounts\n")})

    assert load(str(folder)).packages[0].measures[0].data["draft"] is True


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("overlap.yaml", "relations: [{id: o1, kind: exclusive, measures: [m01, m2], same: project}]\n"),
        (
            "supersessions.yaml",
            "supersessions: [{id: x1, document: 某号文, level: city, from: 2025-01-01, entered: 2025-01-01, "
            "measures: [m2], effect: ends, reason: {zh: 新规}, by: 经办人}]\n",
        ),
    ],
)
def test_a_slip_in_the_name_of_a_measure_does_not_go_unseen(tmp_path, file, content):
    folder = small_policy(tmp_path, {file: content})

    assert problems_of(folder) == [("unknown-name", line_of(folder, file, "m2"), "没有“m2”。是否想写“m02”？")]


@pytest.mark.parametrize(
    ("fill", "code", "words"),
    [
        ("  - {slot: rent_rat, value: 10%, quote: 租金的 10%}\n", "unknown-name", "是否想写“rent_rate”"),
        ("  - {slot: rent_rate, value: 10万元, quote: 租金超过 10 万元}\n", "wrong-kind", "要比率，得到金额"),
        ("  - {slot: rent_rate, value: 50.01%, quote: 租金的 10%}\n", "out-of-range", "超出第 2 条允许的 0%至50%"),
        ("  - {slot: rent_rate, value: 15%, quote: 租金的 10%}\n", "number-not-in-quote", "15% 不在引文里"),
        ("  - {slot: rent_rate, quote: 租金的 10%}\n", "missing-key", "value / entries"),
        ("  - {slot: grades, entries: [{label: 优秀, grade: S}], quote: 优秀为甲等}\n", "unknown-value", "可取 A, B"),
        ("  - {slot: rent_rate, value: 10%, when: 租金, quote: 租金的 10%}\n", "wrong-kind", "when 要是/否"),
    ],
)
def test_a_fill_that_is_wrong(tmp_path, monkeypatch, fill, code, words):
    monkeypatch.setenv("SIHANG_POLICIES", str(tmp_path))
    small_policy(tmp_path)
    folder = implementing(tmp_path, "rules-1", fill)

    found = {found_code: (where, zh) for found_code, where, zh in problems_of(folder)}

    assert words in found[code][1]
    assert found[code][0].startswith((str(folder), str(tmp_path / "small-policy" / M2)))
