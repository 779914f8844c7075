"""The offline copy: one zip of the whole site, whose pages open from an unzipped folder."""

from __future__ import annotations

import os
import posixpath
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, expect

from handbook.pipeline import Compiled
from handbook.site import offline
from handbook.site.offline import NAME, Copy, Last, copy_of, from_folder, write_offline_copy
from handbook.site.zipped import Entry, entries_of, entry, write
from tests.server import Served

COPY = Copy("ours-1-0", "1.0", date(2026, 1, 2), "https://handbook.example/a?b&c")
PAGE = '<a href="../x/#y">x</a><footer><p class="hb-offline"><a href="../handbook.zip">Take it</a></p></footer>'


@pytest.mark.parametrize(
    ("written", "rewritten"),
    [
        ('<a href="../x/">', '<a href="../x/index.html">'),
        ('<a class="b" href="x/#y">', '<a class="b" href="x/index.html#y">'),
        ('<a href="../find/?stage=build#plays" class="b">', '<a href="../find/index.html?stage=build#plays" class="b">'),
        ('<a href=".">', '<a href="./index.html">'),
        ('<a href="../..">', '<a href="../../index.html">'),
        ('<a href="./#top">', '<a href="./index.html#top">'),
        ('<link rel="next" href="../x/">', '<link rel="next" href="../x/index.html">'),
        ('<meta http-equiv="refresh" content="0; url=../../x/">', '<meta http-equiv="refresh" content="0; url=../../x/index.html">'),
    ],
)
def test_a_link_to_a_folder_names_the_page_in_it(written: str, rewritten: str) -> None:
    assert from_folder(written.encode()) == rewritten.encode()
    assert from_folder(rewritten.encode()) == rewritten.encode()


