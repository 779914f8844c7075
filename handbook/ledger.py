"""What became of plays, parts and items that were moved, followed through any number of hops."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from handbook.model import Move


@dataclass(frozen=True)
class Fate:
    """What became of something: still there, renamed, merged into another, split, removed, or lost in a circle.

    `names` is where it leads now: its one name, the successor of what was removed (if any), or the pieces of what was split.
    """

    kind: Literal["here", "renamed", "merged", "split", "removed", "circle"]
    names: tuple[str, ...]
    because: str = ""

    @property
    def name(self) -> str:
        """Its one name now; empty where there is none, or more than one."""
        return self.names[0] if len(self.names) == 1 else ""


class Ledger:
    """The moves of a book, ready to be followed.

    Of two entries on one subject the first counts. A subject is written `safety/rate` (a play), `safety/rate step:look`
    (a part of one) or `terms:pccp` (an item of the library).
    """

    def __init__(self, moves: Iterable[Move]) -> None:
        moves = tuple(moves)
        self._plays = {move.subject: move for move in reversed(moves) if move.kind != "recalled" and not move.part}
        self._parts: dict[str, Move] = {}
        self._recalls: dict[str, list[Move]] = {}
        for move in reversed(moves):
            if move.kind == "recalled":
                self._recalls.setdefault(self._settled(move.subject), []).append(move)
            elif move.part:
                self._parts[self._settled(move.subject)] = move

    def fate(self, subject: str) -> Fate:
        """Follow a play or an item."""
        return self._follow(subject, self._plays, (subject,))

    def part(self, play: str, part: str) -> Fate:
        """Follow a part of a play. Names of parts are given with their play: `safety/rate step:look`."""
        start = self._settled(f"{play} {part}")
        found = self._follow(start, self._parts, (start,))
        return replace(found, names=tuple(self._settled(name) for name in found.names))

    def recalls(self, play: str, part: str) -> tuple[Move, ...]:
        """The recalls of a part of a play."""
        return tuple(self._recalls.get(f"{play} {part}", ()))

    def _settled(self, subject: str) -> str:
        """A part's name under the name that its play has now."""
        play, space, part = subject.partition(" ")
        found = self._follow(play, self._plays, (play,))
        return (found.name if found.kind == "renamed" else play) + space + part

    def _follow(self, subject: str, moves: dict[str, Move], seen: tuple[str, ...]) -> Fate:
        """The end of the way. What was removed or merged once stays so, wherever its successor goes."""
        move = moves.get(subject)
        if move is None:
            return Fate("here" if len(seen) == 1 else "renamed", (subject,))
        ends = []
        for name in move.subjects():
            target = self._settled(name) if move.part else name
            end = Fate("circle", seen[:1]) if target in seen else self._follow(target, moves, (*seen, target))
            if end.kind == "circle":
                return Fate("circle", seen[:1], move.because)
            ends.append(end)
        names = tuple(dict.fromkeys(name for end in ends for name in end.names))
        kind = ends[0].kind if move.kind == "renamed" and ends else move.kind
        return Fate(kind if kind != "recalled" else "here", names, (ends[0].because if move.kind == "renamed" and ends else "") or move.because)
