"""An officer imports a workbook with errors, mends it and lists who qualifies; an enterprise corrects a fact and sees its check-up change."""

import pytest
from django.utils import timezone

from sihang.accounts.models import Person
from sihang.cli.demo_people import USCC
from tests.builders.desk import write_xlsx
from tests.builders.register import fact, hnte, organisation
from tests.journeys.conftest import do_the_jobs, sign_in_as

LOOKS = [("zh-hans", "light", False), ("en", "dark", True)]
YEAR = timezone.localdate().year - 1
GOOD = {
    "统一社会信用代码": USCC, "企业名称": "示例智能科技有限公司", "单位性质": "企业", "区内注册": "是", "失信": "否",
    "成立年度": YEAR - 3, "高企有效": "是", f"营收{YEAR}": 34_600_000, f"营收{YEAR - 1}": 24_800_000, f"营收{YEAR - 2}": 17_200_000,
    f"营收{YEAR - 3}": 11_500_000, f"研发投入{YEAR}": 4_520_000,
}  # fmt: skip
BAD = GOOD | {"单位性质": "公司", f"营收{YEAR}": "三千万"}


class Looker:
    """Looks at every state of a page: what axe finds, and whether it fits the screen."""

    def __init__(self, page, axe):
        self.page, self.axe, self.faults = page, axe, {}

    def __call__(self, name):
        if found := self.axe(self.page):
            self.faults[name] = found
        fits = self.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert fits, f"{name} is wider than the screen"


@pytest.mark.parametrize(("language", "theme", "phone"), LOOKS)
def test_an_officer_mends_a_workbook_and_lists_who_qualifies(
    browse, people, axe, settings, tmp_path, language, theme, phone
):
    settings.DOCUMENTS_ROOT = tmp_path / "vault"
    page = browse(language, theme, phone)
    look, say = Looker(page, axe), {"zh-hans": 0, "en": 1}[language]
    sign_in_as(page, ("经办人员", "Officer")[say])
    page.goto("/office/organisations/")
    look("empty list")
    _hand_in(page, say, write_xlsx(tmp_path / "名册.xlsx", BAD))
    look("being read")
    do_the_jobs()
    page.get_by_role("heading", name=("问题", "Problems")[say], exact=True).wait_for()
    assert "名册.xlsx:2" in page.text_content("main") or "名单:2" in page.text_content("main")
    look("faulty")
    _hand_in(page, say, write_xlsx(tmp_path / "名册改.xlsx", GOOD))
    do_the_jobs()
    page.get_by_role("button", name=("全部导入", "Import all of it")[say]).click()
    do_the_jobs()
    page.get_by_text(("新建 1 家单位，写入 10 条。", "New organisations: 1; statements: 10.")[say]).wait_for()
    look("imported")
    page.goto("/office/organisations/")
    look("list")
    page.goto("/office/qualifying/")
    look("asked for nothing yet")
    page.get_by_label(("措施", "Measure")[say]).select_option("m08")
    page.get_by_role("button", name=("演算全部单位", "Work it out")[say]).click()
    row = page.locator("tr", has_text="示例智能科技有限公司")
    row.get_by_text(("可能符合", "Possible")[say]).wait_for()
    look("who qualifies")

    assert look.faults == {}


def _hand_in(page, say, path):
    page.goto("/office/imports/")
    page.get_by_label(("文件", "File")[say], exact=True).set_input_files(path)
    page.get_by_role("button", name=("上传并试读", "Hand in and read")[say]).click()
    page.locator("#state").wait_for()


@pytest.mark.parametrize(("language", "theme", "phone"), [("zh-hans", "dark", True), ("en", "light", False)])
def test_an_enterprise_corrects_a_fact_and_sees_its_check_up_change(browse, people, axe, language, theme, phone):
    handler = Person.objects.get(username="demo.handler")
    own = organisation(USCC)
    for key, value in (
        ("kind", "enterprise"),
        ("registered_in_district", 0),
        ("on_exclusion_list", 0),
        ("founded_year", YEAR - 3),
    ):
        fact(own, handler, key, value)
    fact(own, handler, "revenue", 3_460_000_000, year=YEAR)
    hnte(own, handler, timezone.localdate().replace(month=1, day=1), None)
    page = browse(language, theme, phone)
    look, say = Looker(page, axe), {"zh-hans": 0, "en": 1}[language]
    milestone = page.locator("article.result", has_text=("营收里程碑补贴", "milestone")[say]).locator(".finding").first

    sign_in_as(page, ("经办人", "Handler")[say])
    page.goto("/organisations/")
    look("overview")
    page.goto(f"/checkups/{USCC}/")
    before = milestone.text_content()
    for name in ("facts/", "accounts/", "mandates/", "facts/revenue/"):
        page.goto(f"/organisations/{USCC}/{name}")
        look(name)
    page.goto(f"/organisations/{USCC}/facts/registered_in_district/")
    page.get_by_role("link", name=("更正", "Correct")[say]).click()
    page.get_by_role("button", name=("更正", "Put right")[say], exact=True).click()
    page.get_by_role("alert").wait_for()
    look("refused")
    page.get_by_role("radio", name=("是", "Yes")[say], exact=True).check()
    page.get_by_label(("更正理由", "Why it is put right")[say]).fill("已迁入本区")
    page.get_by_role("button", name=("更正", "Put right")[say], exact=True).click()
    page.locator(".said .corrected").wait_for()
    look("corrected")
    page.goto(f"/checkups/{USCC}/")

    assert (before, milestone.text_content()) == (("不符合", "未定"), ("not met", "unknown"))[say]
    assert look.faults == {}
