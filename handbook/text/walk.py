"""Every text in an item, with the way to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from operator import is_not
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel

from handbook.model import PLAIN, PROSE, Section
from handbook.place import Loc

M = TypeVar("M", bound=BaseModel)
_CHANGED = frozenset({PROSE, PLAIN})
_WITHOUT_MODELS = frozenset({str, int, bool, float, date, bytes, type(None)})


def texts(item: BaseModel, mark: str) -> Iterator[tuple[Loc, str]]:
    """The prose (`PROSE`) or plain texts (`PLAIN`) of an item, in the order of its fields; parts with a place of their own included."""
    found: list[tuple[Loc, str]] = []
    _add_texts(item, (), mark, found)
    return iter(found)


def prose(item: BaseModel) -> Iterator[tuple[Loc, str]]:
    """The texts in which citations, macros and links are followed."""
    return texts(item, PROSE)


def plain(item: BaseModel) -> Iterator[tuple[Loc, str]]:
    """The texts that stand as they are."""
    return texts(item, PLAIN)


def with_texts(item: M, change: Callable[[str], str], left_alone: frozenset[str]) -> M:
    """The item with every prose and plain text changed, in the fields that are not left alone; the item itself where that changes nothing."""
    update = {}
    for name, marks in _marked_fields(type(item)):
        if name not in left_alone:
            value = getattr(item, name)
            changed = _changed(value, bool(_CHANGED & marks) or (isinstance(item, Section) and name == "text"), change, left_alone)
            if changed is not value:
                update[name] = changed
    return item.model_copy(update=update) if update else item


def _changed(value: Any, marked: bool, change: Callable[[str], str], left_alone: frozenset[str]) -> Any:
    if isinstance(value, str):
        text = change(value) if marked else value
        return value if text == value else text
    if isinstance(value, BaseModel):
        return with_texts(value, change, left_alone)
    if isinstance(value, Mapping):
        parts = {key: _changed(part, marked, change, left_alone) for key, part in value.items()}
        return parts if any(parts[key] is not part for key, part in value.items()) else value
    if isinstance(value, tuple):
        entries = tuple([_changed(part, marked, change, left_alone) for part in value])
        return entries if any(map(is_not, entries, value)) else value
    return value


@cache
def _marked_fields(kind: type[BaseModel]) -> tuple[tuple[str, frozenset[str]], ...]:
    """The fields of a kind of item, each with the marks of its texts."""
    return tuple((name, frozenset(_marks(field.annotation, field.metadata))) for name, field in kind.model_fields.items() if name != "place")


def strings(value: Any, loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    """Every text in a value as YAML gives it."""
    if isinstance(value, str):
        yield loc, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from strings(part, (*loc, key))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from strings(part, (*loc, number))


def _marks(annotation: Any, metadata: Any = ()) -> set[str]:
    found = {mark for mark in metadata if isinstance(mark, str)}
    found |= {mark for mark in getattr(annotation, "__metadata__", ()) if isinstance(mark, str)}
    for part in getattr(annotation, "__args__", ()):
        found |= _marks(part)
    return found


@cache
def _with_texts(kind: type[BaseModel], mark: str) -> tuple[tuple[str, bool], ...]:
    """The fields of a kind of item in which texts of a mark can stand, and whether the field's own texts have the mark."""
    holding = ((name, mark in marks, kind.model_fields[name].annotation) for name, marks in _marked_fields(kind))
    return tuple((name, marked) for name, marked, annotation in holding if marked or _may_hold_a_model(annotation))


def _may_hold_a_model(annotation: Any) -> bool:
    """Whether a value of a type may be a model or have one in it; `Any` stands for what YAML gives, and for whatever else is put there."""
    if annotation in _WITHOUT_MODELS:
        return False
    if get_origin(annotation) is Literal:
        return False
    inner = get_args(annotation)[:1] if get_origin(annotation) is Annotated else get_args(annotation)
    return any(map(_may_hold_a_model, inner)) if inner else annotation is not Ellipsis


def _add_texts(item: BaseModel, loc: Loc, mark: str, found: list[tuple[Loc, str]]) -> None:
    for name, marked in _with_texts(type(item), mark):
        value = getattr(item, name)
        if isinstance(value, str):
            if marked:
                found.append(((*loc, name), value))
        elif value:
            _add_inner(value, (*loc, name), marked, mark, found)


def _add_inner(value: Any, loc: Loc, marked: bool, mark: str, found: list[tuple[Loc, str]]) -> None:
    """The texts of a value that is no text itself."""
    if isinstance(value, BaseModel):
        _add_texts(value, loc, mark, found)
        return
    entries = enumerate(value) if isinstance(value, tuple) else value.items() if isinstance(value, Mapping) else ()
    for key, part in entries:
        if isinstance(part, str):
            if marked:
                found.append(((*loc, key), part))
        else:
            _add_inner(part, (*loc, key), marked, mark, found)
