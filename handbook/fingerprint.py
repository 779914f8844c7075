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
    """Every part of a play that can be adapted, as text: `step:…`, `section:…` and `field:…`."""
    steps = {f"step:{step.name}": step_text(step) for step in play.steps}
    sections = {f"section:{section.id}": section_text(section) for section in play.body}
    fields = play.model_dump(mode="json", exclude={*_NO_PARTS})
    return {**steps, **sections, **{f"field:{name}": _readable(_normalised(value)) for name, value in fields.items()}}


def part_names(play: Play) -> frozenset[str]:
    """The names of every part, without their texts."""
    fields = (f"field:{name}" for name in Play.model_fields if name not in _NO_PARTS)
    return frozenset([*(f"step:{step.name}" for step in play.steps), *(f"section:{section.id}" for section in play.body), *fields])


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
