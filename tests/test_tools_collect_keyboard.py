"""Tools that collect, in a real Chromium, by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from handbook.model import Handbook, Register
from handbook.pipeline import Compiled
from tests.collecting import go, watched
from tests.server import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("tools")]


@pytest.fixture
def book(compiled: Compiled) -> Handbook:
    return compiled.book


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with watched(browser) as opened:
        yield opened


def tab_to(page: Page, selector: str, limit: int = 400) -> None:
    """Press Tab until the focus is on something."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"no Tab stop at {selector}")


def focused(page: Page) -> str:
    text: str = page.evaluate("document.activeElement.textContent.trim()")
    return text


def begin(page: Page, element: str) -> None:
    """Put the focus in front of a panel."""
    page.locator(element).evaluate("panel => { panel.closest('.hb-panel').tabIndex = -1; panel.closest('.hb-panel').focus(); }")


def test_an_assessment_by_keyboard(page: Page, served: Served) -> None:
    go(page, served, "maturity-radar")
    begin(page, "hb-assessment")
    tab_to(page, "input[type=radio]")
    page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    first = page.locator("hb-assessment fieldset").first
    expect(first.get_by_role("radio", name="3 How we all work")).to_be_checked()
    expect(first.get_by_role("status")).to_have_text("Without a line of proof this score counts 1.")
    expect(page.locator("hb-assessment .hb-table tbody tr").first).to_contain_text("Regulation11")
    page.keyboard.press("Tab")
    page.keyboard.type("11 of 11")
    expect(first.get_by_role("status")).to_have_text("")
    expect(page.locator("hb-assessment .hb-table tbody tr").first).to_contain_text("Regulation33")
    expect(page.locator(".hb-panel-progress[role=status]").last).to_have_text("1 of 24 scored, 1 counts.")
    assert page.url.endswith("radar=signed-rows.3-proof")
    expect(page.locator("hb-assessment").get_by_role("link", name="Decide whether it is a medical device, function by function")).to_be_visible()


def test_a_register_by_keyboard(page: Page, served: Served) -> None:
    go(page, served, "hazard-log")
    begin(page, "hb-register")
    tab_to(page, "[name=id]")
    page.keyboard.type("HZ-001")
    tab_to(page, "[name=cause]", 5)
    page.keyboard.type("user error")
    expect(page.locator("[id$='-cause-hint']")).to_have_text(re.compile("“user error”: Write what the screen let happen"))
    page.keyboard.press("Control+a")
    page.keyboard.type("the feed times out")
    expect(page.locator("[id$='-cause-hint']")).to_have_text("")
    tab_to(page, "[name=effect]", 3)
    page.keyboard.type("prints none")
    expect(page.locator(".hb-panel-sentence")).to_have_text("Because the feed times out, the system prints none, which could lead to …, resulting in ….")
    tab_to(page, "[name=sevinitial]", 6)
    page.keyboard.type("Major")
    tab_to(page, "[name=likinitial]", 3)
    page.keyboard.type("Med")
    expect(page.locator("output[name=riskinitial]")).to_have_text("3 Undesirable")
    tab_to(page, "button[type=submit]", 20)
    page.keyboard.press("Enter")
    expect(page.locator("hb-register > .hb-panel-progress")).to_contain_text("HZ-001 is in the list. Unfinished, missing: Raised, Could lead to (hazard)")
    assert page.evaluate("document.activeElement.name") == "id", "the next row begins where this one began"
    assert page.locator("[name=id]").input_value() == "HZ-002"
    tab_to(page, "[aria-label='Remove HZ-001']", 60)
    page.keyboard.press("Enter")
    expect(page.locator(".hb-count")).to_have_text("No rows yet.")
    assert focused(page) == "Your rows"
    page.keyboard.press("Shift+Tab")
    while focused(page) != "Undo":
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".hb-count")).to_have_text(re.compile("^1 row, 1 unfinished"))


def test_a_map_is_made_with_lists_alone(page: Page, served: Served, book: Handbook) -> None:
    part = book.tools["stakeholder-map"].parts[0]
    assert isinstance(part, Register)
    go(page, served, "stakeholder-map")
    page.get_by_role("button", name="Fill in the example").first.press("Enter")
    begin(page, "hb-register >> nth=0")
    tab_to(page, ".hb-places select", 120)
    label = page.evaluate("document.activeElement.closest('label').firstChild.textContent")
    name = page.evaluate("document.activeElement.closest('fieldset').querySelector('legend').textContent.replace(/^Place /, '')")
    options = page.evaluate("[...document.activeElement.options].map(one => one.value).filter(Boolean)")
    page.keyboard.press("Home")
    for value in options:
        page.keyboard.press("ArrowDown")
        row = page.locator(".hb-map-grid tbody tr").filter(has=page.locator("th", has_text=re.compile(f"^{re.escape(value)}$")))
        expect(row).to_contain_text(name)
    assert label == next(column.title for sheet in book.documents[part.document].sheets for column in sheet.columns if column.id == part.up)


def test_a_form_by_keyboard(page: Page, served: Served) -> None:
    go(page, served, "pccp-outline")
    begin(page, "hb-form")
    tab_to(page, ".hb-stops-asked input")
    page.keyboard.press("Space")
    expect(page.locator(".hb-panel-out")).to_contain_text("Stop: another way.")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".hb-panel-out")).to_be_empty()
    for _ in range(6):
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
    expect(page.locator(".hb-panel-out")).to_contain_text("Go on.")
    expect(page.locator("hb-form > .hb-panel-progress")).to_contain_text("0 of ")
    tab_to(page, ".hb-part textarea", 5)
    page.keyboard.type("Plan 1")
    expect(page.locator("hb-form > .hb-panel-progress")).to_contain_text("1 of ")
    assert page.locator("hb-form progress").evaluate("bar => bar.value") == 1
    tab_to(page, ".hb-part > div > button", 20)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('fieldset').querySelector('legend').textContent").endswith("row 2")
