"""Fingerprints of what was read and agreed, so that a later edit shows."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from handbook.model import Play

VERSION = "b1"


def fingerprint(play: Play) -> str:
    """The fingerprint of a play's text: `b1:` and 16 hexadecimal digits.

    White space inside a block does not count, so re-wrapping a paragraph changes nothing.
    """
    fields = play.model_dump(mode="json", exclude={"place"})
    for section in fields["body"]:
        section.pop("line")
    text = json.dumps(_normalised(fields), ensure_ascii=False, sort_keys=True)
    return f"{VERSION}:{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def _normalised(value: Any) -> Any:
    if isinstance(value, str):
        return "\n\n".join(" ".join(block.split()) for block in value.split("\n\n") if block.strip())
    if isinstance(value, dict):
        return {key: _normalised(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_normalised(part) for part in value]
    return value
