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


def number_notes(book: Handbook, here: str, text: str) -> Noted:
    """Replace each `[@id]` by a note number, in the order of first use; code is left alone."""
    numbers: dict[str, int] = {}

    def replace(found: re.Match[str]) -> str:
        name, before = found[1], found.string[found.start() - 1 : found.start()]
        gap = "" if before.strip("|") and not before.isspace() else found[0][: found[0].index("[")]
        number = numbers.setdefault(name, len(numbers) + 1)
        word = flag(book.facts.get(name) or book.sources[name])
        return f"{gap}[^{number}]" + (f'<small class="hb-flag">{word}</small>' if word else "")

    text = _NEIGHBOURS.sub(r'\1<sup class="hb-and">, </sup>', replace_outside_code(_CITED, replace, text))
    notes = "\n\n".join(f"[^{number}]: {note(book, here, name)}" for name, number in numbers.items())
    return Noted(text, notes, tuple(numbers))


def note(book: Handbook, here: str, name: str) -> str:
    """The note for a fact or a source, on one line of Markdown."""
    if name in book.facts:
        return _fact_note(book, here, book.facts[name])
    source = book.sources[name]
    register = f" {_link(here, 'In the register', addresses.source(name))}." if book.shows(source.market) else ""
    return f"{source_line(source)}{register}"


def _fact_note(book: Handbook, here: str, fact: Fact) -> str:
    """Status, date, place in the source and the first source; the rest of what is known stands with the fact on its market's page."""
    doubt = "" if fact.confidence == "verified" else f" **{CONFIDENCE[fact.confidence]}.**"
    locator = "" if fact.locator == "-" else f"; {plain(fact.locator)}"
    when = "undated" if fact.as_of == "undated" else f"as of {day(fact.as_of)}"
    head = sentence(f"**{STATUS[fact.status]}**, {when}{locator}")
    first = book.sources[fact.sources[0]]
    shown = book.shows(fact.market)
    named = _link(here, fact.id, addresses.fact(fact)) if shown else fact.id
    others = len(fact.sources) - 1
    more = [f"{others} more {'source' if others == 1 else 'sources'}"] if others else []
    more += ["what to watch"] if fact.watch else []
    tail = f"With {' and '.join(more)}: {named}" if more and shown else f"Fact {named}"
    return one_line(f"{head}{doubt} {_short(first)} {tail}.")


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
