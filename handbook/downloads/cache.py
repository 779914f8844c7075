"""Files kept from run to run, under the digest of what they are made from."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from importlib.metadata import version
from pathlib import Path

from handbook.downloads.blank import Blank

FOLDER = Path(".cache", "documents")
MOST = 2000
_MADE_BY = ("python-docx", "xlsxwriter", "lxml")
_HEAD = 32


class Kept:
    """The files kept in a folder. One that was damaged counts as not there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> bytes | None:
        """The content under a key, or None."""
        try:
            whole = (self.folder / key).read_bytes()
        except FileNotFoundError:
            return None
        content = whole[_HEAD:]
        return content if hashlib.sha256(content).digest() == whole[:_HEAD] else None

    def put(self, key: str, content: bytes) -> None:
        """Keep a content: written beside its place and moved there whole."""
        self.folder.mkdir(parents=True, exist_ok=True)
        fresh = self.folder / f".{key}.{os.getpid()}"
        fresh.write_bytes(hashlib.sha256(content).digest() + content)
        fresh.replace(self.folder / key)

    def tidy(self) -> None:
        """Drop the oldest files once there are too many."""
        files = sorted(self.folder.iterdir(), key=lambda path: path.stat().st_mtime_ns) if self.folder.is_dir() else []
        for path in files[:-MOST]:
            path.unlink(missing_ok=True)


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
