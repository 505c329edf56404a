"""The section in a real browser: what a visitor does, on a desktop and on a phone."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PAGES = ("/", "/?q=комунальної", "/dataset/economy-buildings", "/dataset/organization-orders")


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Any]:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = str(shutil.which("chromium"))
    options.add_experimental_option(
        "prefs", {"download.default_directory": str(tmp_path / "saved")}
    )
    for argument in (*ARGUMENTS, f"--user-data-dir={tmp_path / 'profile'}"):
        options.add_argument(argument)
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        yield driver
    finally:
        driver.quit()


def one(browser: Any, selector: str) -> Any:
    return browser.find_element("css selector", selector)


def follow(browser: Any, element: Any) -> None:
    """Click what leads to another page, and wait until the page it stood on is gone."""
    from selenium.webdriver.support.expected_conditions import staleness_of
    from selenium.webdriver.support.wait import WebDriverWait

    page = one(browser, "html")
    element.click()
    WebDriverWait(browser, 20).until(staleness_of(page))


def titles(browser: Any) -> list[str]:
    return [found.text for found in browser.find_elements("css selector", ".card h3")]


def resize(browser: Any, width: int) -> None:
    metrics = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def test_a_visitor_searches_filters_opens_and_downloads(
    city: Any, browser: Any, tmp_path: Path
) -> None:
    resize(browser, 1280)
    browser.get(city.url)
    assert len(titles(browser)) == 2

    one(browser, "#q").send_keys("майно")
    follow(browser, one(browser, ".search__button"))
    assert titles(browser) == ["Перелік об’єктів комунальної власності"]
    follow(browser, one(browser, ".chosen__one"))
    assert len(titles(browser)) == 2

    follow(browser, browser.find_element("partial link text", "Управління економіки"))
    assert titles(browser) == ["Перелік об’єктів комунальної власності"]

    follow(browser, one(browser, ".card h3 a"))
    assert one(browser, "h1").text == "Перелік об’єктів комунальної власності"
    one(browser, ".download").click()
    saved = tmp_path / "saved" / "buildings.csv"
    deadline = time.monotonic() + 10
    while not saved.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert saved.read_bytes() == b"id,title\n1,x\n"


def test_a_phone_filters_by_the_list_of_offices(city: Any, browser: Any) -> None:
    from selenium.webdriver.support.select import Select

    resize(browser, 390)
    browser.get(city.url)
    Select(one(browser, "#office")).select_by_visible_text("Відділ організаційної роботи")
    follow(browser, one(browser, ".search__button"))
    assert titles(browser) == ["Їхні розпорядження: керівник адміністрації"]


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_page_is_wider_than_the_screen(city: Any, browser: Any, width: int) -> None:
    resize(browser, width)
    for address in PAGES:
        browser.get(city.url + address)
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width


def test_the_first_thing_to_tab_to_skips_to_the_content(city: Any, browser: Any) -> None:
    from selenium.webdriver.common.keys import Keys

    browser.get(city.url)
    one(browser, "body").send_keys(Keys.TAB)
    skip = browser.switch_to.active_element
    assert skip.text == "До основного вмісту"
    skip.send_keys(Keys.ENTER)
    assert browser.switch_to.active_element.get_attribute("id") == "content"


def test_the_browser_has_nothing_to_complain_of(city: Any, browser: Any) -> None:
    for address in PAGES:
        browser.get(city.url + address)
    assert browser.get_log("browser") == []
