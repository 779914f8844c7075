"""The whole book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from handbook.model.documents import Document
from handbook.model.guides import Journey, Question
from handbook.model.library import ChangeNote, Event, Fact, Local, Market, Move, Review, Role, Source, Stage, Synonym, Term, Topic
from handbook.model.organisation import Adaptation, Agreement, Drift, Mark, Organisation, OwnItem, Picture, Seen
from handbook.model.play import Pattern, Play, Playbook
from handbook.model.site import Page, Site
from handbook.model.tools import Tool
from handbook.model.values import Value


class Handbook(Value):
    """The whole book."""

    site: Site
    pattern: Pattern
    playbooks: Mapping[str, Playbook]
    plays: Mapping[str, Play]
    roles: Mapping[str, Role]
    markets: Mapping[str, Market]
    stages: Mapping[str, Stage]
    topics: Mapping[str, Topic]
    terms: Mapping[str, Term]
    locals: Mapping[str, Local]
    synonyms: Mapping[str, Synonym] = {}
    sources: Mapping[str, Source]
    facts: Mapping[str, Fact]
    documents: Mapping[str, Document]
    tools: Mapping[str, Tool]
    journeys: Mapping[str, Journey]
    questions: Mapping[str, Question]
    horizon: Mapping[str, Event]
    reviews: tuple[Review, ...]
    ledger: tuple[Move, ...] = ()
    changes: tuple[ChangeNote, ...] = ()
    pages: Mapping[str, Page]
    assets: frozenset[str] = frozenset()
    organisation: Organisation | None = None
    logo: Picture | None = None
    adaptations: Mapping[str, Adaptation] = {}
    own_plays: Mapping[str, Play] = {}
    own_items: Mapping[str, OwnItem] = {}
    agreements: tuple[Agreement, ...] = ()
    seen: Seen | None = None
    marks: Mapping[tuple[str, str], Mark] = {}
    withdrawn: Mapping[str, Play] = {}
    gone: frozenset[str] = frozenset()
    waiting: tuple[Drift, ...] = ()

    def __repr__(self) -> str:
        """Short: what reads the site's settings prints them, and this book is among them."""
        return f"<Handbook {self.site.name}>"

    __str__ = __repr__

    def shows(self, market: str | None) -> bool:
        """Whether something that belongs to a market, or to none, stands on the organisation's pages."""
        return market is None or market in self.markets

    def with_own_items(self) -> Handbook:
        """The book with the organisation's items in place of the base's."""
        update: dict[str, Any] = {}
        for own in self.own_items.values():
            items = update.setdefault(own.kind, dict(getattr(self, own.kind)))
            if own.item.id in items:
                items[own.item.id] = own.item
        return self.model_copy(update=update) if update else self

    def answering(self, struggle: str) -> tuple[Play, ...]:
        """The plays that answer a struggle: those of its own playbook first, in the order in which they are run."""
        own = next((item for item in self.playbooks.values() if any(entry.id == struggle for entry in item.struggles)), None)
        return _in_order(own, [play for play in self.plays.values() if struggle in play.answers])

    def answers(self) -> Mapping[str, tuple[Play, ...]]:
        """The same for every struggle that a play answers."""
        found: dict[str, list[Play]] = {}
        for play in self.plays.values():
            for struggle in dict.fromkeys(play.answers):
                found.setdefault(struggle, []).append(play)
        own: dict[str, Playbook] = {}
        for item in self.playbooks.values():
            for entry in item.struggles:
                own.setdefault(entry.id, item)
        return {struggle: _in_order(own.get(struggle), plays) for struggle, plays in found.items()}


def _in_order(own: Playbook | None, plays: Iterable[Play]) -> tuple[Play, ...]:
    """Plays that answer a struggle of the playbook `own`."""
    order = {entry.play: number for number, entry in enumerate(own.sequence)} if own else {}
    return tuple(sorted(plays, key=lambda play: (own is None or play.playbook != own.id, order.get(play.id, len(order)), play.id)))
