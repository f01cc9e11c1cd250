"""A real browser against a running portal, and the accessibility checker.

`browse(language="en", theme="dark", phone=True)` opens a page in its own context. Every request to another host and every
error that the browser reports, a breach of the content security policy among them, makes the test fail.
"""

import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from sihang.cli.demo_people import load_people
from sihang.cli.jobs import work_off
from tests.builders.missing import missing
from tests.builders.turns import TURN

WIDTHS = {False: {"width": 1440, "height": 900}, True: {"width": 390, "height": 844}}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ASKED = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"], "preload": False}
"""All rules; what passed is not written out, and style sheets, which come from our own host, are not fetched once more."""


@pytest.fixture(scope="session")
def chromium():
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        missing("Chromium (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def live_server(django_db_setup, live_server):
    """Begun when it is known which database there is: it gives its threads what it finds."""
    return live_server


@pytest.fixture
def browse(chromium, live_server):
    """Open pages; at the end, fail on whatever the browser complained about."""
    complaints, contexts = [], []

    def open_page(language="zh-hans", theme="light", phone=False):
        context = chromium.new_context(
            base_url=live_server.url, viewport=WIDTHS[phone], color_scheme=theme, locale="zh-CN"
        )
        contexts.append(context)
        context.add_cookies([{"name": "language", "value": language, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda said: _is_complaint(said) and complaints.append(f"{said.text} {said.location}"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: _is_ours(request.url, live_server.url) or complaints.append(request.url))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def people(live_server):
    """The people of the demonstration, who sign in with a click."""
    from django.utils import timezone

    load_people(timezone.now())


@pytest.fixture
def axe(request):
    """What is wrong with a page for people who cannot see, hear or use a mouse: one line for each fault.

    A page is the same on either database, so where CI runs the journeys a second time, on PostgreSQL, axe rests.
    """
    if request.config.getoption("--postgres"):
        return lambda page: []

    def check(page):
        found = Axe().run(page, options=ASKED).response["violations"]
        return [f"{each['id']}: {node['target']} {node['html'][:120]}" for each in found for node in each["nodes"]]

    return check


def sign_in_as(page, words):
    """One click in the demonstration: `words` as on the button."""
    page.goto("/demo")
    page.locator("main button", has_text=words).first.click()
    page.wait_for_url("**/")


def do_the_jobs():
    """What `sihang jobs` does; the page that waits for it asks by itself.

    To be called by the test, and never from what Playwright calls back: there Django would open a connection that nobody closes.
    """
    with TURN:
        work_off()


def _is_complaint(said):
    """An error, and not that a form came back with what is wrong in it, which is a page like any other."""
    return said.type == "error" and "status of 422" not in said.text


def _is_ours(address, server):
    return address.startswith((server, "data:", "blob:"))
