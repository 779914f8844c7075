"""Plain values to typed ones, and pydantic's findings in an author's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from handbook.model import Item, Struggle, Value
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
        problems.extend(_problem(kind, fault, place) for fault in error.errors(include_url=False))
        return None


def _with_places(kind: type[Value], data: Mapping[str, Any], place: Place) -> dict[str, Any]:
    """The data with the place that the value, and each struggle inside it, keeps; an author may not write one."""
    result = {("place " if key == "place" else key): value for key, value in data.items()}
    if "place" in kind.model_fields:
        result["place"] = place
    struggles = result.get("struggles")
    if "struggles" in kind.model_fields and isinstance(struggles, list):
        result["struggles"] = [
            _with_places(Struggle, entry, place.within("struggles", number)) if isinstance(entry, dict) else entry
            for number, entry in enumerate(struggles)
        ]
    return result


def _problem(kind: type[Value], fault: Any, place: Place) -> Problem:
    loc: Loc = tuple(key for key in fault["loc"] if key not in {"str", "int", "date"})
    name = _name(loc)
    what, extra = fault["type"], fault.get("ctx", {})
    if what == "missing":
        note = _note(kind, loc)
        return Problem(place.path, place.line(*loc[:-1]), f"the field `{name}` is missing", f"Add it: {note}" if note else "Add it")
    if what == "extra_forbidden":
        word = str(loc[-1]).strip()
        known = _fields_at(kind, loc[:-1])
        cure = did_you_mean(word, known) or "Allowed: " + ", ".join(sorted(known))
        return Problem(place.path, place.line(*loc), f"unknown field `{_name((*loc[:-1], word))}`", cure)
    return Problem(place.path, place.line(*loc), f"`{name}`: {_expected(what, extra, fault)}", _note(kind, loc))


def _expected(what: str, extra: Mapping[str, Any], fault: Any) -> str:
    found = fault["input"]
    shown = f"'{found}'" if isinstance(found, str | int | float) and len(str(found)) < 60 else _KINDS.get(type(found), "something else")
    if what in _EXPECTED:
        described = shown if isinstance(found, str | int | float) and not isinstance(found, bool) else _KINDS.get(type(found), "a date")
        return f"{_EXPECTED[what]}, found {described}"
    if what == "literal_error":
        return f"expected {str(extra['expected']).replace(chr(39), '')}, found {shown}"
    if what in {"too_short", "string_too_short"}:
        return "it is empty"
    if what in {"greater_than_equal", "less_than_equal"}:
        return f"expected a number {'of at least' if 'ge' in extra else 'of at most'} {extra.get('ge', extra.get('le'))}, found {shown}"
    if what == "string_pattern_mismatch":
        return f"expected {_PATTERNS.get(extra['pattern'], 'the form ' + extra['pattern'])}, found {shown}"
    return f"{str(fault['msg']).removeprefix('Value error, ')}, found {shown}"


_PATTERNS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "lower-case words joined by hyphens",
    r"^https?://[^\s<>\"]+$": "an address that starts with https://",
    r"^b1:[0-9a-f]{16}$": "a fingerprint that starts with b1:",
}


def _name(loc: Loc) -> str:
    name = ""
    for key in loc:
        name += f"[{key + 1}]" if isinstance(key, int) else f".{key}" if name else key
    return name or "the file"


def _model_at(kind: type[BaseModel], loc: Loc) -> type[BaseModel] | None:
    current: type[BaseModel] | None = kind
    for key in loc:
        if isinstance(key, int):
            continue
        field = current.model_fields.get(key) if current else None
        current = _model_in(field.annotation) if field else None
    return current


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)


def _fields_at(kind: type[BaseModel], loc: Loc) -> list[str]:
    model = _model_at(kind, loc)
    return [] if model is None else [name for name in model.model_fields if name != "place"]


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
