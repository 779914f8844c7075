"""Orders and groups of the book's items, for the pages that list them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from handbook import addresses
from handbook.compose.timeline import year_fraction
from handbook.ledger import Ledger
from handbook.markdown import plain
from handbook.model import Event, Fact, Handbook, Journey, Mark, Move, Play, Question, Source, Struggle, Term, Tool
from handbook.text.markup import citations
from handbook.text.walk import prose

Link = Callable[[str, str], str]
_NEAR = 3


@dataclass(frozen=True)
class StruggleGroup:
    """The struggles of one challenge and the plays that answer any of them."""

    id: str
    title: str
    struggles: tuple[Struggle, ...]
    plays: tuple[Play, ...]

    @property
    def size(self) -> int:
        return len(self.struggles)

    @property
    def answered(self) -> int:
        return sum(any(struggle.id in play.answers for play in self.plays) for struggle in self.struggles)

    @property
    def planned(self) -> bool:
        return any(struggle.planned for struggle in self.struggles)


class Indexes:
    """What list templates may ask for."""

    def __init__(self, book: Handbook) -> None:
        self.book = book
        self.ledger = Ledger(book.ledger)
        self.answering = book.answers()
        self.cited: dict[str, frozenset[str]] = {}

    def functions(self) -> dict[str, Callable[..., object]]:
        """The questions by name."""
        names = (
            "plays_answering", "answered_by", "struggle_groups", "index_entries", "letter_anchor", "terms_by_letter", "facts_on",
            "sources_of", "horizon_events", "events_of", "find_words", "led_by", "mark", "marks_of", "shown", "joined_by",
            "recalls", "has_history", "former_anchors", "former_items", "questions_of", "journeys_of", "tools_of",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names}

    @cached_property
    def _struggles(self) -> Mapping[str, tuple[int, Struggle]]:
        """Every struggle with its number, the playbooks' first."""
        struggles = [*(struggle for item in self.book.playbooks.values() for struggle in item.struggles), *self.book.pattern.struggles]
        return {struggle.id: (number, struggle) for number, struggle in enumerate(struggles)}

    def answered_by(self, play: Play) -> list[Struggle]:
        """The struggles that a play answers, in the order of all."""
        numbered = dict(self._struggles[name] for name in play.answers if name in self._struggles)
        return [numbered[number] for number in sorted(numbered)]

    def plays_answering(self, struggle: str) -> tuple[Play, ...]:
        """The plays that answer a struggle."""
        return self.answering.get(struggle, ())

    def struggle_groups(self) -> list[StruggleGroup]:
        parts = [(item.id, item.challenge, item.struggles) for item in self.book.playbooks.values()]
        parts.append(("pattern", self.book.pattern.title, self.book.pattern.struggles))
        return [StruggleGroup(name, title, struggles, self._answering(struggles)) for name, title, struggles in parts]

    def _answering(self, struggles: tuple[Struggle, ...]) -> tuple[Play, ...]:
        ids = {struggle.id for struggle in struggles}
        return tuple(play for play in self.book.plays.values() if ids & set(play.answers))

    def index_entries(self, link: Link) -> Mapping[str, list[str]]:
        """Every name that people use, by first letter: plays, documents and terms, with their aliases."""
        lines: list[tuple[str, str]] = []
        for play in self.book.plays.values():
            lines += _lines(link, play.title, play.aliases, addresses.play(play.id))
        for document in self.book.documents.values():
            lines += _lines(link, document.title, document.aliases, addresses.document(document.id))
        for term in self._terms():
            lines += _lines(link, term.term, tuple(part for part in (term.long, *term.aliases) if part), addresses.term(term.id))
        letters: dict[str, list[str]] = {}
        for words, line in sorted(set(lines), key=lambda entry: (entry[0].casefold(), entry[1])):
            letters.setdefault(_letter(words), []).append(line)
        return dict(sorted(letters.items(), key=lambda entry: (entry[0] != "0–9", entry[0])))

    def has_history(self, play: str, part: str) -> bool:
        """Whether a part of a play had another name, was recalled or is not the base's."""
        return (play, part) in self.book.marks or f"{play} {part}" in self._former_parts or bool(self.recalls(play, part))

    def recalls(self, play: str, part: str) -> tuple[Move, ...]:
        """The recalls of a part of a play."""
        return self.ledger.recalls(play, part)

    def former_anchors(self, play: str, part: str) -> list[str]:
        """The anchors that a step or section had under earlier names, so that old links still lead to it."""
        names = self._former_parts.get(f"{play} {part}", ())
        return [name.replace("step:", "step-").removeprefix("section:") for name in names]

    @cached_property
    def _former_parts(self) -> Mapping[str, list[str]]:
        """The earlier names of the parts of plays, by what each is called now."""
        found: dict[str, list[str]] = {}
        for move in self.book.ledger:
            if move.part and move.kind in {"renamed", "merged"}:
                found.setdefault(self.ledger.part(move.play or "", move.part).name, []).append(move.part)
        return found

    def former_items(self, kind: str, name: str) -> list[str]:
        """The ids that an item of the library had before, or that were merged into it."""
        found = [move.item for move in self.book.ledger if move.item and self.ledger.fate(move.item).name == f"{kind}:{name}"]
        return [item.partition(":")[2] for item in found if item.partition(":")[0] == kind]

    def questions_of(self, play: Play) -> list[Question]:
        """The questions that lead to a play, and those that rest on three or more of its facts; the nearest first."""
        own = self._cited(play.model_copy(update={"body": ()}))
        shared = {question.id: len(own & self._cited(question)) for question in self.book.questions.values()}
        found = [question for question in self.book.questions.values() if play.id in question.plays or shared[question.id] >= _NEAR]
        return sorted(found, key=lambda question: (-shared[question.id], question.id))

    def _cited(self, item: Play | Question) -> frozenset[str]:
        if item.id not in self.cited:
            self.cited[item.id] = frozenset(name for _, text in prose(item) for name, _ in citations(text))
        return self.cited[item.id]

    def journeys_of(self, play: Play) -> list[Journey]:
        return [journey for journey in self.book.journeys.values() if any(stop.play == play.id for stop in journey.stops)]

    def tools_of(self, play: Play) -> list[Tool]:
        return [tool for tool in self.book.tools.values() if play.id in tool.plays]

    def _terms(self) -> list[Term]:
        return [term for term in self.book.terms.values() if self.book.shows(term.market)]

    def letter_anchor(self, letter: str) -> str:
        return "letter-" + ("0" if letter == "0–9" else letter.lower())

    def terms_by_letter(self) -> Mapping[str, list[Term]]:
        letters: dict[str, list[Term]] = {}
        for term in sorted(self._terms(), key=lambda term: (_letter(term.term) != "0–9", term.term.casefold(), term.id)):
            letters.setdefault(_letter(term.term), []).append(term)
        return letters

    def shown(self, items: Mapping[str, Event | Fact | Source | Term]) -> int:
        """How many of the items stand on the organisation's pages."""
        return sum(self.book.shows(item.market) for item in items.values())

    def mark(self, play: str, part: str) -> Mark | None:
        """Where a part of a play comes from, if not from the base."""
        return self.book.marks.get((play, part))

    def marks_of(self, play: str) -> list[tuple[str, Mark]]:
        """Every part of a play that is not the base's."""
        return [(part, mark) for (name, part), mark in self.book.marks.items() if name == play]

    def led_by(self, role: str) -> list[Play]:
        return [play for play in self.book.plays.values() if play.lead == role]

    def joined_by(self, role: str) -> list[Play]:
        return [play for play in self.book.plays.values() if role in play.who]

    def facts_on(self, market: str, topic: str) -> list[Fact]:
        return [fact for fact in self.book.facts.values() if fact.market == market and fact.topic == topic]

    def sources_of(self, market: str) -> list[Source]:
        found = [source for source in self.book.sources.values() if source.market == market]
        return sorted(found, key=lambda source: (source.publisher.casefold(), source.title.casefold(), source.id))

    def horizon_events(self) -> list[tuple[int, Event]]:
        """The dated events, numbered by market and date."""
        order = list(self.book.markets)
        shown = [event for event in self.book.horizon.values() if self.book.shows(event.market)]
        events = sorted(shown, key=lambda event: (order.index(event.market), year_fraction(event.date), event.id))
        return list(enumerate(events, 1))

    def events_of(self, events: list[tuple[int, Event]], market: str) -> list[tuple[int, Event]]:
        return [entry for entry in events if entry[1].market == market]

    def find_words(self) -> str:
        """The words of the filters on the find page, as JSON."""
        used = {role for play in self.book.plays.values() for role in (play.lead, *play.who)}
        words = {
            "challenge": {item.id: item.challenge for item in self.book.playbooks.values()},
            "stages": {item.id: item.title for item in self.book.stages.values()},
            "markets": {item.id: item.title for item in self.book.markets.values() if not item.shared},
            "roles": {item.id: item.title for item in self.book.roles.values() if item.id in used},
        }
        return json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")


def _lines(link: Link, title: str, aliases: tuple[str, ...], target: str) -> list[tuple[str, str]]:
    own = [(title, link(plain(title), target))]
    return own + [(alias, f"{plain(alias)}: {link(plain(title), target)}") for alias in aliases if alias.casefold() != title.casefold()]


def _letter(words: str) -> str:
    first = next((sign for sign in words if sign.isalnum()), "0").upper()
    return first if "A" <= first <= "Z" else "0–9"
