"""A play on paper: few sides, with the addresses of its sources, its release, and no menus."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from handbook.data import site_address
from handbook.pipeline import Compiled
from tests.server import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("keyboard")]


def test_a_play_prints_on_three_sides_and_the_longest_on_four(browser: Browser, served: Served, compiled: Compiled) -> None:
    plays = sorted((path for path in compiled.pages if path.removesuffix(".md") in compiled.book.plays), key=lambda path: len(compiled.pages[path].markdown))
    page = browser.new_page()
    sides = {}
    for path in (plays[0], plays[len(plays) // 4], plays[len(plays) // 2], *plays[-3:]):
        page.goto(served.address + site_address(path))
        sides[path] = len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="A4", prefer_css_page_size=True)))
    page.close()
    assert {path: count for path, count in sides.items() if count > (4 if path in plays[-3:] else 3)} == {}


def test_paper_has_addresses_and_the_release_and_no_menus(browser: Browser, served: Served, compiled: Compiled) -> None:
    page = browser.new_page()
    page.goto(served.address + "safety/run-a-hazard-workshop/")
    page.emulate_media(media="print")
    away = page.locator(".footnote a[href^=http]").first
    assert away.evaluate("away => getComputedStyle(away, '::after').content") == f'" {away.get_attribute("href")}"'
    assert compiled.book.site.release.version in page.locator("#sources-and-review ~ .hb-control").inner_text()
    assert page.locator(".md-header:visible, .md-tabs:visible, .md-sidebar:visible, nav:visible").count() == 0
    page.close()
