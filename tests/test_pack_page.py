"""My pack: chosen plays and documents as one zip, made in a real Chromium from the published files."""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from handbook import addresses
from handbook.pipeline import Compiled
from tests.html import parse
from tests.server import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]
PLAY = "safety/run-a-hazard-workshop"
TOP = "clinical-product-handbook-pack"


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    """A page that may ask its own site for files, and nobody for anything else."""
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("request", lambda request: faults.append(f"{request.method} {request.url}") if _sends(request.method, request.url, served.address) else None)
    yield opened
    assert "hazard" not in opened.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")
    context.close()
    assert faults == []


def _sends(method: str, url: str, address: str) -> bool:
    return not url.startswith("blob:") and (method != "GET" or not url.startswith(address) or "?" in url)


def _downloaded(page: Page) -> zipfile.ZipFile:
    with page.expect_download() as started:
        page.get_by_role("button", name="Download as one zip").press("Enter")
    assert started.value.suggested_filename == f"{TOP}.zip"
    archive = zipfile.ZipFile(started.value.path())
    assert archive.testzip() is None
    return archive


def _status(page: Page) -> str:
    return page.locator(".hb-pack-status").inner_text()


def _offered(compiled: Compiled) -> set[str]:
    documents = {path for document in compiled.book.documents.values() for path in addresses.downloads(document).values()}
    return documents | {addresses.play(name) for name in compiled.book.plays}


def test_the_page_links_to_every_play_and_every_file_and_their_sizes_are_known(site: Path, compiled: Compiled) -> None:
    offered = _offered(compiled)
    links = {link.removeprefix("../../") for link in parse(site / "library" / "pack" / "index.html").links}
    assert {link for link in links if "/files/" in link or link.endswith(".md")} - {"../pack.md"} == offered  # the page's own Markdown
    known = json.loads((site / "documents" / "files" / "sizes.json").read_text(encoding="utf-8"))
    assert known == {path: (site / path).stat().st_size for path in offered}


def test_a_play_leads_to_its_text_and_documents_and_they_come_down_as_published(page: Page, served: Served, compiled: Compiled) -> None:
    page.goto(f"{served.address}{PLAY}/")
    page.get_by_role("link", name="Add this play and its documents to my pack").press("Enter")
    expect(page).to_have_url(f"{served.address}library/pack/#pick=hazard-log,hazard-workshop,{PLAY}")
    play = page.get_by_role("group", name=compiled.book.plays[PLAY].title)
    for name in ("The play itself", "Hazard log", "Hazard workshop minutes"):
        expect(play.get_by_role("checkbox", name=name, exact=True)).to_be_checked()
    published = {
        f"plays/{PLAY}.md": f"{PLAY}.md",
        "documents/hazard-log.xlsx": "documents/files/hazard-log.xlsx",
        "documents/hazard-workshop.docx": "documents/files/hazard-workshop.docx",
        "documents/hazard-workshop.md": "documents/files/hazard-workshop.md.txt",
    }
    size = round(sum((served.folder / path).stat().st_size for path in published.values()) / 1000)
    expect(page.locator(".hb-pack-status")).to_have_text(f"1 play and 2 documents chosen: 4 files, {size} kB.")
    expect(play.get_by_role("checkbox", name="All 3: the play itself and 2 documents")).to_be_focused()
    archive = _downloaded(page)
    assert set(archive.namelist()) == {f"{TOP}/{path}" for path in ("index.html", *published)}
    for path, original in published.items():
        assert archive.read(f"{TOP}/{path}") == (served.folder / original).read_bytes()
    text = archive.read(f"{TOP}/plays/{PLAY}.md").decode()
    assert text.startswith(f"# {compiled.book.plays[PLAY].title}\n")
    assert f"]({served.address}documents/hazard-log.md" in text
    index = archive.read(f"{TOP}/index.html").decode()
    release = compiled.book.site.release
    for words in (
        f"Release: {release.version} of {release.date.day} {release.date:%B %Y}", "Packed: ", f'<a href="{served.address}{PLAY}/">', compiled.book.site.notice,
        f'<a href="{served.address}documents/hazard-log/">Hazard log</a>: <a href="documents/hazard-log.xlsx">',
        f'<a href="{served.address}">Clinical Product Handbook</a>',
        f'<li>The play itself: <a href="plays/{PLAY}.md">{PLAY}.md</a></li>',
    ):  # fmt: skip
        assert words in index
    expect(page.locator(".hb-pack-status")).to_have_text(f"{TOP}.zip is made: 4 files and an index.")
    expect(page.get_by_role("button", name="Download as one zip")).to_be_focused()


