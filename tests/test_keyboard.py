"""Read by keyboard alone, in large letters, in a reader's own colours: nothing is out of reach, hidden or lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.kinds import KINDS
from tests.server import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("keyboard")]

PLAY = "safety/run-a-hazard-workshop/"

# Every stop of Tab that is off-screen or hides that it has the focus. What stands for a hidden box of its own is its label.
STOPS = """rings => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].flatMap(element => {
  if (element.tabIndex < 0 || element.closest(".md-tooltip2")) return [];
  if (element.type === "radio" && document.querySelector(`[name="${element.name}"]:checked`) !== (element.checked ? element : null)) return [];
  if (rings) element.focus({ preventScroll: true });
  const takes = one => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && !one.closest("[inert]");
  if (rings ? document.activeElement !== element : !takes(element)) return [];
  const shown = one => one.getBoundingClientRect().width > 0 && one.checkVisibility({ visibilityProperty: true });
  const place = [element, element.nextElementSibling, ...element.labels ?? []].find(one => one && shown(one));
  const name = `${element.localName}.${element.className} ${element.textContent.trim().slice(0, 30)}`;
  if (!place) return [`unseen: ${name}`];
  let box = place.getBoundingClientRect();
  if (box.right <= 0 || box.left >= innerWidth || box.bottom + scrollY <= 0) {  // a box that scrolls shows it
    place.scrollIntoView({ behavior: "instant" });
    box = place.getBoundingClientRect();
  }
  if (box.right <= 0 || box.left >= innerWidth || box.bottom + scrollY <= 0) return [`off-screen: ${name}`];
  const ringed = [element, place].some(one => getComputedStyle(one).outlineStyle !== "none" && parseFloat(getComputedStyle(one).outlineWidth) >= 2);
  return ringed || !rings ? [] : [`focus not shown: ${name}`];
})"""
# Text that a box cuts off.
CUT = """() => [...document.querySelectorAll("article *")].filter(one => {
  const style = getComputedStyle(one);
  const words = [...one.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
  return words && one.checkVisibility() && style.clipPath === "none" && ["hidden", "clip"].includes(style.overflowX) && one.scrollWidth > one.clientWidth + 1;
}).map(one => `${one.localName}.${one.className}: ${one.textContent.slice(0, 40)}`)"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1366, "height": 800}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def focus_is_on(page: Page, selector: str) -> bool:
    return bool(page.evaluate("selector => document.activeElement.matches(selector)", selector))


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if focus_is_on(page, selector):
            return
    pytest.fail(f"no stop of Tab at {selector}")


def test_every_stop_is_on_screen_and_shows_its_focus(page: Page, served: Served) -> None:
    faults = []
    for path in KINDS:
        page.goto(served.address + path)
        for width in (1366, 1093, 390):
            page.set_viewport_size({"width": width, "height": 800})
            page.keyboard.press("Tab")
            faults += [f"{path} at {width} px: {fault}" for fault in page.evaluate(STOPS, width == 1366)]
            page.keyboard.press("Escape")
    assert faults == []


def test_tab_goes_through_a_page_and_out_of_it(page: Page, served: Served) -> None:
    page.set_viewport_size({"width": 1093, "height": 800})
    page.goto(served.address + PLAY)
    for _ in range(400):
        page.keyboard.press("Tab")
        if focus_is_on(page, "body"):
            return
    pytest.fail("Tab never left the page")


def test_the_first_stop_skips_to_the_text(page: Page, served: Served) -> None:
    page.goto(served.address + PLAY)
    page.keyboard.press("Tab")
    expect(page.locator(".md-skip")).to_be_focused()
    expect(page.locator(".md-skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article') !== null")


@pytest.mark.parametrize("width", [1093, 390])
def test_menu_and_search_open_by_keyboard_and_give_the_focus_back(page: Page, served: Served, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(served.address + PLAY)
    tab_to(page, "[data-hb-toggle=__drawer]")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('.md-sidebar--primary') !== null")
    page.keyboard.press("Escape")
    expect(page.locator("[data-hb-toggle=__drawer]")).to_be_focused()
    expect(page.locator("[data-hb-toggle=__drawer]")).to_have_attribute("aria-expanded", "false")
    tab_to(page, "[data-hb-toggle=__search]" if width == 390 else ".md-search__input")
    if width == 390:
        page.keyboard.press("Enter")
    expect(page.locator(".md-search__input")).to_be_focused()
    page.keyboard.type("hazard")
    expect(page.locator(".md-search-result__item a").first).to_be_visible(timeout=15000)
    page.keyboard.press("Escape")
    expect(page.locator("#__search")).not_to_be_checked()
    if width == 390:
        expect(page.locator("[data-hb-toggle=__search]")).to_be_focused()


def test_letters_of_twice_the_size_lose_nothing(page: Page, served: Served) -> None:
    faults = []
    for path in KINDS:
        page.goto(served.address + path)
        page.evaluate("document.documentElement.style.fontSize = '250%'")  # twice what the theme sets
        faults += [f"{path}: {cut}" for cut in page.evaluate(CUT)]
        if page.evaluate("document.documentElement.scrollWidth") > 1366:
            faults.append(f"{path} scrolls sideways")
    assert faults == []


def test_a_readers_own_wishes_hold(browser: Browser, served: Served) -> None:
    context = browser.new_context(forced_colors="active", contrast="more", reduced_motion="reduce")
    page = context.new_page()
    page.goto(served.address + PLAY)
    style = "(selector, name) => getComputedStyle(document.querySelector(selector))[name]"
    said = page.evaluate(f"""() => {{ const of = {style}; return [
        of(".hb-monday", "borderTopStyle"), of(".hb-step", "transitionDuration"), of(":root", "scrollBehavior"), of(".hb-glance", "borderTopStyle")]; }}""")
    assert said[0] == said[3] == "solid"
    assert said[1] in {"0s", "1e-05s"}
    assert said[2] == "auto"
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    context.close()


def test_without_a_script_every_kind_is_whole_and_offers_nothing_dead(browser: Browser, served: Served) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1366, "height": 800})
    page = context.new_page()
    for path in KINDS:
        page.goto(served.address + path)
        expect(page.locator("h1")).to_be_visible()
        assert page.locator(".md-tabs a:visible").count() > 3, path
        assert page.locator("button:visible, .md-search__input:visible, select:visible").count() == 0, path
        assert page.locator("article .tabbed-set > input").count() == page.locator("article .tabbed-labels > label:visible").count()
    page.goto(served.address + "find/by-role/")
    assert page.locator("article a:visible").count() > 40
    context.close()
