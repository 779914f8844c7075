"""The kinds of file that authors write, and their fields in words: for JSON Schemas and the reference page."""

from __future__ import annotations

import json
import types
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter

from handbook.model import (
    ADDRESS,
    COLOUR,
    DATE,
    FINGERPRINT,
    NAME,
    PLAIN,
    PROSE,
    Adaptation,
    Agreement,
    ChangeNote,
    Document,
    Event,
    Fact,
    Item,
    Journey,
    Local,
    Market,
    Move,
    Organisation,
    PageMeta,
    Pattern,
    Play,
    Playbook,
    Question,
    Review,
    Role,
    Seen,
    Site,
    Source,
    Stage,
    Synonym,
    Term,
    Tool,
    Topic,
    Value,
)

_LISTS: Mapping[str, type[Value]] = {
    "roles": Role, "markets": Market, "stages": Stage, "topics": Topic, "glossary": Term, "locals": Local, "synonyms": Synonym,
    "horizon": Event, "facts": Fact, "sources": Source, "reviews": Review, "ledger": Move, "agreed": Agreement, "changes": ChangeNote,
}  # fmt: skip
_SINGLES: Mapping[str, type[Value]] = {
    "play": Play, "playbook": Playbook, "document": Document, "tool": Tool, "journey": Journey, "question": Question,
    "page": PageMeta, "site": Site, "pattern": Pattern,
    "organisation": Organisation, "adaptation": Adaptation, "seen": Seen,
}  # fmt: skip
_TEXTS = {
    PROSE: "Markdown text", PLAIN: "plain text", NAME: "lower-case name", DATE: "date, month or year", ADDRESS: "web address",
    FINGERPRINT: "fingerprint", COLOUR: "colour",
}  # fmt: skip
_ID_FROM_FILE = {"play", "playbook", "document", "tool", "journey", "question", "adaptation"}


def kinds() -> dict[str, type[Value]]:
    """Every kind of file, with the model of one entry."""
    return {**_SINGLES, **_LISTS}


def schema_files() -> dict[str, str]:
    """The files in `schemas/`, by name."""
    return {name: json.dumps(schema, indent=1, ensure_ascii=False) + "\n" for name, schema in schemas().items()}


def schemas() -> dict[str, dict[str, Any]]:
    """A JSON Schema for each kind of file, by file name."""
    result = {}
    for kind, model in kinds().items():
        adapter: TypeAdapter[Any] = TypeAdapter(list[model] if kind in _LISTS else model)  # type: ignore[valid-type]
        schema = adapter.json_schema()
        _drop_internals(schema, kind)
        result[f"{kind}.schema.json"] = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return result


def _drop_internals(schema: dict[str, Any], kind: str) -> None:
    """Take out what an author does not write: places, ids that come from file names, bodies."""
    for part in [schema, *schema.get("$defs", {}).values()]:
        part.get("properties", {}).pop("place", None)
    schema.get("$defs", {}).pop("Place", None)
    if kind in _ID_FROM_FILE:
        _drop(schema, "id")
    if kind in {"play", "adaptation"}:
        _drop(schema, "body")
        schema.get("$defs", {}).pop("Section", None)


def _drop(schema: dict[str, Any], name: str) -> None:
    schema["properties"].pop(name, None)
    schema["required"] = [field for field in schema.get("required", []) if field != name]


def describe(model: type[Value]) -> str:
    """A model's fields as a Markdown table: name, what it holds, whether it is needed, and its note."""
    rows = ["| field | holds | needed | what it is |", "|---|---|---|---|"]
    rows += _rows(model, "")
    return "\n".join(rows)


def _rows(model: type[BaseModel], before: str) -> Iterable[str]:
    for name, field in model.model_fields.items():
        if name in {"place", "body"} or (name == "id" and issubclass(model, Item) and not before and model.__name__.lower() in _ID_FROM_FILE):
            continue
        needed = "yes" if field.is_required() else "no"
        yield f"| `{before}{name}` | {_holds(field.annotation, field.metadata)} | {needed} | {field.description or ''} |"
        for kind, inner in _inner(field.annotation):
            if inner is not model:
                yield from _rows(inner, f"{before}{name}{kind}.")


def _holds(annotation: Any, metadata: Iterable[Any] = ()) -> str:
    """What a field holds, in words."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _holds(parts[0], annotation.__metadata__)
    if origin is Literal:
        return "one of " + ", ".join(str(value) for value in parts)
    if origin in {Union, types.UnionType}:
        return _holds(next(part for part in parts if part is not type(None)), metadata)
    if origin is tuple:
        return "list of " + _holds(parts[0])
    return _holds_one(annotation, {mark for mark in metadata if isinstance(mark, str)})


def _holds_one(annotation: Any, marks: set[str]) -> str:
    if annotation is str:
        return next((words for mark, words in _TEXTS.items() if mark in marks), "id")
    if not isinstance(annotation, type):
        return "text by id"
    simple = {int: "whole number", bool: "true or false", date: "date"}
    return "fields below" if issubclass(annotation, BaseModel) else simple.get(annotation, "fields by id")


def _inner(annotation: Any) -> list[tuple[str, type[BaseModel]]]:
    """The models in a field: one, or one for each `kind` with the kind's name."""
    found = list(_models(annotation))
    kinds = [" ".join(get_args(model.model_fields["kind"].annotation)) if "kind" in model.model_fields else "" for model in found]
    return [(f" ({kind})", model) for kind, model in zip(kinds, found, strict=True)] if len(found) > 1 else [("", model) for model in found]


def _models(annotation: Any) -> Iterable[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)