def test_a_choice_is_made_by_keyboard_and_stands_in_the_address(page: Page, served: Served) -> None:
    page.goto(f"{served.address}library/pack/")
    expect(page.locator(".hb-pack-status")).to_have_text("Nothing chosen yet.")
    page.get_by_role("button", name="Download as one zip").press("Enter")
    expect(page.locator(".hb-pack-status")).to_have_text("Nothing chosen yet. Tick a play or a document first.")
    one = page.get_by_role("checkbox", name="Hazard log", exact=True).first
    one.press("Space")
    expect(one).to_be_focused()
    expect(page).to_have_url(re.compile("#pick=hazard-log$"))
    assert all(box.is_checked() for box in page.get_by_role("checkbox", name="Hazard log", exact=True).all())
    with page.expect_download():
        one.press("Enter")
    expect(one).to_be_focused()
    whole = page.get_by_role("checkbox", name="Playbook: Design safety in")
    assert whole.evaluate("box => box.indeterminate")
    whole.press("Space")
    assert page.evaluate("[...document.querySelectorAll('#add-playbook-safety input')].every(box => box.checked)")
    chosen, words = page.url, _status(page)
    page.reload()
    expect(page.locator(".hb-pack-status")).to_have_text(words)
    page.locator(".hb-pack-bar").get_by_role("button", name="Clear").press("Enter")
    expect(page.locator(".hb-pack-bar").get_by_role("button", name="Clear")).to_be_focused()
    assert (page.url, _status(page)) == (f"{served.address}library/pack/", "Nothing chosen yet.")
    page.evaluate("address => location.href = address", chosen)
    expect(page.locator(".hb-pack-status")).to_have_text(words)


def test_a_journey_brings_its_plays_with_their_documents(page: Page, served: Served, compiled: Compiled) -> None:
    journey = next(iter(compiled.book.journeys.values()))
    plays = {stop.play for stop in journey.stops}
    wanted = plays | {leave.document for play in plays for leave in compiled.book.plays[play].leaves}
    page.goto(f"{served.address}library/pack/#add-journey-{journey.id}")
    expect(page.get_by_role("checkbox", name=f"Journey: {journey.title}")).to_be_checked()
    assert set(page.url.partition("#pick=")[2].split(",")) == wanted
    expect(page.locator(".hb-pack-status")).to_contain_text(f"{len(plays)} plays and {len(wanted - plays)} documents chosen: ")


@pytest.mark.parametrize(
    ("picked", "told"),
    [
        ("hazard-log,no-such-thing,%3Cb%3E", ["1 document chosen: 1 file, ", "2 documents in this address are not in the handbook any more."]),
        (f"{PLAY},safety/none", ["1 play chosen: 1 file, ", "1 play in this address is not in the handbook any more."]),
        ("safety/none,none", ["Nothing chosen yet. ", "1 play and 1 document in this address are not in the handbook any more."]),
    ],
)
def test_what_is_gone_from_the_handbook_is_told(picked: str, told: list[str], page: Page, served: Served) -> None:
    page.goto(f"{served.address}library/pack/#pick={picked}")
    for words in told:
        expect(page.locator(".hb-pack-status")).to_contain_text(words)


def test_a_file_that_does_not_come_is_named_and_the_rest_is_packed_if_there_is_any(page: Page, served: Served) -> None:
    page.route("**/hazard-log.xlsx", lambda route: route.fulfill(status=503))
    page.route(f"**/{PLAY}.md", lambda route: route.fulfill(status=404))
    page.goto(f"{served.address}library/pack/#pick=hazard-log,hazard-workshop,{PLAY}")
    archive = _downloaded(page)
    assert [name.rpartition("/")[2] for name in archive.namelist()] == ["index.html", "hazard-workshop.docx", "hazard-workshop.md"]
    index = archive.read(f"{TOP}/index.html").decode()
    missing = f"{PLAY}.md (the site answered 404), hazard-log.xlsx (the site answered 503)"
    assert f"<strong>Not in this pack:</strong> {missing}." in index
    assert f"<li>The play itself: {PLAY}.md (not in this pack)</li>" in index
    expect(page.locator(".hb-pack-status")).to_have_text(f"{TOP}.zip is made: 2 files and an index. Not in it: {missing}.")
    page.route("**/documents/files/*.docx", lambda route: route.abort())
    page.route("**/documents/files/*.txt", lambda route: route.abort())
    page.get_by_role("button", name="Download as one zip").click()
    expect(page.locator(".hb-pack-status")).to_contain_text(f"No zip was made: {missing}, hazard-workshop.docx (no answer), hazard-workshop.md (no answer).")


