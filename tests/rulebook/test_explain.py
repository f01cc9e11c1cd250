"""Why a result is as it is: the deciding step first, each with its clause, its words and its numbers."""

from datetime import date

import pytest

from sihang.rulebook import load
from tests.builders.packages import SHIPPED

POLICY, EXAMPLE = "yangpu-2024-1", "example-rules"
DAY = date(2024, 6, 30)
ENTERPRISE = {"kind": "enterprise", "registered_in_district": True, "on_exclusion_list": False}


def company(revenue_2023, *, base=20000000, rd_expense=2000000, **facts):
    """A company founded in 2020 that claims the milestone of 2023. The example asks for 5% and 20%."""
    revenue = {"2020": base, "2021": 22000000, "2022": 24000000, "2023": revenue_2023}
    known = {"founded_year": 2020, "hnte_valid": True, "revenue": revenue, "rd_expense": {"2023": rd_expense}}
    return {
        "facts": {**ENTERPRISE, **known, **facts},
        "matters": [{"id": "G-1", "type": "growth_event", "facts": {"growth_year": 2023}}],
    }


def reasons(case, measure, *packages, on=DAY, lang="zh"):
    answer = load(*(packages or (POLICY, EXAMPLE))).assess(case, on=on).as_json(lang)
    return next(each for each in answer["results"] if each["measure"] == measure)["reasons"]


def sentences(case, measure, *packages, **more):
    return [reason["what"] for reason in reasons(case, measure, *packages, **more)]


@pytest.mark.parametrize(
    ("revenue", "distance"),
    [
        ("28700000", "营收还差 130.00万元"),
        ("29999999.99", "营收还差 0.01元"),
        ("30000000", "营收还差 0.01元"),  # the line itself is not over it
        ("0", "营收还差 3000.00万元"),
        ("29990000", "营收还差 1.00万元"),
        ("29990000.01", "营收还差 9999.99元"),
    ],
)
def test_the_distance_to_the_line(revenue, distance):
    found = [text for text in sentences(company(revenue, base=1000000), "m08") if distance in text]

    assert len(found) == 1
    assert "须超过 3000.00万元" in found[0]


def test_the_distance_of_growth():
    """20,000,000 × 1.2³ = 34,560,000; 34,000,000 is 560,000 short."""
    (found,) = [text for text in sentences(company("34000000"), "m08") if "还差" in text]

    assert "营收还差 56.00万元（须达到 3456.00万元，现为 3400.00万元）" in found


def test_the_distance_of_intensity():
    """5% of 40,000,000 is 2,000,000; 1,000,000 is as much short."""
    (found,) = [text for text in sentences(company("40000000", rd_expense=1000000), "m08") if "还差" in text]

    assert "研发费用还差 100.00万元（须达到 200.00万元，现为 100.00万元）" in found


def test_each_failing_number_has_its_own_distance():
    found = [text for text in sentences(company("29000000", rd_expense=0), "m08") if "还差" in text]

    assert len(found) == 3  # to the line 1,000,000, to the growth 5,560,000, to the intensity 5% of 29,000,000
    assert any("100.00万元" in text for text in found)
    assert any("556.00万元" in text for text in found)
    assert any("145.00万元" in text for text in found)


def test_a_distance_in_english():
    found = sentences(company("28700000", base=1000000), "m08", lang="en")

    assert any("Revenue of 2023 is 1300000.00 yuan short" in text for text in found)


@pytest.mark.parametrize(
    ("base", "founded_year"),
    [(0, 2020), ({"absent": True}, 2020), (None, 2021)],
)
def test_growth_over_nothing_is_said_to_be_undefined(base, founded_year):
    """I-14: zero or absent is not met, saying that the growth is undefined."""
    found = sentences(company("35000000", base=base, founded_year=founded_year), "m08")

    assert any("增长率无定义" in text for text in found)
    english = sentences(company("35000000", base=base, founded_year=founded_year), "m08", lang="en")
    assert any("undefined" in text for text in english)


def test_a_defined_growth_is_not_said_to_be_undefined():
    assert [text for text in sentences(company("35000000"), "m08") if "无定义" in text] == []


@pytest.mark.parametrize("on", [date(2024, 2, 26), date(2027, 2, 27)])
def test_outside_the_term_the_first_reason_is_clause_15(on):
    case = {"facts": ENTERPRISE, "matters": [{"id": "M-1", "type": "innovation_fund_award"}]}

    first = reasons(case, "m07a", POLICY, on=on)[0]

    assert (first["clause"], first["reading"][0]) == ("15", "I-01")
    assert first["quote"] == "本政策措施自发布之日起开始施行，有效期三年。"
    assert first["what"].endswith("不符合")


def test_what_fails_stands_first_then_what_is_open_then_the_amount_then_what_holds():
    case = {
        "facts": {**ENTERPRISE, "on_exclusion_list": None},
        "matters": [{"id": "C-1", "type": "consortium",
                     "facts": {"consortium_lead_is_leading": False, "iur_investment": 5000000}}],
    }  # fmt: skip

    found = sentences(case, "m01", POLICY)
    ends = [text.rpartition(" → ")[2] for text in found]

    assert ends == ["不符合", *["未定"] * 4, found[5], *["符合"] * 3]
    assert found[5] == "产学研投入 5000000.00元 × 30% = 1500000.00元, 封顶 2000000.00元"


def test_a_reading_is_named_beside_what_the_text_does_not_say():
    case = {"facts": {**ENTERPRISE, "registered_in_district": False}, "matters": [{"id": "C-1", "type": "consortium"}]}

    first = reasons(case, "m01", POLICY)[0]

    assert (first["what"], first["quote"], first["reading"]) == ("在本区注册 否 → 不符合", None, ["I-02"])


def test_support_already_received_is_named_with_clause_14():
    support = {"payer": "district", "document": "某文", "matter": "S-1", "amount": 500000, "status": "pending",
               "relation": "exclusive"}  # fmt: skip
    matter = {"id": "S-1", "type": "scenario_project", "facts": {"scenario_total_investment": 3000000},
              "determinations": {"scenario_recognised": True}}  # fmt: skip
    case = {"facts": ENTERPRISE, "matters": [matter], "support_received": [support]}

    last = reasons(case, "m09", POLICY, EXAMPLE)[-1]

    assert (last["clause"], last["quote"]) == ("14", "按照“从优、从高、不重复”原则执行")
    assert "0.00元至500000.00元" in last["what"]


def test_an_award_under_a_real_document_names_it_with_its_warning():
    case = {
        "facts": {**ENTERPRISE, "in_zhangjiang_park": False},
        "matters": [{"id": "H-1", "type": "hnte_recognition", "facts": {"hnte_event": "renewal", "hnte_event_on": "2025-03-01"}}],
    }  # fmt: skip

    first = sentences(case, "m07b", "yangpu-kjw-hnte-2025", on=date(2025, 6, 30))[0]

    assert all(words in first for words in ("50000.00元", "杨科经规〔2025〕1号", "须与原文核对"))


def test_a_package_found_by_path_explains_the_same():
    case = company("31000000")

    by_path = sentences(case, "m08", str(SHIPPED / POLICY), str(SHIPPED / EXAMPLE))

    assert by_path == sentences(case, "m08", POLICY, EXAMPLE)


def test_a_share_of_nothing_is_said_to_be_undefined():
    found = sentences(company("0"), "m08")

    assert any("比例无定义" in text for text in found)
