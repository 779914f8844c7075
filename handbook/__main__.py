"""`handbook` or `python -m handbook`: a run with nothing new to do says so before the compiler is loaded."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from handbook.runs import Run, project


def main() -> None:
    """Answer from the last run where nothing has changed since; else run the command."""
    root = project(Path.cwd())
    if root is not None and sys.argv[1:2] in (["build"], ["check"]) and (last := Run.asked(root).last()) is not None:
        print(last.told)  # noqa: T201 - click would take longer to load than this whole run
        sys.exit(last.code)
    # A book lives until the process ends: looking through it for what nobody needs, thousands of times, took a tenth of a build.
    gc.set_threshold(100_000, 50, 100)
    from handbook.commands import main as commands

    commands()


if __name__ == "__main__":
    main()
