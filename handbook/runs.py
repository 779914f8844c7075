"""What the last run of a command read and wrote, so that a run with nothing new to do says so at once.

A run is the same as the last one where the same was asked, every file of the project says the same, and every file that was written is as it
was left. A file's size and times stand for its text where they have not moved; where they have, or where it was changed so shortly before
that its times could not tell, its digest decides. Nothing here imports the compiler.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
import sysconfig
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

FOLDER = Path(".cache", "runs")
ENVIRONMENT = ("HANDBOOK_ORGANISATION", "HANDBOOK_REPOSITORY", "SITE_URL")
_CODE = Path(__file__).resolve().parent
_HISTORY = ".git/logs/HEAD"
# A folder that holds one of these was not written by an author: a site of ours, a virtual environment.
_MADE = frozenset({"handbook.json", "pyvenv.cfg"})
_PASSED_OVER = frozenset({"__pycache__", "node_modules"})
# A file that was changed within this time (nanoseconds) of being looked at may change again without its times showing it.
_TICK = 50_000_000


@dataclass(frozen=True)
class Told:
    """What a run told, and its exit code."""

    told: str
    code: int


@dataclass(frozen=True)
class Run:
    """One command under one root: `words` are those of the command line."""

    root: Path
    words: tuple[str, ...]

    @classmethod
    def asked(cls, root: Path) -> Run:
        """This process's own command."""
        return cls(root, tuple(sys.argv[1:]))

    def last(self) -> Told | None:
        """What the last such run told, if this one would do and tell the same."""
        try:
            known = json.loads(self._record.read_bytes())
            if known["around"] != _around() or not _holds(self.root, known["read"]):
                return None
            if known["folder"] and known["wrote"] != _look(Path(known["folder"])):
                return None
            return Told(str(known["told"]), int(known["code"]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def keep(self, read: Mapping[str, Any], told: str, code: int = 0, written: Path | None = None) -> None:
        """Remember a run. `read` is what `inputs` said before it began, `written` the folder that it wrote."""
        wrote, folder = (_look(written), os.fspath(written.resolve())) if written is not None else ({}, "")
        known = {"around": _around(), "read": read, "folder": folder, "wrote": wrote, "told": told, "code": code}
        self._record.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._record.with_name(f".{self._record.name}.{os.getpid()}")
        fresh.write_text(json.dumps(known, separators=(",", ":")), encoding="utf-8")
        fresh.replace(self._record)

    @property
    def _record(self) -> Path:
        name = hashlib.sha256("\0".join((os.fspath(self.root), os.fspath(Path.cwd()), *self.words)).encode()).hexdigest()[:24]
        return self.root / FOLDER / f"{name}.json"


def project(here: Path) -> Path | None:
    """The nearest folder upwards with a `mkdocs.yml` and `playbooks/`."""
    return next((folder for folder in (here, *here.parents) if (folder / "mkdocs.yml").is_file() and (folder / "playbooks").is_dir()), None)


def inputs(root: Path) -> dict[str, list[Any]]:
    """Every file that a run may read, with size, times and digest."""
    now = time.time_ns()
    found = {}
    for name, file in _files(root):
        seen = _seen(file)
        digest = _digest(file)
        found[name] = [*(seen if now - max(seen[1], seen[2]) > _TICK else [0, 0, 0, 0]), digest]
    return found


def stamps(root: Path) -> dict[str, list[int]]:
    """The same files with sizes and times alone, which takes a hundredth of the time."""
    return {name: _seen(file) for name, file in _files(root)}


def _around() -> dict[str, Any]:
    """All but files that a run depends on: the day, the surroundings, Python and what is installed."""
    packages = sorted(name for name in (entry.name for entry in os.scandir(sysconfig.get_path("purelib"))) if name.endswith(".dist-info"))
    named = {name: os.environ.get(name) for name in ENVIRONMENT}
    return {"day": date.today().isoformat(), "environment": named, "python": platform.python_version(), "packages": packages}


def _look(folder: Path) -> dict[str, list[int]]:
    """The files of a folder with their sizes and times."""
    return {name: _seen(file)[:2] for name, file in _walk(os.fspath(folder), "")}


def _holds(root: Path, known: Mapping[str, list[Any]]) -> bool:
    """Whether the same files are there and say what they said."""
    found = dict(_files(root))
    return found.keys() == known.keys() and all(_seen(file) == known[name][:4] or _digest(file) == known[name][4] for name, file in found.items())


def _files(root: Path) -> Iterator[tuple[str, str]]:
    """The project's own files, and our code wherever it is installed."""
    yield from _walk(os.fspath(root), "")
    if not _CODE.is_relative_to(root):
        yield from _walk(os.fspath(_CODE), "handbook/")
    if (root / _HISTORY).is_file():
        yield _HISTORY, os.fspath(root / _HISTORY)


def _walk(folder: str, prefix: str) -> Iterator[tuple[str, str]]:
    """Files below a folder but for hidden ones and folders that a program made; the start itself may be such a folder."""
    waiting = [(folder, prefix)]
    while waiting:
        current, ahead = waiting.pop()
        with os.scandir(current) as opened:
            entries = list(opened)
        if ahead != prefix and any(entry.name in _MADE for entry in entries):
            continue
        for entry in entries:
            if entry.name.startswith(".") or entry.name in _PASSED_OVER or entry.name.endswith(".egg-info"):
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append((entry.path, f"{ahead}{entry.name}/"))
            else:
                yield f"{ahead}{entry.name}", entry.path


def _seen(file: str) -> list[int]:
    try:
        found = os.stat(file)  # noqa: PTH116 - thousands of them, at every start
    except OSError:
        return [-1, 0, 0, 0]
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


def _digest(file: str) -> str:
    path = Path(file)
    return hashlib.sha256(path.read_bytes()).hexdigest()[:32] if path.is_file() else ""
