"""Which pages there are, and how each is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from handbook import addresses
from handbook.compose.documents import owner_of
from handbook.compose.page import ComposedPage, front_matter, hidden
from handbook.compose.tool_data import tool_groups
from handbook.compose.tools import tool_scripts
from handbook.compose.writer import Writer
from handbook.fingerprint import fingerprint
from handbook.ledger import Ledger
from handbook.model import Document, GeneratedPage, Handbook, Journey, Move, Page, Play, Playbook, Question, Review, Tool, Value
from handbook.text.expand import expand
from handbook.text.links import unlink
from macros import bound

V = TypeVar("V", bound=Value)


@dataclass(frozen=True)
class Maker:
    """How a page is made, and the item that it is about, which it may see as a whole. Pages of one kind come from one template."""

    make: Callable[[], ComposedPage]
    about: Value

    @property
    def kind(self) -> str:
        """What pages of one template have in common."""
        return self.about.template if isinstance(self.about, GeneratedPage) else type(self.about).__name__


def makers(writer: Writer, book: Handbook) -> Iterator[tuple[str, Maker]]:
    """Every page's path and how it is made. `writer` knows the book as others see it, `book` has each item as a whole."""

    def each(items: Iterable[V], path: Callable[[V], str], make: Callable[[Writer, V], ComposedPage]) -> Iterator[tuple[str, Maker]]:
        return ((path(item), Maker(partial(make, writer, item), item)) for item in items)

    yield from each(book.plays.values(), lambda play: addresses.play(play.id), _play_page)
    yield from each(book.playbooks.values(), lambda playbook: addresses.playbook(playbook.id), _playbook_page)
    yield from each(book.journeys.values(), lambda journey: addresses.journey(journey.id), _journey_page)
    yield from each(book.tools.values(), lambda tool: addresses.tool(tool.id), _tool_page)
    yield from each(book.documents.values(), lambda document: addresses.document(document.id), _document_page)
    yield from each(book.questions.values(), lambda question: addresses.question(question.id), _question_page)
    yield from each(book.site.pages, lambda page: page.id, _generated_page)
    yield from each(book.pages.values(), lambda page: page.path, _written_page)
    yield from each((move for move in book.ledger if addresses.moved_play(move)), addresses.moved_play, _moved_page)


def _play_page(writer: Writer, play: Play) -> ComposedPage:
    here = addresses.play(play.id)
    reviews = _current_reviews(writer.book, play)
    reviewed = any(review.kind == "review" for review in reviews)
    text = writer.write("play", here, play.place.path, play=play, playbook=writer.book.playbooks[play.playbook], reviewed=reviewed)
    meta = front_matter(play.title, play.purpose, play.aliases, 4)
    return _finish(writer, here, play.place.path, text, play.owner, meta, play.sources, play, reviews)


def _playbook_page(writer: Writer, playbook: Playbook) -> ComposedPage:
    here = addresses.playbook(playbook.id)
    plays = writer.plays.get(playbook.id, [])
    text = writer.write("playbook", here, playbook.place.path, playbook=playbook, plays=plays)
    return _finish(
        writer, here, playbook.place.path, text, playbook.owner, front_matter(playbook.title, playbook.signal, playbook.aliases, 2), playbook.sources
    )


def _journey_page(writer: Writer, journey: Journey) -> ComposedPage:
    here = addresses.journey(journey.id)
    text = writer.write("journey", here, journey.place.path, journey=journey)
    return _finish(writer, here, journey.place.path, text, journey.owner, front_matter(journey.title, journey.purpose, journey.aliases, 2), journey.sources)


def _tool_page(writer: Writer, tool: Tool) -> ComposedPage:
    here = addresses.tool(tool.id)
    text = writer.write("tool", here, tool.place.path, tool=tool)
    meta = {
        **front_matter(tool.title, tool.purpose, tool.aliases, 4),
        "tool": tool_scripts(tool),
        **hidden(("toc",) if any(len(group) > 1 for group in tool_groups(tool)) else ()),
    }
    return _finish(writer, here, tool.place.path, text, tool.owner, meta, tool.sources)


