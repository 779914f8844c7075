"""The way through, a line a step: read, check, compose."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from handbook.check import check
from handbook.compose import ComposedPage, compose
from handbook.model import Handbook
from handbook.problems import HandbookError
from handbook.read import read


@dataclass(frozen=True)
class Compiled:
    """A handbook without problems, and its pages."""

    book: Handbook
    pages: Mapping[str, ComposedPage]


def load(root: Path, environment: Mapping[str, str] = os.environ) -> Handbook:
    """The handbook under `root`. Raises HandbookError with every problem."""
    reading = read(root, environment)
    if problems := check(reading):
        raise HandbookError(problems)
    return reading.book


def compile_handbook(root: Path, environment: Mapping[str, str] = os.environ) -> Compiled:
    """The handbook under `root` with its pages. Raises HandbookError with every problem."""
    book = load(root, environment)
    return Compiled(book, compose(book))
