"""What a reform makes of packages: the lines, fills and ranges that it names, and nothing else."""

from datetime import date

import pytest

from sihang.lab.reform import reformed
from sihang.lab.reforms.reform_file import read_reform
from sihang.rulebook import load
from tests.builders.reforms import EXAMPLE, PACKAGES, problems_of, reform_of

DAY = date(2025, 6, 30)
CONSORTIUM = {
    "facts": {"kind": "enterprise", "registered_in_district": True, "on_exclusion_list": False},
    "matters": [
        {
            "id": "C",
            "type": "consortium",
            "facts": {
                "consortium_lead_is_leading": True,
                "consortium_lead_in_key_field": True,
                "consortium_has_local_university": True,
                "consortium_has_chain_enterprise": False,
                "iur_investment": 6_000_000,
            },
            "determinations": {"consortium_recognised": True},
        }
    ],
}


def result(rulebook, case, measure):
    assessed = rulebook.assess(case, on=DAY).as_json()
    return next(each for each in assessed["results"] if each["measure"] == measure)


def line(rulebook, measure):
    found = next(each for each in rulebook.rules(DAY).measures if each.id == measure)
    return found.money.line


def test_a_rate_and_a_ceiling_are_found_by_what_they_say(tmp_path):
    """6,000,000 yuan × 20% = 1,200,000, below the new ceiling; before, 30% = 1,800,000."""
    reform = "measures: {m01: {change: [{from: 30%, to: 20%}, {from: 2000000元, to: 150万元}]}}"

    changed = reform_of(tmp_path, reform)

    assert line(changed, "m01") == "产学研投入 × 20% 封顶 150万元"
    assert result(changed, CONSORTIUM, "m01")["amount"] == {"low": "1200000.00", "high": "1200000.00"}
    assert result(load(*PACKAGES), CONSORTIUM, "m01")["amount"]["low"] == "1800000.00"


def test_changes_speak_of_the_lines_as_they_were(tmp_path):
    """20% becomes 10% in nobody's place: the 20% of the first change was not there."""
    reform = "measures: {m01: {change: [{from: 30%, to: 20%}, {from: 20%, to: 10%}]}}"

    (problem,) = problems_of(tmp_path, reform)

    assert problem[1] == "change-not-found"


def test_a_whole_line_is_rewritten(tmp_path):
    reform = "measures: {m01: {change: [{from: 有本区高校参与 或 有上下游企业参与, to: 有本区高校参与 且 有上下游企业参与}]}}"

    assert result(reform_of(tmp_path, reform), CONSORTIUM, "m01")["finding"] == "not_met"


def test_a_number_that_stands_twice_is_changed_where_the_reform_says(tmp_path):
    """50,000,000 yuan is a line of the condition and of the tiers."""
    everywhere = reform_of(tmp_path, "measures: {m08: {change: [{from: 5000万元, to: 4000万元, everywhere: true}]}}")
    in_the_amount = reform_of(tmp_path, "measures: {m08: {change: [{from: 5000万元, to: 4000万元, in: amount}]}}")

    conditions = [
        [each.line for each in rulebook.rules(DAY).measures if each.id == "m08" for each in each.conditions]
        for rulebook in (everywhere, in_the_amount)
    ]
    assert "> 4000万元 → 五千万元档补贴" in line(everywhere, "m08")
    assert "> 4000万元 → 五千万元档补贴" in line(in_the_amount, "m08")
    assert any("首次超过 4000万元" in each for each in conditions[0])
    assert not any("4000万元" in each for each in conditions[1])


def test_conditions_are_added_and_dropped(tmp_path):
    reform = """\
conditions: [{rule: 属重点产业, zh: 限重点产业}]
measures: {m01: {drop: [牵头单位在重点领域], add: [有上下游企业参与]}}
"""

    measures = reform_of(tmp_path, reform).rules(DAY).measures
    lines = {measure.id: [condition.line for condition in measure.conditions] for measure in measures}

    assert "牵头单位在重点领域" not in lines["m01"]
    assert "有上下游企业参与" in lines["m01"]
    assert all("属重点产业" in each for each in lines.values())


