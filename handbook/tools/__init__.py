"""Tools at work: a reader's answers to an outcome, the same in the terminal as in the page's JavaScript."""

from __future__ import annotations

from handbook.tools.blank import blank
from handbook.tools.outcome import AnswerError, Answers, Fault, Finding, Given, Outcome, PartOutcome
from handbook.tools.run import run, run_part

__all__ = ["AnswerError", "Answers", "Fault", "Finding", "Given", "Outcome", "PartOutcome", "blank", "run", "run_part"]
