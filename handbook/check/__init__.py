"""Rules that need the whole book."""

from __future__ import annotations

from handbook.check.pages import page_problems
from handbook.check.references import reference_problems
from handbook.check.rules import rule_problems
from handbook.check.texts import text_problems
from handbook.problems import Problem
from handbook.read import Reading

__all__ = ["check"]


def check(reading: Reading) -> tuple[Problem, ...]:
    """Every problem in a reading, those of the reading itself included, in the order of their places."""
    found = [
        *reading.problems,
        *reference_problems(reading),
        *rule_problems(reading),
        *page_problems(reading),
        *text_problems(reading),
    ]
    return tuple(sorted(set(found)))
