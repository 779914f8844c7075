"""What can be found: every play, tool, document, page, term and fact of the organisation's handbook."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TypeVar

from handbook import addresses
from handbook.compose.page import ComposedPage
from handbook.data import site_address
from handbook.model import Document, Fact, Handbook, Journey, Page, Play, Playbook, Question, Role, Term, Tool
from handbook.text.expand import expand
from handbook.text.markup import CITATION, prose_of
from handbook.text.walk import plain, prose
from macros import bound

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_SIGNS = re.compile(r"[*`|#>~]|\{[^}]*\}|<[^>]*>|\[\^\d+\]:?")
_LOOSE_STOP = re.compile(r" (?=[.,;:](?: |$))")  # what a citation before it leaves behind
V = TypeVar("V")
_NOT_TEXT = frozenset({"aliases", "title"})


@dataclass(frozen=True)
class Entry:
    """Something to find: its kind, address and names, what it says of itself, the headings in it, and its text."""

    kind: str
    address: str
    title: str
    summary: str
    note: str = ""
    names: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    headings: tuple[tuple[str, str], ...] = ()
    text: str = ""
    facets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """Entries that are made together. `known_by` is the digest of all that they are made from; empty where nobody has worked it out."""

    known_by: str
    makers: Sequence[Callable[[], Entry]]


class _Plans:
    """Plans entries by the pages on which they stand: what these are made from, the entries are made from."""

    def __init__(self, book: Handbook, pages: Mapping[str, ComposedPage]) -> None:
        self.text, self._pages = _Plain(book), pages

    def together(self, make: Callable[[_Plain, V], Entry], items: Iterable[V], path: Callable[[V], str]) -> Plan:
        """The entries of some items, each of which stands on the page with a path."""
        items = list(items)
        pages = [self._pages.get(name) for name in dict.fromkeys(map(path, items))]
        made_from = [page.made_from if page else "" for page in pages]
        known_by = hashlib.sha256(" ".join(made_from).encode()).hexdigest()[:40] if made_from and all(made_from) else ""
        return Plan(known_by, [partial(make, self.text, item) for item in items])

    def each(self, make: Callable[[_Plain, V], Entry], items: Iterable[V], path: Callable[[V], str]) -> Iterator[Plan]:
        """The entries of some items, each by itself."""
        return (self.together(make, [item], path) for item in items)


def entries(book: Handbook, pages: Mapping[str, ComposedPage]) -> Iterator[Plan]:
    """What a reader looks for most: plays, tools, guides and pages. The plays of a playbook are kept in one file: files cost more than plays."""
    plan = _Plans(book, pages)
    for _, plays in groupby(book.plays.values(), key=lambda play: play.playbook):
        yield plan.together(_play, plays, lambda play: addresses.play(play.id))
    yield from plan.each(_tool, book.tools.values(), lambda tool: addresses.tool(tool.id))
    yield from plan.each(_question, book.questions.values(), lambda question: addresses.question(question.id))
    yield from plan.each(_journey, book.journeys.values(), lambda journey: addresses.journey(journey.id))
    yield plan.together(_playbook, book.playbooks.values(), lambda playbook: addresses.playbook(playbook.id))
    yield plan.together(_role, book.roles.values(), lambda _: addresses.ROLES)
    yield from _pages(book, pages)


def _tool(text: _Plain, tool: Tool) -> Entry:
    facets = tuple(f"market:{part.market}" for part in tool.parts if part.kind == "tree" and part.market)
    return Entry("tool", addresses.tool(tool.id), tool.title, tool.purpose, "Tool", tool.aliases, (), _parts(tool.parts), text.of(tool), facets)


def _question(text: _Plain, item: Question) -> Entry:
    heads = tuple((addresses.slug(row.ask), row.ask) for row in item.rows)
    facets = tuple(f"market:{market}" for market in item.short)
    return Entry("question", addresses.question(item.id), item.title, item.purpose, "Side by side", item.aliases, (), heads, text.of(item), facets)


def _journey(text: _Plain, item: Journey) -> Entry:
    facets = tuple(f"market:{market}" for market in item.markets)
    return Entry("journey", addresses.journey(item.id), item.title, item.purpose, "Journey", item.aliases, (), (), text.of(item), facets)


def _playbook(text: _Plain, item: Playbook) -> Entry:
    said = tuple(struggle.in_their_words for struggle in item.struggles)
    return Entry("playbook", addresses.playbook(item.id), item.title, item.signal, "Playbook", (item.challenge, *item.aliases), said, (), text.of(item))


def _role(text: _Plain, item: Role) -> Entry:
    return Entry("role", addresses.role(item.id), item.title, text.plain(item.does), "Role", item.aliases)


def answers(book: Handbook, pages: Mapping[str, ComposedPage]) -> Iterator[Plan]:
    """Every document, every term, and every fact of the markets that the handbook shows."""
    plan = _Plans(book, pages)
    yield from plan.each(_document, book.documents.values(), lambda document: addresses.document(document.id))
    yield plan.together(_term, (term for term in book.terms.values() if book.shows(term.market)), lambda _: addresses.GLOSSARY)
    yield plan.together(_fact, (fact for fact in book.facts.values() if book.shows(fact.market)), lambda fact: addresses.facts(fact.market))


def _document(text: _Plain, item: Document) -> Entry:
    names = (*item.aliases, item.id.replace("-", " "), *((item.number,) if item.number else ()))
    note = f"Document, {item.format}"
    return Entry("document", addresses.document(item.id), item.title, text.plain(item.purpose), note, names, (), (), text.of(item))


def _term(text: _Plain, item: Term) -> Entry:
    names = (*((item.long,) if item.long else ()), *item.aliases)
    return Entry("term", addresses.term(item.id), item.term, text.plain(item.meaning), item.long or "Glossary", names)


def _fact(text: _Plain, item: Fact) -> Entry:
    book = text.book
    note = f"Fact, {book.markets[item.market].short}: {item.status.replace('-', ' ')}, as of {item.as_of}"
    stated = text.plain(item.statement)
    rest = stated.removeprefix(short(stated).removesuffix(" …"))
    said = (book.topics[item.topic].title, *(book.sources[source].title for source in item.sources))
    return Entry("fact", addresses.fact(item), item.locator, stated, note, (item.id,), said, (), rest, (f"market:{item.market}",))


def heard(book: Handbook) -> Mapping[str, tuple[str, ...]]:
    """What people say who need a place, in words that no page shows, by the place."""
    found: dict[str, tuple[str, ...]] = {}
    for synonym in book.synonyms.values():
        for place in synonym.finds:
            found[place] = (*found.get(place, ()), *synonym.words)
    return found


def alike(book: Handbook) -> list[tuple[str, ...]]:
    """Words that stand for each other."""
    return [synonym.words for synonym in book.synonyms.values() if not synonym.finds]


def _play(text: _Plain, play: Play) -> Entry:
    book = text.book
    heads = [(f"step-{step.name}", step.heading) for step in play.steps] + [(section.id, section.heading) for section in play.body]
    answered = sorted(text.struggles[name] for name in set(play.answers) if name in text.struggles)
    said = (
        *(words for _, words in answered),
        *(text.plain(sign) for sign in play.when),
    )
    note = f"{book.playbooks[play.playbook].title} · {', '.join(book.markets[market].short for market in play.markets)}"
    facets = [f"market:{market}" for market in play.markets] + [f"role:{role}" for role in (play.lead, *play.who)] + [f"stage:{stage}" for stage in play.stages]
    body = " ".join([text.of(play), *(text.plain(section.text) for section in play.body)])
    return Entry("play", addresses.play(play.id), play.title, play.purpose, note, play.aliases, said, tuple(heads), body, tuple(facets))


def _parts(parts: Iterable[object]) -> tuple[tuple[str, str], ...]:
    return tuple((str(getattr(part, "id", "")), str(getattr(part, "title", ""))) for part in parts)


def _pages(book: Handbook, pages: Mapping[str, ComposedPage]) -> Iterator[Plan]:
    """Hand-written and generated pages; a list of items is found by its name, since its items are found by theirs."""
    yield Plan("", [partial(Entry, "page", page.id, page.title, _clean(page.lead), "Page", page.aliases) for page in book.site.pages])
    for written in book.pages.values():
        if written.path != "index.md":
            composed = pages.get(written.path)
            yield Plan(composed.made_from if composed else "", [partial(_written, written, composed)])


def _written(page: Page, composed: ComposedPage | None) -> Entry:
    text = _clean(composed.text.partition("\n## Sources and review")[0]) if composed else ""
    return Entry("page", page.path, page.meta.title, page.meta.description, "Page", page.meta.aliases, (), _headings(page.text), text)


def _headings(text: str) -> tuple[tuple[str, str], ...]:
    found = re.findall(r"(?m)^#{2,3}\s+(.*?)\s*(?:\{#([\w-]+)[^}]*\})?\s*$", prose_of(text))
    return tuple((anchor or addresses.slug(words), words) for words, anchor in found if "{{" not in words)


class _Plain:
    """Texts as a reader sees them: calls answered, citations and signs gone."""

    def __init__(self, book: Handbook) -> None:
        self.book = book
        self.functions = bound(book, "index.md")
        struggles = [*(struggle for item in book.playbooks.values() for struggle in item.struggles), *book.pattern.struggles]
        self.struggles = {struggle.id: (number, struggle.in_their_words) for number, struggle in enumerate(struggles)}

    def plain(self, text: str) -> str:
        return _clean(expand(text, self.functions))

    def of(self, item: object) -> str:
        """All texts of an item but its title and aliases."""
        found = [value for loc, value in prose(item)] + [value for loc, value in plain(item) if loc[0] not in _NOT_TEXT]  # type: ignore[arg-type]
        return " ".join(self.plain(value) for value in found)


def _clean(text: str) -> str:
    if "[" in text:
        text = _LINK.sub(r"\1", CITATION.sub("", text))
    said = " ".join(_SIGNS.sub(" ", text).split())
    return _LOOSE_STOP.sub("", said)


def short(text: str, most: int = 120) -> str:
    """A text as a result shows it."""
    return text if len(text) <= most else text[: text.rfind(" ", 0, most)] + " …"


def target(entry: Entry) -> str:
    """The entry's address below the site's root."""
    return site_address(entry.address)
