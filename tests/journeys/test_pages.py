"""Every page of the frame in both languages and themes, on a desk and on a phone: nothing that axe finds wrong."""

import pytest

from tests.journeys.conftest import sign_in_as

LOOKS = [("zh-hans", "light", False), ("en", "dark", True), ("zh-hans", "dark", False), ("en", "light", True)]
OWN = ["/", "/account/devices/", "/account/tokens/", "/account/2fa/", "/account/password/", "/journal/"]


@pytest.mark.parametrize(("language", "theme", "phone"), LOOKS)
def test_pages_are_accessible(browse, people, axe, language, theme, phone):
    page = browse(language, theme, phone)
    faults = {}
    for address in ["/", "/account/login/", "/demo"]:
        page.goto(address)
        faults[address] = axe(page)
    sign_in_as(page, "Auditor" if language == "en" else "审计人员")
    for address in OWN:
        page.goto(address)
        faults[f"auditor {address}"] = axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{address} is wider than the screen"

    assert {address: found for address, found in faults.items() if found} == {}
