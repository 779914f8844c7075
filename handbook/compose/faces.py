"""What any page may see of an item that it is not about, so that a page is not composed again because another item's own text has changed.

A field that only an item's own page shows is taken out of the item: whoever asks for it fails, in every build, and does not go unnoticed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from handbook.code_digest import code_digest
from handbook.model import Handbook, Value

_PLAY = (
    "monday", "when", "not_when", "left_out", "needs", "steps", "anti_patterns", "measures", "follow_up", "next", "sources", "stop", "locked", "body",
)  # fmt: skip
_OWN: Mapping[str, tuple[str, ...]] = {"plays": _PLAY, "own_plays": _PLAY, "withdrawn": _PLAY, "pages": ("text", "first_line")}
_NO_ORDER = ("assets", "gone")
_BYTES = "logo"


def faces(book: Handbook) -> Handbook:
    """The book with plays and hand-written pages as others see them."""
    return book.model_copy(update={kind: {name: _without(item, fields) for name, item in getattr(book, kind).items()} for kind, fields in _OWN.items()})


def same_faces(old: Handbook, new: Handbook) -> bool:
    """Whether two states of a book differ in nothing but what an item's own page shows. What is the very same value is not looked into."""
    return all(_same(name, getattr(old, name), getattr(new, name)) for name in Handbook.model_fields)


def _same(kind: str, old: Any, new: Any) -> bool:
    if old is new or not isinstance(old, Mapping):
        return bool(old is new or old == new)
    own = frozenset(_OWN.get(kind, ()))
    return list(old) == list(new) and all(item is new[name] or _same_face(item, new[name], own) for name, item in old.items())


def _same_face(old: Any, new: Any, own: frozenset[str]) -> bool:
    if not own:
        return bool(old == new)
    return all(getattr(old, name) == getattr(new, name) for name in type(old).model_fields if name not in own)


def _without(item: Value, fields: Iterable[str]) -> Value:
    face = item.model_copy()
    for name in fields:
        face.__dict__.pop(name, None)
    return face


def digest(book: Handbook) -> str:
    """The digest of all that a book of faces says, of the files that it says it in, and of the code that makes pages of it."""
    found = hashlib.sha256(code_digest().encode())
    for name in _NO_ORDER:
        found.update("\0".join(sorted(getattr(book, name))).encode() + b"\1")
    found.update(book.logo.content if book.logo else b"")
    left_out: dict[str, Any] = {**dict.fromkeys((*_NO_ORDER, _BYTES), True), "own_items": {"__all__": {"place"}}}
    found.update(book.model_dump_json(exclude=left_out, serialize_as_any=True).encode())
    found.update("\0".join(_paths(book)).encode())
    return found.hexdigest()


def _paths(book: Handbook) -> list[str]:
    """The files of all items: pages have links that start from them."""
    values: list[Any] = [getattr(book, name) for name in type(book).model_fields]
    groups = [value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else (value,) for value in values]
    return [place.path for group in groups for item in group if (place := getattr(item, "place", None)) is not None]
