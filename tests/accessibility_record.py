"""Test every page, and write what was found where the accessibility statement takes it from: `python -m tests.accessibility_record`."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from playwright.sync_api import sync_playwright

from handbook.data import site_address
from handbook.pipeline import compile_handbook
from handbook.site.publish import publish
from tests.axe import DESK, PHONE, TAGS, Axe
from tests.chromium import OPTIONS, find
from tests.repository import ROOT
from tests.server import serving
from tests.watch import Watch

RECORD = ROOT / "tests" / "accessibility.yml"
STATEMENT = ROOT / "docs" / "accessibility.md"
WORDS = ROOT / "tests" / "accessibility.md"


def measure() -> dict[str, Any]:
    """Build the site, run every rule on every page, and say what was counted."""
    with serving("/handbook/") as server, tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server.folder = Path(folder) / "site"
        publish(ROOT, server.folder)
        chromium = playwright.chromium.launch(executable_path=find(), args=OPTIONS)
        context = chromium.new_context(viewport={"width": DESK, "height": 800}, color_scheme="light", reduced_motion="reduce")
        axe, compiled = Axe(), compile_handbook(ROOT)
        axe.ready(context)
        page, watch = context.new_page(), Watch(urlsplit(server.address).netloc)
        watch.on(page)
        faults: list[str] = []
        for path in compiled.pages:
            page.goto(server.address + site_address(path))
            faults += axe.everywhere(page)
        rules = page.evaluate("tags => axe.getRules(tags).filter(rule => !/experimental|deprecated/.test(rule.tags.join())).length", list(TAGS))
        found = {
            "release": compiled.book.site.release.version, "day": datetime.now(tz=UTC).date(), "axe": page.evaluate("axe.version"),
            "chromium": chromium.version.split(".")[0], "rules": rules, "tags": list(TAGS), "pages": len(compiled.pages), "looks": len(axe.judged),
            "widths": [DESK, PHONE], "violations": len(faults), "page_errors": len(watch.faults),
        }  # fmt: skip
        chromium.close()
    return found


def statement(record: dict[str, Any]) -> str:
    """The page of the statement, in its words, with the record's figures."""
    text = WORDS.read_text(encoding="utf-8")
    for name, value in record.items():
        text = text.replace(f"<{name}>", f"{value.day} {value:%B %Y}" if name == "day" else str(value))
    return text


def main() -> None:
    """Measure, and write the record and the statement."""
    record = measure()
    RECORD.write_text("# Written by `python -m tests.accessibility_record`.\n" + yaml.safe_dump(record, sort_keys=False), encoding="utf-8")
    STATEMENT.write_text(statement(record), encoding="utf-8")
    print(f"{record['pages']} pages, {record['violations']} violations")


if __name__ == "__main__":
    main()
