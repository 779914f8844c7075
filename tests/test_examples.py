"""The invented organisations: each builds strictly as its own handbook, and differs from the base only where its layer says so."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from handbook.model import Change, Decision, Handbook, Organisation, Play
from handbook.pipeline import Compiled, compile_handbook, examine_layer, warnings
from handbook.site.publish import publish
from tests.html import dead_links
from tests.repository import ROOT

pytestmark = pytest.mark.xdist_group("examples")

MARKETS = {"fernhill": "uk", "fernhill-dashboard": "uk", "blaustern": "eu", "harborline": "us"}
ADDRESS = "http://localhost/handbook/"
HOW = {"replace": "changed", "set": "changed", "before": "added", "after": "added", "remove": "taken out"}


@dataclass(frozen=True)
class Overrides:
    """What the material for the examples has an organisation change: where, and who approved it when."""

    step: tuple[str, str, int]
    own_play: str
    withdrawn: tuple[str, tuple[str, ...]]
    term: tuple[str, str]
    contact: tuple[str, str]
    approved: Mapping[str, tuple[str, date]]


OVERRIDES = {
    "fernhill": Overrides(
        step=("safety/learn-from-incidents", "first-hour", 10),
        own_play="safety/rehearse-the-crisis-pathway",
        withdrawn=("regulation/plan-model-changes", ("safety/triage-every-change",)),
        term=("patient", "service user"),
        contact=("cso", "clinical-safety@fernhill.example or #felt-unsafe"),
        approved={
            "step": ("Clinical Safety Officer", date(2026, 9, 14)),
            "withdrawn": ("Head of Regulatory and Quality", date(2026, 8, 3)),
            "term": ("Head of Clinical Product", date(2026, 7, 20)),
        },
    ),
    "blaustern": Overrides(
        step=("safety/run-a-hazard-workshop", "rate-severity-then-likelihood", 15),
        own_play="evidence/watch-site-drift",
        withdrawn=("safety/grow-the-safety-case", ("safety/accept-residual-risk", "regulation/automate-the-technical-file")),
        term=("Clinical Safety Officer", "Risk Manager"),
        contact=("ra", "vigilance@blaustern.example"),
        approved={
            "step": ("Quality Manager", date(2026, 6, 2)),
            "withdrawn": ("Head of Regulatory Affairs (PRRC)", date(2026, 6, 2)),
            "term": ("Quality Manager", date(2026, 6, 2)),
        },
    ),
    "harborline": Overrides(
        step=("safety/learn-from-incidents", "decide-who-is-told", 10),
        own_play="regulation/check-state-scope",
        withdrawn=("regulation/plan-model-changes", ("safety/triage-every-change", "evidence/run-it-silent-first")),
        term=("deploying organisation", "practice"),
        contact=("cso", "patient-safety@harborline.example"),
        approved={
            "step": ("Director of Patient Safety", date(2026, 5, 11)),
            "withdrawn": ("Chief Medical Officer", date(2026, 5, 11)),
            "term": ("VP Clinical Product", date(2026, 5, 11)),
        },
    ),
}
PRODUCTS = {
    "fernhill": ("Lift", "Lift Clinician"),
    "fernhill-dashboard": ("Lift", "Lift Clinician"),
    "blaustern": ("ChestRead", "StrokeRead", "LegAlign"),
    "harborline": ("PressureWatch RPM", "TitrateAssist"),
}


@cache
def compiled(name: str) -> Compiled:
    """An example's handbook; the base without a name."""
    return compile_handbook(ROOT, {"HANDBOOK_ORGANISATION": f"examples/{name}"} if name else {})


def book(name: str) -> Handbook:
    return compiled(name).book


def profile(name: str) -> Organisation:
    found = book(name).organisation
    assert found
    return found


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


# What the layers change


@pytest.mark.parametrize("name", sorted(MARKETS))
def test_nothing_waits_in_an_example(name: str) -> None:
    assert examine_layer(ROOT, {"HANDBOOK_ORGANISATION": f"examples/{name}"})[0].drifts == ()
    assert book(name).waiting == ()


@pytest.mark.parametrize("name", sorted(MARKETS))
def test_an_example_reads_like_the_handbook(name: str) -> None:
    told = warnings(ROOT, {"HANDBOOK_ORGANISATION": f"examples/{name}"})
    assert [problem for problem in told if problem.path.startswith("examples/")] == []


