"""The ledger of moved plays: no circle, no dead end, no id taken again."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.ledger import fate
from handbook.model import Move
from handbook.problems import Problem, did_you_mean
from handbook.read import Reading


def ledger_problems(reading: Reading) -> Iterator[Problem]:
    """Entries of the ledger that cannot be followed."""
    moves = reading.book.ledger
    for number, move in enumerate(moves):
        if move.play in {earlier.play for earlier in moves[:number]}:
            yield _problem(move, "play", f"'{move.play}' is moved twice", "Keep one of the two entries")
        else:
            yield from _move_problems(reading, move)


def _move_problems(reading: Reading, move: Move) -> Iterator[Problem]:
    plays = reading.book.plays
    if move.play in plays:
        yield _problem(move, "play", f"'{move.play}' is moved, and there is a play of that id", "Ids are permanent: give the new play another one")
    if move.kind == "renamed" and move.to is None:
        yield _problem(move, "kind", f"'{move.play}' is renamed to nothing", "Add `to` with the new id, or write `kind: removed`")
        return
    end = fate(reading.book.ledger, move.play)
    target = end.play if end.kind == "renamed" else move.to
    if end.kind == "circle":
        yield _problem(move, "to", f"'{move.play}' leads back to itself", "Break the circle: the last entry names a play that is there")
    elif target and target not in plays and not {target, "*"} & reading.unread.get("plays", frozenset()):
        yield _problem(move, "to", f"`to`: unknown play '{target}'", did_you_mean(target, plays))


def _problem(move: Move, field: str, message: str, cure: str) -> Problem:
    return Problem(move.place.path, move.place.line(field), message, cure)
