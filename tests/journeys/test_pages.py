"""Every page of the frame in both languages and themes, on a desk and on a phone: nothing that axe finds wrong."""

import pytest

from tests.journeys.conftest import sign_in_as

LOOKS = [("zh-hans", "light", True), ("en", "dark", False)]  # each language, theme and width once
OWN = ["/", "/account/devices/", "/account/tokens/", "/account/2fa/", "/account/password/", "/journal/", "/people/"]


@pytest.mark.parametrize(("language", "theme", "phone"), LOOKS)
def test_pages_are_accessible(browse, people, axe, language, theme, phone):
    page = browse(language, theme, phone)
    faults = {}
    for address in ["/", "/account/login/", "/demo"]:
        page.goto(address)
        faults[address] = axe(page)
    sign_in_as(page, "Security administrator" if language == "en" else "安全管理员")
    for address in OWN:
        page.goto(address)
        faults[f"signed in {address}"] = axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            f"{address} is wider than the screen"
        )

    assert {address: found for address, found in faults.items() if found} == {}
