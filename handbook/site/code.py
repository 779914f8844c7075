"""The compiler's own code: a server that runs on after an edit to it would show old pages."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger("mkdocs.plugins.handbook")
FOLDERS = ("handbook", "macros")


@dataclass(frozen=True)
class Code:
    """The Python files that are loaded, with the time of each file's last change."""

    root: Path
    times: Mapping[Path, int]

    @classmethod
    def now(cls, root: Path) -> Code:
        """The code as it stands."""
        files = sorted(path for folder in FOLDERS for path in (root / folder).rglob("*.py"))
        return cls(root, {path: path.stat().st_mtime_ns for path in files})

    def restart_if_changed(self) -> None:
        """Start the process anew, with the same command, once a Python file has changed."""
        if Code.now(self.root).times != self.times:
            log.warning("The compiler's code has changed: starting again.")
            sys.stdout.flush()
            sys.stderr.flush()
            os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606
