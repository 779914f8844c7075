"""The content policy in a real Chromium: it stops what is foreign, and stands in the way of nothing that is ours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from handbook.pipeline import Compiled
from tests.server import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

LISTEN = """window.broken = [];
addEventListener("securitypolicyviolation", event => broken.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));"""
FOREIGN = """async () => {
  document.head.append(Object.assign(document.createElement("script"), { textContent: "window.ran = true" }));
  document.body.insertAdjacentHTML("beforeend", '<p id="styled" style="color: rgb(1, 2, 3)" onclick="window.ran = true">x</p>');
  document.getElementById("styled").click();
  new Image().src = "https://elsewhere.example/pixel.png";
  await fetch("https://elsewhere.example/").catch(() => {});
  await new Promise(done => setTimeout(done, 50));
  return [window.ran, getComputedStyle(document.getElementById("styled")).color, broken.map(one => one.split(" ")[0]).sort()];
}"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1366, "height": 900}, permissions=["clipboard-read", "clipboard-write"])
    opened.add_init_script(LISTEN)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def broken(page: Page) -> list[str]:
    """What the policy has stopped on the page that is open."""
    return [f"{page.url}: {one}" for one in page.evaluate("broken")]


def search(page: Page) -> None:
    """Open the search, and ask."""
    page.keyboard.press("/")
    page.locator("input.md-search__input").press_sequentially("hazard")
    expect(page.locator(".md-search-result__item").first).to_be_visible(timeout=15000)


def test_nothing_of_ours_is_stopped(page: Page, served: Served) -> None:
    """Every page is opened in test_browser.py, which allows no error; here is what shows its styles and scripts in use."""
    stopped = []
    for path in ("", "find/", "library/horizon/", "questions/qualification/", "tools/maturity-radar/", "404.html"):
        page.goto(served.address + path)
        stopped += broken(page)
    page.goto(served.address + "safety/run-a-hazard-workshop/")
    page.locator(".tabbed-labels label").get_by_text("EU", exact=True).first.click()
    page.locator("label[for^=__palette]").locator("visible=true").first.click()
    search(page)
    stopped += broken(page)
    assert stopped == []


@pytest.mark.parametrize("from_a_folder", [False, True], ids=["served", "folder"])
def test_tools_work_under_the_policy(page: Page, served: Served, from_a_folder: bool) -> None:
    root, name = (f"{served.folder.as_uri()}/", "index.html") if from_a_folder else (served.address, "")
    page.goto(f"{root}tools/hazard-log/{name}")
    page.get_by_role("button", name="Fill in the example").first.click()
    with page.expect_download():
        page.get_by_role("button", name="Download CSV").first.click()
    stopped = broken(page)
    page.goto(f"{root}tools/risk-matrix/{name}")
    page.locator("[data-row=very-low][data-column=minor]").click()
    expect(page.locator("hb-matrix [role=status]")).to_contain_text("1. Acceptable")
    stopped += broken(page)
    page.goto(f"{root}safety/run-a-hazard-workshop/{name}")
    assert page.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky"
    search(page)
    assert stopped + broken(page) == []


def test_what_is_foreign_is_stopped(page: Page, served: Served) -> None:
    asked: list[str] = []
    errors: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.route("https://elsewhere.example/**", answer)
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(served.address)
    ran, colour, stopped = page.evaluate(FOREIGN)
    assert ran is None
    assert colour != "rgb(1, 2, 3)"
    assert set(stopped) == {"script-src-elem", "script-src-attr", "style-src-attr", "img-src", "connect-src"}
    assert asked == []
    assert sum("Content Security Policy" in error for error in errors) >= len(set(stopped)), "tests that allow no error in the console see a broken policy"


def test_a_page_is_copied_as_markdown(page: Page, served: Served, compiled: Compiled) -> None:
    page.goto(served.address + "safety/run-a-hazard-workshop/")
    page.get_by_role("button", name="Copy page as Markdown").press("Enter")
    expect(page.locator(".hb-machine [aria-live]")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == (served.folder / "safety" / "run-a-hazard-workshop.md").read_text(encoding="utf-8")
    page.goto(served.folder.as_uri() + "/safety/run-a-hazard-workshop/index.html")
    expect(page.get_by_role("link", name="This page as Markdown")).to_be_visible()
    expect(page.get_by_role("button", name="Copy page as Markdown")).to_have_count(0)
