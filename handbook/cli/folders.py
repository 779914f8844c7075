"""Whole folders swapped in: a run that fails leaves the last good one as it was."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from handbook.problems import HandbookError, Problem


@contextmanager
def swapped_in(target: Path, root: Path, marker: str) -> Iterator[Path]:
    """A new folder beside `target`; it takes the target's place when the block ends well, and is dropped otherwise.

    An existing folder is replaced only if it holds `marker`, which an earlier run left there, or nothing.
    Raises HandbookError where that, or something of the project's own, stands in the way.
    """
    target = target.resolve()
    _refuse_what_would_be_lost(target, root.resolve(), marker)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    fresh.chmod(0o755)
    old = fresh.with_name(fresh.name + "-old")
    try:
        yield fresh
        if target.exists():
            target.rename(old)
        fresh.rename(target)
    finally:
        if old.exists() and not target.exists():
            old.rename(target)
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _refuse_what_would_be_lost(target: Path, root: Path, marker: str) -> None:
    sources = [root / name for name in ("docs", "playbooks", "library", "organisation", "handbook", "macros", "overrides", "tests", ".git")]
    inside = next((source for source in sources if target == source or target.is_relative_to(source)), None)
    if inside is not None or root.is_relative_to(target):
        raise HandbookError([Problem(str(target), 1, "this folder belongs to the project", "Choose another, such as site")])
    if target.exists() and not target.is_dir():
        raise HandbookError([Problem(str(target), 1, "a file of this name stands in the way", "Choose another folder")])
    if target.exists() and any(target.iterdir()) and not (target / marker).exists():
        raise HandbookError([Problem(str(target), 1, f"this folder holds other files (no {marker} in it)", "Choose an empty folder; nothing was changed")])
