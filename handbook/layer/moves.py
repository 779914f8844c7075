"""A layer whose plays, parts and items the base has moved since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from handbook.ledger import Fate, Ledger
from handbook.model import Adaptation, Agreement, Change, Handbook, Organisation
from handbook.problems import Problem

V = TypeVar("V")
_WAYS = "take the change out to retire yours, or write it before_ or after_ another part to keep it"


def moved(base: Handbook) -> Handbook:
    """The book with the layer's names of plays, parts and roles as the base calls them now; files are left as they are until `handbook migrate`.

    Ids in texts are put right as they are read.
    """
    if not base.ledger:
        return base
    ledger = Ledger(base.ledger)
    adaptations = {name: _adaptation(ledger, item) for name, item in base.adaptations.items()}
    agreements = tuple(moved_agreement(ledger, entry) for entry in base.agreements)
    organisation = _organisation(ledger, base.organisation) if base.organisation else None
    return base.model_copy(update={"adaptations": adaptations, "agreements": agreements, "organisation": organisation})


def moved_agreement(ledger: Ledger, entry: Agreement) -> Agreement:
    """An agreement under the names that its play and part have now."""
    play, part = _play(ledger, entry.play), ledger.part(entry.play, entry.part)
    name = part.name.partition(" ")[2] if _is_renamed_within(part, play) else entry.part
    return entry.model_copy(update={"play": play, "part": name})


def moved_part(ledger: Ledger, play: str, change: Change) -> str | None:
    """The name that the changed part has now, where the base has renamed it; else None."""
    end = ledger.part(play, change.part)
    return end.name.partition(":")[2] if _is_renamed_within(end, _play(ledger, play)) else None


def gone_parts(base: Handbook, item: Adaptation) -> Mapping[int, Fate]:
    """The changes of an adaptation, by number, whose part the base has removed, split, merged or moved to another play."""
    play = base.plays.get(item.adapts)
    if play is None or not base.ledger:
        return {}
    ledger = Ledger(base.ledger)
    ends = {number: ledger.part(item.adapts, change.part) for number, change in enumerate(item.changes)}
    return {number: end for number, end in ends.items() if end.kind not in {"here", "circle"} and not _is_renamed_within(end, item.adapts)}


def moved_problems(base: Handbook) -> Iterator[Problem]:
    """Changes to plays and parts that are gone: each with the ways out."""
    ledger = Ledger(base.ledger)
    for item in base.adaptations.values():
        end = ledger.fate(item.adapts)
        if end.kind in {"removed", "merged", "split"}:
            yield _play_problem(item, end)
        for number, gone in gone_parts(base, item).items():
            yield _part_problem(item, number, gone)


def _play_problem(item: Adaptation, end: Fate) -> Problem:
    did = {"removed": "has removed", "merged": "has merged away", "split": "has split"}[end.kind]
    successor = f"write `adapts: {end.name}` to move to its successor, " if end.name else ""
    pieces = f"write an adaptation of {_listed(end.names)} to follow, " if len(end.names) > 1 else ""
    cure = f"Delete the file to retire yours, {successor}{pieces}or take `adapts` and `changes` out and write the play whole to keep it as your own"
    message = f"the base {did} '{item.adapts}': {end.because.rstrip('.')}"
    return Problem(item.place.path, item.place.line("adapts"), message, cure)


def _part_problem(item: Adaptation, number: int, end: Fate) -> Problem:
    change, place = item.changes[number], item.place.within("changes", number)
    did = {"removed": "has removed", "merged": "has merged away", "split": "has split", "renamed": "has moved"}[end.kind]
    _, kind, name = change.target
    here = [target.partition(" ")[2] for target in end.names if target.startswith(f"{item.adapts} ")]
    elsewhere = [f"{target.partition(' ')[2]} of {target.partition(' ')[0]}" for target in end.names if not target.startswith(f"{item.adapts} ")]
    follow = f"Change {_listed([*here, *elsewhere])} to follow; " if here or elsewhere else ""
    message = f"the base {did} the {kind} '{name}': {end.because.rstrip('.')}"
    cure = follow + (_WAYS if follow else _WAYS[0].upper() + _WAYS[1:])
    return Problem(place.path, place.line(*change.operations), message, cure)


def _listed(names: tuple[str, ...] | list[str]) -> str:
    return " and ".join(names)


def _adaptation(ledger: Ledger, item: Adaptation) -> Adaptation:
    changes = tuple(_change(moved_part(ledger, item.adapts, change), change) for change in item.changes)
    return item.model_copy(update={"adapts": _play(ledger, item.adapts), "changes": changes})


def _change(name: str | None, change: Change) -> Change:
    return change if name is None else change.model_copy(update={change.operations[0]: name})


def _organisation(ledger: Ledger, organisation: Organisation) -> Organisation:
    """The profile with its keys as the base calls them now."""
    keyed = {
        "roles": _keys(ledger, "roles", organisation.roles),
        "names": _keys(ledger, "locals", organisation.names),
        "documents": _keys(ledger, "documents", organisation.documents),
    }
    return organisation.model_copy(update=keyed)


def _keys(ledger: Ledger, kind: str, values: Mapping[str, V]) -> dict[str, V]:
    ends = {name: ledger.fate(f"{kind}:{name}") for name in values}
    return {(ends[name].name.partition(":")[2] if ends[name].kind == "renamed" else name): value for name, value in values.items()}


def _play(ledger: Ledger, play: str) -> str:
    end = ledger.fate(play)
    return end.name if end.kind == "renamed" else play


def _is_renamed_within(end: Fate, play: str) -> bool:
    return end.kind == "renamed" and end.name.startswith(f"{play} ")