def test_a_measure_is_switched_off_and_says_so(tmp_path):
    found = result(reform_of(tmp_path, "measures: {m01: off}"), CONSORTIUM, "m01")

    assert found["finding"] == "not_met"
    assert "设想中停用" in found["reasons"][0]["what"]


def test_a_fill_takes_the_place_of_all_others_with_their_conditions(tmp_path):
    """The office's rules for the HNTE award have a condition of their own; the reform's fill has none."""
    packages = (*PACKAGES, "yangpu-kjw-hnte-2025")
    before = next(each for each in load(*packages).rules(DAY).measures if each.id == "m07b")
    after = reform_of(tmp_path, "slots: {hnte_award: 30万元}", packages).rules(DAY)
    measure = next(each for each in after.measures if each.id == "m07b")

    assert len(measure.conditions) == len(before.conditions) - 1
    assert after.fills["hnte_award"].value == "30万元"


def test_a_fill_is_reworded_where_it_stands_with_all_else_kept(tmp_path):
    packages = (*PACKAGES, "yangpu-kjw-hnte-2025")
    after = reform_of(tmp_path, "slots: {hnte_award: {change: [{from: 20万元, to: 25万元}]}}", packages).rules(DAY)

    assert after.fills["hnte_award"].value == "分档(高企事项: 首次认定 → 25万元; 重新认定 → 5万元; 入库 → 1万元)"
    assert after.fills["hnte_award"].when == "高企事项日期 >= 2025-02-10"


def test_a_fill_is_taken_away(tmp_path):
    assert "growth_min" not in reform_of(tmp_path, "slots: {growth_min: open}").rules(DAY).fills


def test_a_label_is_given_another_grade(tmp_path):
    """优秀 means A in example-rules; of one label only the reform's entry counts."""
    entries = "slots: {carrier_grades: {entries: [{label: 优秀, grade: B}]}}"
    mapping = reform_of(tmp_path, entries).rules(DAY).mappings["carrier_grades"]

    assert [each.grade for each in mapping if each.label == "优秀"] == ["B"]
    assert [each.grade for each in mapping if each.label == "优良"] == ["B"]


def test_the_range_of_a_determination_is_another(tmp_path):
    facts = reform_of(tmp_path, "ranges: {qihang_support: [0元, 150万元]}").rules(DAY).facts

    assert facts["qihang_support"].domain == (0, 150_000_000)


def test_a_fact_that_no_package_knows_may_be_asked_for(tmp_path):
    reform = """\
facts: {organisation: {rd_staff: {type: integer, zh: 研发人员数, en: R&D staff}}}
conditions: [研发人员数 >= 10]
"""
    case = {**CONSORTIUM, "facts": {**CONSORTIUM["facts"], "rd_staff": 9}}
    changed = reform_of(tmp_path, reform)

    assert result(changed, case, "m01")["finding"] == "not_met"
    assert result(changed, CONSORTIUM, "m01")["finding"] == "unknown"


def test_packages_may_come_with_a_reform(tmp_path):
    changed = reform_of(tmp_path, "packages: [example-rules]", ("yangpu-2024-1",))

    assert [package.id for package in changed.packages] == ["yangpu-2024-1", "example-rules", "reform"]


def test_the_reform_is_a_package_with_its_digest_and_its_notice():
    reform = read_reform(EXAMPLE)
    package = reformed(PACKAGES, reform).packages[-1]

    assert (package.id, package.digest) == ("reform", reform.digest)
    assert package.digest.startswith("sm3:")
    assert package.notice.zh == "设想，非规定"
    assert package.title == reform.title


def test_the_packages_themselves_keep_their_digests():
    before = {package.id: package.digest for package in load(*PACKAGES).packages}
    after = {package.id: package.digest for package in reformed(PACKAGES, read_reform(EXAMPLE)).packages[:-1]}

    assert after == before


@pytest.mark.parametrize("measure", ["m02", "m03", "m09", "m12"])
def test_what_a_reform_does_not_name_stays_as_it_is(measure):
    before, after = (
        next(each for each in rulebook.rules(DAY).measures if each.id == measure)
        for rulebook in (load(*PACKAGES), reformed(PACKAGES, read_reform(EXAMPLE)))
    )

    assert before.nodes() == after.nodes()