def test_any_files_make_a_sound_zip_and_words_stay_words(page: Page, served: Served) -> None:
    files = {"a/empty.txt": b"", "a/Größe – 测试.md": "Fähre\n".encode(), "a/b/all.bin": bytes(range(256)) * 300, "check": b"123456789"}
    page.goto(f"{served.address}library/pack/")
    made = page.evaluate(
        """async files => {
            const entries = files.map(([name, text]) => ({ name, bytes: Uint8Array.from(atob(text), sign => sign.charCodeAt(0)) }));
            const bytes = new Uint8Array(await HandbookPack.zip(entries, new Date(2026, 10, 23)).arrayBuffer());
            return [HandbookPack.crc32(entries[3].bytes), [...bytes].map(byte => String.fromCharCode(byte)).join("")];
        }""",
        [[name, base64.b64encode(content).decode()] for name, content in files.items()],
    )
    assert made[0] == 0xCBF43926
    with zipfile.ZipFile(io.BytesIO(made[1].encode("latin-1"))) as archive:
        assert archive.testzip() is None
        assert {entry.filename: archive.read(entry) for entry in archive.infolist()} == files
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 23, 0, 0, 0)}

    index = page.evaluate(
        """HandbookPack.contents({ about: { organisation: "<b>Ours</b> & co", handbook: "Base", release: "1", released: "today", notice: "<script>" },
            address: "https://x.example/?a=1&b", site: "https://x.example/", day: "now", groups: [], failed: new Map([["<i>", "<u>"]]) })"""
    )
    assert "&lt;b&gt;Ours&lt;/b&gt; &amp; co, on the Base" in index
    assert not re.search(r"<(b|i|u|script)>", index)


def test_without_javascript_a_play_leads_to_its_files(browser: Browser, served: Served) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{served.address}{PLAY}/")
    page.get_by_role("link", name="Add this play and its documents to my pack").click()
    expect(page.get_by_role("checkbox").filter(visible=True)).to_have_count(0)
    for entry, words, name in (("The play itself", "Markdown (md)", "run-a-hazard-workshop.md"), ("Hazard log", "Excel (xlsx)", "hazard-log.xlsx")):
        link = page.locator(":target li", has_text=f"{entry}: ").get_by_role("link", name=words)
        expect(link).to_be_in_viewport()
        with page.expect_download() as started:
            link.click()
        assert started.value.suggested_filename == name
    context.close()


def test_from_a_folder_the_page_says_where_the_files_are(browser: Browser, site: Path, compiled: Compiled) -> None:
    page = browser.new_page()
    page.goto((site / "library" / "pack" / "index.html").as_uri())
    expect(page.locator(".hb-pack")).to_contain_text(
        "it cannot make a zip. Take each file from its link below. Each play lies in the folder of its playbook, and all documents lie in documents/files."
    )
    text = page.get_by_role("link", name="Markdown (md)").first.evaluate("link => link.href")
    assert Path(unquote(text.removeprefix("file://"))) in {site / f"{name}.md" for name in compiled.book.plays}
    assert page.locator(".hb-pack input, .hb-pack-bar").count() == 0
    page.close()


def test_on_a_phone_nothing_scrolls_sideways_and_the_focus_stays_in_sight(browser: Browser, served: Served) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto(f"{served.address}library/pack/#pick=hazard-log,hazard-workshop")
    expect(page.locator(".hb-pack-status")).to_contain_text("2 documents chosen")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    box = page.get_by_role("checkbox", name="Hazard log", exact=True).first
    for _ in range(3):
        page.keyboard.press("Tab")
    box.evaluate("box => { scrollTo(0, box.getBoundingClientRect().top + scrollY - innerHeight + 30); box.focus(); }")
    assert box.evaluate("box => box.getBoundingClientRect().bottom <= document.querySelector('.hb-pack-bar').getBoundingClientRect().top")
    page.close()
