"""Work shared out to processes that start with all that this one knows."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing import current_process, get_context
from multiprocessing.connection import Connection
from traceback import format_exc
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")
# Fewer things to do are not worth another process.
LEAST = 24


class WorkFailed(Exception):  # noqa: N818
    """What went wrong in another process, with its traceback as text."""


def side_by_side(work: Callable[[Sequence[T]], list[R]], items: Sequence[T], workers: int | None = None, least: int = LEAST) -> list[R]:
    """The results of `work`, which takes some of the items and gives one result for each, in the order of all items.

    `workers` is the number of processes, by default one for each processor; fewer than `least` items are not worth a second one.
    Where processes cannot be forked safely, this one does everything. Raises what `work` raises here, and WorkFailed for another process.
    """
    count = min(workers or os.cpu_count() or 1, len(items))
    if count < 2 or len(items) < least or not _may_fork():
        return work(items)
    shares = [items[number::count] for number in range(count)]
    context = get_context("fork")
    others = []
    for share in shares[1:]:
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_run, args=(work, share, ours, theirs), daemon=True)
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


def beside(work: Callable[[], R], items: int = LEAST) -> Callable[[], R]:
    """Begin a piece of work in another process. What is returned waits for the result and gives it, once.

    `items` is how many things it goes through; a few are not worth a process. For these, and where processes cannot be forked safely, or
    there is one processor alone, the work is done when its result is asked for. That raises WorkFailed for whatever went wrong in the
    other process.
    """
    if (os.cpu_count() or 1) < 2 or items < LEAST or not _may_fork():
        return work
    context = get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(lambda _: [work()], (None,), ours, theirs), daemon=True)
    process.start()
    theirs.close()

    def result() -> R:
        try:
            found: list[R] = _received(ours)
        finally:
            ours.close()
            process.join()
        return found[0]

    return result


def _may_fork() -> bool:
    """A process that helps another one has no helpers of its own."""
    return sys.platform.startswith("linux") and not current_process().daemon


def _run(work: Callable[[Sequence[T]], list[R]], share: Sequence[T], question: Connection, answer: Connection) -> None:
    with suppress(KeyboardInterrupt):  # the first process was stopped in the same way, and tells it
        _answer(work, share, question, answer)


def _answer(work: Callable[[Sequence[T]], list[R]], share: Sequence[T], question: Connection, answer: Connection) -> None:
    question.close()  # else this process would hold it open, and never learn that nobody waits
    try:
        result: tuple[bool, object] = (True, work(share))
    except Exception:
        result = (False, format_exc())
    with suppress(BrokenPipeError):  # nobody waits for it any more
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