@pytest.mark.parametrize(
    "html",
    [
        '<a href="#part">',
        '<a href="../files/log.xlsx">',
        '<a href="https://www.gov.uk/">',
        '<a href="mailto:cso@example.org">',
        '<a href="">',
        '<a href="a..">',
        '<code>&lt;a href="../x/"&gt;</code>',
        "<p>See ../x/ for more</p>",
    ],
)
def test_nothing_else_is_rewritten(html: str) -> None:
    assert from_folder(html.encode()) == html.encode()


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A site of two pages, with a copy of an earlier run in it."""
    for path, text in {"index.html": PAGE, "x/index.html": PAGE, "404.html": PAGE, "sitemap.xml": "", "assets/a.js": 'href="../x/"', NAME: "old"}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_copy_holds_the_site_and_not_itself(small: Path) -> None:
    with zipfile.ZipFile(write_offline_copy(small, COPY)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["ours-1-0/assets/a.js", "ours-1-0/index.html", "ours-1-0/x/index.html"]
        assert archive.read("ours-1-0/assets/a.js") == b'href="../x/"'


def test_a_copied_page_says_that_it_is_a_copy(small: Path) -> None:
    with zipfile.ZipFile(write_offline_copy(small, COPY)) as archive:
        page = archive.read("ours-1-0/index.html").decode()
    assert NAME not in page
    assert "Offline copy of release 1.0, 2 January 2026. The site may have moved on: " in page
    assert '<a href="https://handbook.example/a?b&amp;c">' in page
    assert (small / "index.html").read_text(encoding="utf-8") == PAGE


def test_pages_are_shared_out_evenly(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(10):
        (small / f"{number}").mkdir()
        (small / f"{number}" / "index.html").write_text("x" * 1000, encoding="utf-8")
        (small / f"{number}.md").write_text("x", encoding="utf-8")
    shares = []

    def alone(work: Callable[[Sequence[str]], list[Entry]], paths: Sequence[str]) -> list[Entry]:
        shares.extend([paths[::2], paths[1::2]])
        return work(paths)

    monkeypatch.setattr(offline, "side_by_side", alone)
    write_offline_copy(small, COPY)
    assert [sum(path.endswith(".html") for path in share) for share in shares] == [6, 6]


def test_what_is_taken_over_from_the_last_copy_changes_nothing(small: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    last = tmp_path_factory.mktemp("last") / NAME
    last.write_bytes(write_offline_copy(small, COPY).read_bytes())
    (small / "x" / "index.html").write_text(PAGE + "more", encoding="utf-8")
    anew = write_offline_copy(small, COPY).read_bytes()
    assert write_offline_copy(small, COPY, Last(last, frozenset({"index.html", "assets/a.js"}))).read_bytes() == anew
    assert write_offline_copy(small, COPY, Last(last, frozenset())).read_bytes() == anew
    last.write_bytes(last.read_bytes()[:-9])
    assert write_offline_copy(small, COPY, Last(last, frozenset({"index.html"}))).read_bytes() == anew


@settings(max_examples=40, deadline=None)
@given(
    files=st.dictionaries(st.text("aé☂/", min_size=1, max_size=9).filter(lambda name: name.strip("/") == name and "//" not in name), st.binary(max_size=300))
)
def test_a_zip_says_what_was_put_in(files: dict[str, bytes]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.zip")
        write(path, [(name, entry(content, len(content) % 2 == 0)) for name, content in files.items()], date(2026, 1, 2))
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            assert {name: archive.read(name) for name in archive.namelist()} == files
            assert all(info.date_time == (2026, 1, 2, 0, 0, 0) for info in archive.infolist())
        again = {name: entry(content, len(content) % 2 == 0) for name, content in files.items()}
        assert entries_of(path) == again


def test_a_zip_of_very_many_files_can_be_read(tmp_path: Path) -> None:
    empty = entry(b"", deflate=False)
    write(tmp_path / "a.zip", ((str(number), empty) for number in range(70_000)), date(2026, 1, 2))
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert len(archive.namelist()) == 70_000


def test_the_same_site_gives_the_same_copy(small: Path) -> None:
    first = write_offline_copy(small, COPY).read_bytes()
    os.utime(small / "index.html", (0, 0))
    (small / "x" / "index.html").chmod(0o600)
    assert write_offline_copy(small, COPY).read_bytes() == first


@pytest.mark.site
@pytest.mark.xdist_group("site")
def test_the_real_copy_has_every_file_and_no_dead_link(served: Served, compiled: Compiled) -> None:
    there = {path.relative_to(served.folder).as_posix() for path in served.folder.rglob("*") if path.is_file()}
    top = copy_of(compiled.book, None).folder
    with zipfile.ZipFile(served.folder / NAME) as archive:
        names = {name.removeprefix(f"{top}/") for name in archive.namelist()}
        assert there - names == {NAME, "404.html", "sitemap.xml", "sitemap.xml.gz", "llms.txt", "llms-full.txt"}
        assert names <= there
        changed = {name for name in names if archive.read(f"{top}/{name}") != (served.folder / name).read_bytes()}
        assert {posixpath.splitext(name)[1] for name in changed} == {".html"}
        dead = [f"{name}: {link}" for name in changed for link in _links(archive.read(f"{top}/{name}").decode()) if not _leads(name, link, names)]
    assert dead == []


def _links(html: str) -> set[str]:
    return set(re.findall(r'<(?:a|link|script|img)\b[^>]*?\s(?:href|src)="([^"]*)"', html))


def _leads(here: str, link: str, names: set[str]) -> bool:
    parts = urlsplit(link)
    return bool(parts.scheme) or not parts.path or posixpath.normpath(posixpath.join(posixpath.dirname(here), unquote(parts.path))) in names


@pytest.mark.browser
@pytest.mark.xdist_group("site")
def test_the_copy_is_read_from_a_folder(served: Served, browser: Browser, tmp_path: Path) -> None:
    with zipfile.ZipFile(served.folder / NAME) as archive:
        archive.extractall(tmp_path)
    (top,) = (path.as_uri() for path in tmp_path.iterdir())
    faults: list[str] = []
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: faults.append(request.url) if not request.url.startswith(("file:", "data:")) else None)
    page.goto(f"{top}/index.html")
    page.locator(".md-tabs").get_by_role("link", name="Playbooks").click()
    page.locator(".md-sidebar--primary").get_by_role("link", name="Design safety in").click()
    page.locator("article").get_by_role("link", name="Run a 90-minute hazard workshop").first.click()
    expect(page).to_have_url(f"{top}/safety/run-a-hazard-workshop/index.html")
    page.locator(".md-search__input").click()
    page.keyboard.type("device navigator")
    first = page.locator(".md-search-result__item a").first
    expect(first).to_have_attribute("href", re.compile("/tools/device-navigator/"), timeout=15000)  # the list is written anew at each key
    first.click()
    expect(page).to_have_url(re.compile(re.escape(f"{top}/tools/device-navigator/index.html")))
    page.locator(".hb-panel-answers button").first.click()
    expect(page.locator(".hb-panel-way li").first).to_be_visible()
    expect(page.locator(".hb-offline")).to_contain_text("Offline copy of release")
    assert faults == []
    page.close()


@pytest.mark.browser
@pytest.mark.xdist_group("site")
def test_the_way_to_the_copy_stands_on_every_page(served: Served, browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.address}safety/run-a-hazard-workshop/")
    with page.expect_download() as started:
        page.get_by_role("link", name="Take the whole handbook offline").click()
    assert started.value.suggested_filename == "clinical-product-handbook-0-1-0.zip"
    assert Path(started.value.path()).read_bytes() == (served.folder / NAME).read_bytes()
    context.close()
