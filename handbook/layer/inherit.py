"""A layer that stands on another takes over what it does not say itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handbook.model import Handbook, Organisation

_MAPS = ("roles", "names", "documents")
_WHOLE = ("contact", "repository", "markets", "look", "overdue_after_days", "edited_base")


def inherited(books: Sequence[Handbook]) -> Handbook:
    """The uppermost book with the profile, marks, own plays and withdrawals of those below; the lowest comes first."""
    book = books[-1]
    for lower in reversed(books[:-1]):
        update: dict[str, Any] = {
            "adaptations": {**lower.adaptations, **book.adaptations},
            "own_plays": {**{name: play for name, play in lower.own_plays.items() if name in book.plays}, **book.own_plays},
            "own_items": {**lower.own_items, **book.own_items},
            "withdrawn": {**lower.withdrawn, **book.withdrawn},
            "gone": lower.gone | book.gone,
            "logo": book.logo or lower.logo,
            "waiting": (*lower.waiting, *book.waiting),
        }
        if lower.organisation and book.organisation:
            update["organisation"] = _profile(lower.organisation, book.organisation)
        book = book.model_copy(update=update)
    return book


def _profile(lower: Organisation, upper: Organisation) -> Organisation:
    renamed = {term.old.casefold() for term in upper.terms}
    update: dict[str, Any] = {name: {**getattr(lower, name), **getattr(upper, name)} for name in _MAPS}
    update |= {name: getattr(lower, name) for name in _WHOLE if not getattr(upper, name)}
    update["terms"] = (*(term for term in lower.terms if term.old.casefold() not in renamed), *upper.terms)
    update["withdrawn"] = (*lower.withdrawn, *upper.withdrawn)
    return upper.model_copy(update=update)
