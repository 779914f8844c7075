"""Every document's files: those that are unchanged from the cache, the others made side by side."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from handbook import addresses
from handbook.choices import Choices
from handbook.downloads.blank import Blank, blank
from handbook.downloads.cache import FOLDER, Kept, key_of
from handbook.downloads.text import csv_file, markdown_file, yaml_file
from handbook.downloads.word import word_file
from handbook.downloads.workbook import workbook_file
from handbook.model import Handbook

MAKERS: Mapping[str, Callable[[Blank], bytes]] = {"docx": word_file, "xlsx": workbook_file, "md": markdown_file, "yml": yaml_file, "csv": csv_file}
# Below this many files, one process is done before others would have started.
SIDE_BY_SIDE = 24
_SLOW = frozenset({"docx", "xlsx"})

Order = tuple[Blank, str]


def downloads(book: Handbook, root: Path, workers: int | None = None) -> dict[str, bytes]:
    """The files of every document that has sections or sheets, by their paths on the site.

    `root` is the project, whose cache is used; `workers` says how many processes make what has changed, by default one for each processor.
    """
    kept = Kept(root / FOLDER)
    paths, keys, orders = [], [], []
    for document, kinds in ((document, addresses.downloads(document)) for document in book.documents.values()):
        if kinds:
            found = blank(book, document, Choices(book.tools))
            for kind, path in kinds.items():
                paths.append(path)
                orders.append((found, kind))
                keys.append(key_of(found, kind))
    contents = [kept.get(key) for key in keys]
    missing = [number for number, content in enumerate(contents) if content is None]
    for number, content in zip(missing, _made([orders[number] for number in missing], workers), strict=True):
        kept.put(keys[number], content)
        contents[number] = content
    if missing:
        kept.tidy()
    return {path: content for path, content in zip(paths, contents, strict=True) if content is not None}


def make(order: Order) -> bytes:
    """One file."""
    found, kind = order
    return MAKERS[kind](found)


def _made(orders: Sequence[Order], workers: int | None) -> Iterator[bytes]:
    """The files in the order in which they were asked for."""
    count = min(workers or os.cpu_count() or 1, len(orders))
    if count < 2 or sum(kind in _SLOW for _, kind in orders) < SIDE_BY_SIDE:
        yield from map(make, orders)
        return
    with ProcessPoolExecutor(count, get_context("spawn")) as pool:
        yield from pool.map(make, orders, chunksize=4)
