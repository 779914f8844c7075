"""Results kept from run to run under `.cache/`, each under the digest of all that it is made from. Safe to delete at any time."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

LEAST = 2000
# How many runs like this one the folder has room for: layers of several organisations share it.
RUNS = 8
_HEAD = 32


class Kept:
    """The results kept in a folder. One that was damaged counts as not there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.used: set[str] = set()

    def get(self, key: str) -> bytes | None:
        """The content under a key, or None."""
        self.used.add(key)
        try:
            whole = (self.folder / key).read_bytes()
        except OSError:
            return None
        content = whole[_HEAD:]
        if hashlib.sha256(content).digest() != whole[:_HEAD]:
            return None
        self._touch(key)
        return content

    def _touch(self, key: str) -> None:
        """Mark as used now, so that what nobody asks for goes first; another run may have dropped it in the meantime."""
        try:
            os.utime(self.folder / key)
        except FileNotFoundError:
            self.used.discard(key)

    def put(self, key: str, content: bytes) -> None:
        """Keep a content: written beside its place and moved there whole."""
        self.used.add(key)
        self.folder.mkdir(parents=True, exist_ok=True)
        fresh = self.folder / f".{key}.{os.getpid()}"
        fresh.write_bytes(hashlib.sha256(content).digest() + content)
        fresh.replace(self.folder / key)

    def tidy(self) -> None:
        """Drop what was not used for longest, once there is more than a few runs need."""
        if not self.folder.is_dir():
            return
        with os.scandir(self.folder) as entries:
            times = {entry.name: entry.stat().st_mtime_ns for entry in entries}
        most = max(LEAST, RUNS * len(self.used))
        for name in sorted(times, key=lambda name: times[name])[:-most]:
            (self.folder / name).unlink(missing_ok=True)
