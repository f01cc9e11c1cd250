"""Input that cannot be used: every kind named in SEMANTICS 3, each with its JSON path, and all of them at once."""

from copy import deepcopy
from datetime import date

import pytest

from sihang.rulebook import CaseUnusable, case_from_json, load

DAY = date(2025, 6, 30)
GOOD = {
    "organisation": {"uscc": "91310110MADEM0011Y", "name": "示例智能科技有限公司"},
    "facts": {"kind": "enterprise", "registered_in_district": True, "on_exclusion_list": False, "founded_year": 2019,
              "revenue": {"2022": 20000000, "2023": "31000000.00"}},
    "matters": [
        {"id": "JB-1", "type": "challenge_project", "project": "P-7", "year": 2024,
         "facts": {"challenge_listed": True, "challenge_rd_expense": "8000000"},
         "determinations": {"challenge_rate": "30%", "challenge_effective": {"value": True, "by": "示例", "on": "2025-01-01"}}},
        {"id": "N-1", "type": "new_rd_institution", "determinations": {"nrdi_apartments": 12, "nrdi_support": 3000000}},
        {"id": "H-1", "type": "hnte_recognition", "facts": {"hnte_event": "first", "hnte_event_on": "2025-04-10"}},
        {"id": "K-1", "type": "carrier_year", "facts": {"carrier_grade_label": "A"}},
    ],
    "support_received": [{"payer": "district", "document": "杨府发〔2024〕5号", "policy": "yangpu-2024-1", "measure": "m03",
                          "matter": "JB-0", "project": "P-7", "year": 2024, "amount": "500000.00", "status": "paid",
                          "relation": "exclusive", "on": "2024-09-30"}],
}  # fmt: skip
REMOVED = object()


@pytest.fixture(scope="module")
def policy():
    return load("yangpu-2024-1")


def with_change(path, value):
    """The good case with the value at one place changed, or taken away."""
    case = deepcopy(GOOD)
    place = case
    for step in path[:-1]:
        place = place[step]
    if value is REMOVED:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return case


def problems_of(policy, case, on=DAY):
    with pytest.raises(CaseUnusable) as refused:
        policy.assess(case, on=on)
    return [(problem.where, problem.code, problem.what.zh) for problem in refused.value.problems]


def test_the_case_without_a_change_can_be_used(policy):
    assert policy.assess(GOOD, on=DAY).combination.low == 0


MATTER, RATE = ("matters", 0), ("matters", 0, "determinations", "challenge_rate")
SPEND = ("matters", 0, "facts", "challenge_rd_expense")
SUPPORT = ("support_received", 0)


