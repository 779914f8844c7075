"""What the files of a handbook were found to say, kept from run to run.

What is kept is plain data: it is judged by the model each time, as an author's file is, and nothing in it runs. An entry holds for one text
of a file, read by this code; one that was damaged, or that other code wrote, counts as not there.
"""

from __future__ import annotations

import hashlib
import re
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from handbook.code_digest import code_digest
from handbook.kept import Kept

FOLDER = Path(".cache", "read")
Way = list[str | int]
Dates = list[tuple[Way, date]]
Notes = dict[str, dict[str, Any]]
# The digest of a text, what it says as JSON, where dates stand in that, and what follows from the text alone.
Entry = tuple[str, Any, Dates, Notes]
_PART: TypeAdapter[tuple[str, dict[str, Entry]]] = TypeAdapter(tuple[str, dict[str, Entry]])
# How a file looks from outside: size, times of text and of entry, number.
Seen = tuple[int, int, int, int]
# A file that was changed within this time (nanoseconds) of being looked at may change again without its times showing it.
_TICK = 50_000_000
# An edit has one of so many files written anew.
_PARTS = 64
# Sought by its first hyphen, since digits and letters are many.
_MAY_BE_A_DATE = re.compile(rb"-[0-9]{2}-[0-9]{2}(?<=[0-9]{4}-[0-9]{2}-[0-9]{2})")


@dataclass
class Known:
    """What is known about one text of a file. `built` is what this process has made of it, if that was without problems."""

    digest: str
    notes: Notes = field(default_factory=dict)
    built: Any = None
    is_new: bool = False
    _says: tuple[Any, Dates] | None = None

    def said(self) -> Any:
        """What the text says, or None where that is not known."""
        return _with_dates(*self._says) if self._says else None

    def holds(self, value: Any) -> None:
        """Remember what was made of the text; what the text says is let go once it is kept, since it takes as much room."""
        self.built = value
        if not self.is_new:
            self._says = None

    def says(self, raw: bytes, data: Any) -> None:
        """Keep what the text says; it says it without a problem, and it says something."""
        self._says = data, list(_dates(data, [])) if _MAY_BE_A_DATE.search(raw) else []
        self.is_new = True

    def note(self, topic: str, name: str, found: Any) -> None:
        """Keep what follows from the text alone, as JSON can hold it."""
        self.notes.setdefault(topic, {})[name] = found
        self.is_new = True

    def entry(self, before: Entry | None) -> Entry:
        """What to keep, in place of what was kept before. What the text says is None where nobody has told."""
        data, dates = self._says or (before[1:3] if before and before[0] == self.digest else (None, []))
        self.is_new = False
        if self.built is not None:
            self._says = None
        return self.digest, data, dates, self.notes


class Memory:
    """What is known about the files of one project. Without its root, it lasts as long as the process."""

    def __init__(self, root: Path | None = None) -> None:
        self._root = root
        self._kept = Kept(root / FOLDER) if root else None
        self._known: dict[str, Known] = {}
        self._parts: dict[int, dict[str, Entry]] = {}
        self._seen: dict[str, Seen] = {}

    def file(self, path: str, raw: bytes) -> Known:
        """What is known about the text of a file."""
        digest = hashlib.sha256(raw).hexdigest()
        known = self._known.get(path)
        if known is None or known.digest != digest:
            known = self._known[path] = self._recalled(path, digest)
        return known

    def built_before(self, path: str, seen: Seen) -> Known | None:
        """What is known about a file that was read and built by this process, if it looks as it did then."""
        known = self._known.get(path) if self._seen.get(path) == seen else None
        return known if known and known.built is not None else None

    def saw(self, path: str, seen: Seen) -> None:
        """Remember how a file looked before it was read. One that was just changed may change again and look the same."""
        if time.time_ns() - max(seen[1:3]) > _TICK:
            self._seen[path] = seen

    def _recalled(self, path: str, digest: str) -> Known:
        number = _part_of(path)
        if number not in self._parts:
            self._parts[number] = self._read(number)
        found, data, dates, notes = self._parts[number].pop(path, ("", None, [], {}))
        return Known(digest, notes, _says=(data, dates)) if found == digest else Known(digest)

    def _read(self, number: int) -> dict[str, Entry]:
        content = self._kept.get(str(number)) if self._kept else None
        if content is None:
            return {}
        try:
            code, entries = _PART.validate_json(content)
        except ValidationError:
            return {}
        return entries if code == code_digest() else {}

    def save(self) -> None:
        """Keep what is new for the next run, and forget files that are gone."""
        if self._kept is None:
            return
        parts: dict[int, list[str]] = {}
        for path, known in self._known.items():
            if known.is_new:
                parts.setdefault(_part_of(path), []).append(path)
        for number, paths in parts.items():
            self._kept.put(str(number), to_json((code_digest(), self._with_new(self._read(number), paths))))

    def _with_new(self, entries: dict[str, Entry], paths: list[str]) -> dict[str, Entry]:
        """The entries of a part as they are kept now, with what is new."""
        new = {path: self._known[path].entry(entries.get(path)) for path in paths}
        there = {path: entry for path, entry in entries.items() if path not in new and (path in self._known or self._is_there(path))}
        return there | new

    def _is_there(self, path: str) -> bool:
        return self._root is not None and (self._root / path).is_file()


def _part_of(path: str) -> int:
    return zlib.crc32(path.encode("utf-8", "surrogateescape")) % _PARTS


def _dates(value: Any, way: Way) -> Iterator[tuple[Way, date]]:
    """Where dates stand, which JSON cannot tell from texts."""
    if isinstance(value, date):
        yield way, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _dates(part, [*way, key])
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _dates(part, [*way, number])


def _with_dates(data: Any, dates: Dates) -> Any:
    """The data with its dates in their places; None where they have none."""
    try:
        for (*way, last), day in dates:
            at = data
            for key in way:
                at = at[key]
            at[last] = day
    except (ValueError, LookupError, TypeError):
        return None
    return data
