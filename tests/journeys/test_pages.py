"""Every page of the frame in both languages and themes, on a desk and on a phone: nothing that axe finds wrong."""

import pytest

from tests.journeys.conftest import sign_in_as

LOOKS = [("zh-hans", "light", True), ("en", "dark", False)]  # each language, theme and width once
OWN = ["/account/devices/", "/account/tokens/", "/account/2fa/", "/account/password/", "/journal/", "/people/"]


@pytest.mark.parametrize(("language", "theme", "phone"), LOOKS)
def test_pages_are_accessible(browse, people, axe, language, theme, phone):
    page = browse(language, theme, phone)
    say = {"zh-hans": 0, "en": 1}[language]
    faults = {}

    def look(name):
        faults[name] = axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than the screen"

    def look_at(*addresses):
        for address in addresses:
            page.goto(address)
            look(address)

    look_at("/", "/account/login/", "/demo")
    sign_in_as(page, ("安全管理员", "Security administrator")[say])
    look_at(*OWN)
    page.get_by_role("button", name=("重设密码", "New password")[say]).first.click()
    look("a password for one sign-in")
    sign_in_as(page, ("审计人员", "Auditor")[say])
    look_at("/journal/check/")
    page.locator("main form button").click()
    look("the journal, checked")

    assert {name: found for name, found in faults.items() if found} == {}
