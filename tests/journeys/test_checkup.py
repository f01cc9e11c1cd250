"""A stranger's check-up in a real browser, from the first page to the paper; and every state of it through axe."""

import re
from io import BytesIO

import pypdfium2
import pytest

from tests.builders.fonts import needs_chinese_font
from tests.builders.people import person
from tests.builders.register import ALPHA, fact, organisation
from tests.journeys.conftest import sign_in_as

ON = "2025-06-30"
ANSWERS = {
    "kind": "enterprise", "registered_in_district": "yes", "on_exclusion_list": "no", "challenge_listed": "yes",
    "challenge_in_focus_industries": "yes", "challenge_lead_is_leading": "yes", "challenge_has_university_or_institute": "yes",
    "challenge_effective": "yes",
}  # fmt: skip


def onward(page):
    page.locator(".buttons button").first.click()


def key_of(page):
    found = re.search(r"/questions/(\w+)/", page.url)
    return found and found[1]


def answer(page):
    """Answer the question on the page as an enterprise with one challenge project, whose amounts are known."""
    key = key_of(page)
    if key == "matters":
        page.check("input[name=challenge_project][value=yes]")
        page.click("button[name=rest]")
    elif key == "challenge_rd_expense":
        page.fill("input[name=answer]", "800")
        page.get_by_text("= 800 万元（8,000,000 元）").wait_for()
        onward(page)
    elif key == "challenge_rate":
        page.fill("input[name=answer]", "30")
        onward(page)
    elif key in ANSWERS:
        page.check(f"input[value={ANSWERS[key]}]")
        onward(page)
    else:
        page.click("button[name=unsure]")
    return key


def test_from_the_first_page_to_the_paper(browse):
    """800万元 × 30% = 240万元; clause 3 gives at most 200万元."""
    needs_chinese_font()
    page = browse()
    page.goto("/")
    page.get_by_role("link", name="政策体检").first.click()
    page.fill("input[name=on]", ON)
    page.get_by_text("更多选项").click()
    page.get_by_label("也问主管部门已作出的认定").check()
    page.get_by_role("button", name="开始回答").click()
    asked = []
    while key_of(page):
        asked.append(answer(page))
        if len(asked) == 2:  # back, forth, and a tab that died: nothing is lost
            page.get_by_role("link", name="← 上一题").click()
            assert page.locator("input[value=yes]").is_checked()
            page.reload()
            page.get_by_role("link", name="后一题 →").click()

    assert asked[:2] == ["kind", "registered_in_district"]
    assert {"matters", "challenge_rd_expense", "challenge_rate"} <= set(asked)
    assert page.locator(".best").inner_text() == "200万元"
    assert page.locator("[data-ranges] canvas").is_visible()

    paper = page.request.get(page.get_by_role("link", name="PDF").get_attribute("href"))
    with pypdfium2.PdfDocument(BytesIO(paper.body())) as pdf:
        text = "".join("".join(sheet.get_textpage().get_text_range().split()) for sheet in pdf)
    assert "揭榜挂帅研发投入补贴" in text
    assert "研发费用实际投入800万元×核定比例30%=240万元,封顶200万元" in text
    assert "最优组合第14条“按照“从优、从高、不重复”原则执行”200万元" in text


@pytest.mark.parametrize(("language", "theme", "phone"), [("zh-hans", "light", False), ("en", "dark", True)])
def test_every_state_is_accessible(browse, axe, language, theme, phone):
    page = browse(language, theme, phone)
    faults = {}

    def look(state):
        faults[state] = axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{state} is wider than the screen"

    page.goto("/checkup/")
    look("beginning")
    page.fill("input[name=on]", ON)
    page.locator("form[action$=begin] button").click()
    onward(page)
    look("not answered")
    page.goto("/checkup/result/")
    look("nothing known yet")
    page.goto("/checkup/questions/kind/")
    for key in ("kind", "registered_in_district", "on_exclusion_list"):
        page.check(f"input[value={ANSWERS[key]}]")
        onward(page)
    look("matters")
    page.check("input[name=growth_event][value=yes]")
    page.click("button[name=rest]")
    page.fill("input[name=answer]", "2023")
    onward(page)
    page.fill("input[name=answer]", "2019")
    onward(page)
    page.fill("input[name='2023']", "many")
    onward(page)
    look("sums, wrong")
    page.goto("/checkup/")
    page.locator("form[action$=example] button").click()
    page.evaluate("document.querySelectorAll('details.fold').forEach((each) => { each.open = true; })")
    look("result")

    assert {state: found for state, found in faults.items() if found} == {}


@pytest.mark.parametrize(("language", "theme", "phone"), [("zh-hans", "dark", True), ("en", "light", False)])
def test_the_check_up_of_an_organisation_is_accessible(browse, people, axe, language, theme, phone):
    """From the register: the page of a day, a kept one, a comparison, and the list."""
    of, by = organisation(ALPHA, "示例智能科技有限公司"), person("registry")
    for key, value in {
        "kind": "enterprise",
        "registered_in_district": 1,
        "on_exclusion_list": 0,
        "founded_year": 2019,
    }.items():
        fact(of, by, key, value)
    page = browse(language, theme, phone)
    sign_in_as(page, "Handler" if language == "en" else "经办人")
    faults = {}

    def look(state):
        faults[state] = axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{state} is wider than the screen"

    page.goto("/checkups/")
    look("list")
    page.locator(f"a[href='/checkups/{ALPHA}/']").click()
    look("organisation")
    page.locator("form[action$=keep] button").click()
    look("kept")
    page.goto(f"/checkups/{ALPHA}/comparison/?before=2020-01-01&after={ON}")
    look("comparison")

    assert {state: found for state, found in faults.items() if found} == {}
