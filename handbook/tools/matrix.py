"""Matrices: a word down, a word across, and the level in their cell."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.model import Axis, Matrix, Result
from handbook.tools.choose import UNCLEAR, UNCLEAR_WORDS, choose_all
from handbook.tools.outcome import Answers, Finding, Given, PartOutcome

# What a reader picks: the suffix of the answers' names, and the words before a result.
ONE: Mapping[str, str] = {"": ""}
BEFORE_AND_AFTER: Mapping[str, str] = {"": "Before controls", "-after": "After controls"}


def picks(matrix: Matrix) -> Mapping[str, str]:
    """The picks of a matrix: one, or one before and one after controls."""
    return BEFORE_AND_AFTER if matrix.before_and_after else ONE


def run_matrix(matrix: Matrix, answers: Answers) -> PartOutcome:
    """Look each pick up in the matrix; a pick of one word, or of none, stays open. Raises AnswerError."""
    questions = {f"{axis.id}{suffix}": _words(axis) for suffix in picks(matrix) for axis in (matrix.columns, matrix.rows)}
    names, chosen = list(questions), choose_all(answers, questions)
    given, findings, notes = [], [], []
    for suffix, when in picks(matrix).items():
        row, column = (chosen.get(f"{axis.id}{suffix}") for axis in (matrix.rows, matrix.columns))
        for axis, word in ((matrix.columns, column), (matrix.rows, row)):
            if word is not None:
                given.append(Given(f"{axis.id}{suffix}", f"{axis.title}, {when.lower()}" if when else axis.title, _words(axis)[word]))
        if row is not None and column is not None:
            findings.append(Finding(level(matrix, row, column), when))
            notes += _notes(matrix, row, column, when)
    unanswered = tuple(name for name in names if name not in chosen and (name in names[:2] or set(names[2:]) & set(chosen)))
    plays = tuple(dict.fromkeys(name for finding in findings for name in finding.result.plays))
    ask = tuple(dict.fromkeys(finding.result.ask for finding in findings))
    return PartOutcome(matrix.id, matrix.kind, matrix.title, tuple(given), tuple(findings), tuple(notes), unanswered, plays, ask)


def level(matrix: Matrix, row: str, column: str) -> Result:
    """What the cell of two words says; with an unclear word, the matrix's result for that."""
    if UNCLEAR in (row, column):
        return matrix.unclear
    at = [word.id for word in matrix.columns.words].index(column)
    name = matrix.cells[row][at]
    return next(entry for entry in matrix.levels if entry.id == name)


def possible(matrix: Matrix, row: str, column: str) -> tuple[Result, ...]:
    """The levels that two words leave possible, in the order of the levels."""
    rows = [word.id for word in matrix.rows.words] if row == UNCLEAR else [row]
    columns = [word.id for word in matrix.columns.words] if column == UNCLEAR else [column]
    found = {level(matrix, one, other).id for one in rows for other in columns}
    return tuple(entry for entry in matrix.levels if entry.id in found)


def _notes(matrix: Matrix, row: str, column: str, when: str) -> list[str]:
    """The level's number; with an unclear word, the levels that are still possible."""
    start = f"{when}: " if when else ""
    left = possible(matrix, row, column)
    if UNCLEAR in (row, column):
        return [f"{start}with what is known it can still be {', '.join(entry.title for entry in left)}"]
    return [f"{start}level {matrix.levels.index(left[0]) + 1} of {len(matrix.levels)}"] if matrix.numbered else []


def _words(axis: Axis) -> dict[str, str]:
    return {word.id: word.word for word in axis.words} | {UNCLEAR: UNCLEAR_WORDS}
