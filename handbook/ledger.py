"""Plays that were renamed or removed, followed through any number of hops."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from handbook.model import Move


@dataclass(frozen=True)
class Fate:
    """What became of a play: still called so, renamed to `play`, removed (with a successor in `play`, if any), or lost in a circle."""

    kind: Literal["here", "renamed", "removed", "circle"]
    play: str
    because: str = ""


def fate(moves: Iterable[Move], play: str) -> Fate:
    """Follow a play's id through the ledger."""
    by_play = {move.play: move for move in moves}
    seen = [play]
    because = ""
    while (move := by_play.get(seen[-1])) is not None:
        if move.kind == "removed":
            return Fate("removed", move.to or "", move.because)
        if move.to is None or move.to in seen:
            return Fate("circle", play, move.because)
        because = move.because
        seen.append(move.to)
    return Fate("here" if len(seen) == 1 else "renamed", seen[-1], because)
