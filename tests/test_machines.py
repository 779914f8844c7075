"""What machines read: pages as plain Markdown, the lists, the feed, the pictures, the data for previews."""

from __future__ import annotations

import json
import re
from datetime import date
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from PIL import Image

from handbook.machines import card_path, edition, feed, linked_data, machine_files
from handbook.machines.cards import Card, can_draw, draw
from handbook.machines.files import page_markdown
from handbook.machines.listing import listings
from handbook.machines.plain import plain_markdown
from handbook.model import ChangeNote, Handbook, Move
from handbook.pipeline import Compiled
from handbook.text.markup import prose_of
from tests.repository import ROOT

HERE = "https://example.org/ours/"
STYLES = (ROOT / "overrides" / "assets" / "handbook.css").read_text(encoding="utf-8")
ATOM = "{http://www.w3.org/2005/Atom}"
# What only this theme, or only Python-Markdown, understands.
THEME = re.compile(r"(?m)^ *(?:===|!!!|\?\?\?)[ +!]|\{[:#.][^}]*\}|\[\^|^\*\[|^:   |markdown=\"1\"|</?[a-z][a-z0-9]*[ >]")


@pytest.mark.parametrize(
    ("page", "plain"),
    [
        ('=== "UK"\n\n    Ask.\n\n    - One\n\n=== "EU"\n\n    Wait.\n\nAfter.', "**UK**\n\nAsk.\n\n- One\n\n**EU**\n\nWait.\n\nAfter.\n"),
        ('!!! warning "Mind this"\n    One.\n\n    Two.\n\nAfter.', "> **Mind this**\n>\n> One.\n>\n> Two.\n\nAfter.\n"),
        ("??? note\n    One.", "> **Note**\n>\n> One.\n"),
        ("Owner\n:   [CSO](roles.md#cso)\n\nRelease\n:   1", "- **Owner:** [CSO](roles.md#cso)\n\n- **Release:** 1\n"),
        ("## Steps {#steps}\n\nText\n{ .hb-meta }\n\n[A](a.md){: download=\"a.md\" }", "## Steps\n\nText\n\n[A](a.md)\n"),
        ("A duty[^1](mostly).\n\n[^1]: **Final.** A, [B](c.md).", "A duty[1] (mostly).\n\n## Notes\n\n1. **Final.** A, [B](c.md).\n"),
        ('A duty[^1]<small class="hb-flag">draft</small>.\n\n[^1]: A.', "A duty[1] (draft).\n\n## Notes\n\n1. A.\n"),
        ("The NHS.\n\n*[NHS]: National Health Service", "The NHS.\n\nShort forms: NHS: National Health Service.\n"),
        ('<div class="a" markdown="1">\n\n<p class="b" markdown="1">It&#39;s *so*.</p>\n\n</div>', "It's *so*.\n"),
        ('<script type="application/json">{"a": "<p>"}</script>\n\nText.', "Text.\n"),
        (
            '<table><caption>Rows</caption><tr><th>A</th><th>B</th></tr><tr><td>1 | 2</td><td><a href="b.md">b</a> <b>3</b></td></tr></table>',
            "**Rows**\n\n| A | B |\n|---|---|\n| 1 \\| 2 | [b](b.md) **3** |\n",
        ),
        ('<ul class="c" markdown="1">\n<li markdown="1">One</li>\n<li id="x" markdown="block">\n<p>Two</p>\n</li>\n</ul>', "- One\n- Two\n"),
        ("<svg><title>A map</title><desc>Two lanes.</desc><text>1</text></svg>", "*Drawing: A map. Two lanes.*\n"),
        ('```html\n<p>{#x} [^1]</p>\n\n\n=== "UK"\n```\n\n`{#id}`, `<br>`.', '```html\n<p>{#x} [^1]</p>\n\n\n=== "UK"\n```\n\n`{#id}`, `<br>`.\n'),
    ],
)  # fmt: skip
def test_a_page_becomes_plain_markdown(page: str, plain: str) -> None:
    assert plain_markdown(page) == plain


def test_no_page_keeps_a_mark_of_the_theme(compiled: Compiled) -> None:
    found = {path: THEME.findall(prose_of(page_markdown(page, edition(compiled.book, "")))) for path, page in compiled.pages.items()}
    assert {path: marks for path, marks in found.items() if marks} == {}


