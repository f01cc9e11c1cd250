"""The check-up by questions as a stranger has it, without signing in. Sums are worked out by hand from the text."""

from io import BytesIO

import pdfplumber
import pytest

from sihang.portal.public.checkup import fields
from sihang.portal.public.checkup.example import example
from sihang.portal.public.checkup.result import printed
from sihang.portal.public.checkup.sitting import new_sitting
from sihang.portal.shared import printing
from sihang.rulebook import load
from sihang.rulebook.showing.assessments import assessment_shown
from sihang.rulebook.showing.uses import uses_shown
from tests.builders.fonts import needs_chinese_font

pytestmark = pytest.mark.django_db
START, NEXT, RESULT, ANSWERS = "/checkup/", "/checkup/next", "/checkup/result/", "/checkup/answers/"
RULES_OF_EXAMPLE, CITY_2025 = "example-rules", "yangpu-kjw-hnte-2025"
ON = "2025-06-30"


def asked_for(key):
    return f"/checkup/questions/{key}/"


@pytest.fixture
def begun(client):
    client.post("/checkup/begin", {"on": ON})
    return client


def test_the_first_question_says_what_it_is_asked_for_and_how_many_are_left(begun):
    page = begun.get(NEXT, follow=True)

    assert page.redirect_chain[-1][0] == asked_for("kind")
    assert "单位类型" in page.text
    assert "已答 0 题，按目前回答还有约 5 题" in page.text
    assert "引导龙头企业" in page.text  # the words of clause 3 that ask for it


def test_whoever_is_registered_elsewhere_is_asked_nothing_more(begun):
    begun.post(asked_for("kind"), {"answer": "enterprise"})
    onward = begun.post(asked_for("registered_in_district"), {"answer": "no"}, follow=True)

    assert onward.redirect_chain[-1][0] == RESULT
    assert onward.text.count("没有可能符合的措施") == 4
    assert "不符合的 4 项" in onward.text  # of 续航: clauses 7 (two), 8 and 9; folded, and still to be found
    assert "在本区注册 否 → 不符合" in onward.text


def test_i_do_not_know_is_an_answer_and_is_not_asked_again(begun):
    onward = begun.post(asked_for("kind"), {"unsure": "yes"}, follow=True)

    assert onward.redirect_chain[-1][0] == asked_for("registered_in_district")
    assert "不知道" in begun.get(ANSWERS).text


def test_a_wrong_answer_is_told_at_its_field_and_kept(begun):
    for key, answer in {"kind": "enterprise", "registered_in_district": "yes", "on_exclusion_list": "no"}.items():
        begun.post(asked_for(key), {"answer": answer})
    begun.post(asked_for("matters"), {"growth_event": "yes", "rest": "no"})

    page = begun.post(asked_for("growth_year"), {"answer": "去年"})

    assert "“达线年度”应为整数：去年" in page.text
    assert 'value="去年"' in page.text
    assert "growth_year" not in begun.session["checkup"]["answers"]


def test_an_answer_can_be_changed_and_the_others_stay(begun):
    begun.post(asked_for("kind"), {"answer": "enterprise"})
    begun.post(asked_for("registered_in_district"), {"answer": "yes"})
    before = begun.get(asked_for("kind")).text

    begun.post(asked_for("kind"), {"answer": "incubator"})

    assert 'value="enterprise" checked' in before
    assert begun.session["checkup"]["answers"] == {"kind": "incubator", "registered_in_district": True}
    assert begun.session["checkup"]["order"] == ["kind", "registered_in_district"]


def test_what_was_not_chosen_is_none_of_the_others_only_where_one_says_so(begun):
    for key, answer in {"kind": "enterprise", "registered_in_district": "yes", "on_exclusion_list": "no"}.items():
        begun.post(asked_for(key), {"answer": answer})

    page = begun.post(asked_for("matters"), {"growth_event": "yes"})
    begun.post(asked_for("matters"), {"growth_event": "yes", "rest": "no"})

    said = begun.session["checkup"]["answers"]["$matters"]
    assert page.text.count("请回答，或选“不知道”") == 8  # nine types may be an enterprise's
    assert {key for key, there in said.items() if there} == {"growth_event"}
    assert len(said) == 9


def test_the_example_gives_what_the_text_says(client):
    """800万元 × 30% = 240万元, at most 200万元; and 50万元 to 100万元 for the milestone if its rules allow it at all."""
    zh = client.post("/checkup/example", follow=True).text
    client.cookies["language"] = "en"
    en = client.get(RESULT).text

    assert '<p class="best">200万元至300万元</p>' in zh
    assert "研发费用实际投入 800万元 × 核定比例 30% = 240万元, 封顶 200万元" in zh
    assert "条件全部符合时：50万元至100万元" in zh
    assert "250万元" not in zh  # no midpoint
    assert '<p class="best">2,000,000 to 3,000,000 yuan</p>' in en
    heads = [
        zh.index(f'id="action-{number}">{name}') for number, name in enumerate(("领航", "启航", "续航", "助航"), 1)
    ]
    assert heads == sorted(heads)


