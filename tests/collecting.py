"""What the tests of tools that collect share: which tools there are, their parts, and in a real Chromium a page without faults and its buttons."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page

from handbook.model import Handbook, Register
from tests.server import Served

ASSESSMENTS = ("maturity-radar", "career-ladder")
REGISTERS = ("hazard-log", "claims-matrix", "decision-rights", "stakeholder-map")
FORMS = ("safety-case", "role-charter", "pccp-outline")


@contextmanager
def watched(browser: Browser) -> Iterator[Page]:
    """A page on a desk that may use the clipboard; no error in it goes unseen."""
    faults: list[str] = []
    context = browser.new_context(viewport={"width": 1366, "height": 900}, permissions=["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield opened
    context.close()
    assert faults == []


def example(page: Page) -> None:
    """Fill in the example of the page's first part."""
    page.get_by_role("button", name="Fill in the example").first.click()


def copy(page: Page) -> None:
    """Take the first part away as Markdown."""
    page.get_by_role("button", name="Copy as Markdown").first.click()


def go(page: Page, served: Served, tool: str, hash_: str = "") -> None:
    """Open a tool."""
    page.goto(f"{served.address}tools/{tool}/{hash_}")


def parts(book: Handbook, kind: type[Any]) -> list[Any]:
    """Every part of a kind, of all tools."""
    return [part for tool in book.tools.values() for part in tool.parts if isinstance(part, kind)]


def register(**fields: Any) -> Register:
    """A register with these fields."""
    base = {"kind": "register", "id": "r", "title": "R", "lead": "L", "document": "d", "sheet": "s", "overview": ["a"], "plays": ["p"], "ask": "cpm"}
    return Register.model_validate({**base, **fields})


def sheet_of(book: Handbook, part: Register) -> Any:
    """The sheet that a register fills in."""
    return next(sheet for sheet in book.documents[part.document].sheets if sheet.id == part.sheet)
