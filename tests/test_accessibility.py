"""WCAG faults that axe finds: on every page, light and dark, desk and phone; and with everything opened that can be opened."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Page, expect

from handbook.data import site_address
from handbook.pipeline import Compiled
from tests.accessibility_record import RECORD, STATEMENT, statement
from tests.axe import DESK, PHONE, Axe, turn, widen
from tests.kinds import KINDS
from tests.searching import answered
from tests.server import Served
from tests.watch import Watch

PARTS = 2  # each on a processor of its own


@pytest.fixture
def context(browser: Browser, axe: Axe) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": DESK, "height": 800}, color_scheme="light", reduced_motion="reduce")
    axe.ready(opened)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.mark.browser
@pytest.mark.parametrize("part", [pytest.param(part, marks=pytest.mark.xdist_group(f"pages-{part}")) for part in range(PARTS)])
def test_no_page_has_an_error_a_foreign_request_or_an_accessibility_fault(page: Page, served: Served, compiled: Compiled, axe: Axe, part: int) -> None:
    watch = Watch(urlsplit(served.address).netloc)
    watch.on(page)
    faults = []
    for path in sorted(map(site_address, compiled.pages))[part::PARTS]:
        page.goto(served.address + path)
        assert page.locator("h1").count() == 1, path
        faults += axe.everywhere(page)
    assert faults == []
    assert watch.faults == []


@pytest.mark.browser
@pytest.mark.xdist_group("pages-0")
def test_no_accessibility_fault_with_everything_opened(page: Page, served: Served, axe: Axe) -> None:
    faults = []
    for path in KINDS:
        page.goto(served.address + path)
        closed, tabs = page.locator("article details:not([open])"), page.locator("article .tabbed-set > input:last-of-type")
        if not closed.count() and not tabs.count():
            continue
        closed.evaluate_all("all => all.forEach(one => { one.open = true; })")
        tabs.evaluate_all("all => all.forEach(one => one.click())")
        faults += axe.everywhere(page)
    assert faults == []


@pytest.mark.browser
@pytest.mark.xdist_group("pages-1")
def test_no_accessibility_fault_in_an_open_menu_or_search(page: Page, served: Served, axe: Axe) -> None:
    faults = []
    for width in (DESK, PHONE):
        widen(page, width)
        page.goto(served.address + "safety/run-a-hazard-workshop/")
        if width == PHONE:
            page.get_by_role("button", name="Menu").click()
            faults += both_schemes(axe, page)
            page.keyboard.press("Escape")
            page.get_by_role("button", name="Search").click()
        else:
            page.keyboard.press("/")
        expect(page.locator(".md-search__input")).to_be_focused()
        faults += both_schemes(axe, page)
        page.keyboard.type("hazard")
        answered(page)
        faults += both_schemes(axe, page)
    assert faults == []


# Three faults: in the dark alone, in links, and on a phone alone.
PLANTED = """() => {
  const sheet = document.styleSheets[0], text = "<p>Read <a href='#x'>this</a> and that.</p><div><button>a</button><button>b</button></div>";
  document.querySelector("article").insertAdjacentHTML("beforeend", `<div id="planted">${text}</div>`);
  sheet.insertRule("[data-md-color-scheme=slate] #planted p { color: #333 !important }");
  sheet.insertRule("#planted a { text-decoration: none !important }");
  sheet.insertRule("@media (max-width: 400px) { #planted button { all: unset !important; width: 9px !important; height: 9px !important; \
    display: inline-block !important; overflow: hidden !important } }");
}"""


@pytest.mark.browser
@pytest.mark.xdist_group("pages-1")
@pytest.mark.parametrize("width", [DESK, PHONE])
def test_what_is_planted_is_found(context: BrowserContext, served: Served, width: int) -> None:
    page, judge = context.new_page(), Axe()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(served.address + "safety/run-a-hazard-workshop/")
    page.evaluate(PLANTED)
    assert {fault.split(": ")[1] for fault in judge.everywhere(page)} == {"color-contrast", "link-in-text-block", "target-size"}


def both_schemes(axe: Axe, page: Page) -> list[str]:
    found = axe.faults(page)
    turn(page)
    return found + axe.faults(page, ())


def test_the_statement_says_what_the_test_recorded_for_this_release(compiled: Compiled) -> None:
    record = yaml.safe_load(RECORD.read_text(encoding="utf-8"))
    assert STATEMENT.read_text(encoding="utf-8") == statement(record), "run `python -m tests.accessibility_record`"
    assert (record["release"], record["violations"], record["page_errors"]) == (compiled.book.site.release.version, 0, 0)
