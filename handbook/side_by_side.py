"""Work shared out to processes that start with all that this one knows."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from traceback import format_exc
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


class WorkFailed(Exception):  # noqa: N818
    """What went wrong in another process, with its traceback as text."""


def side_by_side(work: Callable[[Sequence[T]], list[R]], items: Sequence[T], workers: int | None = None, least: int = 24) -> list[R]:
    """The results of `work`, which takes some of the items and gives one result for each, in the order of all items.

    `workers` is the number of processes, by default one for each processor; fewer than `least` items are not worth a second one.
    Where processes cannot be forked safely, this one does everything. Raises what `work` raises here, and WorkFailed for another process.
    """
    count = min(workers or os.cpu_count() or 1, len(items))
    if count < 2 or len(items) < least or not sys.platform.startswith("linux"):
        return work(items)
    shares = [items[number::count] for number in range(count)]
    context = get_context("fork")
    others = []
    for share in shares[1:]:
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_run, args=(work, share, theirs), daemon=True)
        process.start()
        theirs.close()
        others.append((process, ours))
    try:
        found = [work(shares[0]), *(_received(ours) for _, ours in others)]
    finally:
        for process, ours in others:
            ours.close()
            process.join()
    return [found[number % count][number // count] for number in range(len(items))]


def _run(work: Callable[[Sequence[T]], list[R]], share: Sequence[T], answer: Connection) -> None:
    try:
        result = (True, work(share))
    except Exception:
        answer.send((False, format_exc()))
    else:
        answer.send(result)
    answer.close()


def _received(ours: Connection) -> list[R]:
    try:
        done, result = ours.recv()
    except EOFError as error:
        raise WorkFailed("a process of the build ended before its work was done") from error
    if not done:
        raise WorkFailed(result)
    found: list[R] = result
    return found