@pytest.mark.parametrize(
    ("path", "value", "where", "words"),
    [
        # the organisation
        (("organisation", "uscc"), "91310110MADEM0011X", "$.organisation.uscc", ""),  # check digit
        (("organisation", "uscc"), "9131", "$.organisation.uscc", ""),
        (("organisation", "uscc"), 9131, "$.organisation.uscc", "非空文字"),
        (("organisation", "name"), "  ", "$.organisation.name", "非空文字"),
        (("organisation",), [], "$.organisation", "JSON 对象"),
        # keys
        (("organistion",), {}, "$.organistion", "是否想写“organisation”"),
        (("organisation", "code"), "x", "$.organisation.code", "不认识的键"),
        (("facts", "revenues"), {}, "$.facts.revenues", "是否想写“revenue”"),
        (("facts", "在本区注册"), True, '$.facts["在本区注册"]', "请写键 registered_in_district"),
        (("facts", "iur_investment"), 1, "$.facts.iur_investment", "“consortium”类事项"),
        (("facts", "in_zhangjiang_park"), True, "$.facts.in_zhangjiang_park", "--policy yangpu-kjw-hnte-2025"),
        ((*MATTER, "facts", "kind"), "enterprise", "$.matters[0].facts.kind", "请写在 $.facts 下"),
        ((*MATTER, "facts", "iur_investment"), 1, "$.matters[0].facts.iur_investment", "“consortium”类事项"),
        ((*MATTER, "facts", "challenge_effective"), True, "$.matters[0].facts.challenge_effective", "$.matters[0].determinations"),
        ((*MATTER, "determinations", "challenge_listed"), True, "$.matters[0].determinations.challenge_listed", "$.matters[0].facts"),
        ((*MATTER, "colour"), 1, "$.matters[0].colour", "不认识的键"),
        ((*RATE[:-1], "challenge_effective", "date"), 1, "$.matters[0].determinations.challenge_effective.date", "不认识的键"),
        ((*SUPPORT, "amont"), 1, "$.support_received[0].amont", "是否想写“amount”"),
        # shapes
        (("facts",), [1], "$.facts", "JSON 对象"),
        (("matters",), {}, "$.matters", "应为列表"),
        (("matters", 0), "JB-1", "$.matters[0]", "JSON 对象"),
        (("support_received",), {}, "$.support_received", "应为列表"),
        (("support_received", 0), 5, "$.support_received[0]", "JSON 对象"),
        # matters
        ((*MATTER, "id"), REMOVED, "$.matters[0].id", "缺少“id”"),
        ((*MATTER, "type"), REMOVED, "$.matters[0].type", "缺少“type”"),
        ((*MATTER, "type"), "challenge", "$.matters[0].type", "challenge_project"),
        ((*MATTER, "id"), "N-1", "$.matters[1].id", "重复"),
        ((*MATTER, "id"), 7, "$.matters[0].id", "非空文字"),
        ((*MATTER, "project"), "", "$.matters[0].project", "非空文字"),
        ((*MATTER, "year"), "2024年", "$.matters[0].year", "应为年份"),
        ((*MATTER, "year"), 1776, "$.matters[0].year", "应为年份"),
        # yes/no, enums, whole numbers, dates, text
        (("facts", "registered_in_district"), "true", "$.facts.registered_in_district", "true 或 false"),
        (("facts", "registered_in_district"), 1, "$.facts.registered_in_district", "true 或 false"),
        (("facts", "kind"), "enterprize", "$.facts.kind", "是否想写“enterprise”"),
        (("facts", "kind"), "企业", "$.facts.kind", "请写 enterprise"),
        (("facts", "kind"), "医院", "$.facts.kind", "可取 enterprise（企业）、university（高校）"),
        (("facts", "founded_year"), "2019", "$.facts.founded_year", "整数"),
        (("facts", "founded_year"), True, "$.facts.founded_year", "整数"),
        (("facts", "founded_year"), 1776, "$.facts.founded_year", "1900至2100"),
        (("matters", 2, "facts", "hnte_event_on"), "2025-02-30", "$.matters[2].facts.hnte_event_on", "应为日期"),
        (("matters", 2, "facts", "hnte_event_on"), "20250410", "$.matters[2].facts.hnte_event_on", "应为日期"),
        (("matters", 2, "facts", "hnte_event_on"), 2025, "$.matters[2].facts.hnte_event_on", "应为日期"),
        (("matters", 3, "facts", "carrier_grade_label"), 1, "$.matters[3].facts.carrier_grade_label", "应为文字"),
        # money
        (SPEND, "-1", "$.matters[0].facts.challenge_rd_expense", "不能为负"),
        (SPEND, -0.01, "$.matters[0].facts.challenge_rd_expense", ""),
        (SPEND, "8000000.001", "$.matters[0].facts.challenge_rd_expense", ""),
        (SPEND, "800万元", "$.matters[0].facts.challenge_rd_expense", ""),
        (SPEND, "8e6", "$.matters[0].facts.challenge_rd_expense", ""),
        (SPEND, "", "$.matters[0].facts.challenge_rd_expense", ""),
        (SPEND, True, "$.matters[0].facts.challenge_rd_expense", ""),
        (SPEND, [8000000], "$.matters[0].facts.challenge_rd_expense", ""),
        (SPEND, 10**15, "$.matters[0].facts.challenge_rd_expense", ""),
        # rates
        (RATE, "30", "$.matters[0].determinations.challenge_rate", '"30%"'),
        (RATE, 30, "$.matters[0].determinations.challenge_rate", '"30%"'),
        (RATE, "9.99%", "$.matters[0].determinations.challenge_rate", "超出允许范围 10%至30%，见第3条"),
        (RATE, "30.01%", "$.matters[0].determinations.challenge_rate", "超出允许范围 10%至30%，见第3条"),
        (RATE, "12.345%", "$.matters[0].determinations.challenge_rate", "0.01%"),
        (RATE, "-10%", "$.matters[0].determinations.challenge_rate", "不能为负"),
        (RATE, True, "$.matters[0].determinations.challenge_rate", ""),
        (RATE, {"value": "31%"}, "$.matters[0].determinations.challenge_rate.value", "10%至30%"),
        (RATE, {"by": "示例"}, "$.matters[0].determinations.challenge_rate.value", "缺少“value”"),
        (RATE, {"value": "30%", "on": "某日"}, "$.matters[0].determinations.challenge_rate.on", "应为日期"),
        (RATE, {"value": "30%", "reason": 5}, "$.matters[0].determinations.challenge_rate.reason", "应为文字"),
        # determinations out of what the text allows
        (("matters", 1, "determinations", "nrdi_support"), "5000000.01", "$.matters[1].determinations.nrdi_support", "见第2条"),
        (("matters", 1, "determinations", "nrdi_apartments"), 1001, "$.matters[1].determinations.nrdi_apartments", "0至1000"),
        (("matters", 1, "determinations", "nrdi_apartments"), 1.5, "$.matters[1].determinations.nrdi_apartments", "整数"),
        # absent
        (SPEND, {"absent": True}, "$.matters[0].facts.challenge_rd_expense", "不能是“不存在”"),
        (("facts", "revenue", "2022"), {"absent": False}, "$.facts.revenue.2022", '{"absent": true}'),
        (("facts", "revenue", "2022"), {"absent": True, "x": 1}, "$.facts.revenue.2022", '{"absent": true}'),
        (("facts", "revenue"), {"absent": True}, "$.facts.revenue", "按年填写"),
        # series
        (("facts", "revenue"), 31000000, "$.facts.revenue", "按年填写"),
        (("facts", "revenue", "23A"), 1, "$.facts.revenue.23A", "四位数字"),
        (("facts", "revenue", "1776"), 1, "$.facts.revenue.1776", "四位数字"),
        (("facts", "revenue", "2022"), "-1", "$.facts.revenue.2022", "不能为负"),
        # support received
        *[((*SUPPORT, key), REMOVED, f"$.support_received[0].{key}", f"缺少“{key}”")
          for key in ("payer", "document", "amount", "status", "relation")],
        ((*SUPPORT, "document"), None, "$.support_received[0].document", "缺少“document”"),
        ((*SUPPORT, "payer"), "county", "$.support_received[0].payer", "district, city, state, other"),
        ((*SUPPORT, "status"), "payed", "$.support_received[0].status", "是否想写“paid”"),
        ((*SUPPORT, "relation"), "both", "$.support_received[0].relation", "exclusive, matching"),
        ((*SUPPORT, "amount"), "-50", "$.support_received[0].amount", "不能为负"),
        ((*SUPPORT, "on"), "2025-07-01", "$.support_received[0].on", "不能晚于评估日 2025-06-30"),
        ((*SUPPORT, "on"), "2025-7-1", "$.support_received[0].on", "应为日期"),
        ((*SUPPORT, "measure"), "m3", "$.support_received[0].measure", "没有措施“m3”"),
        ((*SUPPORT, "year"), "24", "$.support_received[0].year", "应为年份"),
    ],
)  # fmt: skip
def test_one_thing_that_cannot_be_used(policy, path, value, where, words):
    found = problems_of(policy, with_change(path, value))

    assert [place for place, _, _ in found] == [where]
    assert words in found[0][2]


