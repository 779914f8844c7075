"""A file of the base as it was: git's history, as far as it reaches."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from handbook.model import Play
from handbook.problems import Problem
from handbook.read.plays import play_of

_SECONDS = 20


@dataclass(frozen=True)
class Version:
    """A file in one commit."""

    commit: str
    day: date
    path: str


def is_whole(root: Path) -> bool:
    """Whether git knows the folder's whole history: there is a git, a repository, and no shallow clone."""
    return _git(root, "rev-parse", "--is-shallow-repository").strip() == "false"


def versions(root: Path, path: str) -> Iterator[Version]:
    """The commits that touched a file, the newest first, renames followed."""
    told = _git(root, "log", "--follow", "--name-only", "--format=%x00%H %cs", "--", path)
    for entry in told.split("\0")[1:]:
        head, *names = entry.split("\n")
        commit, day = head.split(" ")
        yield Version(commit, date.fromisoformat(day), next((name for name in names if name), path))


def play_in(root: Path, version: Version) -> Play | None:
    """The play that a file held in a commit; None where it was none that today's model can read."""
    problems: list[Problem] = []
    text = _git(root, "show", f"{version.commit}:{version.path}")
    return play_of(version.path, text, problems) if text else None


def _git(root: Path, *words: str) -> str:
    """What git prints; nothing where there is no git, or where it refuses or takes too long."""
    program = shutil.which("git")
    if program is None:
        return ""
    command = [program, "-C", str(root), *words]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - git's own words, no shell
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""
