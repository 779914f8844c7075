"""The site in a real Chromium, served under a sub-path as GitHub Pages does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from handbook.pipeline import Compiled
from tests.kinds import KINDS
from tests.searching import answered
from tests.server import Served
from tests.watch import Watch

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]


@pytest.fixture
def watch(served: Served) -> Watch:
    return Watch(urlsplit(served.address).netloc)


@pytest.fixture
def page(browser: Browser, watch: Watch) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    opened = context.new_page()
    watch.on(opened)
    yield opened
    context.close()


@pytest.fixture
def phone(browser: Browser, watch: Watch) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    opened = context.new_page()
    watch.on(opened)
    yield opened
    context.close()


@pytest.fixture
def scriptless(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1366, "height": 900})
    yield context.new_page()
    context.close()


def test_from_home_to_a_play_to_its_source(page: Page, served: Served, watch: Watch) -> None:
    page.goto(served.address)
    struggle = page.locator("li", has_text="Safety is the last tab in the spreadsheet")
    if not struggle.is_visible():
        page.locator("details", has=struggle).locator("summary").click()
    struggle.get_by_role("link").first.click()
    expect(page.locator("h1")).to_contain_text(re.compile("hazard workshop", re.IGNORECASE))
    note = page.locator(".footnote li", has_text="DCB0129").first
    page.locator("sup a.footnote-ref").first.scroll_into_view_if_needed()
    note.get_by_role("link", name=re.compile(r"^uk-")).first.click()
    expect(page.locator("h1")).to_have_text(re.compile("United Kingdom"))
    anchor = urlsplit(page.url).fragment
    expect(page.locator(f"[id='{anchor}']")).to_be_in_viewport()
    assert watch.faults == []


def test_filters_narrow_the_list_and_stand_in_the_address(page: Page, served: Served, compiled: Compiled, watch: Watch) -> None:
    page.goto(served.address + "find/")
    cards = page.locator(".hb-find .hb-card")
    everything = len(compiled.book.plays)
    expect(cards.locator("visible=true")).to_have_count(everything)
    page.get_by_label("Challenge").select_option("safety")
    page.locator(".hb-filter").get_by_label("Stage").select_option("live")
    wanted = [play for play in compiled.book.plays.values() if play.playbook == "safety" and "live" in play.stages]
    assert 0 < len(wanted) < everything
    expect(cards.locator("visible=true")).to_have_count(len(wanted))
    expect(page.get_by_role("status")).to_contain_text(str(len(wanted)))
    shared = page.url
    page.goto(served.address)
    page.goto(shared)
    expect(cards.locator("visible=true")).to_have_count(len(wanted))
    page.get_by_role("button", name="Show all plays").click()
    expect(cards.locator("visible=true")).to_have_count(everything)
    assert watch.faults == []


def test_filters_by_role_and_market_agree_with_the_book(page: Page, served: Served, compiled: Compiled) -> None:
    page.goto(served.address + "find/")
    page.get_by_label("My role").select_option("cso")
    page.get_by_label("Market").select_option("eu")
    wanted = {play.title for play in compiled.book.plays.values() if "cso" in (play.lead, *play.who) and "eu" in play.markets}
    shown = page.locator(".hb-find .hb-card").locator("visible=true").get_by_role("heading").all_inner_texts()
    assert {title.strip("¶ \n") for title in shown} == wanted


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("hazard workshop", "safety/run-a-hazard-workshop/"),
        ("decision rights", "influence/write-down-who-decides/"),
        ("SaMD", "regulation/qualify-the-software/"),
        ("role charter", "role-definition/write-the-role-charter/"),
    ],
)
def test_search_finds_a_play(page: Page, served: Served, watch: Watch, query: str, found: str) -> None:
    page.goto(served.address)
    page.keyboard.press("/")
    page.locator("input.md-search__input").press_sequentially(query)  # the dialog listens to keys, which fill() does not press
    first_three = page.locator(f".md-search-result__item:nth-child(-n+3) a[href*='/{found}']")
    expect(first_three.first).to_be_visible(timeout=15000)  # what was found for the first letters gives way to what is found for all
    assert watch.faults == []


def test_the_search_is_narrowed_and_read_out(page: Page, served: Served, watch: Watch) -> None:
    page.goto(served.address)
    page.keyboard.press("/")
    field, results = page.get_by_role("combobox", name="Search"), page.get_by_role("listbox", name="Results").get_by_role("option")
    field.press_sequentially("hazard")
    expect(results.first).to_be_visible(timeout=15000)
    expect(field).to_have_attribute("aria-expanded", "true")
    page.get_by_role("combobox", name="Stage").select_option("live")
    expect(field).to_have_value("stage:live hazard ")
    expect(results.first).to_contain_text("Play")
    answered(page)
    field.press("ArrowDown")
    expect(results.first).to_be_focused()
    expect(results.first).to_have_attribute("aria-selected", "true")
    field.focus()
    answered(page)  # a timer puts the cursor after the words, and would take a selection away
    field.press("Control+A")
    field.press_sequentially("qqqq xxwv")
    expect(page.locator(".md-search-result__meta")).to_have_text("Nothing found. These are nearest:")
    expect(results.first).to_contain_text("Nearest")
    assert watch.faults == []


def test_a_missing_page_is_told_kindly_and_finds_its_assets(page: Page, served: Served, watch: Watch) -> None:
    answer = page.goto(served.address + "no/such/page/at/all/", wait_until="networkidle")
    assert answer is not None
    assert answer.status == 404
    own = {f"404 {answer.url}", "Failed to load resource: the server responded with a status of 404 (Not Found)"}
    assert set(watch.faults) == own
    assert page.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky"
    page.locator("main").get_by_role("link", name=re.compile("home|start", re.IGNORECASE)).first.click()
    assert page.url == served.address


def test_an_address_without_its_slash_leads_to_the_page(page: Page, served: Served) -> None:
    page.goto(served.address + "safety/run-a-hazard-workshop")
    expect(page.locator("h1")).to_contain_text(re.compile("hazard workshop", re.IGNORECASE))


def test_nothing_scrolls_sideways_on_a_phone(phone: Page, served: Served) -> None:
    wide = []
    for path in KINDS:
        phone.goto(served.address + path)
        wide += [path] if phone.evaluate("document.documentElement.scrollWidth") > 320 else []
    assert wide == []


def test_a_play_starts_on_the_first_screens_of_a_phone(phone: Page, served: Served) -> None:
    phone.goto(served.address + "safety/run-a-hazard-workshop/")
    tops = [phone.locator(place).first.evaluate("place => place.getBoundingClientRect().top") for place in ("h1", "#at-a-glance", "#monday", "#steps")]
    assert tops == sorted(tops)
    assert tops[2] < 2 * 640, "Next Monday stands within two screens"


def test_an_abbreviation_is_explained_on_focus_and_on_touch(page: Page, phone: Page, served: Served) -> None:
    for opened in (page, phone):
        opened.goto(served.address + "safety/run-a-hazard-workshop/")
        short = opened.locator("article abbr[tabindex='0']").first
        short.scroll_into_view_if_needed()
        long = short.get_attribute("title")
        assert long
        short.focus()
        shown = short.evaluate("short => getComputedStyle(short, '::after').content")
        assert long in shown


def test_without_javascript_all_is_there(scriptless: Page, served: Served, compiled: Compiled) -> None:
    scriptless.goto(served.address + "find/")
    assert scriptless.locator(".hb-find .hb-card").locator("visible=true").count() == len(compiled.book.plays)
    scriptless.goto(served.address + "safety/run-a-hazard-workshop/")
    scriptless.locator(".tabbed-labels label").get_by_text("EU", exact=True).first.click()
    expect(scriptless.locator(".tabbed-block").nth(1)).to_be_visible()
    assert scriptless.locator(".hb-step").count() == len(compiled.book.plays["safety/run-a-hazard-workshop"].steps)
