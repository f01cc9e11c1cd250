"""A handler hands in accounts and a licence, watches them being read, accepts figures, and sees the check-up change."""

from datetime import date

import pytest

from sihang.accounts.models import Person
from sihang.cli.demo_people import ORGANISATION, USCC
from sihang.cli.index import rebuild
from sihang.register.actions.register_organisation import register_organisation
from sihang.register.models import Organisation
from tests.builders import papers
from tests.journeys.conftest import do_the_jobs, sign_in_as

LOOKS = [("zh-hans", "light", False), ("en", "dark", True)]
LICENCE = """
#align(center)[= 营业执照]
统一社会信用代码 91310110MADEM0011Y

名称 示例智能科技有限公司

成立日期 2020年3月5日
"""
ACCOUNTS = """
2024年度 #h(1fr) 单位：元
#table(columns: (1fr, 1fr, 1fr), [项目], [本期金额], [上期金额], [一、营业收入], [52,000,000.00], [41,500,000.50])
"""


@pytest.mark.parametrize(("language", "theme", "phone"), LOOKS)
def test_from_a_file_to_a_fact(browse, people, axe, settings, tmp_path, language, theme, phone):
    settings.DOCUMENTS_ROOT = tmp_path / "vault"
    _register()
    page = browse(language, theme, phone)
    say = {"zh-hans": 0, "en": 1}[language]
    faults = {}

    def look(name):
        faults[name] = axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than the screen"
        page.screenshot(path=tmp_path / f"{name}-{language}.png", full_page=True)

    sign_in_as(page, ("经办人", "Handler")[say])
    before = _milestone(page, say)
    _hand_in(page, tmp_path, "locked.pdf", papers.with_a_password())
    page.get_by_role("alert").wait_for()
    look("refused")
    _hand_in(page, tmp_path, "利润表.pdf", papers.pdf(ACCOUNTS))
    page.get_by_text(("正在检查…", "Being checked…")[say]).wait_for()
    look("waiting")
    do_the_jobs()
    page.get_by_text("52,000,000.00").first.wait_for()
    _pictures(page)
    look("read")
    page.locator("li", has_text="2024").get_by_role("button", name=("采纳", "Accept")[say]).first.click()
    page.get_by_text(("已采纳，并记入单位档案。", "Accepted, and stated in the register.")[say]).wait_for()
    _pictures(page)
    look("accepted")
    after = _milestone(page, say)
    _hand_in(page, tmp_path, "执照.pdf", papers.pdf(LICENCE))
    do_the_jobs()
    page.get_by_text("2020").first.wait_for()
    page.locator("li", has_text="2020").get_by_role("button", name=("采纳", "Accept")[say]).first.click()
    page.get_by_text(("已采纳，并记入单位档案。", "Accepted, and stated in the register.")[say]).wait_for()
    for name, address in [("list", "/documents/"), ("messages", "/messages/"), ("search", "/search/?q=揭榜")]:
        page.goto(address)
        look(name)
    assert page.locator("mark").count() > 0

    assert {name: found for name, found in faults.items() if found} == {}
    assert "5200" not in before.replace(",", "")
    assert "5200" in after.replace(",", "")
    facts = Organisation.objects.get(uscc=USCC).facts.order_by("pk")
    assert [(fact.key, fact.year, fact.number, fact.source) for fact in facts] == [
        ("revenue", 2024, 5_200_000_000, "evidence"),
        ("registered_on", None, date(2020, 3, 5).toordinal(), "evidence"),
    ]


def _milestone(page, say):
    """What the check-up of the organisation says of the revenue milestone."""
    page.goto(f"/checkups/{USCC}/")
    return page.locator("article.result", has_text=("营收里程碑补贴", "milestone")[say]).first.text_content()


def _register():
    """The organisation of the demonstration, and the policy in the index."""
    from django.utils import timezone

    officer = Person.objects.get(username="demo.officer")
    register_organisation(actor=officer, uscc=USCC, name=ORGANISATION, now=timezone.now())
    rebuild()


def _pictures(page):
    """Wait until each strip is there and can be shown."""
    for picture in page.locator("figure img").all():
        picture.scroll_into_view_if_needed()
        picture.evaluate("picture => picture.decode()")
    page.evaluate("scrollTo(0, 0)")


def _hand_in(page, folder, name, content):
    (folder / name).write_bytes(content)
    page.goto("/documents/")
    page.set_input_files("input[type=file]", folder / name)
    page.locator("main form button").click()
