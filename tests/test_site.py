"""The real handbook, built strictly: every page, link and anchor, and the same bytes again."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from handbook.data import site_address
from handbook.pipeline import Compiled
from handbook.site.publish import publish
from tests.html import Html, dead_links, parse
from tests.repository import ROOT
from tests.server import Served

pytestmark = [pytest.mark.site, pytest.mark.xdist_group("site")]


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Html]:
    """Every built page by its path."""
    return {path.relative_to(site).as_posix(): parse(path) for path in sorted(site.rglob("*.html"))}


def test_every_composed_page_is_there(site: Path, compiled: Compiled) -> None:
    missing = [path for path in compiled.pages if not (site / site_address(path) / "index.html").is_file()]
    assert missing == []


def test_every_internal_link_and_anchor_resolves(served: Served) -> None:
    assert dead_links(served.folder, served.address) == []


def test_every_page_shows_owner_facts_and_release(site: Path, compiled: Compiled) -> None:
    release = compiled.book.site.release.version
    for path in compiled.pages:
        text = (site / site_address(path) / "index.html").read_text(encoding="utf-8").partition('id="sources-and-review"')[2]
        assert all(words in text for words in ("Owner", "Facts", f"{release} of ")), path


def test_no_page_loads_from_another_host(pages: dict[str, Html], served: Served) -> None:
    host = served.address.removesuffix(served.prefix)
    foreign = [f"{path}: {load}" for path, page in pages.items() for load in page.loads if urlsplit(load).netloc and not load.startswith(host)]
    assert foreign == []


def test_our_styles_and_scripts_name_no_other_host(site: Path) -> None:
    ours = sorted(path for path in (ROOT / "overrides" / "assets").iterdir() if path.suffix in {".css", ".js"})
    assert ours
    assert [path.name for path in ours if re.search(r"https?://", (site / "assets" / path.name).read_text(encoding="utf-8"))] == []


def test_no_script_stands_inside_a_page(site: Path) -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)")
    assert [path.as_posix() for path in site.rglob("*.html") if inline.search(path.read_text(encoding="utf-8"))] == []


def test_data_addresses_resolve(site: Path, pages: dict[str, Html]) -> None:
    data = json.loads((site / "handbook.json").read_text(encoding="utf-8"))
    dead = []
    for entries in (value for value in data.values() if isinstance(value, list)):
        for entry in entries:
            path, _, anchor = entry["address"].partition("#")
            page = pages.get(f"{path}index.html")
            if page is None or (anchor and anchor not in page.ids):
                dead.append(entry["address"])
            dead += [path for path in entry["files"].values() if not (site / path).is_file()]
    assert dead == []


def test_the_same_input_gives_the_same_bytes(served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", served.address)
    publish(ROOT, tmp_path / "again")
    assert _digests(tmp_path / "again") == _digests(served.folder)


def _digests(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
