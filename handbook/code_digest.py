"""The digest of our own code: what is kept of one version's work is not taken for another's."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_HERE = Path(__file__).resolve().parent


@cache
def code_digest() -> str:
    """The digest of all code and templates that a book is read, checked and composed with."""
    digest = hashlib.sha256()
    for folder in (_HERE, _HERE.parent / "macros"):
        for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.jinja")]):
            digest.update(path.relative_to(folder.parent).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:32]
