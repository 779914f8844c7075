"""Citations as numbered notes with publisher, date, status and link."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handbook import addresses
from handbook.compose.words import CONFIDENCE, STATUS, day, flag
from handbook.markdown import one_line, plain
from handbook.model import Fact, Handbook, Source
from handbook.text.markup import replace_outside_code

# A note number stands directly behind its word; the space or line end before the citation goes.
# Every way begins with a sign that it names, so that the search leaps from one such sign to the next.
_CITED = re.compile(r"(?:  *\[@|\n\[@|\[@)([^\]\n]*)\]")
_NEIGHBOURS = re.compile(r"(\[\^\d+\])(?=\[\^\d+\])")


@dataclass(frozen=True)
class Noted:
    """A text with its note numbers, the notes below it, and what was cited, in order."""

    text: str
    notes: str
    cited: tuple[str, ...]


class Notes:
    """The notes on a book's facts and sources. What the note on a fact says on every page is put together once."""

    def __init__(self, book: Handbook) -> None:
        self._book = book
        self._heads: dict[str, str] = {}

    def number(self, here: str, text: str) -> Noted:
        """Replace each `[@id]` by a note number, in the order of first use; code is left alone."""
        book = self._book
        numbers: dict[str, int] = {}

        def replace(found: re.Match[str]) -> str:
            name, before = found[1], found.string[found.start() - 1 : found.start()]
            gap = "" if before.strip("|") and not before.isspace() else found[0][: found[0].index("[")]
            number = numbers.setdefault(name, len(numbers) + 1)
            word = flag(book.facts.get(name) or book.sources[name])
            return f"{gap}[^{number}]" + (f'<small class="hb-flag">{word}</small>' if word else "")

        text = _NEIGHBOURS.sub(r'\1<sup class="hb-and">, </sup>', replace_outside_code(_CITED, replace, text))
        notes = "\n\n".join([f"[^{number}]: {self.note(here, name)}" for name, number in numbers.items()])
        return Noted(text, notes, tuple(numbers))

    def note(self, here: str, name: str) -> str:
        """The note for a fact or a source, on one line of Markdown."""
        book = self._book
        if name in book.facts:
            fact = book.facts[name]
            named = _link(here, fact.id, addresses.fact(fact)) if book.shows(fact.market) else fact.id
            return f"{self._head(fact)} {named}."
        source = book.sources[name]
        register = f" {_link(here, 'In the register', addresses.source(name))}." if book.shows(source.market) else ""
        return f"{source_line(source)}{register}"

    def _head(self, fact: Fact) -> str:
        if fact.id not in self._heads:
            self._heads[fact.id] = _fact_head(fact, self._book.sources[fact.sources[0]], self._book.shows(fact.market))
        return self._heads[fact.id]


def note(book: Handbook, here: str, name: str) -> str:
    """The note for a fact or a source, on one line of Markdown."""
    return Notes(book).note(here, name)


def _fact_head(fact: Fact, first: Source, shown: bool) -> str:
    """Status, date, place in the source and the first source; the rest of what is known stands with the fact on its market's page, which is linked behind."""
    doubt = "" if fact.confidence == "verified" else f" **{CONFIDENCE[fact.confidence]}.**"
    locator = "" if fact.locator == "-" else f"; {plain(fact.locator)}"
    when = "undated" if fact.as_of == "undated" else f"as of {day(fact.as_of)}"
    head = sentence(f"**{STATUS[fact.status]}**, {when}{locator}")
    others = len(fact.sources) - 1
    more = [f"{others} more {'source' if others == 1 else 'sources'}"] if others else []
    more += ["what to watch"] if fact.watch else []
    tail = f"With {' and '.join(more)}:" if more and shown else "Fact"
    return one_line(f"{head}{doubt} {_short(first)} {tail}")


def _short(source: Source) -> str:
    """A source as publisher and linked title."""
    address = source.url or source.read_at
    title = f"[{plain(source.title)}]({address})" if address else f"*{plain(source.title)}*"
    return sentence(f"{plain(source.publisher)}, {title}")


def source_line(source: Source) -> str:
    """A source as publisher, title, edition, status, linked to where it is published."""
    address = source.url or source.read_at
    title = f"[{plain(source.title)}]({address})" if address else f"*{plain(source.title)}*"
    edition = plain(source.edition)
    tail = f" {sentence(one_line(source.note))}" if source.note else ""
    return f"{plain(source.publisher)}, {title}, {edition} ({STATUS[source.status].lower()}).{tail}"


def sentence(text: str) -> str:
    """A text that ends in a full stop."""
    text = one_line(text)
    return text if text.endswith((".", "?", "!")) else text + "."


def _link(here: str, words: str, target: str) -> str:
    return f"[{words}]({addresses.relative(here, target)})"
