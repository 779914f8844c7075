"""Plain words as Markdown."""

from __future__ import annotations

import re

_SIGNS = re.compile(r"([\\`*_\[\]<>|])")


def one_line(text: str) -> str:
    """A text on one line, for lists and table cells."""
    return " ".join(text.split())


def plain(text: str) -> str:
    """A plain text on one line, its signs escaped so that they stand as they are."""
    return _SIGNS.sub(r"\\\1", one_line(text))
