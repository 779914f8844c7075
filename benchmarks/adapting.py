"""What adapting costs: an organisation's layer put on the base and composed, against the build of its site.

Run `python -m benchmarks.adapting`. Everything is timed in one run, interleaved, and told as ratios of medians; the times of one
machine say nothing about another.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from handbook.compose import compose
from handbook.layer import adapt
from handbook.read import read
from handbook.site.publish import publish

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5


def main() -> None:
    """Print a line for each example organisation."""
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    layers = [path.parent.relative_to(ROOT).as_posix() for path in sorted(ROOT.glob("examples/*/organisation.yml"))]
    print(f"Medians of {ROUNDS} rounds, as shares of the organisation's own site build.")
    print(f"{'organisation':<28}{'adapt':>9}{'compose':>9}{'together':>10}{'build':>9}")
    for layer in layers:
        shares = _measure(layer)
        print(f"{layer:<28}" + "".join(f"{shares[name]:>{width}.1%}" for name, width in (("adapt", 9), ("compose", 9), ("together", 10), ("build", 9))))


def _measure(layer: str) -> dict[str, float]:
    reading = read(ROOT, {"HANDBOOK_ORGANISATION": layer})
    book = adapt(reading).book
    times: dict[str, list[float]] = {"adapt": [], "compose": [], "build": []}
    for _ in range(ROUNDS):
        times["adapt"].append(_seconds(lambda: adapt(reading)))
        times["compose"].append(_seconds(lambda: compose(book)))
        with tempfile.TemporaryDirectory() as folder:
            times["build"].append(_seconds(partial(publish, ROOT, Path(folder) / "site", layer)))
    medians = {name: statistics.median(found) for name, found in times.items()}
    medians["together"] = medians["adapt"] + medians["compose"]
    return {name: found / medians["build"] for name, found in medians.items()}


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
