"""The way through, a line a step: read, adapt, check, compose."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from handbook.check import adapted_problems, check, edited_problems, tool_warnings, voice_warnings
from handbook.compose import Pages, compose
from handbook.kept import Kept
from handbook.layer import Adapted, adapt, overdue_problems
from handbook.model import Handbook
from handbook.problems import HandbookError, Problem
from handbook.read import Memory, Reading, read
from handbook.side_by_side import beside
from handbook.uncollected import uncollected

COMPOSED = Path(".cache", "composed")


@dataclass(frozen=True)
class Compiled:
    """A handbook without problems, and its pages."""

    book: Handbook
    pages: Pages


@dataclass(frozen=True)
class Examined:
    """The organisation's handbook as far as it can be read, every problem, and what does not stop a build and is worth a look."""

    book: Handbook
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def examine(
    root: Path, environment: Mapping[str, str] = os.environ, today: date | None = None, memory: Memory | None = None
) -> tuple[Handbook, tuple[Problem, ...]]:
    """The organisation's handbook under `root` as far as it can be read, and every problem in the order of their places.

    `today` is the day from which a change that waits is counted; without it, today. `memory` spares working out again what it knows.
    """
    with _remembering(memory):
        reading = read(root, environment, memory)
        adapted = adapt(reading)
        return adapted.book, _all_problems(root, reading, adapted, today)


def examine_with_warnings(root: Path, environment: Mapping[str, str] = os.environ, today: date | None = None, memory: Memory | None = None) -> Examined:
    """The same with the warnings. `today` is also the day on which a tool is past its reading."""
    with _remembering(memory):
        reading = read(root, environment, memory)
        adapted = adapt(reading)
        return Examined(adapted.book, _all_problems(root, reading, adapted, today), _warnings(root, reading, adapted, today))


def warnings(root: Path, environment: Mapping[str, str] = os.environ, today: date | None = None) -> tuple[Problem, ...]:
    """What does not stop a build and is worth a look."""
    return examine_with_warnings(root, environment, today).warnings


def examine_layer(root: Path, environment: Mapping[str, str] = os.environ) -> tuple[Adapted, tuple[Problem, ...]]:
    """The same as `examine` without the problems that reading the base again and agreeing mends."""
    reading = read(root, environment)
    adapted = adapt(reading)
    return adapted, tuple(sorted(_problems(reading, adapted)))


@contextmanager
def _remembering(memory: Memory | None) -> Iterator[None]:
    """What is found in a block is kept for the next run."""
    with uncollected():
        yield
        if memory:
            memory.save()


def _all_problems(root: Path, reading: Reading, adapted: Adapted, today: date | None = None) -> tuple[Problem, ...]:
    overdue = overdue_problems(root, adapted.book, today or date.today())
    organisation = adapted.book.organisation
    edited = edited_problems(root, adapted.layer) if organisation and organisation.edited_base == "error" else ()
    return tuple(sorted({*_problems(reading, adapted), *adapted.stale, *overdue, *edited}))


def _warnings(root: Path, reading: Reading, adapted: Adapted, today: date | None) -> tuple[Problem, ...]:
    organisation = adapted.book.organisation
    edited = edited_problems(root, reading.layer) if organisation and organisation.edited_base != "error" else ()
    voice = () if reading.layer else voice_warnings(reading.book, reading.known)
    return tuple(sorted({*edited, *voice, *tool_warnings(reading.book, today or date.today())}))


def _problems(reading: Reading, adapted: Adapted) -> set[Problem]:
    found = {problem for level in adapted.levels for problem in adapted_problems(level.reading, level.book)}
    below: Reading | None = reading
    while below is not None:
        found |= set(check(below))
        below = below.under
    return {*adapted.problems, *found}


def load(root: Path, environment: Mapping[str, str] = os.environ, memory: Memory | None = None) -> Handbook:
    """The organisation's handbook under `root`. Raises HandbookError with every problem."""
    book, problems = examine(root, environment, memory=memory)
    _raise_for(problems)
    return book


def compile_handbook(root: Path, environment: Mapping[str, str] = os.environ, memory: Memory | None = None) -> Compiled:
    """The handbook under `root` with its pages, composed while another process checks the book. Raises HandbookError with every problem."""
    with uncollected():
        reading = read(root, environment, memory)
        adapted = adapt(reading)
    check_it = partial(_checked, root, reading, adapted, memory)
    if reading.problems or adapted.problems:
        _raise_for(check_it())
    problems = beside(check_it, len(adapted.book.plays))
    try:
        pages = compose(adapted.book, Kept(root / COMPOSED))
    except Exception as error:
        _raise_for(problems(), error)
        raise
    _raise_for(problems())
    return Compiled(adapted.book, pages)


def _raise_for(problems: tuple[Problem, ...], because: Exception | None = None) -> None:
    if problems:
        raise HandbookError(problems) from because


@dataclass(frozen=True)
class Opened:
    """A handbook that could be read, its pages composed as they are asked for, and the problems that only the whole check finds.

    Where there are any, a page may fail to be composed. `followed` tells whether only items' own texts differ from the state before.
    """

    book: Handbook
    pages: Pages
    problems: Callable[[], tuple[Problem, ...]]
    followed: bool = False

    @property
    def compiled(self) -> Compiled:
        return Compiled(self.book, self.pages)


def open_handbook(root: Path, environment: Mapping[str, str] = os.environ, memory: Memory | None = None, before: Pages | None = None) -> Opened:
    """The handbook under `root`; `before` are the pages of an earlier state. Raises HandbookError where a file cannot be read."""
    with _remembering(memory):
        reading = read(root, environment, memory)
        adapted = adapt(reading)
    if problems := {*reading.problems, *adapted.problems}:
        raise HandbookError(tuple(sorted(problems)))
    later = before.followed_by(adapted.book) if before else None
    pages = later or Pages(adapted.book, Kept(root / COMPOSED))
    return Opened(adapted.book, pages, partial(_checked, root, reading, adapted, memory), later is not None)


def _checked(root: Path, reading: Reading, adapted: Adapted, memory: Memory | None) -> tuple[Problem, ...]:
    with _remembering(memory):
        return _all_problems(root, reading, adapted)