def _document_page(writer: Writer, document: Document) -> ComposedPage:
    here, owner = addresses.document(document.id), owner_of(writer.book, document)
    text = writer.write("document", here, document.place.path, document=document, owner=owner)
    return _finish(writer, here, document.place.path, text, owner, front_matter(document.title, document.purpose, document.aliases, 2))


def _question_page(writer: Writer, question: Question) -> ComposedPage:
    here = addresses.question(question.id)
    text = writer.write("question", here, question.place.path, question=question)
    meta = {**front_matter(question.title, question.purpose, question.aliases, 3), "hide": ["toc"]}
    return _finish(writer, here, question.place.path, text, question.owner, meta, question.sources)


def _generated_page(writer: Writer, page: GeneratedPage) -> ComposedPage:
    text = writer.write(page.template, page.id, page.place.path, page=page)
    meta = {**front_matter(page.title, page.lead, page.aliases, 0.5), **hidden(page.hide), **({"pack": True} if page.id == addresses.PACK else {})}
    return _finish(writer, page.id, page.place.path, text, page.owner, meta)


def _moved_page(writer: Writer, move: Move) -> ComposedPage:
    """What stands at the address of a play that was renamed or removed."""
    here, end = addresses.play(move.subject), Ledger(writer.book.ledger).fate(move.subject)
    text = writer.write("moved", here, move.place.path, end=end)
    meta: dict[str, Any] = {"title": "Moved", "description": move.because, "search": {"exclude": True}, "hide": ["toc"]}
    if end.kind in {"renamed", "merged"} and end.name in writer.book.plays:
        meta["redirect"] = "../" * (here.count("/") + 1) + f"{end.name}/"
    return ComposedPage(here, unlink(text, here, writer.book.gone), meta, move.place.path)


def _written_page(writer: Writer, page: Page) -> ComposedPage:
    text = expand(page.text, bound(writer.book, page.path))
    meta = {**front_matter(page.meta.title, page.meta.description, page.meta.aliases), **hidden(page.meta.hide)}
    return ComposedPage(page.path, finish_written(writer, page, text), meta, f"docs/{page.path}")


def finish_written(writer: Writer, page: Page, text: str) -> str:
    """A hand-written page whose macros are expanded, with its notes, owner, dates and abbreviations."""
    return _finish(writer, page.path, f"docs/{page.path}", text, page.meta.owner, {}).text


def _finish(
    writer: Writer, here: str, author: str, text: str, owner: str, meta: Mapping[str, Any], further: tuple[str, ...] = (),
    play: Play | None = None, reviews: Sequence[Review] = (),
) -> ComposedPage:  # fmt: skip
    """The page with numbered notes, its control strip and explained abbreviations."""
    book = writer.book
    noted = writer.notes.number(here, unlink(text, here, book.gone))
    facts = [book.facts[name] for name in noted.cited if name in book.facts]
    doubtful, watched = sum(fact.confidence != "verified" for fact in facts), sum(bool(fact.watch) for fact in facts)
    strip = writer.write(
        "control", here, author,
        owner=book.roles[owner], facts=len(facts), doubtful=doubtful, watched=watched, cited=len(noted.cited), dates=_span(fact.as_of for fact in facts),
        further=[name for name in further if book.shows((book.facts.get(name) or book.sources[name]).market)],
        reviews=reviews, play=play,
    )  # fmt: skip
    whole = f"{noted.text.rstrip()}\n\n{strip}\n{noted.notes}\n"
    return ComposedPage(here, f"{whole}\n{writer.abbreviations.used_in(whole)}".rstrip() + "\n", meta, author)


def _current_reviews(book: Handbook, play: Play) -> list[Review]:
    """The reviews of a play's text as it stands; an edit un-reviews it."""
    reviews = [review for review in book.reviews if review.play == play.id]
    now = fingerprint(play) if reviews else ""
    return [review for review in reviews if review.text == now]


def _span(dates: Iterator[str]) -> tuple[str, str] | None:
    known = sorted(date for date in dates if date != "undated")
    return (known[0], known[-1]) if known else None
