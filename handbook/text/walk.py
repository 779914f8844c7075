"""Every text in an item, with the way to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from handbook.model import PLAIN, PROSE
from handbook.place import Loc


def texts(item: BaseModel, mark: str) -> Iterator[tuple[Loc, str]]:
    """The prose (`PROSE`) or plain texts (`PLAIN`) of an item, in the order of its fields; parts with a place of their own included."""
    for name, field in type(item).model_fields.items():
        if name != "place":
            marked = mark in _marks(field.annotation, field.metadata)
            yield from _texts(getattr(item, name), (name,), marked, mark)


def prose(item: BaseModel) -> Iterator[tuple[Loc, str]]:
    """The texts in which citations, macros and links are followed."""
    return texts(item, PROSE)


def plain(item: BaseModel) -> Iterator[tuple[Loc, str]]:
    """The texts that stand as they are."""
    return texts(item, PLAIN)


def _marks(annotation: Any, metadata: Any = ()) -> set[str]:
    found = {mark for mark in metadata if isinstance(mark, str)}
    found |= {mark for mark in getattr(annotation, "__metadata__", ()) if isinstance(mark, str)}
    for part in getattr(annotation, "__args__", ()):
        found |= _marks(part)
    return found


def _texts(value: Any, loc: Loc, marked: bool, mark: str) -> Iterator[tuple[Loc, str]]:
    if isinstance(value, str):
        if marked:
            yield loc, value
    elif isinstance(value, BaseModel):
        for inner, text in texts(value, mark):
            yield (*loc, *inner), text
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _texts(part, (*loc, key), marked, mark)
    elif isinstance(value, tuple):
        for number, part in enumerate(value):
            yield from _texts(part, (*loc, number), marked, mark)
