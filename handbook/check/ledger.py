"""The ledger of what was moved: no circle, no dead end, no id taken again, no recalled text left standing."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from handbook.fingerprint import of_text, part_names, parts
from handbook.ledger import Ledger
from handbook.model import Move
from handbook.problems import Problem, did_you_mean
from handbook.read import Reading

_WHERE = {"play": "a play of that id", "part": "a part of that name in the play", "item": "an item of that id"}


def ledger_problems(reading: Reading) -> Iterator[Problem]:
    """Entries of the ledger that cannot be followed."""
    moves = reading.book.ledger
    gone: set[str] = set()
    for move in moves:
        found = list(_shape_problems(move))
        yield from found
        if found:
            continue
        if move.kind == "recalled":
            yield from _recall_problems(reading, move)
        elif move.subject in gone:
            yield _problem(move, _field(move), f"'{move.subject}' is moved twice", "Keep one of the two entries")
        else:
            gone.add(move.subject)
            yield from _move_problems(reading, move)


def _shape_problems(move: Move) -> Iterator[Problem]:
    """What an entry of its kind lacks, or has no use for."""
    if (move.play is None) == (move.item is None):
        yield _problem(move, "kind", "an entry names a play, with or without a part of it, or an item", "Write one of `play` and `item`")
    if move.item and move.part:
        yield _problem(move, "part", "an item has no parts", "Take `part` out")
    needs = {"renamed": "to", "merged": "to", "split": "into"}.get(move.kind, "")
    if move.kind == "renamed" and not move.to:
        yield _problem(move, "kind", f"'{move.subject}' is renamed to nothing", "Add `to` with the new id, or write `kind: removed`")
    elif move.kind == "merged" and not move.to:
        yield _problem(move, "kind", f"'{move.subject}' is merged into nothing", "Add `to` with the id that took it in, or write `kind: removed`")
    elif move.kind == "split" and len(move.into) < 2:
        yield _problem(move, "kind", f"'{move.subject}' is split into fewer than two", "Add `into` with the ids of the pieces, or write `kind: renamed`")
    elif move.kind == "recalled" and not (move.play and move.part and move.text):
        cure = "Write `play`, `part` and `text`, as `handbook recall` does; to take back a whole play, write `kind: removed`"
        yield _problem(move, "kind", "a recall is of one text: a part of a play", cure)
    for field in ("to", "into", "text"):
        useful = field == needs or (field == "to" and move.kind == "removed") or (field == "text" and move.kind == "recalled")
        if getattr(move, field) and not useful:
            yield _problem(move, field, f"`{field}` has no use where `kind` is {move.kind}", "Take it out")


def _move_problems(reading: Reading, move: Move) -> Iterator[Problem]:
    ledger = Ledger(reading.book.ledger)
    end = ledger.part(move.play or "", move.part) if move.part else ledger.fate(move.subject)
    known = _known(reading, move)
    if end.kind == "circle":
        cure = "Break the circle: the last entry names something that is there"
        yield _problem(move, "to" if move.to else "into", f"'{move.subject}' leads back to itself", cure)
        return
    if _stands(reading, move):
        cure = "Ids are permanent: give the new one another"
        yield _problem(move, _field(move), f"'{move.subject}' is moved, and there is {_WHERE[_field(move)]}", cure)
    for name in end.names:
        if name not in known and not _is_lost(reading, move, name):
            field = "to" if move.to else "into"
            kind = "play" if _field(move) == "play" else "part" if move.part else "item"
            yield _problem(move, field, f"`{field}`: unknown {kind} '{name}'", did_you_mean(name, known))


def _stands(reading: Reading, move: Move) -> bool:
    """Whether what was moved away is still there, or there again."""
    if move.item:
        return move.item in _items(reading, move.item)
    if move.part:
        play = reading.book.plays.get(move.play or "")
        return play is not None and move.part in part_names(play)
    return move.play in reading.book.plays


def _known(reading: Reading, move: Move) -> Collection[str]:
    """What a move of its kind may lead to."""
    if move.item:
        return _items(reading, move.item)
    if move.part:
        return {f"{name} {part}" for name, play in reading.book.plays.items() for part in part_names(play)}
    return reading.book.plays


def _items(reading: Reading, name: str) -> Collection[str]:
    kind = name.partition(":")[0]
    return {f"{kind}:{item}" for item in getattr(reading.book, kind)}


def _is_lost(reading: Reading, move: Move, name: str) -> bool:
    """Whether it may stand in a file that could not be read."""
    kind, key = (name.split(":", 1)) if move.item else ("plays", name.partition(" ")[0])
    return bool({key, "*"} & reading.unread.get(kind, frozenset()))


def _recall_problems(reading: Reading, move: Move) -> Iterator[Problem]:
    """A recall of something that is not there, or whose recalled text is still the base's."""
    name = Ledger(reading.book.ledger).fate(move.play or "").name
    play = reading.book.plays.get(name)
    if play is None:
        if not {name, "*"} & reading.unread.get("plays", frozenset()):
            yield _problem(move, "play", f"`play`: unknown play '{move.play}'", did_you_mean(move.play or "", reading.book.plays))
    elif move.part and of_text(parts(play).get(move.part, "")) == move.text:
        yield _problem(move, "text", f"the recalled text of '{move.subject}' still stands", "Change the play; the recall is of its text as it is")


def _field(move: Move) -> str:
    return "item" if move.item else "part" if move.part else "play"


def _problem(move: Move, field: str, message: str, cure: str) -> Problem:
    return Problem(move.place.path, move.place.line(field), message, cure)
