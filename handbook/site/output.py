"""The files of a site, written where the last one's do not already say the same."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Written:
    """A file as it was written: how it looked then, and what it was made from; of a page, the latter is known only once it is read.

    `known_by` is what can be known before a page is read, or before another file is made. `anchors` and `links` are what other pages may link
    to on a page, and what it links to on others, as MkDocs checks them.
    """

    made_from: str
    size: int
    time: int
    known_by: str = ""
    anchors: Sequence[str] = ()
    links: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Before:
    """The last site: its files that are known by something, all that the build wrote, and what plugins then made from those."""

    known: Mapping[str, Written]
    files: frozenset[str]
    rest: Mapping[str, Written]


@dataclass
class Output:
    """A site's new folder, beside the last one, whose unchanged files it takes over as they are.

    `before` tells what was written then. `known`, `files` and `after` gather the same of the new one; `taken` are those of its files
    that are the last one's, `fresh` counts the others.
    """

    folder: Path
    last: Path
    before: Before = field(default_factory=lambda: Before({}, frozenset(), {}))
    known: dict[str, Written] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    after: dict[str, Written] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    fresh: int = 0
    _folders: set[str] = field(default_factory=set)

    def takes_over(self, path: str, made_from: str) -> bool:
        """Take a page of the last site over, if it was made from the same and nobody has touched it since."""
        known = self.before.known.get(path)
        if known is None or known.made_from != made_from:
            return False
        if not _is_as_left(self.last / path, known):
            return False
        self._take(path)
        self.known[path] = known
        return True

    def stands(self, path: str, known_by: str) -> Written | None:
        """The file of the last site that is known by the same, if nobody has touched it since."""
        known = self.before.known.get(path)
        return known if known and known_by and known.known_by == known_by and _is_as_left(self.last / path, known) else None

    def takes_over_unread(self, path: str, known_by: str) -> Written | None:
        """Take a file over by what is known of it before it is read or made. Returns what has to be known of it."""
        if known := self.stands(path, known_by):
            self._take(path)
            self.known[path] = known
        return known

    def place(self, path: str, known_by: str, make: Callable[[], bytes]) -> Path:
        """Write what `make` makes, or take over the last site's file without making it. Returns where it stands."""
        if not self.takes_over_unread(path, known_by):
            self.put(path, make())
            self.known[path] = replace(_left(self.folder / path), known_by=known_by)
        return self.folder / path

    def put(self, path: str, content: bytes) -> None:
        """Write a file, or take over the last one's where it says the same."""
        if _says(self.last / path, content):
            self._take(path)
        else:
            self.write(path, content)
            self.fresh += 1

    def note_page(self, path: str, written: Written, fresh: bool) -> None:
        """Note a page that was written or taken over, perhaps by another process."""
        self.files.add(path)
        self.known[path] = written
        if fresh:
            self.fresh += 1
        else:
            self.taken.add(path)

    def take_over_the_rest(self, made_by: str) -> None:
        """Where nothing differs from the last site, take over what plugins made from it: it would come to the same.

        `made_by` is the digest of the code that makes it.
        """
        if self.fresh == 0 and self.files == self.before.files and all(self.last_of_the_rest(path, made_by) for path in self.before.rest):
            for path in self.before.rest:
                os.link(self.last / path, self._room(path))

    def last_of_the_rest(self, path: str, made_by: str) -> Path | None:
        """A file that plugins made from the last site, if the same code made it and nobody has touched it since."""
        known = self.before.rest.get(path)
        return self.last / path if known and known.made_from == made_by and _is_as_left(self.last / path, known) else None

    def note_the_rest(self, made_by: str) -> None:
        """Remember what plugins have made beside the files of the build."""
        names = {file.relative_to(self.folder).as_posix(): file for file in self.folder.rglob("*") if file.is_file()}
        self.after = {name: replace(_left(file), made_from=made_by) for name, file in names.items() if name not in self.files}

    def write(self, path: str, content: bytes) -> Written:
        """Write a file; the answer knows no source yet."""
        file = self._room(path)
        self.files.add(path)
        file.write_bytes(content)
        return _left(file)

    def _take(self, path: str) -> None:
        file = self._room(path)
        self.files.add(path)
        self.taken.add(path)
        os.link(self.last / path, file)

    def _room(self, path: str) -> Path:
        """Where a file goes, with its folder. What stands there goes: it may be the last site's own file, taken over."""
        file = self.folder / path
        above = path.rpartition("/")[0]
        if above not in self._folders:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(above)
        if path in self.files:
            file.unlink(missing_ok=True)
        return file


def _left(file: Path) -> Written:
    found = file.stat()
    return Written("", found.st_size, found.st_mtime_ns)


def _is_as_left(file: Path, known: Written) -> bool:
    try:
        found = file.stat()
    except OSError:
        return False
    return (found.st_size, found.st_mtime_ns) == (known.size, known.time)


def _says(file: Path, content: bytes) -> bool:
    try:
        return file.stat().st_size == len(content) and file.read_bytes() == content
    except OSError:
        return False


def before(record: Path) -> Before:
    """What is recorded of the last site; nothing, where the record is missing or damaged."""
    try:
        known = json.loads(record.read_bytes())
        return Before(_written(known["known"]), frozenset(known["files"]), _written(known["rest"]))
    except (OSError, ValueError, TypeError, AttributeError, KeyError):
        return Before({}, frozenset(), {})


def keep_record(record: Path, output: Output) -> None:
    """Keep what was written and what the pages were made from, for the next run."""
    record.parent.mkdir(parents=True, exist_ok=True)
    fresh = record.with_name(f".{record.name}.{os.getpid()}")
    plain = {"known": _plain(output.known), "rest": _plain(output.after), "files": sorted(output.files)}
    fresh.write_text(json.dumps(plain), encoding="utf-8")
    fresh.replace(record)


def _plain(group: Mapping[str, Written]) -> dict[str, list[Any]]:
    return {path: [one.made_from, one.size, one.time, one.known_by, one.anchors, one.links] for path, one in group.items()}


def _written(plain: Mapping[str, Sequence[Any]]) -> dict[str, Written]:
    return {path: Written(str(made_from), int(size), int(time), str(known), *rest) for path, (made_from, size, time, known, *rest) in plain.items()}
