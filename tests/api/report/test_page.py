"""The plan's map in a real browser: it opens from a file, offline, shows every household and says why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from api.report.page import write_page
from tests.api.report.views import a_view

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser_page() -> Iterator[Page]:
    """A page of Debian's chromium at 1440 px."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser.new_page(viewport={"width": 1440, "height": 900})
        browser.close()


@pytest.fixture
def opened(browser_page: Page, tmp_path: Path) -> Iterator[Page]:
    """The map, opened from a file; at the end nothing may have been fetched or complained about."""
    wrong: list[str] = []
    browser_page.on("console", lambda message: wrong.append(message.text))
    browser_page.on("pageerror", lambda error: wrong.append(str(error)))
    browser_page.on("request", lambda request: wrong.append(request.url) if request.url.startswith("http") else None)
    write_page(tmp_path / "plan.html", a_view())
    browser_page.goto((tmp_path / "plan.html").as_uri())
    browser_page.wait_for_function("document.body.dataset.ready")
    yield browser_page
    assert wrong == []


def test_every_household_is_drawn(opened: Page) -> None:
    """As many dots as households, the title in Chinese, and no script from the data has run."""
    assert opened.evaluate("document.body.dataset.ready") == "3"
    assert opened.inner_text("#title") == "青溪县 联户方案 p-1"
    assert opened.evaluate("document.body.dataset.owned") is None


def test_a_household_is_found_and_explained(opened: Page) -> None:
    """The search opens the card: member, minutes, why, and that an orange household had to leave m2, no senior."""
    opened.fill("#query", "h1")
    opened.press("#query", "Enter")
    card = opened.inner_text("#card")
    for part in ("h1", "=1+1 101", "王** m1", "180.0", "m2 (必须换人)", "同楼 2 户一趟走完", "骨干"):
        assert part in card


def test_english_is_one_switch_away(opened: Page) -> None:
    """The button turns every label, and the document's language."""
    opened.click("#language")
    assert opened.evaluate("document.documentElement.lang") == "en"
    assert "Household plan" in opened.inner_text("#title")
    assert "Communities" in opened.inner_text("#communities-title")


def test_what_is_not_there_is_said(opened: Page) -> None:
    """A search without a hit says so."""
    opened.fill("#query", "nobody")
    opened.press("#query", "Enter")
    assert "没有找到" in opened.inner_text("#found")


@pytest.mark.parametrize("mode", ["member", "class", "load", "change"])
def test_each_colouring_has_a_legend(opened: Page, mode: str) -> None:
    """Colour is never alone: each mode lists what its colours mean."""
    opened.check(f"input[value={mode}]")
    assert opened.locator("#keys li").count() >= 1
