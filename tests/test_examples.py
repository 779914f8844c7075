"""The invented organisations: each builds strictly as its own handbook, in its own words and for its own market."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from handbook.site.publish import publish
from tests.examples import MARKETS, book, compiled, profile
from tests.html import dead_links
from tests.repository import ROOT

pytestmark = pytest.mark.xdist_group("examples")

ADDRESS = "http://localhost/handbook/"


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of an organisation's built site; each is built once, whatever order the tests come in."""

    @cache
    def built(name: str) -> Path:
        folder = tmp_path_factory.mktemp(name) / "site"
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("HANDBOOK_ORGANISATION", f"examples/{name}")
            environment.setenv("SITE_URL", ADDRESS)
            publish(ROOT, folder)
        return folder

    return built


@pytest.fixture(params=sorted(MARKETS))
def example(request: pytest.FixtureRequest, sites: Callable[[str], Path]) -> tuple[str, Path]:
    """An organisation's name and the folder of its built site."""
    return str(request.param), sites(str(request.param))


def test_no_link_of_an_example_is_dead(example: tuple[str, Path]) -> None:
    assert dead_links(example[1], ADDRESS) == []


def test_an_example_speaks_in_its_own_words(example: tuple[str, Path]) -> None:
    name, folder = example
    html = (folder / "safety" / "run-a-hazard-workshop" / "index.html").read_text(encoding="utf-8")
    words = {
        "fernhill": ("Jira", "HL-LIFT", "service user"),
        "fernhill-dashboard": ("the board DASH in Jira", "HL-LIFT", "service user"),
        "blaustern": ("GitLab issues", "Risk Manager", "SOP-07-05"),
        "harborline": ("Linear", "Director of Patient Safety"),
    }
    assert [word for word in (*words[name], profile(name).name) if word not in html] == []


def test_an_example_wears_its_own_logo_and_colour(example: tuple[str, Path]) -> None:
    name, folder = example
    look = profile(name).look
    assert look
    assert str(look.colour) in (folder / "assets" / "organisation.css").read_text(encoding="utf-8")
    assert "assets/organisation/logo.svg" in (folder / "index.html").read_text(encoding="utf-8")


def test_an_example_speaks_to_machines_in_its_own_name_and_of_what_it_uses(example: tuple[str, Path]) -> None:
    """Lists, feed, data, pictures and Markdown: nothing in them is a withdrawn play, or a page, fact or tab of another market."""
    name, folder = example
    texts = {path: (folder / path).read_text(encoding="utf-8") for path in ("llms.txt", "llms-full.txt", "feed.xml", "handbook.json", "index.md")}
    assert [path for path, text in texts.items() if escape(profile(name).name, quote=False) not in text] == []
    markdown = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*.md")}
    assert set(markdown) == set(compiled(name).pages)
    known = {*texts.values(), *markdown.values()}
    addresses = {path for text in known for path in re.findall(rf'(?:\]\(|"address": "){"(?:" + re.escape(ADDRESS) + ")?"}([\w/-]+)', text)}
    titles = set(re.findall(r"(?m)^# (.*)$", texts["llms-full.txt"]))
    withdrawn = {*book("").plays} - {*book(name).plays}
    assert withdrawn
    assert {*book(name).plays} <= addresses
    assert addresses & withdrawn == set()
    assert titles & {book("").plays[play].title for play in withdrawn} == set()
    assert {path.relative_to(folder / "assets" / "cards").with_suffix("").as_posix() for path in folder.rglob("*.png") if "cards" in path.parts} == {
        *book(name).plays, *book(name).playbooks, "handbook",
    }  # fmt: skip
    others = [market for market in book("").markets.values() if market.id != MARKETS[name] and not market.shared]
    assert addresses & {f"library/facts-{market.id}" for market in others} == set()
    assert [text[:80] for text in known for market in others if f"\n**{market.short}**\n" in text] == []


# Markets


