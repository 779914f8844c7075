"""Base and layer to the organisation's handbook: words, changed plays, own plays, withdrawn plays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from handbook import addresses
from handbook.layer.drift import Drift, drifts
from handbook.layer.faults import layer_problems
from handbook.layer.markets import market_problems, own_markets
from handbook.layer.moves import moved, removed_problems
from handbook.layer.pages import with_own_pages
from handbook.layer.plays import adapted_play
from handbook.layer.terms import own_terms, term_problems
from handbook.layer.words import own_words
from handbook.model import Handbook, Mark, Play, Withdrawal
from handbook.problems import Problem
from handbook.read import Reading


@dataclass(frozen=True)
class Adapted:
    """The organisation's book, its problems, and what has drifted from what was agreed."""

    book: Handbook
    problems: tuple[Problem, ...]
    drifts: tuple[Drift, ...]


def adapt(reading: Reading) -> Adapted:
    """Apply the organisation's layer. A layer that says nothing gives the base as it is."""
    base = moved(reading.book)
    problems: list[Problem] = list(removed_problems(base))
    found = drifts(base)
    waiting = {(drift.play, drift.part): drift.kind for drift in found}
    plays: dict[str, Play] = dict(base.plays)
    marks: dict[tuple[str, str], Mark] = {}
    for item in base.adaptations.values():
        if item.adapts in plays:
            plays[item.adapts], play_marks = adapted_play(base.plays[item.adapts], item, waiting, problems)
            marks |= {(item.adapts, part): mark for part, mark in play_marks.items()}
    plays |= base.own_plays
    problems += layer_problems(replace(reading, book=base))
    problems += market_problems(base)
    problems += term_problems(base)
    withdrawn = {entry.play: plays[entry.play] for entry in _withdrawals(base) if entry.play in plays}
    kept = {name: _without(play, withdrawn) for name, play in sorted(plays.items()) if name not in withdrawn}
    gone = frozenset(addresses.play(name) for name in withdrawn) | _lost_anchors(base, kept)
    book = base.model_copy(update={"plays": kept, "marks": marks, "withdrawn": withdrawn, "gone": gone})
    book = own_terms(own_markets(book.model_copy(update={"site": with_own_pages(book)})))
    worded, word_problems = own_words(book, reading.unread)
    return Adapted(worded, (*problems, *word_problems), found)


def _without(play: Play, withdrawn: Mapping[str, Play]) -> Play:
    """The play with no withdrawn play as its next one."""
    left = tuple(name for name in play.next if name not in withdrawn)
    return play if left == play.next else play.model_copy(update={"next": left})


def _lost_anchors(base: Handbook, plays: Mapping[str, Play]) -> frozenset[str]:
    """Addresses of steps and sections that the organisation's plays do not have any more."""
    changed = {item.adapts for item in base.adaptations.values()} & set(base.plays) & set(plays)
    before, after = (addresses.anchors(base.model_copy(update={"plays": {name: those[name] for name in changed}})) for those in (base.plays, plays))
    pages = [addresses.play(name) for name in sorted(changed)]
    return frozenset(f"{page}#{anchor}" for page in pages for anchor in before[page] - after[page])


def _withdrawals(book: Handbook) -> tuple[Withdrawal, ...]:
    return book.organisation.withdrawn if book.organisation else ()
