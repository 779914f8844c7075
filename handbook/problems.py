"""Faults in what an author wrote, with the place and a cure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: the author's file and line, what was found and allowed, and what to do.

    `between` stands between path and line: in a workbook, whose path ends in a sheet's name, the line is a row.
    """

    path: str
    line: int
    message: str
    cure: str = ""
    between: str = ":"

    def __str__(self) -> str:
        return f"{self.path}{self.between}{self.line}: {self.message}" + (f". {self.cure}" if self.cure else "")


class HandbookError(Exception):
    """A run that must publish nothing: it carries every problem found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def nearest(word: str, known: Iterable[str]) -> str:
    """A cure that names the nearest known words, or nothing."""
    near = get_close_matches(word, sorted(known), n=3, cutoff=0.55)
    return "Did you mean " + " or ".join(f"'{name}'" for name in near) + "?" if near else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A cure that names the nearest known words, or lists them when they are few."""
    words = sorted(known)
    few = "Allowed: " + ", ".join(words) if words and len(words) <= 8 else ""
    return nearest(word, words) or few
