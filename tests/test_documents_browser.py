"""Pages of documents in a real Chromium: their files come down under their own names, and everything fits."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from handbook import addresses
from handbook.pipeline import Compiled
from tests.server import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]


@pytest.fixture
def scriptless(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


def test_a_file_comes_down_under_its_own_name(scriptless: Page, served: Served, tmp_path: Path) -> None:
    for name, kinds in (("hazard-log", {"xlsx": "Excel (xlsx)"}), ("change-assessment", {"docx": "Word (docx)", "md": "Markdown (md)"})):
        scriptless.goto(f"{served.address}documents/{name}/")
        for kind, words in kinds.items():
            with scriptless.expect_download() as started:
                scriptless.locator("#files").get_by_role("link", name=words).click()
            assert started.value.suggested_filename == f"{name}.{kind}"
            started.value.save_as(tmp_path / f"{name}.{kind}")
            if kind != "md":
                assert zipfile.is_zipfile(tmp_path / f"{name}.{kind}")


def test_a_play_leads_to_its_documents_and_files(scriptless: Page, served: Served) -> None:
    scriptless.goto(served.address + "safety/run-a-hazard-workshop/")
    row = scriptless.locator("tr", has=scriptless.get_by_role("link", name="Hazard log", exact=True))
    expect(row.get_by_role("link", name="Excel (xlsx)")).to_have_attribute("download", "hazard-log.xlsx")
    row.get_by_role("link", name="Hazard log", exact=True).click()
    expect(scriptless.locator("h1")).to_contain_text("Hazard log")


def test_no_document_scrolls_sideways_on_a_phone_without_javascript(scriptless: Page, served: Served, compiled: Compiled) -> None:
    wide = []
    for item in compiled.book.documents.values():
        scriptless.goto(served.address + addresses.document(item.id).removesuffix(".md") + "/")
        boxes = scriptless.locator("article :is(.hb-rows, .hb-filled, .hb-glance)")
        wide += [f"{item.id}: {box}" for box in boxes.evaluate_all("boxes => boxes.filter(box => box.scrollWidth > 320).map(box => box.className)")]
    assert wide == []
