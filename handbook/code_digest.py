"""The digest of the compiler's own code: what is kept from run to run holds for this code alone."""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_FOLDERS = ("handbook", "macros")
_ENDINGS = frozenset({".py", ".jinja"})
# The libraries that decide what a file's text says.
_LIBRARIES = ("pydantic", "pydantic-core", "PyYAML", "Jinja2")


@cache
def code_digest() -> str:
    """The digest of every module and template of ours, of the libraries that read for us, and of Python."""
    found = hashlib.sha256(" ".join([sys.version, *map(version, _LIBRARIES)]).encode())
    for path in sorted(path for folder in _FOLDERS for path in (_ROOT / folder).rglob("*") if path.suffix in _ENDINGS):
        found.update(f"\0{path.relative_to(_ROOT)}\0".encode() + path.read_bytes())
    return found.hexdigest()
