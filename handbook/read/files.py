"""The files of a layer, as text: nothing is read outside the project."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from handbook.place import Place
from handbook.problems import Problem
from handbook.source import MAX_BYTES, decode, parse_yaml

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_IGNORED = {"Thumbs.db", "desktop.ini"}


def is_slug(name: str) -> bool:
    """Whether a file or folder name can stand in a permanent id."""
    return bool(_SLUG.fullmatch(name))


class Files:
    """The files under one root, read as UTF-8; what cannot be read becomes a problem."""

    def __init__(self, root: Path, problems: list[Problem]) -> None:
        self.root = root.resolve()
        self.problems = problems
        self._respelled: dict[str, Callable[[str], str]] = {}

    def respell(self, path: str, change: Callable[[str], str]) -> None:
        """Read the file at `path` as `change` gives it. It adds and takes no lines."""
        self._respelled[path] = change

    def under(self, folder: str) -> Iterator[str]:
        """Paths below a folder, relative to the root, in order; editors' own files are passed over."""
        start = self.root / folder
        if start.is_dir() and not self._refuse_link(start, folder):
            yield from self._walk(start)

    def _walk(self, folder: Path) -> Iterator[str]:
        for entry in self._entries(folder):
            path = entry.relative_to(self.root).as_posix()
            if _ignored(path, entry.name) or self._refuse_name(path) or self._refuse_link(entry, path):
                continue
            if not entry.is_dir():
                yield path
            elif entry.suffix in {".md", ".yml"}:
                self._refuse(path, "a folder with the name of a file", f"Rename it without {entry.suffix}, or put the file itself here")
            else:
                yield from self._walk(entry)

    def _entries(self, folder: Path) -> list[Path]:
        try:
            return sorted(folder.iterdir(), key=lambda entry: entry.name)
        except OSError as error:
            self._refuse(folder.relative_to(self.root).as_posix(), f"the folder cannot be read ({_reason(error)})", "Check that you may open it")
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

    def text(self, path: str) -> str | None:
        """The text of a file, or None and a problem."""
        file = self.root / path
        try:
            if file.exists() and not file.is_file():
                raise OSError(0, "it is not an ordinary file")
            with file.open("rb") as opened:
                raw = opened.read(MAX_BYTES + 1)
        except OSError as error:
            self._refuse(path, f"the file cannot be read ({_reason(error)})", "Check that the file is there and that you may open it")
            return None
        text = decode(path, raw, self.problems)
        return self._respelled[path](text) if text is not None and path in self._respelled else text

    def values(self, path: str) -> tuple[Any, Place] | None:
        """What a YAML file says and where, or None and a problem."""
        text = self.text(path)
        if text is None:
            return None
        before = len(self.problems)
        data, place = parse_yaml(path, text, self.problems)
        if data is None and len(self.problems) == before:
            self._refuse(path, "the file is empty", "Fill it in; the authors' reference lists what belongs in it")
        return None if data is None else (data, place)


def _ignored(path: str, name: str) -> bool:
    """Whether a file is an editor's or a system's own. MkDocs publishes every visible page in `docs/`, so none of them is passed over."""
    if name.startswith(".") or name in _IGNORED:
        return True
    if path.startswith("docs/") and name.endswith(".md"):
        return False
    return name == "README.md" or name.startswith(("~", "#")) or name.endswith(("~", ".swp"))


def _reason(error: OSError) -> str:
    return (error.strerror or "unknown reason").lower()