def test_an_example_has_pages_of_its_own_market_only(example: tuple[str, Path]) -> None:
    """No fact page, journey or question of another market, as a page or as a link from anywhere, the menu included."""
    name, folder = example
    there = {path.name.removeprefix("facts-").removesuffix(".md") for path in (folder / "library").iterdir() if path.name.startswith("facts-")}
    assert there == {MARKETS[name], "international"}
    base = book("")
    elsewhere = {page.id.removesuffix(".md") for page in base.site.pages if page.market and page.market not in {MARKETS[name], "international"}}
    elsewhere |= {f"journeys/{item.id}" for item in base.journeys.values() if MARKETS[name] not in item.markets}
    elsewhere |= {f"questions/{item.id}" for item in base.questions.values() if MARKETS[name] not in item.short}
    assert len(elsewhere) > 2
    assert [path for path in sorted(elsewhere) if (folder / path).exists()] == []
    linked = re.compile("|".join(rf'href="[^"]*\b{re.escape(path)}/' for path in sorted(elsewhere)))
    assert [str(path.relative_to(folder)) for path in sorted(folder.rglob("*.html")) if linked.search(path.read_text(encoding="utf-8"))] == []


def test_no_page_of_an_example_has_a_tab_or_section_of_another_market(example: tuple[str, Path]) -> None:
    """Pages in docs/ are about the handbook itself and keep their headings; they have no tabs either."""
    name, folder = example
    others = [market for market in book("").markets.values() if market.id != MARKETS[name] and not market.shared]
    titles = {words for market in others for words in (market.title, market.short, market.id, f"Facts: {market.title}")}
    written = {path.removesuffix(".md").removesuffix("index").strip("/") for path in book("").pages}
    found = []
    for path in sorted(folder.rglob("*.html")):
        page = path.parent.relative_to(folder).as_posix().removeprefix(".")
        marks = parts(path)
        found += [f"{page}: tab {words}" for words in marks.tabs if words in titles]
        found += [f"{page}: section {words}" for words in (*marks.headings, *marks.heading_ids, *marks.leads) if words in titles and page not in written]
    assert found == []


def test_no_menu_of_an_example_names_another_market(example: tuple[str, Path]) -> None:
    name, folder = example
    others = [market for market in book("").markets.values() if market.id != MARKETS[name] and not market.shared]
    entries = {words for path in folder.rglob("*.html") for words in parts(path).menu}
    assert len(entries) > 50
    assert [words for words in sorted(entries) if any(market.title in words for market in others)] == []


def test_every_play_of_an_example_is_for_its_own_market(example: tuple[str, Path]) -> None:
    name, folder = example
    own = book(name).markets[MARKETS[name]]
    for play in book(name).plays.values():
        assert set(play.markets) <= {MARKETS[name]}
        html = (folder / play.id / "index.html").read_text(encoding="utf-8")
        assert re.search(rf"<dt>For</dt>\s*<dd>{own.short} ", html), play.id
        section = html.partition('id="markets"')[2].partition("<h2")[0]
        assert re.findall(r"<p><strong>([^<]+)\.</strong>", section) == [own.title], play.id


@dataclass
class Parts:
    """What a page shows around its text: headings, ids of headings, bold words that start a paragraph, tabs, menu entries."""

    headings: list[str]
    heading_ids: list[str]
    leads: list[str]
    tabs: list[str]
    menu: list[str]


@cache
def parts(path: Path) -> Parts:
    """The parts of a built page."""
    reader = _PartReader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader.found


class _PartReader(HTMLParser):
    """Collects the words of headings, tab labels, menu entries and paragraphs' bold beginnings."""

    def __init__(self) -> None:
        super().__init__()
        self.found = Parts([], [], [], [], [])
        self._words: list[str] = []
        self._open: list[tuple[str, list[str]]] = []
        self._navigation = 0
        self._labels = 0
        self._first = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._navigation += tag == "nav"
        self._labels += tag == "div" and (bool(self._labels) or "tabbed-labels" in (values.get("class") or ""))
        into = None
        if re.fullmatch("h[1-6]", tag):
            into = self.found.headings
            self.found.heading_ids += [values.get("id") or ""]
        elif tag == "label" and self._labels:
            into = self.found.tabs
        elif tag == "a" and self._navigation and not (values.get("href") or "").startswith("#"):
            into = self.found.menu
        elif tag == "strong" and self._first:
            into = self.found.leads
        self._first = tag == "p"
        if into is not None:
            self._open.append((tag, into))
            self._words = []

    def handle_endtag(self, tag: str) -> None:
        self._navigation -= tag == "nav"
        self._labels -= tag == "div" and bool(self._labels)
        if self._open and self._open[-1][0] == tag:
            self._open.pop()[1].append(" ".join("".join(self._words).split()).removesuffix("¶").strip(" ."))

    def handle_data(self, data: str) -> None:
        self._words.append(data)
        self._first = self._first and not data.strip()
