"""A layer whose plays the base has renamed or removed since."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.ledger import fate
from handbook.model import Handbook, Organisation
from handbook.problems import Problem


def moved(base: Handbook) -> Handbook:
    """The book with the layer's ids as the base calls them now; files are left as they are until `handbook migrate`."""
    if not base.ledger:
        return base
    adaptations = {name: item.model_copy(update={"adapts": _now(base, item.adapts)}) for name, item in base.adaptations.items()}
    agreements = tuple(entry.model_copy(update={"play": _now(base, entry.play)}) for entry in base.agreements)
    organisation = _organisation(base, base.organisation) if base.organisation else None
    return base.model_copy(update={"adaptations": adaptations, "agreements": agreements, "organisation": organisation})


def removed_problems(base: Handbook) -> Iterator[Problem]:
    """Changes to plays that the base has removed: each with the ways out."""
    for item in base.adaptations.values():
        end = fate(base.ledger, item.adapts)
        if end.kind == "removed":
            successor = f"write `adapts: {end.play}` to move to its successor, " if end.play else ""
            cure = f"Delete the file to retire yours, {successor}or take `adapts` and `changes` out and write the play whole to keep it as your own"
            message = f"the base has removed '{item.adapts}': {end.because.rstrip('.')}"
            yield Problem(item.place.path, item.place.line("adapts"), message, cure)


def _organisation(base: Handbook, organisation: Organisation) -> Organisation:
    entries = [
        entry.model_copy(update={"play": _now(base, entry.play), "covered_by": tuple(_now(base, name) for name in entry.covered_by)})
        for entry in organisation.withdrawn
    ]
    return organisation.model_copy(update={"withdrawn": tuple(entries)})


def _now(base: Handbook, play: str) -> str:
    end = fate(base.ledger, play)
    return end.play if end.kind == "renamed" else play
