"""Results kept from run to run under `.cache/`, each under the digest of all that it is made from. Safe to delete at any time."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from handbook.side_by_side import side_by_side

LEAST = 2000
# How many runs like this one the folder has room for: layers of several organisations share it.
RUNS = 8
_HEAD = 32
# Seconds after which a file still being written belongs to a run that was ended.
_ABANDONED = 3600
_FRESH = "."


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
        with tempfile.NamedTemporaryFile(dir=self.folder, prefix=_FRESH, delete=False) as fresh:
            fresh.write(hashlib.sha256(content).digest() + content)
        Path(fresh.name).replace(self.folder / key)

    def tidy(self) -> None:
        """Drop what was not used for longest, once there is more than a few runs need. What another run is writing stays."""
        times = self._times()
        old = time.time() - _ABANDONED
        most = max(LEAST, RUNS * len(self.used))
        dropped = sorted((name for name in times if not name.startswith(_FRESH)), key=lambda name: times[name])[:-most]
        for name in [*dropped, *(name for name in times if name.startswith(_FRESH) and times[name] < old)]:
            (self.folder / name).unlink(missing_ok=True)

    def _times(self) -> dict[str, float]:
        """When each file was last used; one that another run moved or dropped in the meantime is left out."""
        times = {}
        if self.folder.is_dir():
            with os.scandir(self.folder) as entries:
                for entry in entries:
                    with contextlib.suppress(FileNotFoundError):
                        times[entry.name] = entry.stat().st_mtime
        return times


def all_of(kept: Kept, keys: Sequence[str], make: Callable[[Sequence[int]], list[bytes]], workers: int | None = None) -> list[bytes]:
    """The contents under all keys. Those that are missing `make` makes side by side, given their places among the keys; what nobody needs goes."""
    found = {number: content for number, key in enumerate(keys) if (content := kept.get(key)) is not None}
    missing = [number for number in range(len(keys)) if number not in found]
    for number, content in zip(missing, side_by_side(make, missing, workers), strict=True):
        kept.put(keys[number], content)
        found[number] = content
    if missing:
        kept.tidy()
    return [found[number] for number in range(len(keys))]
