"""Plain values to typed ones, and pydantic's findings in an author's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from handbook.model import Document, Item, Journey, Play, Playbook, Question, Tool, Value
from handbook.place import Key, Loc, Place
from handbook.problems import Problem, did_you_mean

V = TypeVar("V", bound=Value)

_KINDS: dict[type, str] = {str: "text", int: "a whole number", float: "a number", bool: "true or false", list: "a list", dict: "fields", type(None): "nothing"}
_EXPECTED = {
    "string_type": "expected text",
    "int_type": "expected a whole number",
    "bool_type": "expected true or false",
    "bool_parsing": "expected true or false",
    "tuple_type": "expected a list, each entry on its own line after a hyphen",
    "mapping_type": "expected fields with names",
    "dict_type": "expected fields with names",
    "model_type": "expected fields with names",
    "date_type": "expected a date as YYYY-MM-DD",
    "date_from_datetime_parsing": "expected a date as YYYY-MM-DD",
    "date_from_datetime_inexact": "expected a date as YYYY-MM-DD",
    "date_parsing": "expected a date as YYYY-MM-DD",
}


def build(kind: type[V], data: Any, place: Place, problems: list[Problem]) -> V | None:
    """A typed value from what a file said, or None and its problems.

    `data` is what the file said, `place` where; the value keeps the place.
    """
    if not isinstance(data, dict):
        found = "nothing" if data is None else _KINDS.get(type(data), "a date")
        problems.append(Problem(place.path, place.line(), f"expected fields with names (such as title), found {found}", "Write each as name: value"))
        return None
    try:
        return kind.model_validate(_with_places(kind, data, place))
    except ValidationError as error:
        faults = error.errors(include_url=False)
        problems.extend(_problem(kind, fault, place) for fault in faults if not _follows_from_another(fault, faults))
        return None


def _follows_from_another(fault: Any, faults: Sequence[Any]) -> bool:
    """Whether a list is called too short only because its entries have faults of their own."""
    way = fault["loc"]
    return fault["type"] == "too_short" and any(other["loc"][: len(way)] == way and len(other["loc"]) > len(way) for other in faults)


def _with_places(kind: type[Value], data: Mapping[str, Any], place: Place) -> dict[str, Any]:
    """The data with the place that the value, and each item inside it, keeps; an author may not write one."""
    result = {("place " if key == "place" else key): value for key, value in data.items()}
    if "place" in kind.model_fields:
        result["place"] = place
    for name, inner in _lists_of_items(kind):
        entries = result.get(name)
        if isinstance(entries, list):
            result[name] = [
                _with_places(inner, entry, place.within(name, number)) if isinstance(entry, dict) else entry for number, entry in enumerate(entries)
            ]
    return result


@cache
def _lists_of_items(kind: type[Value]) -> tuple[tuple[str, type[Item]], ...]:
    """The fields of a kind that hold items, and of which kind those are."""
    found = ((name, _model_in(field.annotation)) for name, field in kind.model_fields.items())
    return tuple((name, inner) for name, inner in found if inner is not None and issubclass(inner, Item))


def _problem(kind: type[Value], fault: Any, place: Place) -> Problem:
    tagged: Loc = tuple(fault["loc"])
    loc = _written(kind, tagged)
    name = _name(loc)
    what, extra = fault["type"], fault.get("ctx", {})
    if what == "missing":
        note = _note(kind, tagged)
        return Problem(place.path, place.line(*loc[:-1]), f"the field `{name}` is missing", f"Add it: {note}" if note else "Add it")
    if what in {"union_tag_invalid", "union_tag_not_found"}:
        return _kind_problem(kind, fault, place)
    if what == "extra_forbidden":
        word = str(loc[-1]).strip()
        known = _fields_at(kind, tagged[:-1])
        cure = "Take it out" if word == "place" else did_you_mean(word, known) or "Allowed: " + ", ".join(sorted(known))
        return Problem(place.path, place.line(*loc[:-1], word), f"unknown field `{_name((*loc[:-1], word))}`", cure)
    cure = f'Put it in quotes: "{_shown(fault["input"])}"' if what == "string_type" and _is_unquoted(fault["input"]) else _note(kind, tagged)
    return Problem(place.path, place.line(*loc), f"`{name}`: {_expected(what, extra, fault)}", cure)


def _kind_problem(kind: type[Value], fault: Any, place: Place) -> Problem:
    """A value whose `kind` is not there or is none of those that there are."""
    loc = tuple(fault["loc"])
    field = _field_at(kind, loc)
    known = sorted(_kinds(field.annotation if field else None))
    if fault["type"] == "union_tag_not_found":
        return Problem(place.path, place.line(*loc), f"the field `{_name(loc)}.kind` is missing", f"Allowed: {', '.join(known)}")
    found = str(fault["ctx"]["tag"])
    return Problem(place.path, place.line(*loc, "kind"), f"`{_name(loc)}.kind`: '{found[:60]}' is none", did_you_mean(found, known))


def _is_unquoted(found: Any) -> bool:
    """Whether a value is of those that YAML reads as something other than text when they stand without quotes."""
    return isinstance(found, bool | int | float | date)


def _shown(found: Any) -> str:
    return str(found).lower() if isinstance(found, bool) else str(found)


def _expected(what: str, extra: Mapping[str, Any], fault: Any) -> str:
    found = fault["input"]
    short = isinstance(found, str | int | float | date) and len(str(found)) < 60
    shown = f"'{_shown(found)}'" if short else _KINDS.get(type(found), "something else")
    if what in _EXPECTED:
        return f"{_EXPECTED[what]}, found {shown}"
    if what == "literal_error":
        return f"expected {str(extra['expected']).replace(chr(39), '')}, found {shown}"
    if what in {"too_short", "string_too_short"}:
        return f"expected {extra['min_length']} entries at least, found {extra['actual_length']}" if extra.get("actual_length") else "it is empty"
    if what in {"greater_than_equal", "less_than_equal"}:
        return f"expected a number {'of at least' if 'ge' in extra else 'of at most'} {extra.get('ge', extra.get('le'))}, found {shown}"
    if what == "string_pattern_mismatch":
        return f"expected {_PATTERNS.get(extra['pattern'], 'the form ' + extra['pattern'])}, found {shown}"
    return f"{str(fault['msg']).removeprefix('Value error, ')}, found {shown}"


_PATTERNS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "lower-case words joined by hyphens",
    r"^https?://[^\s<>\"]+$": "an address that starts with https://",
    r"^b1:[0-9a-f]{16}$": "a fingerprint that starts with b1:",
    r"^#[0-9a-fA-F]{6}$": "a colour such as '#005eb8', in quotes",
    r"^(step|section):[a-z0-9]+(-[a-z0-9]+)*$": "a part such as step:rate or section:tips",
    r"^(roles|terms|locals|facts|sources|documents):[^\s:]+$": "an item such as terms:pccp or facts:uk-reg-001",
}


def _name(loc: Loc) -> str:
    name = ""
    for key in loc:
        name += f"[{key + 1}]" if isinstance(key, int) else f".{key}" if name else key
    return name or "the file"


def _written(kind: type[BaseModel], loc: Loc) -> Loc:
    """The way to a value as it was written: where a list holds several kinds, pydantic puts the kind's name into the way."""
    return tuple(key for number, key in enumerate(loc) if not _names_a_kind(kind, loc, number))


