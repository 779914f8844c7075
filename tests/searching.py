"""The search dialog in a test: when its list is written for the last time."""

from __future__ import annotations

from playwright.sync_api import Page

_LATER = "new Promise(done => setTimeout(done, 1))"  # after what a script has put off already
_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"


def answered(page: Page) -> None:
    """Wait until results stand and no more will come: the second part of the index, read after the first answer, writes the list once more."""
    page.locator(".md-search-result__item a").first.wait_for(timeout=15000)
    (worker,) = page.workers
    worker.evaluate(_LATER)
    page.evaluate(_FRAMES)
