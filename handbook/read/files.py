"""The files of a layer, as text: nothing is read outside the project."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from handbook.problems import Problem
from handbook.source import decode

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_IGNORED = {".DS_Store", "Thumbs.db", ".gitkeep", "README.md", "desktop.ini"}


def is_slug(name: str) -> bool:
    """Whether a file or folder name can stand in a permanent id."""
    return bool(_SLUG.fullmatch(name))


class Files:
    """The files under one root, read as UTF-8; what cannot be read becomes a problem."""

    def __init__(self, root: Path, problems: list[Problem]) -> None:
        self.root = root.resolve()
        self.problems = problems

    def under(self, folder: str) -> Iterator[str]:
        """Paths below a folder, relative to the root, in order; editors' own files are passed over."""
        start = self.root / folder
        if start.is_dir():
            yield from (path for path in self._walk(start) if not self._ignored(path))

    def _walk(self, folder: Path) -> Iterator[str]:
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
            path = entry.relative_to(self.root).as_posix()
            if not self._inside(entry, path):
                continue
            if entry.is_dir() and entry.is_symlink():
                self.problems.append(Problem(path, 1, "a link to a folder", "Put the folder itself here"))
            elif entry.is_dir() and entry.suffix not in {".md", ".yml"}:
                yield from self._walk(entry) if not entry.name.startswith(".") else ()
            else:
                yield path

    def _ignored(self, path: str) -> bool:
        name = path.rsplit("/", 1)[-1]
        return name in _IGNORED and path != "docs/README.md" or name.startswith((".", "~", "#")) or name.endswith(("~", ".swp"))

    def _inside(self, entry: Path, path: str) -> bool:
        target = entry.resolve()
        if target.is_relative_to(self.root):
            return True
        self.problems.append(Problem(path, 1, "a link that leaves the project", "Put the file itself here; nothing outside the project is read"))
        return False

    def text(self, path: str) -> str | None:
        """The text of a file, or None and a problem."""
        try:
            raw = (self.root / path).read_bytes()
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            self.problems.append(Problem(path, 1, f"the file cannot be read ({reason})", "Check that it is a file and that you may open it"))
            return None
        return decode(path, raw, self.problems)
