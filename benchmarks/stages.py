"""Where the seconds of a cold build go: each of its steps timed once, in one process and its helpers.

Run `python -m benchmarks.stages --pages 1000`. `--write PAGE` puts the table into the section `stages` of a page.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.engines import environment
from benchmarks.handbooks import ROOT
from benchmarks.measure import run
from benchmarks.report import machine, table, write_section
from handbook.site.publish import publish

# Each step by the function that does it, named where it is called. What one of them asks of another counts there.
_STEPS = {
    "Read the files": "handbook.pipeline.read",
    "Put the organisation's layer on": "handbook.pipeline.adapt",
    "Check the whole book": "handbook.pipeline._all_problems",
    "Compose the pages": "handbook.pipeline.compose",
    "Read MkDocs's settings": "handbook.site.publish.load_config",
    "Give each page its Markdown, expand calls in hand-written ones": "handbook.site.build.read_page",
    "Convert Markdown (Python-Markdown)": "handbook.site.convert._converted",
    "Make abbreviations focusable": "handbook.site.plugin.focusable_abbreviations",
    "Make the files to fill in": "handbook.site.generated.downloads",
    "Make the search index": "handbook.site.generated.search_files",
    "Make the data files": "handbook.site.generated.data_files",
    "Make each page's plain Markdown": "handbook.machines.files.all_of",
    "Draw pictures for link previews": "handbook.machines.pictures.all_of",
    "The theme's own pages": "handbook.site.build._write_theme_pages",
    "Put pages into the theme's frame": "handbook.site.page_work.framed",
    "Pack the offline copy": "handbook.site.plugin.write_offline_copy",
    "Wait for other processes": "handbook.side_by_side._received",
}
_STARTS = "Start Python and load the compiler"
_REST = "Everything else: settings, menu, copied files, anchors, the swap"


def main() -> None:
    """Build one handbook cold and print a line for each step."""
    parser = argparse.ArgumentParser(description="Tell where the seconds of a cold build go.")
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--write", type=Path, help="put the table into this page")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "book"
        # In a process of its own: what it reads would be known here, and cost nothing again.
        subprocess.run([sys.executable, "-m", "benchmarks.handbooks", folder, "--pages", str(asked.pages)], cwd=ROOT, check=True)
        found, steps = measured(folder)
    told = f"A cold build of {found} pages, on {machine()['processors']}, on {machine()['day']}:\n\n{_table(steps)}\n"
    print(told)
    if asked.write:
        write_section("stages", told, asked.write)


def measured(root: Path) -> tuple[int, dict[str, float]]:
    """The pages of the project under `root`, and the seconds of each step of a cold build of it."""
    starts = run((sys.executable, "-c", "import handbook.commands, handbook.site.publish"), ROOT, environment()).seconds
    seconds = dict.fromkeys(_STEPS, 0.0)
    with ExitStack() as stack:
        stack.enter_context(patch.dict(os.environ, environment(), clear=True))
        inside = [0.0]
        for name, place in _STEPS.items():
            stack.enter_context(_timed(place, name, seconds, inside))
        started = time.perf_counter()
        pages = publish(root, root / "site")[0].pages
        whole = time.perf_counter() - started
    return pages, {_STARTS: starts, **seconds, _REST: whole - sum(seconds.values())}


@contextmanager
def _timed(place: str, name: str, seconds: dict[str, float], inside: list[float]) -> Iterator[None]:
    """A function that adds its time to `seconds` for as long as the block lasts; `inside` gathers what the steps that it asks take."""
    module, _, attribute = place.rpartition(".")
    original: Callable[..., Any] = getattr(import_module(module), attribute)

    @wraps(original)
    def timed(*args: Any, **words: Any) -> Any:
        started = time.perf_counter()
        inside.append(0.0)
        try:
            return original(*args, **words)
        finally:
            whole = time.perf_counter() - started
            seconds[name] += whole - inside.pop()
            inside[-1] += whole

    with patch(place, timed):
        yield


def _table(steps: dict[str, float]) -> str:
    whole = sum(steps.values())
    rows = [[name, f"{seconds:.2f}", f"{seconds / whole:.0%}".replace("%", " %")] for name, seconds in steps.items()]
    return table(["Step", "Seconds", "Share"], [*rows, ["Together", f"{whole:.2f}", "100 %"]])


if __name__ == "__main__":
    main()