def _names_a_kind(kind: type[BaseModel], loc: Loc, number: int) -> bool:
    if number < 2 or not isinstance(loc[number - 1], int):
        return False
    field = _field_at(kind, loc[: number - 1])
    return field is not None and loc[number] in _kinds(field.annotation)


def _model_at(kind: type[BaseModel], loc: Loc) -> type[BaseModel] | None:
    current: type[BaseModel] | None = kind
    kinds: Mapping[str, type[BaseModel]] = {}
    for key in loc:
        if isinstance(key, int):
            continue
        if key in kinds:
            current, kinds = kinds[key], {}
            continue
        field = current.model_fields.get(key) if current else None
        current = _model_in(field.annotation) if field else None
        kinds = _kinds(field.annotation) if field else {}
    return current


def _kinds(annotation: Any) -> Mapping[str, type[BaseModel]]:
    """The models of a field that holds one of several kinds, by the value of their `kind`."""
    found = {}
    for part in _models_in(annotation):
        field = part.model_fields.get("kind")
        for name in get_args(field.annotation) if field else ():
            found[name] = part
    return found if len(found) > 1 else {}


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    return next(_models_in(annotation), None)


def _fields_at(kind: type[BaseModel], loc: Loc) -> list[str]:
    model = _model_at(kind, loc)
    return [] if model is None else [name for name in model.model_fields if name not in _not_written(model)]


def _not_written(model: type[BaseModel]) -> set[str]:
    """The fields that the reader fills in: an author does not write them."""
    return {"place", "body", "id"} if model in {Play, Playbook, Document, Tool, Journey, Question} else {"place"}


def _note(kind: type[BaseModel], loc: Loc) -> str:
    field = _field_at(kind, loc)
    return (field.description or "") if field else ""


def _field_at(kind: type[BaseModel], loc: Loc) -> FieldInfo | None:
    names: list[Key] = [key for key in loc if not isinstance(key, int)]
    if not names:
        return None
    model = _model_at(kind, tuple(names[:-1]))
    return model.model_fields.get(str(names[-1])) if model else None


def item(kind: type[V], data: Any, place: Place, name: str, problems: list[Problem]) -> V | None:
    """Like `build`, for an item whose id comes from its file's address."""
    if issubclass(kind, Item) and isinstance(data, dict):
        if "id" in data:
            problems.append(Problem(place.path, place.line("id"), "unknown field `id`", f"Take it out: the file's name gives the id, {name}"))
        data = {**data, "id": name}
    return build(kind, data, place, problems)