def test_a_play_keeps_all_that_it_says(compiled: Compiled) -> None:
    """Read by a parser that knows nothing of ours: its headings, its steps with their minutes, a table, its notes with links."""
    play = compiled.book.plays["safety/run-a-hazard-workshop"]
    text = page_markdown(compiled.pages["safety/run-a-hazard-workshop.md"], edition(compiled.book, HERE))
    html = MarkdownIt("commonmark").enable("table").render(text)
    assert f"<h1>{play.title}</h1>" in html
    assert re.findall(r"<h3>(.*?)</h3>", html)[: len(play.steps)] == [step.heading for step in play.steps]
    assert [int(minutes) for minutes in re.findall(r"<strong>(\d+) min</strong>", html)] == [step.min for step in play.steps]
    assert "<table>" in html
    notes = html.partition("<h2>Notes</h2>")[2]
    assert notes.count("<li>") == max(int(number) for number in re.findall(r"\[(\d+)\]", html))
    assert f"{HERE}library/facts-uk.md#uk-saf-021" in notes
    assert compiled.book.site.notice.split(". ")[0] in html
    assert f"{HERE}safety/run-a-hazard-workshop/" in html


def test_links_lead_to_other_pages_in_markdown(compiled: Compiled) -> None:
    page = compiled.pages["safety/run-a-hazard-workshop.md"]
    assert "](../library/roles.md#cso)" in page_markdown(page, edition(compiled.book, None))
    assert f"]({HERE}library/roles.md#cso)" in page_markdown(page, edition(compiled.book, HERE.rstrip("/")))
    assert f"]({HERE}safety/run-a-hazard-workshop.md#sources-and-review)" in page_markdown(page, edition(compiled.book, HERE))


@pytest.mark.parametrize("address", ["", HERE])
def test_the_list_for_language_models_names_each_page_once(compiled: Compiled, address: str) -> None:
    texts = {path: page.text for path, page in compiled.pages.items()}
    made = listings(compiled.book, edition(compiled.book, address), compiled.pages, texts)
    text, whole = made["llms.txt"], made["llms-full.txt"]
    release = compiled.book.site.release
    for content in (text, whole):
        assert content.startswith(f"# {compiled.book.site.name}\n\n> ")
        assert all(
            words in content.split("\n")[2] for words in (f"Release {release.version} of", str(release.date.year), "not legal, regulatory or clinical advice")
        )
    named = re.findall(r"(?m)^- \[.*?[^\\]\]\((.*?)\)", text)
    assert sorted(named) == sorted(address + path for path in compiled.pages)
    assert text.index("## Build within regulation") < text.index("## Library") < text.index("## Optional")
    assert f"{len(whole.encode()) / 1e6:.1f} MB" in text
    assert all(f"# {play.title}\n" in whole for play in compiled.book.plays.values())


def _feed(book: Handbook, address: str = "") -> ElementTree.Element:
    return ElementTree.fromstring(feed(book, edition(book, address)).encode())


def _noted(book: Handbook, *notes: ChangeNote, ledger: tuple[Move, ...] = ()) -> Handbook:
    return book.model_copy(update={"changes": notes, "ledger": ledger})


def _note(day: int, words: str, *plays: str) -> ChangeNote:
    return ChangeNote(date=date(2026, 11, day), kind="safety", plays=plays, note=words)


def test_the_feed_holds_what_atom_asks_for(compiled: Compiled) -> None:
    recall = Move(
        kind="recalled", play="safety/run-a-hazard-workshop", part="step:break-it", text="b1:0123456789abcdef", because="It was wrong.", date=date(2026, 11, 25)
    )
    book = _noted(compiled.book, _note(20, "Older."), _note(24, 'Newer & <b>, {{ role("cso") }} [with a link](../docs/notice.md).'), ledger=(recall,))
    feed = _feed(book, HERE)
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert [found.text for found in element.findall(ATOM + name) if found.text], name
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == book.site.name
    assert feed.findtext(f"{ATOM}updated") == "2026-11-25T00:00:00Z"
    assert [entry.findtext(f"{ATOM}updated") for entry in entries] == [f"2026-11-{day}T00:00:00Z" for day in (25, 24, 20)]
    assert entries[0].findtext(f"{ATOM}title") == "Recalled: Run a 90-minute hazard workshop, step break it"
    assert entries[1].findtext(f"{ATOM}content") == "Newer & <b>, Clinical Safety Officer with a link."
    links = [link.get("href") for link in feed.iter(f"{ATOM}link")]
    updates = [f"{HERE}library/updates/{anchor}" for anchor in ("", "#2026-11-24-1", "#2026-11-20-1")]
    assert links == [f"{HERE}feed.xml", updates[0], f"{HERE}safety/run-a-hazard-workshop/#step-break-it", *updates[1:]]


def test_ids_in_the_feed_stay_when_notes_and_addresses_change(compiled: Compiled) -> None:
    def ids(feed: ElementTree.Element) -> list[str]:
        return [str(entry.findtext(f"{ATOM}id")) for entry in feed.findall(f"{ATOM}entry")]

    before = ids(_feed(_noted(compiled.book, _note(20, "One."), _note(20, "Two.")), HERE))
    after = ids(_feed(_noted(compiled.book, _note(20, "One, reworded."), _note(20, "Two."), _note(23, "Three.")), "https://elsewhere.example/"))
    assert len(set(after)) == 3
    assert after[1:] == before


