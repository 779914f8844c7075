"""WCAG faults that axe finds, on a page of each kind, light and dark, desk and phone."""

from __future__ import annotations

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.kinds import KINDS
from tests.server import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("axe")]


@pytest.mark.parametrize("width", [1366, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_fault_on_a_page_of_each_kind(browser: Browser, served: Served, width: int, scheme: Literal["light", "dark"]) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce")
    opened = context.new_page()
    faults = []
    for path in (*KINDS, "404.html"):
        opened.goto(served.address + path)
        found = Axe().run(opened).response["violations"]
        faults += [f"{path}: {fault['id']}: {node['target']}" for fault in found for node in fault["nodes"]]
    context.close()
    assert faults == []
