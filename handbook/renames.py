"""An organisation's texts with ids as the base calls them now."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from handbook.ledger import Ledger
from handbook.model import Move

# Which call names an item of which kind. A citation names a fact or a source.
_CALLS = {"term": "terms", "role": "roles", "our": "locals", "document": "documents"}
_CITED = ("facts", "sources")


def respelled(moves: Iterable[Move]) -> Callable[[str], str]:
    """A function that puts every renamed id in a text right: ids of plays, citations, and items named in a call.

    It never adds or takes a line, so that places stay true. Parts of plays are left alone: their names mean nothing without the play.
    """
    moves = tuple(moves)
    ledger = Ledger(moves)
    ends = {move.subject: ledger.fate(move.subject) for move in moves if not move.part and move.kind != "recalled"}
    names = {old: end.name for old, end in ends.items() if end.kind == "renamed"}
    if not names:
        return lambda text: text
    patterns = [(re.compile(pattern), new) for old, new in sorted(names.items(), key=lambda pair: -len(pair[0])) for pattern in _patterns(old)]

    def respell(text: str) -> str:
        for pattern, new in patterns:
            text = pattern.sub(new.partition(":")[2] or new, text)
        return text

    return respell


def _patterns(name: str) -> list[str]:
    kind, colon, item = name.partition(":")
    if not colon:
        return [rf"(?<![\w/-]){re.escape(name)}(?![\w/-])"]
    if kind in _CITED:
        return [rf"(?<=\[@){re.escape(item)}(?=\])"]
    calls = [call for call, of in _CALLS.items() if of == kind]
    return [rf'(?<={call}\("){re.escape(item)}(?=")' for call in calls]
