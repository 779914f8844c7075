"""The real handbook, built strictly: every page, link and anchor, and the same bytes again."""

from __future__ import annotations

import hashlib
import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

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


def test_the_published_style_sheet_says_what_the_written_one_says(site: Path) -> None:
    """Only comments and idle white space are left out: a space between two selectors has a meaning."""
    written, published = ((folder / "assets" / "handbook.css").read_text(encoding="utf-8") for folder in (ROOT / "overrides", site))
    spoken = re.sub(r"/\*.*?\*/", "", written, flags=re.DOTALL)
    assert "".join(published.split()) == "".join(spoken.split())
    assert "/*" not in published
    assert ".md-typeset .hb-card .hb-challenge{" in published


def test_no_script_stands_inside_a_page(site: Path) -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)")
    assert [path.as_posix() for path in site.rglob("*.html") if inline.search(path.read_text(encoding="utf-8"))] == []


def test_every_page_asks_the_browser_for_its_own_files_only(site: Path) -> None:
    """One policy, before anything that loads; nothing stands in a page that it would forbid."""
    forbidden = re.compile(r"<[a-z][^>]*\s(?:style|on[a-z]+)=|<style\b|javascript:")
    policies, broken = set(), []
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', text.partition("<link")[0].partition("<script")[0])
        policies.add(policy[1] if policy else f"none on {path}")
        broken += [f"{path}: {found}" for found in forbidden.findall(text)]
        broken += [] if '<meta name="referrer" content="no-referrer">' in text else [f"{path}: no referrer policy"]
    assert broken == []
    assert len(policies) == 1
    rules = dict(rule.strip().split(" ", 1) for rule in policies.pop().split(";"))
    assert rules["default-src"] == rules["object-src"] == "'none'"
    assert {rules[name] for name in ("script-src", "style-src", "connect-src", "worker-src", "base-uri", "form-action")} == {"'self'"}
    assert set(" ".join(rules.values()).split()) == {"'none'", "'self'", "data:"}


def test_every_page_says_what_it_is_to_machines(served: Served, compiled: Compiled) -> None:
    root = served.address
    files = {path.relative_to(served.folder).as_posix() for path in served.folder.rglob("*") if path.is_file()}
    for path, page in compiled.pages.items():
        html = (served.folder / site_address(path) / "index.html").read_text(encoding="utf-8")
        told = dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[a-z:]+)" content="([^"]*)">', html))
        assert path in files
        assert (served.folder / path).read_text(encoding="utf-8").startswith("# ")
        assert {unescape(told["og:title"])} <= {page.meta["title"], compiled.book.site.name}
        assert told["og:url"] == root + site_address(path)
        assert told["og:image"].removeprefix(root) in files, path
        assert told["twitter:card"] == "summary_large_image"
        here = root + site_address(path)
        others = {urljoin(here, link) for link in re.findall(r'<link rel="alternate (?:feed|source)" type="[^"]*" title="[^"]*" href="([^"]*)">', html)}
        assert others == {f"{root}feed.xml", root + path}
        for data in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html):
            assert json.loads(data)["url"] == here
    listed = re.findall(r"\]\((http[^)]*)\)", (served.folder / "llms.txt").read_text(encoding="utf-8"))
    assert [link for link in listed if link.removeprefix(root) not in files] == []


def test_data_addresses_resolve(site: Path, pages: dict[str, Html]) -> None:
    data = json.loads((site / "handbook.json").read_text(encoding="utf-8"))
    dead = []
    for entries in (value for value in data.values() if isinstance(value, list)):
        for entry in entries:
            path, _, anchor = entry["address"].partition("#")
            page = pages.get(f"{path}index.html")
            if page is None or (anchor and anchor not in page.ids):
                dead.append(entry["address"])
            dead += [path for path in (entry["markdown"], *entry["files"].values()) if not (site / path).is_file()]
    assert dead == []
    assert {tool["id"]: set(tool["files"]) for tool in data["tools"]}["hazard-log"] == {"xlsx"}
    assert all(document["files"] for document in data["documents"])


def test_the_same_input_gives_the_same_bytes(served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", served.address)
    publish(ROOT, tmp_path / "again")
    assert _digests(tmp_path / "again") == _digests(served.folder)


def _digests(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
