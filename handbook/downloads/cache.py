"""What a file is made from, as the key that it is kept under."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from handbook.downloads.blank import Blank

FOLDER = Path(".cache", "documents")
_MADE_BY = ("python-docx", "xlsxwriter", "lxml")


def key_of(blank: Blank, kind: str) -> str:
    """What a file is kept under: the digest of the document, of the kind of file and of the code that makes it."""
    made_from = "\0".join([kind, _code(), repr(blank)])
    return hashlib.sha256(made_from.encode()).hexdigest()[:40]


@cache
def _code() -> str:
    """The digest of our own code that has a part in a file, with the versions of the packages."""
    root = Path(__file__).resolve().parent.parent
    single = (root / "look.py", root / "markdown.py", root / "stamp.py", root / "compose" / "words.py")
    sources = sorted([*root.glob("downloads/*.py"), *root.glob("formulas/*.py"), *single])
    digest = hashlib.sha256()
    for path in sources:
        digest.update(path.read_bytes())
    return digest.hexdigest() + " ".join(version(name) for name in _MADE_BY)