@pytest.mark.parametrize("name", sorted(OVERRIDES))
def test_all_overrides_of_the_material_are_there(name: str) -> None:
    wanted, own, organisation = OVERRIDES[name], book(name), profile(name)
    approved = {what: {"approved_by": by, "date": day} for what, (by, day) in wanted.approved.items()}

    play, step, minutes = wanted.step
    mark = own.marks[(play, f"step:{step}")]
    assert (mark.how, mark.state, _approval(mark.decision)) == ("replace", "agreed", approved["step"])
    assert [item.min for item in own.plays[play].steps if item.name == step] == [minutes]
    assert set(own.own_plays) == {wanted.own_play}

    assert [(entry.play, entry.covered_by, _approval(entry)) for entry in organisation.withdrawn] == [(*wanted.withdrawn, approved["withdrawn"])]
    assert wanted.withdrawn[0] not in own.plays

    first = organisation.terms[0]
    assert ((first.old, first.new), _approval(first)) == (wanted.term, approved["term"])
    role, contact = wanted.contact
    assert str(own.roles[role].contact).startswith(contact)


def _approval(decision: Decision) -> dict[str, Any]:
    assert decision.because
    return {"approved_by": decision.approved_by, "date": decision.date}


@pytest.mark.parametrize("name", sorted(PRODUCTS))
def test_the_products_stand_with_their_intended_purposes(name: str) -> None:
    section = next(item for item in book(name).plays["regulation/write-the-intended-purpose"].body if item.id == "our-products")
    assert section.text.lstrip().startswith("*Invented")
    assert tuple(re.findall(r"^### (.+)$", section.text, re.MULTILINE)) == PRODUCTS[name]
    assert len(re.findall(r'^> ".{100,}"$', section.text, re.MULTILINE)) == len(PRODUCTS[name])


def test_a_squad_stands_on_its_organisation() -> None:
    squad, company = book("fernhill-dashboard"), book("fernhill")
    own = {key: mark for key, mark in squad.marks.items() if mark.layer == profile("fernhill-dashboard").name}
    assert {key: mark.how for key, mark in own.items()} == {
        ("sensemaking/walk-a-bad-day", "step:set-the-bad-day"): "replace",
        ("safety/learn-from-incidents", "step:ask-how-old-it-was"): "after",
        ("safety/learn-from-incidents", "field:duration"): "set",
    }
    assert {key: mark for key, mark in squad.marks.items() if key not in own} == company.marks
    assert profile("fernhill-dashboard").withdrawn == profile("fernhill").withdrawn
    assert set(squad.plays) == set(company.plays)
    assert [step.name for step in squad.plays["safety/learn-from-incidents"].steps][:2] == ["first-hour", "ask-how-old-it-was"]


@pytest.mark.parametrize("name", sorted(MARKETS))
def test_a_play_of_an_example_differs_only_where_a_change_says_so(name: str) -> None:
    own, base = book(name), book("")
    withdrawn = {entry.play for entry in profile(name).withdrawn}
    assert set(own.plays) == {*base.plays, *own.own_plays} - withdrawn
    for play in sorted(set(base.plays) - withdrawn):
        told = {part: HOW[mark.how] for (changed, part), mark in own.marks.items() if changed == play}
        assert differences(base.plays[play], own.plays[play], profile(name)) == told, play


@pytest.mark.parametrize("name", sorted(MARKETS))
def test_what_an_example_adds_stands_beside_the_part_that_its_change_names(name: str) -> None:
    added = [(play, mark) for (play, _), mark in book(name).marks.items() if play in book(name).plays and HOW[mark.how] == "added"]
    assert added
    for play, mark in added:
        assert isinstance(mark.decision, Change)
        how, kind, neighbour = mark.decision.target
        parts_of_it = book(name).plays[play].steps if kind == "step" else book(name).plays[play].body
        names = list(named(parts_of_it, "name" if kind == "step" else "id"))
        at, beside = names.index(mark.decision.result.partition(":")[2]), names.index(neighbour)
        assert at == beside + (1 if how == "after" else -1), f"{play} {names[at]}"


def differences(base: Play, own: Play, organisation: Organisation) -> dict[str, str]:
    """Every part of a play that is not the base's, and how it differs; what a term, a market or a withdrawal explains is left out."""
    found = {}
    for kind, old, new in (("step", named(base.steps, "name"), named(own.steps, "name")), ("section", named(base.body, "id"), named(own.body, "id"))):
        assert [name for name in new if name in old] == [name for name in old if name in new], "the order of the base stays"
        for name in {**old, **new}:
            if name not in new:
                found[f"{kind}:{name}"] = "taken out"
            elif name not in old:
                found[f"{kind}:{name}"] = "added"
            elif spoken(old[name], organisation) != spoken(new[name], organisation):
                found[f"{kind}:{name}"] = "changed"
    withdrawn = {entry.play for entry in organisation.withdrawn}
    for field in set(Play.model_fields) - {"id", "place", "steps", "body"}:
        old_value, new_value = getattr(base, field), getattr(own, field)
        if field == "markets":
            old_value = {market: text for market, text in old_value.items() if market in organisation.markets}
        if field == "next":
            old_value = tuple(play for play in old_value if play not in withdrawn)
        if spoken(old_value, organisation) != spoken(new_value, organisation):
            found[f"field:{field}"] = "changed"
    return found


