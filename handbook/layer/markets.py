"""Only the markets that an organisation is in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from handbook import addresses
from handbook.model import Document, GeneratedPage, Handbook, NavItem, Play, Question, Site, Tool, Tree
from handbook.problems import Problem, did_you_mean


def own_markets(book: Handbook) -> Handbook:
    """The book with the texts, pages and menu entries of other markets left out.

    Facts and sources stay in the book, since a text may still cite them; they stand on no page of their own then.
    """
    chosen = set(book.organisation.markets) if book.organisation else set()
    if not chosen & set(book.markets):
        return book
    markets = {name: market for name, market in book.markets.items() if market.shared or name in chosen}
    plays = {name: _in_markets(play, set(markets)) for name, play in book.plays.items()}
    site = _site(book.site, set(markets))
    journeys = {name: journey for name, journey in book.journeys.items() if chosen & set(journey.markets)}
    questions = {name: _question(question, chosen) for name, question in book.questions.items() if chosen & set(question.short)}
    tools = {name: kept for name, tool in book.tools.items() if (kept := _tool(tool, set(markets))).parts}
    documents = {name: _document(document, set(markets)) for name, document in book.documents.items()}
    guides = {"journeys": journeys, "questions": questions, "tools": tools, "documents": documents}
    shown = book.model_copy(update={"markets": markets, "plays": plays, "site": site, **guides})
    pages = {page.id for page in book.site.pages} - {page.id for page in site.pages}
    pages |= {addresses.journey(name) for name in book.journeys if name not in journeys}
    pages |= {addresses.question(name) for name in book.questions if name not in questions}
    pages |= {addresses.tool(name) for name in book.tools if name not in tools}
    return shown.model_copy(update={"gone": book.gone | pages | set(_hidden_items(shown))})


def _hidden_items(book: Handbook) -> Iterator[str]:
    """Addresses of sources, terms and events that stand on no page any more."""
    yield from (addresses.source(item.id) for item in book.sources.values() if not book.shows(item.market))
    yield from (addresses.term(item.id) for item in book.terms.values() if not book.shows(item.market))
    yield from (f"{addresses.HORIZON}#{item.id}" for item in book.horizon.values() if not book.shows(item.market))


def market_problems(book: Handbook) -> Iterator[Problem]:
    """Markets that the base does not know."""
    own = {name for name, market in book.markets.items() if not market.shared}
    if book.organisation is None or not book.markets:
        return
    for number, name in enumerate(book.organisation.markets):
        if name not in own:
            place = book.organisation.place
            yield Problem(place.path, place.line("markets", number), f"`markets`: unknown market '{name}'", did_you_mean(name, own))


def _in_markets(play: Play, markets: set[str]) -> Play:
    return play.model_copy(update={"markets": {name: text for name, text in play.markets.items() if name in markets}})


def _question(question: Question, markets: set[str]) -> Question:
    """The question with the answers of these markets."""
    rows = [row.model_copy(update={"answers": _only(row.answers, markets)}) for row in question.rows]
    return question.model_copy(update={"short": _only(question.short, markets), "rows": tuple(row for row in rows if row.answers)})


def _tool(tool: Tool, markets: set[str]) -> Tool:
    """The tool without the parts of other markets."""
    return tool.model_copy(update={"parts": tuple(part for part in tool.parts if not isinstance(part, Tree) or part.market is None or part.market in markets)})


def _document(document: Document, markets: set[str]) -> Document:
    """The document without the sections that are about other markets."""
    sections = tuple(section for section in document.sections if section.market is None or section.market in markets)
    return document if len(sections) == len(document.sections) else document.model_copy(update={"sections": sections})


def _only(texts: Mapping[str, str], markets: set[str]) -> dict[str, str]:
    return {name: text for name, text in texts.items() if name in markets}


def _site(site: Site, markets: set[str]) -> Site:
    pages = tuple(page for page in site.pages if _shown(page, markets))
    gone = {page.id for page in site.pages} - {page.id for page in pages}
    return site.model_copy(update={"pages": pages, "nav": tuple(_entries(site.nav, gone))})


def _shown(page: GeneratedPage, markets: set[str]) -> bool:
    return page.market is None or page.market in markets


def _entries(entries: tuple[NavItem, ...], gone: set[str]) -> Iterator[NavItem]:
    for entry in entries:
        if entry.page not in gone:
            yield entry.model_copy(update={"items": tuple(_entries(entry.items, gone))})
