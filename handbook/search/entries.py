"""What can be found: every play, tool, document, page, term and fact of the organisation's handbook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from handbook import addresses
from handbook.compose.page import ComposedPage
from handbook.data import site_address
from handbook.model import Handbook, Play
from handbook.text.expand import expand
from handbook.text.markup import CITATION, prose_of
from handbook.text.walk import plain, prose
from macros import bound

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_SIGNS = re.compile(r"[*`|#>~]|\{[^}]*\}|<[^>]*>|\[\^\d+\]:?")
_LOOSE_STOP = re.compile(r" (?=[.,;:](?: |$))")  # what a citation before it leaves behind
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


def entries(book: Handbook, pages: Mapping[str, ComposedPage]) -> Iterator[Entry]:
    """What a reader looks for most: plays, tools, guides and pages."""
    text = _Plain(book)
    yield from (_play(book, text, play) for play in book.plays.values())
    for tool in book.tools.values():
        facets = tuple(f"market:{part.market}" for part in tool.parts if part.kind == "tree" and part.market)
        yield Entry("tool", addresses.tool(tool.id), tool.title, tool.purpose, "Tool", tool.aliases, (), _parts(tool.parts), text.of(tool), facets)
    for question in book.questions.values():
        heads = tuple((addresses.slug(row.ask), row.ask) for row in question.rows)
        facets = tuple(f"market:{market}" for market in question.short)
        yield Entry(
            "question",
            addresses.question(question.id),
            question.title,
            question.purpose,
            "Side by side",
            question.aliases,
            (),
            heads,
            text.of(question),
            facets,
        )
    for journey in book.journeys.values():
        facets = tuple(f"market:{market}" for market in journey.markets)
        yield Entry("journey", addresses.journey(journey.id), journey.title, journey.purpose, "Journey", journey.aliases, (), (), text.of(journey), facets)
    for playbook in book.playbooks.values():
        said = tuple(struggle.in_their_words for struggle in playbook.struggles)
        names = (playbook.challenge, *playbook.aliases)
        yield Entry("playbook", addresses.playbook(playbook.id), playbook.title, playbook.signal, "Playbook", names, said, (), text.of(playbook))
    for role in book.roles.values():
        yield Entry("role", addresses.role(role.id), role.title, text.plain(role.does), "Role", role.aliases)
    yield from _pages(book, pages)


def answers(book: Handbook) -> Iterator[Entry]:
    """Every document, every term, and every fact of the markets that the handbook shows."""
    text = _Plain(book)
    for document in book.documents.values():
        names = (*document.aliases, document.id.replace("-", " "), *((document.number,) if document.number else ()))
        yield Entry(
            "document",
            addresses.document(document.id),
            document.title,
            text.plain(document.purpose),
            f"Document, {document.format}",
            names,
            (),
            (),
            text.of(document),
        )
    for term in book.terms.values():
        if book.shows(term.market):
            names = (*((term.long,) if term.long else ()), *term.aliases)
            yield Entry("term", addresses.term(term.id), term.term, text.plain(term.meaning), term.long or "Glossary", names)
    for fact in book.facts.values():
        if book.shows(fact.market):
            note = f"Fact, {book.markets[fact.market].short}: {fact.status.replace('-', ' ')}, as of {fact.as_of}"
            stated = text.plain(fact.statement)
            rest = stated.removeprefix(short(stated).removesuffix(" …"))
            said = (book.topics[fact.topic].title, *(book.sources[source].title for source in fact.sources))
            yield Entry("fact", addresses.fact(fact), fact.locator, stated, note, (fact.id,), said, (), rest, (f"market:{fact.market}",))


def heard(book: Handbook, entry: Entry) -> tuple[str, ...]:
    """What people say who need the entry, in words that no page shows."""
    place = entry.address.removesuffix(".md")
    return tuple(words for synonym in book.synonyms.values() if place in synonym.finds for words in synonym.words)


def alike(book: Handbook) -> list[tuple[str, ...]]:
    """Words that stand for each other."""
    return [synonym.words for synonym in book.synonyms.values() if not synonym.finds]


def _play(book: Handbook, text: _Plain, play: Play) -> Entry:
    heads = [(f"step-{step.name}", step.heading) for step in play.steps] + [(section.id, section.heading) for section in play.body]
    struggles = [struggle for item in book.playbooks.values() for struggle in item.struggles] + list(book.pattern.struggles)
    said = (
        *(struggle.in_their_words for struggle in struggles if struggle.id in play.answers),
        *(text.plain(sign) for sign in play.when),
    )
    note = f"{book.playbooks[play.playbook].title} · {', '.join(book.markets[market].short for market in play.markets)}"
    facets = [f"market:{market}" for market in play.markets] + [f"role:{role}" for role in (play.lead, *play.who)] + [f"stage:{stage}" for stage in play.stages]
    body = " ".join([text.of(play), *(text.plain(section.text) for section in play.body)])
    return Entry("play", addresses.play(play.id), play.title, play.purpose, note, play.aliases, said, tuple(heads), body, tuple(facets))


def _parts(parts: Iterable[object]) -> tuple[tuple[str, str], ...]:
    return tuple((str(getattr(part, "id", "")), str(getattr(part, "title", ""))) for part in parts)


def _pages(book: Handbook, pages: Mapping[str, ComposedPage]) -> Iterator[Entry]:
    """Hand-written and generated pages; a list of items is found by its name, since its items are found by theirs."""
    for page in book.site.pages:
        yield Entry("page", page.id, page.title, _clean(page.lead), "Page", page.aliases)
    for written in book.pages.values():
        if written.path != "index.md":
            text = _clean(pages[written.path].text.partition("\n## Sources and review")[0]) if written.path in pages else ""
            yield Entry("page", written.path, written.meta.title, written.meta.description, "Page", written.meta.aliases, (), _headings(written.text), text)


def _headings(text: str) -> tuple[tuple[str, str], ...]:
    found = re.findall(r"(?m)^#{2,3}\s+(.*?)\s*(?:\{#([\w-]+)[^}]*\})?\s*$", prose_of(text))
    return tuple((anchor or addresses.slug(words), words) for words, anchor in found if "{{" not in words)


class _Plain:
    """Texts as a reader sees them: calls answered, citations and signs gone."""

    def __init__(self, book: Handbook) -> None:
        self.functions = bound(book, "index.md")

    def plain(self, text: str) -> str:
        return _clean(expand(text, self.functions))

    def of(self, item: object) -> str:
        """All texts of an item but its title and aliases."""
        found = [value for loc, value in prose(item)] + [value for loc, value in plain(item) if loc[0] not in _NOT_TEXT]  # type: ignore[arg-type]
        return " ".join(self.plain(value) for value in found)


def _clean(text: str) -> str:
    said = " ".join(_SIGNS.sub(" ", _LINK.sub(r"\1", CITATION.sub("", text))).split())
    return _LOOSE_STOP.sub("", said)


def short(text: str, most: int = 120) -> str:
    """A text as a result shows it."""
    return text if len(text) <= most else text[: text.rfind(" ", 0, most)] + " …"


def target(entry: Entry) -> str:
    """The entry's address below the site's root."""
    return site_address(entry.address)
