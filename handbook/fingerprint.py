"""Fingerprints of what was read and agreed, so that a later edit shows."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import yaml

from handbook.model import Item, Play, Section, Step

VERSION = "b1"
_NO_PARTS = frozenset({"place", "id", "steps", "body", "locked"})


def fingerprint(play: Play) -> str:
    """The fingerprint of a play's text: `b1:` and 16 hexadecimal digits.

    White space inside a block does not count, so re-wrapping a paragraph changes nothing. Neither does a field that is left
    empty, so a field that the model gains later changes nothing; nor a lock, which is a rule about the text.
    """
    return _digest(json.dumps(_normalised(_fields(play)), ensure_ascii=False, sort_keys=True))


def of_text(text: str) -> str:
    """The fingerprint of a part's text, as `parts` gives it."""
    return _digest(_wrapped(text))


def parts(play: Play) -> dict[str, str]:
    """Every part of a play that can be adapted, as text."""
    return {name: text for name in part_names(play) if (text := part_text(play, name)) is not None}


def part_text(play: Play, name: str) -> str | None:
    """One part of a play as text, or None where the play has none of that name; of two steps or sections with one name the last."""
    kind, _, inner = name.partition(":")
    if kind == "step":
        return next((step_text(step) for step in reversed(play.steps) if step.name == inner), None)
    if kind == "section":
        return next((section_text(section) for section in reversed(play.body) if section.id == inner), None)
    if kind != "field" or inner in _NO_PARTS or inner not in Play.model_fields:
        return None
    return _readable(_normalised(play.model_dump(mode="json", include={inner})[inner]))


def part_names(play: Play) -> tuple[str, ...]:
    """The names of every part that can be adapted: `step:…`, `section:…` and `field:…`."""
    fields = (f"field:{name}" for name in Play.model_fields if name not in _NO_PARTS)
    return tuple(dict.fromkeys([*(f"step:{step.name}" for step in play.steps), *(f"section:{section.id}" for section in play.body), *fields]))


def item_text(item: Item) -> str:
    """A tool, document, journey or question as text."""
    return _readable(_normalised(item.model_dump(mode="json", exclude={"place", "id"}, exclude_defaults=True)))


def step_text(step: Step) -> str:
    """A step as text."""
    return _readable(_normalised(step.model_dump(mode="json", exclude_none=True)))


def section_text(section: Section) -> str:
    """A section as text, under its heading."""
    return f"## {section.heading}\n\n{section.text.strip()}"


def _fields(play: Play) -> dict[str, Any]:
    fields = play.model_dump(mode="json", exclude={"place", "locked"}, exclude_defaults=True)
    for section in fields.get("body", []):
        section.pop("line")
    return fields


def _digest(text: str) -> str:
    return f"{VERSION}:{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def _readable(value: Any) -> str:
    """A value as a person reads it: text as it is, anything else as YAML."""
    if value is None:
        return "(nothing)"
    return value if isinstance(value, str) else yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=100).strip()


def _normalised(value: Any) -> Any:
    if isinstance(value, str):
        return _wrapped(value)
    if isinstance(value, dict):
        return {key: _normalised(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_normalised(part) for part in value]
    return value


def _wrapped(text: str) -> str:
    return "\n\n".join(" ".join(block.split()) for block in text.split("\n\n") if block.strip())
