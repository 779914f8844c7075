"""What a first visit to a play costs over the wire, and that nothing moves once it is shown."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from tests.server import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("keyboard")]

SHIFTS = """new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.shifted = (window.shifted || 0) + entry.value;
}).observe({ type: "layout-shift", buffered: true });"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    context.add_init_script(SHIFTS)
    yield context.new_page()
    context.close()


def test_a_first_view_is_light_and_stands_still(page: Page, served: Served) -> None:
    sizes: list[float] = []
    network: CDPSession = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    kinds: list[str] = []
    page.on("request", lambda request: kinds.append(request.resource_type))
    page.goto(served.address + "safety/run-a-hazard-workshop/", wait_until="networkidle")
    assert sum(sizes) < 90_000
    assert len([size for size in sizes if size]) <= 10  # what stands in the page itself weighs nothing
    assert "font" not in kinds
    assert page.evaluate("window.shifted || 0") < 0.01
