"""Base and layers to the organisation's handbook: changed plays, own plays, withdrawn plays, words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from handbook import addresses
from handbook.layer.drift import drifts
from handbook.layer.faults import layer_problems
from handbook.layer.inherit import inherited
from handbook.layer.items import ITEM, REPLACED, item_mark, item_problems
from handbook.layer.markets import market_problems, own_markets
from handbook.layer.moves import gone_parts, moved, moved_problems
from handbook.layer.pages import with_own_pages
from handbook.layer.plays import adapted_play
from handbook.layer.recalls import recall_problems
from handbook.layer.terms import own_terms, term_problems
from handbook.layer.words import own_words, word_problems
from handbook.model import Adaptation, Change, Drift, Handbook, Mark, Play, Withdrawal
from handbook.problems import Problem
from handbook.read import Reading


@dataclass(frozen=True)
class Level:
    """One layer: what it stands on, and the book with its plays in it. Words and markets come once, after the last layer."""

    reading: Reading
    book: Handbook


@dataclass(frozen=True)
class Adapted:
    """The organisation's book, its problems, and what has drifted from what was agreed.

    `layer` is its folder, `levels` are its layers, the lowest first. `stale` holds the problems that reading again and agreeing mends.
    """

    book: Handbook
    layer: str
    levels: tuple[Level, ...]
    problems: tuple[Problem, ...]
    stale: tuple[Problem, ...]
    drifts: tuple[Drift, ...]


def adapt(reading: Reading) -> Adapted:
    """Apply the organisation's layer, and first those that it stands on. A layer that says nothing gives the base as it is."""
    problems: list[Problem] = []
    levels = _levels(reading, problems)
    book = inherited([level.book for level in levels])
    book = own_terms(own_markets(book.model_copy(update={"site": with_own_pages(book)})))
    waiting = drifts(levels[-1].reading.book)
    stale = [problem for level in levels for problem in recall_problems(level.reading.book, level.reading.layer)]
    return Adapted(own_words(book), reading.layer, tuple(levels), tuple(problems), tuple(stale), waiting)


def _levels(reading: Reading, problems: list[Problem]) -> list[Level]:
    """The layers, the lowest first: each takes the plays of the one below as its base."""
    below = _levels(reading.under, problems) if reading.under else []
    base = moved(reading.book)
    if below:
        lower = below[-1].book
        items = {kind: {**getattr(base, kind), **getattr(lower, kind)} for kind in REPLACED}
        base = base.model_copy(update=items)
        plays = {name: play for name, play in {**base.plays, **lower.plays}.items() if name not in lower.withdrawn}
        base = base.model_copy(update={"plays": plays, "marks": lower.marks, "withdrawn": lower.withdrawn})
    reading = replace(reading, book=base)
    problems += moved_problems(base)
    book = _with_plays(base, problems)
    problems += layer_problems(reading)
    problems += item_problems(base)
    problems += market_problems(base)
    problems += term_problems(base)
    problems += word_problems(base, reading.unread)
    return [*below, Level(reading, book)]


def _with_plays(base: Handbook, problems: list[Problem]) -> Handbook:
    """The book with the layer's changes to plays, its own plays and its withdrawals."""
    waiting = {(drift.play, drift.part): drift for drift in drifts(base)}
    plays: dict[str, Play] = dict(base.plays)
    marks: dict[tuple[str, str], Mark] = dict(base.marks)
    for item in base.adaptations.values():
        if item.adapts in plays:
            gone = gone_parts(base, item)
            plays[item.adapts], changed = adapted_play(base.plays[item.adapts], item, gone, problems)
            marks |= {(item.adapts, part): _mark(base, item, change, waiting) for part, change in changed.items()}
    plays |= base.own_plays
    withdrawn = {entry.play: plays[entry.play] for entry in _withdrawals(base) if entry.play in plays}
    kept = {name: _without(play, withdrawn) for name, play in sorted(plays.items()) if name not in withdrawn}
    gone_pages = frozenset(addresses.play(name) for name in withdrawn) | _lost_anchors(base, kept)
    marks |= {(own.subject, ITEM): item_mark(base, own, waiting) for own in base.own_items.values()}
    update = {"plays": kept, "marks": marks, "withdrawn": withdrawn, "gone": gone_pages, "waiting": tuple(waiting.values())}
    return base.with_own_items().model_copy(update=update)


def _mark(base: Handbook, item: Adaptation, change: Change, waiting: Mapping[tuple[str, str], Drift]) -> Mark:
    """Where a changed part comes from, and whether the base is still what it was agreed against."""
    drift = waiting.get((item.adapts, change.part))
    layer = base.organisation.name if base.organisation else ""
    return Mark(how=change.target[0], decision=change, state=drift.kind if drift else "agreed", layer=layer)


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
