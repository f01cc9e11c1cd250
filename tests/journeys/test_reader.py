"""Reading the policy in a real browser: every page of it, in both languages and themes, and cases that run."""

import pytest

DAY = "on=2025-06-30"
POLICY = "/policies/yangpu-2024-1"
PAGES = [
    "/policies/",
    f"{POLICY}/?{DAY}&with=yangpu-kjw-hnte-2025",
    f"{POLICY}/clauses/4/?{DAY}",
    f"{POLICY}/measures/m08/?{DAY}&with=example-rules",
    f"{POLICY}/slots/?{DAY}&with=example-rules",
    f"{POLICY}/readings/",
    f"{POLICY}/cases/m08/",
    f"{POLICY}/cases/run/m08-3/",
    f"{POLICY}/coverage/",
    f"{POLICY}/goals/",
    f"{POLICY}/comparison/?old_on=2025-06-30&new_on=2025-06-30&new_beside=example-rules",
    "/policies/yangpu-kjw-hnte-2025/",
]


@pytest.mark.parametrize(("language", "theme", "phone"), [("zh-hans", "light", False), ("en", "dark", True)])
def test_every_page_of_the_reader_is_accessible_and_fits(browse, axe, language, theme, phone):
    page = browse(language, theme, phone)
    faults = {}
    for address in PAGES:
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        faults[address] = axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            f"{address} is wider than the screen"
        )

    assert {address: found for address, found in faults.items() if found} == {}


def test_a_case_runs_on_the_page_without_leaving_it(browse):
    page = browse()
    page.goto(f"{POLICY}/cases/m01/")
    case = page.locator("#case-m01-2")

    assert case.locator(".verdict").count() == 0
    case.get_by_role("link", name="演算").click()
    case.locator(".verdict").wait_for()

    assert "演算结果与手算一致" in case.inner_text()
    assert "2000000.00元" in case.inner_text()
    assert page.url.endswith("/cases/m01/")
    assert page.locator("#case-m01-1 .verdict").count() == 0


def test_the_words_of_a_clause_lead_to_the_line_that_is_made_of_them(browse):
    page = browse()
    page.goto(f"{POLICY}/measures/m03/?{DAY}")

    name = page.locator(".amount .line").get_attribute("id")
    page.locator(f"sup a[href='#{name}']").first.click()

    line = page.locator(":target")
    assert "研发费用实际投入 × 核定比例, 封顶 200万元" in line.inner_text()
    line.locator("summary").click()
    assert "研发费用实际投入 × 核定比例 封顶 200万元" in line.locator("code").inner_text()


def test_another_day_and_another_document_are_chosen_on_the_page(browse):
    page = browse("en")
    page.goto(f"{POLICY}/measures/m07b/?{DAY}")
    assert page.locator("#slot-hnte_award .tag").inner_text() == "open"

    page.locator(".edition > summary").click()
    page.get_by_label("Rules of Yangpu District for the HNTE award").check()
    page.get_by_role("button", name="Show").click()

    assert page.locator("#slot-hnte_award .tag").inner_text() == "set"
    assert "杨科经规〔2025〕1号" in page.locator("#slot-hnte_award").inner_text()


def test_the_documentation_of_the_api_opens_under_the_strict_policy(browse):
    page = browse()
    page.goto("/api/v1/docs")

    page.locator(".opblock-summary-path", has_text="assessments").first.wait_for()
