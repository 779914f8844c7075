"""The files of a layer, as text: nothing is read outside the project."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath
from typing import Any, TypeVar

from handbook.place import Place
from handbook.problems import Problem
from handbook.read.memory import Known, Memory, Seen
from handbook.source import MAX_BYTES, decode, parse_yaml
from handbook.spans import place_in, plain_text

V = TypeVar("V")

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_IGNORED = {"Thumbs.db", "desktop.ini"}


def is_slug(name: str) -> bool:
    """Whether a file or folder name can stand in a permanent id."""
    return bool(_SLUG.fullmatch(name))


@dataclass(frozen=True)
class Opened:
    """A file's bytes, and what is known about them."""

    path: str
    raw: bytes
    known: Known

    def place(self, front_matter: bool) -> Place:
        """Where the file says what is known; the bytes are text then."""
        return place_in(self.path, partial(plain_text, self.raw), front_matter)


class Files:
    """The files under one root, read as UTF-8; what cannot be read becomes a problem. `known` holds what is known about each that was opened."""

    def __init__(self, root: Path, problems: list[Problem], memory: Memory | None = None) -> None:
        self.root = root.resolve()
        self.problems = problems
        self.known: dict[str, Known] = {}
        self._memory = memory or Memory()
        self._respelled: dict[str, Callable[[str], str]] = {}

    def respell(self, path: str, change: Callable[[str], str]) -> None:
        """Read the file at `path` as `change` gives it. It adds and takes no lines."""
        self._respelled[path] = change

    def under(self, folder: str) -> Iterator[str]:
        """Paths below a folder, relative to the root, in order; editors' own files are passed over."""
        start = self.root / folder
        if start.is_dir() and not self._refuse_link(start, folder):
            yield from self._walk(folder)

    def _walk(self, folder: str) -> Iterator[str]:
        for entry in self._entries(folder):
            path = f"{folder}/{entry.name}"
            if _ignored(path, entry.name) or self._refuse_name(path) or (entry.is_symlink() and self._refuse_link(self.root / path, path)):
                continue
            if not entry.is_dir():
                yield path
            elif (ending := PurePath(entry.name).suffix) in {".md", ".yml"}:
                self._refuse(path, "a folder with the name of a file", f"Rename it without {ending}, or put the file itself here")
            else:
                yield from self._walk(path)

    def _entries(self, folder: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(self.root / folder) as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            self._refuse(folder, f"the folder cannot be read ({_reason(error)})", "Check that you may open it")
            return []

    def _refuse(self, path: str, message: str, cure: str) -> bool:
        self.problems.append(Problem(path, 1, message, cure))
        return True

    def _refuse_name(self, path: str) -> bool:
        told = path.encode("utf-8", "replace").decode()
        return told != path and self._refuse(told, "a file name that is not UTF-8 text", "Rename it with plain letters")

    def _refuse_link(self, entry: Path, path: str) -> bool:
        try:
            inside = entry.resolve().is_relative_to(self.root)
        except (OSError, RuntimeError):
            return self._refuse(path, "a link that leads back to itself", "Put the file itself here")
        if not inside:
            return self._refuse(path, "a link that leaves the project", "Put the file itself here; nothing outside the project is read")
        return entry.is_symlink() and entry.is_dir() and self._refuse(path, "a link to a folder", "Put the folder itself here")

    def opened(self, path: str) -> Opened | None:
        """A file with its ids as the base calls them now, or None and a problem."""
        raw = self._raw(path)
        if raw is not None and path in self._respelled:
            text = decode(path, raw, self.problems)
            raw = None if text is None else self._respelled[path](text).encode()
        if raw is None:
            return None
        known = self.known[path] = self._memory.file(path, raw)
        return Opened(path, raw, known)

    def _look(self, path: str) -> Seen | None:
        """How a file looks from outside; nothing, where that cannot be told."""
        try:
            found = os.stat(f"{self.root}/{path}")  # noqa: PTH116 - see below
        except OSError:
            return None
        return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino

    def _raw(self, path: str) -> bytes | None:
        file = f"{self.root}/{path}"
        try:
            if not stat.S_ISREG(os.stat(file).st_mode):  # noqa: PTH116 - a path object for each of a thousand files takes longer than reading them
                raise OSError(0, "it is not an ordinary file")
            with open(file, "rb", buffering=0) as opened:  # noqa: PTH123
                return opened.read(MAX_BYTES + 1)
        except OSError as error:
            self._refuse(path, f"the file cannot be read ({_reason(error)})", "Check that the file is there and that you may open it")
            return None

    def text(self, opened: Opened) -> str | None:
        """The text of a file, or None and a problem."""
        return decode(opened.path, opened.raw, self.problems)

    def values(self, path: str) -> tuple[Any, Place] | None:
        """What a YAML file says and where, or None and a problem."""
        opened = self.opened(path)
        return self.values_in(opened) if opened else None

    def values_in(self, opened: Opened) -> tuple[Any, Place] | None:
        """The same for a file that is open."""
        if (data := opened.known.said()) is not None:
            return data, opened.place(front_matter=False)
        text = self.text(opened)
        if text is None:
            return None
        before = len(self.problems)
        data, place = parse_yaml(opened.path, text, self.problems)
        if len(self.problems) == before and data is None:
            self._refuse(opened.path, "the file is empty", "Fill it in; the authors' reference lists what belongs in it")
        elif len(self.problems) == before:
            opened.known.says(opened.raw, data)
        return None if data is None else (data, place)

    def built(self, path: str, make: Callable[[Opened], V | None]) -> V | None:
        """What is made of a file; what was made of this text before, if that was without problems."""
        seen = None if path in self._respelled else self._look(path)
        known = self._memory.built_before(path, seen) if seen else None
        if known is None:
            opened = self.opened(path)
            if opened is None:
                return None
            if seen:
                self._memory.saw(path, seen)
            known = opened.known
            if known.built is None:
                return self._built_now(opened, make)
        self.known[path] = known
        found: V = known.built
        return found

    def _built_now(self, opened: Opened, make: Callable[[Opened], V | None]) -> V | None:
        before = len(self.problems)
        value = make(opened)
        if len(self.problems) == before:
            opened.known.holds(value)
        return value


def _ignored(path: str, name: str) -> bool:
    """Whether a file is an editor's or a system's own. MkDocs publishes every visible page in `docs/`, so none of them is passed over."""
    if name.startswith(".") or name in _IGNORED:
        return True
    if path.startswith("docs/") and name.endswith(".md"):
        return False
    return name == "README.md" or name.startswith(("~", "#")) or name.endswith(("~", ".swp"))


def _reason(error: OSError) -> str:
    return (error.strerror or "unknown reason").lower()
