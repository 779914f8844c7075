"""What the files to fill in cost: made one after the other, made side by side, and kept from the run before.

Run `python -m benchmarks.documents`. Everything is timed in one run, interleaved, and told as medians a document and as ratios; the times
of one machine say nothing about another.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path

from handbook import addresses
from handbook.compose import compose
from handbook.downloads import downloads
from handbook.model import Handbook
from handbook.pipeline import load

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5


def main() -> None:
    """Print a line for each way."""
    book = load(ROOT)
    documents = sum(bool(addresses.downloads(item)) for item in book.documents.values())
    workers = os.cpu_count() or 1
    times: dict[str, list[float]] = {"one process": [], f"{workers} processes": [], "one changed": [], "unchanged": [], "every page composed": []}
    for _ in range(ROUNDS):
        for name, seconds in _round(book, workers).items():
            times[name].append(seconds)
    cold = statistics.median(times["one process"])
    print(f"{documents} documents with files. Medians of {ROUNDS} rounds.")
    print(f"{'':<22}{'whole':>10}{'a document':>14}{'to one process':>18}")
    for name, found in times.items():
        median = statistics.median(found)
        print(f"{name:<22}{median * 1000:>7.0f} ms{median * 1000 / documents:>11.1f} ms{median / cold:>17.1%}")


def _round(book: Handbook, workers: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as many:
        return {
            "one process": _seconds(book, Path(one), 1),
            f"{workers} processes": _seconds(book, Path(many), workers),
            "one changed": _seconds(_with_one_changed(book), Path(one), workers),
            "unchanged": _seconds(book, Path(one), workers),
            "every page composed": _composing(book),
        }


def _with_one_changed(book: Handbook) -> Handbook:
    name = next(name for name, item in book.documents.items() if addresses.downloads(item))
    return book.model_copy(update={"documents": {**book.documents, name: book.documents[name].model_copy(update={"title": "Changed"})}})


def _seconds(book: Handbook, root: Path, workers: int) -> float:
    started = time.perf_counter()
    downloads(book, root, workers)
    return time.perf_counter() - started


def _composing(book: Handbook) -> float:
    started = time.perf_counter()
    compose(book)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
