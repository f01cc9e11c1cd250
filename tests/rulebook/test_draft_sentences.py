"""One sentence, one draft: what is read as an amount, and what is left to a person because it is not certain."""

import pytest

from sihang.rulebook.draft import draft_package


def measures(sentence):
    return draft_package(f"1. {sentence}", package_id="a").measures


def only(sentence):
    (measure,) = measures(sentence)
    return measure


@pytest.mark.parametrize(
    ("sentence", "amount"),
    [
        ("对新引进的独角兽企业，给予最高500万元的一次性奖励。", "核定金额m01 封顶 500万元"),
        ("按照其研发投入的5%给予补助，最高不超过500万元。", "研发投入 × 5% 封顶 500万元"),
        ("对企业按增量的1%给予奖励，最高200万元。", "增量 × 1% 封顶 200万元"),
        ("给予50%、最高100万元的贷款贴息。", "支持基数m01 × 50% 封顶 100万元"),
        ("对参加展会的企业，给予展位费50%的补贴，每家企业每次不超过2万元。", "展位费 × 50% 封顶 2万元"),
        ("经认定的公共服务平台，资助金额不超过300万元。", "核定金额m01 封顶 300万元"),
        ("对认定为国家级专精特新企业的，奖励50万元。", "50万元"),
        ("对优秀团队，给予20万元至50万元奖励。", "核定金额m01"),
        ("对企业给予相应补贴。", "支持金额m01"),
        ("对获奖企业，按市级奖励金额1:1给予配套。", "市级奖励金额 × 100%"),
    ],
)
def test_plain_patterns_are_read(sentence, amount):
    assert only(sentence).benefits[0].amount == amount


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("每新增一名博士，给予用人单位2万元补贴。", "2万元"),
        ("按每平方米每天不超过1.5元给予租金补贴。", "1.5元"),
        ("给予5万元/家奖励。", "5万元/家"),
        ("给予年化1%的贴息支持，单户最高50万元。", "1%、50万元"),
        ("对企业缴纳的保费，按不低于30%且不超过50%的比例给予补贴。", "30%、50%"),
        ("对国家级、市级实验室，分别给予最高500万元、200万元资助。", "500万元、200万元"),
        ("对注册资本500万元的企业，给予20万元奖励。", "500万元、20万元"),
        ("给予不低于10万元的奖励。", "10万元"),
    ],
)
def test_what_is_not_certain_is_left_to_be_determined_with_its_numbers(sentence, numbers):
    measure = only(sentence)

    assert (measure.benefits[0].amount, measure.benefits[0].found_by) == ("核定金额m01", "uncertain-sum")
    assert any(numbers in remark for remark in measure.remarks)


def test_what_is_given_on_top_is_a_measure_of_its_own():
    first, second = measures("对首次纳入规上的企业，给予10万元奖励，连续三年保持的，再给予5万元奖励。")

    assert [each.benefits[0].amount for each in (first, second)] == ["10万元", "5万元"]
    assert [each.conditions[0].quote for each in (first, second)] == ["对首次纳入规上的企业", "连续三年保持的"]


def test_a_further_sum_for_the_same_is_a_measure_with_the_same_conditions():
    first, second = measures("对经认定的平台，给予100万元资助，并给予最高50万元贷款贴息。")

    assert [each.benefits[0].amount for each in (first, second)] == ["100万元", "核定金额m01b 封顶 50万元"]
    assert [each.conditions[0].quote for each in (first, second)] == ["经认定", "经认定"]


def test_a_ceiling_by_the_year_beside_another_is_remarked():
    measure = only("给予展位费50%的补贴，每次不超过2万元，每年累计不超过10万元。")

    assert measure.benefits[0].amount == "展位费 × 50% 封顶 2万元"
    assert any("10万元" in remark for remark in measure.remarks)


def test_lines_paired_with_sums_become_tiers_highest_first():
    measure = only("企业营业收入首次突破5亿元、10亿元、50亿元的，分别给予20万元、50万元、100万元奖励。")

    assert measure.benefits[0].amount == ("分档(企业营业收入: > 50亿元 → 100万元; > 10亿元 → 50万元; > 5亿元 → 20万元)")
    assert [condition.rule for condition in measure.conditions] == ["企业营业收入 > 5亿元"]


def test_several_lines_of_a_sentence_are_conditions_of_their_own():
    measure = only("对上年度营业收入1亿元（含）以上且同比增长20%以上的企业，给予20万元奖励。")

    assert [condition.rule for condition in measure.conditions] == ["上年度营业收入 >= 1亿元", "同比增长 >= 20%"]


def test_a_value_that_must_stay_under_lines_must_stay_under_the_highest():
    measure = only("对能耗占比低于5%、10%的企业，给予奖励。")

    assert measure.conditions[0].rule == "能耗占比 < 10%"


@pytest.mark.parametrize(
    "sentence",
    [
        "鼓励高校院所开展合作。",
        "弄虚作假的，不予支持，并追回已拨付的20万元资金。",
        "对违规企业，不再给予补贴。",
        "大力支持创新型企业，加大扶持力度。",
        "本办法自2024年7月1日起施行，有效期至2027年6月30日。",
    ],
)
def test_what_gives_nothing_becomes_no_measure(sentence):
    assert measures(sentence) == ()


def test_a_status_that_is_part_of_a_longer_name_is_no_condition():
    assert only("对科技型中小企业技术创新资金项目，给予20万元资助。").conditions[0].found_by == "subject"