def named(items: tuple[Any, ...], key: str) -> dict[str, Any]:
    """Steps or sections by their names, without the line on which a section stands."""
    return {getattr(item, key): {**item.model_dump(), "line": 0} for item in items}


def spoken(value: Any, organisation: Organisation) -> Any:
    """A value in which the base's word for a term and the organisation's are the same sign."""
    if isinstance(value, str):
        for number, term in enumerate(sorted(organisation.terms, key=lambda term: -len(term.old))):
            value = re.sub(rf"\b({re.escape(term.old)}|{re.escape(term.new)})(?=s?\b)", f"§{number}", value, flags=re.IGNORECASE)
        return value
    if isinstance(value, Mapping):
        return {key: spoken(part, organisation) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [spoken(part, organisation) for part in value]
    return spoken(value.model_dump(), organisation) if hasattr(value, "model_dump") else value


@pytest.mark.parametrize("name", sorted(MARKETS))
def test_what_plays_share_differs_only_where_the_profile_says_so(name: str) -> None:
    own, base, organisation = book(name), book(""), profile(name)
    for kind in ("topics", "pages", "facts", "sources", "terms", "horizon", "locals"):
        old, new = getattr(base, kind), getattr(own, kind)
        assert [item for item in old if as_profiled(kind, old[item], organisation) != new[item].model_dump()] == [], kind
    for kind in ("documents", "roles", "stages", "playbooks"):
        old, new = getattr(base, kind), getattr(own, kind)
        for item in old:
            expected = spoken(as_profiled(kind, old[item], organisation), organisation)
            if kind == "documents":  # a section about a market that the organisation is not in goes
                expected["sections"] = [part for part in expected["sections"] if part["market"] in {None, *own.markets}]
            assert expected == spoken(new[item].model_dump(), organisation), f"{kind} {item}"
    assert [kind for kind in ("stages", "playbooks", "topics", "horizon", "locals", "roles") if set(getattr(own, kind)) != set(getattr(base, kind))] == []
    assert set(own.markets) == {*organisation.markets, "international"}
    for kind in ("journeys", "questions"):
        assert set(getattr(own, kind)) <= set(getattr(base, kind))


@pytest.mark.parametrize("name", sorted(MARKETS))
def test_a_term_leaves_quotations_and_citations_alone(name: str) -> None:
    kept = re.compile(r'"[^"\n]*"|\[@[^\]]*\]|\{\{.*?\}\}|\]\([^)]*\)')
    own, base = book(name), book("")
    changed = {play for play, _ in own.marks}
    for play in sorted(set(base.plays) & set(own.plays) - changed):
        old, new = ([kept.findall(text) for text in (item.monday, *(section.text for section in item.body))] for item in (base.plays[play], own.plays[play]))
        assert old == new, play
        assert base.plays[play].aliases == own.plays[play].aliases


def as_profiled(kind: str, item: Any, organisation: Organisation) -> dict[str, Any]:
    """An item of the base with the titles, names and numbers that the organisation's profile gives it."""
    values: dict[str, Any] = item.model_dump()
    if kind == "locals":
        values["words"] = organisation.names.get(item.id, item.words)
    if kind == "documents" and item.id in organisation.documents:
        document = organisation.documents[item.id]
        values |= {"title": document.title or item.title, "number": document.number}
    if kind == "documents":
        values["sections"] = tuple(section for section in values["sections"] if section["market"] in {None, *organisation.markets})
    if kind == "roles" and item.id in organisation.roles:
        role = organisation.roles[item.id]
        renamed = role.title and role.title != spoken_title(item.title, organisation)
        values |= {"title": role.title or item.title, "contact": role.contact}
        values["aliases"] = (spoken_title(item.title, organisation), *item.aliases) if renamed else item.aliases
    return values


def spoken_title(title: str, organisation: Organisation) -> str:
    """A title once the organisation's terms are in it."""
    return next((term.new for term in organisation.terms if term.old == title), title)


def test_an_empty_layer_changes_nothing() -> None:
    assert os.environ.get("HANDBOOK_ORGANISATION") is None
    base = compiled("")
    assert base.book.marks == {}
    assert base.book.withdrawn == {}
    assert "ours/changes.md" not in base.pages
