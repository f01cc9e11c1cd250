"""Photograph the main pages of the portal, with the data of the demonstration: `make screenshots`.

The demonstration is started in a folder that is thrown away, on a free port. Every page is taken at 1440 and at 390 pixels, in
Chinese and light; one page also dark, one in English. Names are stable, so that a change shows up as a changed picture; the files
have few colours, and at most 4 MB together. Needs Chromium; the network is not used.
"""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
TO = ROOT / "docs" / "screenshots"
WIDTHS = {"desk": (1440, 900), "phone": (390, 844)}
TALL_MAX = 1700
"""Pixels; of a longer page the rest is cut off."""
COLOURS = 64
BYTES_MAX = 4_000_000
DAY = "2025-06-30"
POLICY = "/policies/yangpu-2024-1"
USCC = "91310110MADEM0011Y"  # the organisation of the demonstration
FAULTY = "统一社会信用代码,单位名称,单位类型\n91310110MADEM0011X,示例错码有限公司,企业\n91310110MADEM002XN,示例新芽科技有限公司,公司\n"
"""A workbook as it comes: a code whose check digit is wrong, and a kind that the register does not know."""

CHINESE = {**os.environ, "LANG": "zh_CN.UTF-8", "LANGUAGE": "zh_CN"}
"""For the browser's own words, such as those of a date field."""

Way = Callable[[Page], Any]


def at(address: str) -> Way:
    return lambda page: page.goto(address)


def question(page: Page) -> None:
    page.goto("/checkup/")
    page.fill("input[name=on]", DAY)
    page.locator("form[action$=begin] button").click()


def result(page: Page) -> None:
    page.goto("/checkup/")
    page.locator("form[action$=example] button").click()
    page.locator("[data-ranges] canvas").wait_for()


def dry_run(page: Page) -> None:
    page.goto("/office/imports/")
    content = {"name": "示例名册（有错）.csv", "mimeType": "text/csv", "buffer": ("\ufeff" + FAULTY).encode()}
    page.set_input_files("input[type=file]", content)
    page.locator(
        "main form:has(input[type=file]) button[type=submit], main form:has(input[type=file]) button"
    ).first.click()
    page.locator("table.list").first.wait_for(timeout=60_000)


SHOTS: tuple[tuple[str, str | None, Way], ...] = (
    ("home", None, at("/")),
    ("checkup-question", None, question),
    ("checkup-result", None, result),
    ("policy-clause", None, at(f"{POLICY}/clauses/4/?on={DAY}")),
    ("measure-m08", None, at(f"{POLICY}/measures/m08/?on={DAY}&with=example-rules")),
    ("cases", None, at(f"{POLICY}/cases/m08/")),
    ("coverage", None, at(f"{POLICY}/coverage/")),
    ("search", None, at("/search/?q=揭榜")),
    ("api-docs", None, at("/api/v1/docs")),
    ("enterprise", "经办人", at(f"/organisations/{USCC}/")),
    ("documents", "经办人", at("/documents/")),
    ("organisations", "经办人员", at("/office/organisations/")),
    ("who-qualifies", "经办人员", at("/office/qualifying/?measure=m08")),
    ("import-dry-run", "经办人员", dry_run),
    ("journal", "审计人员", at("/journal/")),
)
"""Name, who is signed in (as on the button of the demonstration), and the way to the page."""

SAMPLES = (("home", "zh-hans", "dark", "home-dark"), ("checkup-result", "en", "light", "checkup-result-en"))


def main(only: list[str]) -> int:
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser_path is None:
        print("需要 Chromium / Chromium is needed: apt-get install chromium", file=sys.stderr)
        return 2
    TO.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        environment = {**os.environ, "SIHANG_DATA": folder, "DJANGO_SETTINGS_MODULE": "sihang.project.settings.demo"}
        command = [sys.executable, "-m", "sihang", "demo", "--port", str(port)]
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as demo:
            try:
                wait_for(address, demo)
                with sync_playwright() as playwright:
                    browser = playwright.chromium.launch(
                        executable_path=browser_path, args=["--no-sandbox", "--lang=zh-CN"], env=CHINESE
                    )
                    take_all(browser, address, only)
            finally:
                demo.terminate()
    size = sum(path.stat().st_size for path in TO.glob("*.png"))
    print(f"{len(list(TO.glob('*.png')))} 张 / pictures, {size / 1e6:.1f} MB")
    return 0 if size <= BYTES_MAX else 2


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def wait_for(address: str, demo: subprocess.Popen[bytes], seconds: int = 180) -> None:
    """The demonstration loads its data first."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and demo.poll() is None:
        try:
            with urlopen(address + "/") as answer:  # noqa: S310 - our own server
                if answer.status == 200:
                    return
        except (URLError, ConnectionError):
            time.sleep(1)
    raise SystemExit("the demonstration did not start")


def take_all(browser: Browser, address: str, only: list[str]) -> None:
    ways = {name: (who, way) for name, who, way in SHOTS}
    samples = [(name, "zh-hans", "light", name) for name in ways] + list(SAMPLES)
    for width in WIDTHS:
        for name, language, theme, called in samples:
            if (only and called not in only) or (called != name and width == "phone"):
                continue
            who, way = ways[name]
            take(browser, address, who, way, language, theme, width, TO / f"{called}-{width}.png")


def take(
    browser: Browser, address: str, who: str | None, way: Way, language: str, theme: Any, width: str, path: Path
) -> None:
    across, down = WIDTHS[width]
    context = browser.new_context(
        base_url=address, viewport={"width": across, "height": down}, color_scheme=theme, locale="zh-CN"
    )
    context.add_cookies([{"name": "language", "value": language, "url": address}])
    page = context.new_page()
    if who:
        page.goto("/demo")
        page.locator("main button", has_text=who).first.click()
        page.wait_for_url("**/")
    way(page)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    taken = Image.open(io.BytesIO(page.screenshot(full_page=True, animations="disabled")))
    taken.crop((0, 0, taken.width, min(taken.height, TALL_MAX))).convert("RGB").quantize(
        COLOURS, dither=Image.Dither.NONE
    ).save(path, optimize=True)
    context.close()
    print(path.relative_to(ROOT), f"{path.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