def test_the_feed_is_silent_on_what_the_organisation_does_not_use(compiled: Compiled) -> None:
    recall = Move(kind="recalled", play="safety/gone", part="step:a", text="b1:0123456789abcdef", because="Wrong.", date=date(2026, 11, 25))
    assert _feed(_noted(compiled.book, _note(20, "About it.", "safety/gone"), ledger=(recall,))).findall(f"{ATOM}entry") == []


def test_a_play_is_told_as_instructions(compiled: Compiled) -> None:
    play = compiled.book.plays["safety/run-a-hazard-workshop"]
    data = json.loads(linked_data(compiled.book, edition(compiled.book, HERE), "safety/run-a-hazard-workshop.md"))
    assert (data["@type"], data["name"], data["performTime"]) == ("HowTo", play.title, f"PT{play.duration.run_min}M")
    assert [(step["name"], step["timeRequired"]) for step in data["step"]] == [(step.heading, f"PT{step.min}M") for step in play.steps]
    assert not [step["text"] for step in data["step"] if re.search(r"\[@|\{\{|\]\(|\*\*", step["text"])]
    assert "url" not in json.loads(linked_data(compiled.book, edition(compiled.book, ""), "safety/run-a-hazard-workshop.md"))
    terms = json.loads(linked_data(compiled.book, edition(compiled.book, HERE), "library/glossary.md"))
    assert {entry["url"].partition("#")[2] for entry in terms["hasDefinedTerm"]} == set(compiled.book.terms)
    assert linked_data(compiled.book, edition(compiled.book, HERE), "notice.md") == ""


@settings(max_examples=30, deadline=None)
@given(words=st.text(min_size=1) | st.sampled_from(["</script><script>alert(1)</script>", "<!--<script>", "]]>", "&lt;/script&gt;", "\u2028"]))
def test_no_text_ends_a_block_of_data(compiled: Compiled, words: str) -> None:
    play = compiled.book.plays["safety/run-a-hazard-workshop"]
    book = compiled.book.model_copy(update={"plays": {play.id: play.model_copy(update={"title": words})}})
    data = linked_data(book, edition(book, HERE), f"{play.id}.md")
    assert not set(data) & set("<>&\u2028\u2029")
    assert json.loads(data)["name"] == words


def test_each_play_has_a_picture_in_the_colour_of_its_challenge(compiled: Compiled, tmp_path: Path) -> None:
    book, about = compiled.book, edition(compiled.book, HERE)
    pictures = {path: content for path, make in machine_files(book, {}, about, STYLES, tmp_path).makers.items() if isinstance(content := make(), bytes)}
    assert set(pictures) == {card_path(book, path) for path in compiled.pages}
    assert len(pictures) == len(book.plays) + len(book.playbooks) + 1
    for name, colour in (("safety/run-a-hazard-workshop", (163, 56, 43)), ("evidence", (120, 83, 0)), ("handbook", (18, 71, 79))):
        image = Image.open(BytesIO(pictures[f"assets/cards/{name}.png"]))
        assert image.size == (1200, 630)
        assert image.convert("RGB").getpixel((5, 5)) == colour
    numbers = {path.name: path.stat().st_ino for path in (tmp_path / ".cache" / "cards").iterdir()}
    again = machine_files(book, {}, about, STYLES, tmp_path).makers
    assert {path: again[path]() for path in pictures} == pictures
    assert {path.name: path.stat().st_ino for path in (tmp_path / ".cache" / "cards").iterdir()} == numbers
    assert not [path for path in machine_files(book, {}, edition(book, ""), STYLES, tmp_path).makers if path.endswith(".png")]


def test_a_picture_is_the_same_each_time_and_never_has_holes() -> None:
    card = Card("Über größere Änderungen: “naïve” – 3 × 4", "Ωμέγα", "Łódź", "#123456", "#ffffff")
    assert can_draw(card)
    assert draw(card) == draw(card)
    assert not can_draw(Card("安全", "", "", "#123456", "#ffffff"))


@settings(max_examples=30, deadline=None)
@given(title=st.text(st.characters(codec="latin-1", categories=["L", "N", "P", "Zs"]), max_size=400))
def test_any_title_fits_its_picture(title: str) -> None:
    image = Image.open(BytesIO(draw(Card(title, title, title, "#000000", "#ffffff")))).convert("L")
    assert image.crop((0, 0, 60, 630)).getextrema() == image.crop((1140, 0, 1200, 630)).getextrema() == (0, 0)