@pytest.mark.parametrize("case", [None, [], "x", 5, True])
def test_a_case_that_is_no_object(policy, case):
    assert [found[:2] for found in problems_of(policy, case)] == [("$", "wrong-type")]


def test_everything_that_is_wrong_is_listed_together(policy):
    case = deepcopy(GOOD)
    case["organisation"]["uscc"] = "91310110MADEM0011X"
    case["facts"] |= {"kind": "company", "revenue": {"2023": "-1", "2O22": 1}, "employes": 3}
    case["matters"][0] |= {"type": "challenge_projects"}
    case["matters"][1]["determinations"] = {"nrdi_support": "9000000"}
    case["support_received"][0] |= {"status": None, "on": "2025-07-01"}

    assert sorted(where for where, _, _ in problems_of(policy, case)) == [
        "$.facts.employes",
        "$.facts.kind",
        "$.facts.revenue.2023",
        "$.facts.revenue.2O22",
        "$.matters[0].type",
        "$.matters[1].determinations.nrdi_support",
        "$.organisation.uscc",
        "$.support_received[0].on",
        "$.support_received[0].status",
    ]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (SPEND, 8000000),
        (SPEND, "8000000.5"),
        (SPEND, 0),
        (SPEND, None),
        (SPEND, REMOVED),
        (RATE, "0.3"),
        (RATE, "12.5%"),
        (RATE, None),
        (RATE, {"value": None}),
        (("facts", "revenue", "2022"), {"absent": True}),
        (("facts", "revenue", "2022"), None),
        (("facts", "revenue"), None),
        (("matters", 0, "year"), None),
        (("matters", 0, "facts"), None),
        (("support_received",), None),
        ((*SUPPORT, "on"), "2025-06-30"),
        ((*SUPPORT, "policy"), "another-policy"),
        (("matters", 3, "facts", "carrier_grade_label"), "从未见过的用语"),
    ],
)
def test_what_the_contract_allows_is_taken(policy, path, value):
    assert policy.assess(with_change(path, value), on=DAY).on == DAY


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("{", "bad-json", "$"),
        ("", "bad-json", "$"),
        ('{"facts": {"founded_year": NaN}}', "bad-json", "$"),
        ('{"facts": Infinity}', "bad-json", "$"),
        ("[" * 100_000, "bad-json", "$"),
        (b"\xff\xfe{}", "bad-json", "$"),
        ('{"facts": {"kind": "fund", "kind": "other"}}', "key-twice", "$…kind"),
    ],
)
def test_text_that_is_no_json(text, code, where):
    with pytest.raises(CaseUnusable) as refused:
        case_from_json(text)

    assert [(problem.code, problem.where) for problem in refused.value.problems] == [(code, where)]


def test_json_numbers_stay_exact(policy):
    text = '{"matters": [{"id": "C-1", "type": "consortium", "facts": {"iur_investment": 6666666.66}}]}'

    amount = policy.assess(case_from_json(text), on=DAY).as_json()["results"][0]["amount_if_met"]

    assert amount == {"low": "1999999.99", "high": "1999999.99"}  # 30% of 6,666,666.66 is 1,999,999.998
