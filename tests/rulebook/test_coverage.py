"""Every character of a text is accounted for once, and what is not is named."""

import shutil
from decimal import Decimal

import pytest

from sihang.rulebook.coverage import KINDS, MISSING_KIND, coverage
from sihang.rulebook.package import read_package
from tests.builders.packages import SHIPPED, small_policy, write_package

POLICY = "yangpu-2024-1"

# Clause 3, cut by hand: each piece of it, what it is, and what accounts for it.
CLAUSE_3 = [
    ("3. 关键核心技术攻关。", "declaratory", "declaratory-8"),
    (
        "采用“揭榜挂帅”机制，引导龙头企业围绕区“1+2+3+4”创新型现代化产业体系，联合高校院所、"
        "产业链上下游企业实施关键技术攻关和转化应用的揭榜项目，",
        "computed",
        "m03",
    ),
    ("成效显著的", "determination", "challenge_effective"),
    ("根据企业研发费用实际投入金额的 10%-30%", "determination", "challenge_rate"),
    ("，给予最高 200 万元的研发投入补贴。", "computed", "m03"),
]


def copy_of(package, root):
    return shutil.copytree(SHIPPED / package, root / package)


def covered(folder):
    return coverage(read_package(str(folder)))


def hundredths(covered):
    return sum(Decimal(covered.share(kind).removesuffix("%")) for kind in covered.by_kind)


@pytest.mark.parametrize("package", ["yangpu-2024-1", "yangpu-kjw-hnte-2025", "example-rules"])
def test_every_character_of_the_shipped_texts_is_accounted_for(package):
    result = coverage(read_package(package))

    assert result.complete
    assert result.missing == ()
    assert result.unplaced == ()
    assert hundredths(result) == 100
    assert result.by_kind[MISSING_KIND] == 0


def test_clause_3_is_what_an_officer_would_mark_in_it():
    package = read_package(POLICY)
    clause, text = package.text.clause("3"), package.text.text

    spans = [span for span in coverage(package).spans if span.start >= clause.start and span.end <= clause.end]

    assert [(text[span.start : span.end], span.kind, span.by) for span in spans] == CLAUSE_3
    # 11 characters of the title; 5 + 22 that the office decides on; the rest of 130, white space aside.
    assert coverage(package).by_clause["3"] == {"declaratory": 11, "computed": 92, "determination": 27}


def test_what_is_left_to_implementing_rules_is_not_swallowed_by_the_sentence():
    package = read_package(POLICY)
    text = package.text.text

    delegated = {text[span.start : span.end] for span in coverage(package).spans if span.kind == "delegated"}

    assert {
        "按投资总额的一定比例",
        "高新技术企业资助",
        "研发投入强度和前3年营收复合增长率达到一定比例以上",
    } <= delegated


def test_no_character_is_counted_twice():
    package = read_package(POLICY)
    result = coverage(package)

    assert all(first.end <= second.start for first, second in zip(result.spans, result.spans[1:], strict=False))
    assert result.characters == len("".join(package.text.text.split()))


def test_a_passage_that_no_entry_quotes_is_missing_with_its_clause(tmp_path):
    folder = copy_of(POLICY, tmp_path)
    path = folder / "coverage.yaml"
    entry = "  - quote: 3. 关键核心技术攻关。\n"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace(entry, ""), encoding="utf-8")

    result = covered(folder)

    assert before.count(entry) == 1
    assert [(each.clause, each.text) for each in result.missing] == [("3", "3. 关键核心技术攻关。")]
    assert not result.complete
    assert result.by_kind[MISSING_KIND] == 11
    assert result.by_clause["3"] == {"missing": 11, "computed": 92, "determination": 27}
    assert result.share(MISSING_KIND) == "0.30%"  # 11 of 3,602 is 0.3054%, and three others are nearer to the next one
    assert hundredths(result) == 100


def test_a_quote_covers_each_of_its_occurrences_in_its_clause_and_none_elsewhere(tmp_path):
    text = "1. 工坊补贴。工坊可申报。\n\n2. 工坊不重复。\n\n3. 本措施自 2024-01-01 起施行。\n"
    goals = "goals: [{id: g1, zh: 工坊, quote: 可申报, kind: qualitative}]\n"
    services = 'services: [{id: s1, clause: "1", zh: 工坊, quote: 工坊, room: register}]\n'
    changes = {"source/text.md": text, "goals.yaml": goals, "services.yaml": services}
    left_out = dict.fromkeys(["measures/m01-equipment.yaml", "measures/m02-rent.yaml", "facts.yaml", "slots.yaml"])

    result = covered(small_policy(tmp_path, {**changes, **left_out}))

    assert result.by_clause["1"] == {"missing": 6, "service": 4, "goal": 3}  # 1. … 补贴。 and 。 are missing
    assert result.by_clause["2"] == {"missing": 8}


def test_entries_whose_words_are_not_in_the_text_are_named(tmp_path):
    declaratory = "declaratory:\n  - {from: 示例区扶持, to: 没有这句}\n  - {quote: 示例区扶持工坊的若干措施}\n"

    result = covered(small_policy(tmp_path, {"coverage.yaml": declaratory}))

    assert result.unplaced == ("declaratory-1: 示例区扶持",)
    assert result.by_clause[""] == {"declaratory": 12}


def test_a_package_without_a_text_is_complete_with_nothing(tmp_path):
    result = covered(small_policy(tmp_path, {"source/text.md": None}))

    assert (result.characters, result.complete, result.share("computed")) == (0, True, "0.00%")


def test_a_package_whose_files_cannot_be_read_still_says_what_is_missing(tmp_path):
    folder = small_policy(tmp_path, {"slots.yaml": "slots: [", "measures/m01-equipment.yaml": "id: 1"})
    write_package(folder, {"coverage.yaml": "declaratory: [{about: {zh: 无}}]\n"})

    assert not covered(folder).complete


def test_thirds_still_add_up_to_one_hundred(tmp_path):
    goals = "goals: [{id: g1, zh: 甲, quote: 甲, kind: qualitative}]\n"
    services = 'services: [{id: s1, clause: "9", zh: 乙, quote: 乙, room: register}]\n'
    changes = {"source/text.md": "甲乙丙\n", "goals.yaml": goals, "services.yaml": services}
    result = covered(small_policy(tmp_path, changes))

    assert [result.share(kind) for kind in ("service", "goal", MISSING_KIND)] == ["33.34%", "33.33%", "33.33%"]
    assert hundredths(result) == 100


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_account_as_json_has_every_kind_and_clause(lang):
    result = coverage(read_package(POLICY))
    shown = result.as_json(lang)

    assert [each["kind"] for each in shown["kinds"]] == [*KINDS, MISSING_KIND]
    assert sum(each["characters"] for each in shown["clauses"]) == shown["characters"] == result.characters
    assert {"第3条", "三、发展目标"} <= {each["label"] for each in shown["clauses"]} or lang == "en"
