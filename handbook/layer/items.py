"""Tools, documents, journeys and questions that an organisation puts in place of the base's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from handbook.fingerprint import item_text, of_text
from handbook.model import Agreement, Document, Drift, Handbook, Mark, OwnItem
from handbook.problems import Problem

ITEM = "item"
REPLACED = ("tools", "documents", "journeys", "questions")


def item_drifts(base: Handbook, agreed: Mapping[tuple[str, str], Agreement]) -> Iterator[Drift]:
    """Every item put in place of the base's that waits for somebody."""
    layer = base.organisation.name if base.organisation else ""
    for own in base.own_items.values():
        now = item_text(getattr(base, own.kind)[own.item.id])
        entry = agreed.get((own.subject, ITEM))
        if entry is None or entry.against != of_text(now):
            yield Drift(
                play=own.subject, part=ITEM, how="replace", kind="changed" if entry else "not agreed", then=entry.text if entry else "", now=now,
                ours=item_text(own.item), since=entry.date if entry else own.decision.date, layer=layer, place=own.place,
            )  # fmt: skip


def item_mark(base: Handbook, own: OwnItem, waiting: Mapping[tuple[str, str], Drift]) -> Mark:
    """Where the item comes from, and whether the base is still what it was agreed against."""
    drift = waiting.get((own.subject, ITEM))
    layer = base.organisation.name if base.organisation else ""
    return Mark(how="replace", decision=own.decision, state=drift.kind if drift else "agreed", layer=layer)


def item_problems(base: Handbook) -> Iterator[Problem]:
    """Locked sections of a document that the organisation's own lacks without saying why."""
    for own in base.own_items.values():
        if not isinstance(own.item, Document):
            continue
        kept = {section.id for section in own.item.sections}
        locked = {section.id: section.locked for section in base.documents[own.item.id].sections if section.locked}
        missing = [name for name in locked if name not in kept]
        for name in missing if not own.decision.despite_the_lock else ():
            cure = "Bring it back; or add `despite_the_lock` below `replaces` with the reason why this does not hold for you"
            message = f"the base has locked the section '{name}' of '{own.subject}': {' '.join(str(locked[name]).split()).rstrip('.')}"
            yield Problem(own.place.path, own.place.line("sections"), message, cure)
        if own.decision.despite_the_lock and not missing:
            line = own.place.line("replaces", "despite_the_lock")
            yield Problem(own.place.path, line, "no locked section is missing", "Take `despite_the_lock` out")
