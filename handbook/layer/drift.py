"""What the base says now against what it said when a change was agreed."""

from __future__ import annotations

import yaml

from handbook.fingerprint import of_text, part_text, section_text, step_text
from handbook.layer.items import item_drifts
from handbook.model import Adaptation, Agreement, Change, Drift, Handbook


def drifts(base: Handbook) -> tuple[Drift, ...]:
    """Every change of the layer that waits, in the order of plays and parts. Parts that are gone are problems, not drift."""
    found = []
    agreed = {(entry.play, entry.part): entry for entry in base.agreements}
    for item in base.adaptations.values():
        play = base.plays.get(item.adapts)
        for number, change in enumerate(item.changes):
            now = part_text(play, change.part) if play else None
            if now is not None:
                entry = agreed.get((item.adapts, change.part))
                found += _waits(base, item, number, change, now, entry)
    found += item_drifts(base, agreed)
    return tuple(sorted(set(found), key=lambda drift: (drift.play, drift.part, drift.ours)))


def _waits(base: Handbook, item: Adaptation, number: int, change: Change, now: str, entry: Agreement | None) -> list[Drift]:
    if entry is not None and entry.against == of_text(now):
        return []
    then = entry.text if entry else ""
    place = item.place.within("changes", number)
    return [
        Drift(
            play=item.adapts, part=change.part, how=change.target[0], kind="changed" if entry else "not agreed", then=then, now=now,
            ours=_ours(item, change), since=entry.date if entry else change.date, layer=base.organisation.name if base.organisation else "", place=place,
        )
    ]  # fmt: skip


def _ours(item: Adaptation, change: Change) -> str:
    """The organisation's own text of a change, as a person reads it."""
    if change.section is not None:
        return next((section_text(section) for section in item.body if section.id == change.section), "")
    if change.step is not None:
        return step_text(change.step)
    if change.target[0] == "remove" or change.value is None:
        return "(taken out)"
    return change.value if isinstance(change.value, str) else yaml.safe_dump(change.value, allow_unicode=True, sort_keys=False, width=100).strip()
