"""Links and local names that an author may call for inside a page; each returns Markdown."""

from __future__ import annotations

from collections.abc import Mapping

from handbook import addresses
from handbook.markdown import plain
from handbook.model import Handbook
from handbook.problems import did_you_mean


class MacroError(Exception):
    """A call that cannot be answered: what was found, and a cure."""

    def __init__(self, message: str, cure: str = "") -> None:
        self.message = message
        self.cure = cure
        super().__init__(message if not cure else f"{message}. {cure}")


def _known(kind: str, name: object, known: Mapping[str, object]) -> str:
    if not isinstance(name, str) or name not in known:
        raise MacroError(f"unknown {kind} '{name}'", did_you_mean(str(name), known))
    return name


def _link(here: str, words: str, target: str) -> str:
    return f"[{words}]({addresses.relative(here, target)})"


def play(book: Handbook, here: str, name: str, words: str = "") -> str:
    """A link to a play, under its title or your own words: `play("safety/triage-every-change")`."""
    if name in book.withdrawn:
        return _link(here, words or plain(book.withdrawn[name].title), addresses.withdrawn(name)) + " (not used here)"
    item = book.plays[_known("play", name, book.plays)]
    return _link(here, words or plain(item.title), addresses.play(item.id))


def playbook(book: Handbook, here: str, name: str, words: str = "") -> str:
    """A link to a playbook: `playbook("safety")`."""
    item = book.playbooks[_known("playbook", name, book.playbooks)]
    return _link(here, words or plain(item.title), addresses.playbook(item.id))


def role(book: Handbook, here: str, name: str) -> str:
    """A role's title, which an organisation may change: `role("cso")`."""
    return plain(book.roles[_known("role", name, book.roles)].title)


def our(book: Handbook, here: str, name: str) -> str:
    """A tool, forum or cadence under the organisation's own name: `our("tickets")`."""
    return plain(book.locals[_known("local name", name, book.locals)].words)


def document(book: Handbook, here: str, name: str) -> str:
    """A document's title, linked to what it records: `document("hazard-log")`."""
    item = book.documents[_known("document", name, book.documents)]
    return _link(here, plain(item.title), addresses.document(item.id))


def term(book: Handbook, here: str, name: str, words: str = "") -> str:
    """A link to a glossary entry: `term("dcb0129")`."""
    item = book.terms[_known("glossary term", name, book.terms)]
    if not book.shows(item.market):
        return words or plain(item.term)
    return _link(here, words or plain(item.term), addresses.term(item.id))


def fact(book: Handbook, here: str, name: str) -> str:
    """A fact's sentence with its citation: `fact("uk-reg-004")`."""
    item = book.facts[_known("fact", name, book.facts)]
    return f"{item.statement.rstrip('.')} [@{item.id}]."
