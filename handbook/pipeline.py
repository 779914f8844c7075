"""The way through, a line a step: read, adapt, check, compose."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from handbook.check import adapted_problems, check
from handbook.compose import ComposedPage, compose
from handbook.layer import Drift, adapt
from handbook.model import Handbook
from handbook.problems import HandbookError, Problem
from handbook.read import read


@dataclass(frozen=True)
class Compiled:
    """A handbook without problems, and its pages."""

    book: Handbook
    pages: Mapping[str, ComposedPage]


def examine(root: Path, environment: Mapping[str, str] = os.environ) -> tuple[Handbook, tuple[Problem, ...]]:
    """The organisation's handbook under `root` as far as it can be read, and every problem in the order of their places."""
    reading = read(root, environment)
    adapted = adapt(reading)
    return adapted.book, tuple(sorted({*check(reading), *adapted.problems, *adapted_problems(reading, adapted.book)}))


def waiting(root: Path, environment: Mapping[str, str] = os.environ) -> tuple[Drift, ...]:
    """The changes of the organisation's layer that wait for somebody."""
    return adapt(read(root, environment)).drifts


def load(root: Path, environment: Mapping[str, str] = os.environ) -> Handbook:
    """The organisation's handbook under `root`. Raises HandbookError with every problem."""
    book, problems = examine(root, environment)
    if problems:
        raise HandbookError(problems)
    return book


def compile_handbook(root: Path, environment: Mapping[str, str] = os.environ) -> Compiled:
    """The handbook under `root` with its pages. Raises HandbookError with every problem."""
    book = load(root, environment)
    return Compiled(book, compose(book))