def test_a_saved_link_opens_in_its_own_session_only(client, django_user_model):
    client.post("/checkup/example")
    link = client.post("/checkup/save").headers["Location"]
    client.post("/checkup/again")

    stranger = type(client)().get(link)

    assert "200万元至300万元" in client.get(link).text
    assert stranger.status_code == 404
    assert "200万元" not in stranger.text
    assert "只在当时的浏览器会话里有效" in stranger.text
    assert client.get(RESULT).headers["Location"] == START  # start over: nothing is left but the copy


def test_another_day_is_another_result(client):
    client.post("/checkup/example")

    after_the_term = client.post("/checkup/terms", {"on": "2027-02-27"}, follow=True)
    no_day = client.post("/checkup/terms", {"on": "someday"})

    assert "体检日 2027-02-27" in after_the_term.text
    assert '<p class="best">0元</p>' in after_the_term.text
    assert "日期写成 2025-06-30" in no_day.text


def test_example_rules_are_marked_wherever_they_count(client):
    client.post("/checkup/example")

    page = client.post("/checkup/terms", {"on": ON, "beside": [RULES_OF_EXAMPLE]}, follow=True)

    assert page.text.count("示例参数") >= 2
    assert "sm3:" in page.text


def test_an_answer_that_no_document_asks_for_any_more_is_left_out_and_the_reader_told(client):
    """A notice of 2025 asks for a fact that the policy does not know."""
    today = new_sitting().on
    (key, *_) = sorted({*load("yangpu-2024-1", CITY_2025).rules(today).facts} - {*load().rules(today).facts})
    client.post("/checkup/begin", {"on": ON})
    session = client.session
    session["checkup"] = {**session["checkup"], "answers": {key: True, "kind": "fund"}, "order": [key, "kind"]}
    session.save()

    unusable = client.get(RESULT)
    mended = client.post("/checkup/terms", {"on": ON}, follow=True)

    assert "有回答要改" in unusable.text
    assert "没有这个问题" in unusable.text
    assert "所选文件不再问的 1 个回答已略去" in mended.text
    assert client.session["checkup"]["answers"] == {"kind": "fund"}


@pytest.mark.parametrize(
    ("typed", "unit", "shown"),
    [
        ("3,000", "wan", "= 3,000 万元（30,000,000 元）"),
        ("3000.5", "wan", "= 3,000.5 万元（30,005,000 元）"),
        ("１００", "yuan", "= 0.01 万元（100 元）"),
        ("1.5亿元", "yuan", "= 15,000 万元（150,000,000 元）"),
        ("0.00000001", "wan", ""),
        ("-3", "wan", ""),
        ("很多", "wan", ""),
    ],
)
def test_a_sum_is_shown_as_it_is_understood(client, typed, unit, shown):
    assert fields.understood(typed, unit) == shown
    assert client.get("/checkup/understood", {"of": "2023", "2023": typed, "2023-unit": unit}).text == shown


def test_a_fact_names_the_clause_that_asks_for_it():
    rules = load().rules(new_sitting().on)

    (use,) = uses_shown(rules, "challenge_effective", ["m03"], "zh")

    assert (use.title, use.clause, use.quote) == ("揭榜挂帅研发投入补贴", "3", "成效显著的")


# ---- on paper


@pytest.fixture(scope="module")
def paper():
    needs_chinese_font()
    return printed(example(new_sitting()), "zh")


def test_paper_says_what_the_page_says(paper):
    shown = assessment_shown(example(new_sitting()).assessment, "zh")
    with pdfplumber.open(BytesIO(paper)) as pdf:
        text = "".join("".join(char["text"] for char in page.chars) for page in pdf.pages)
    text = "".join(text.split())
    results = [result for action in shown.actions for result in (*action.likely, *action.not_met)]
    said = [shown.combination.amount, *(each.payable for each in shown.combination.take)]
    said += [each.digest for each in shown.packages]
    for result in results:
        said += [result.title, result.amount or "", result.finding_label, *(each.effect for each in result.open)]
        said += [each.what for each in (*result.deciding, *result.others)] + list(result.changes or ())

    assert [each for each in said if "".join(each.split()) not in text] == []


def test_every_letter_on_paper_is_of_the_chinese_font_and_in_the_file(paper):
    with pdfplumber.open(BytesIO(paper)) as pdf:
        names = {char["fontname"].partition("+")[2].partition("-")[0] for page in pdf.pages for char in page.chars}

    assert {name.casefold() for name in names} == {printing.typeface().name.replace(" ", "").casefold()}
    assert b"FontFile" in paper


def test_the_same_content_gives_the_same_bytes(paper):
    assert printed(example(new_sitting()), "zh") == paper


def test_without_a_chinese_font_it_is_said_how_to_get_one(client, settings):
    settings.PRINT_FONTS = ["No Such Font"]
    printing.typeface.cache_clear()
    client.post("/checkup/example")
    try:
        page = client.get("/checkup/result/checkup.pdf")
    finally:
        printing.typeface.cache_clear()

    assert page.status_code == 503
    assert "没有中文字体" in page.text
    assert "fonts-wqy-microhei" in page.text
