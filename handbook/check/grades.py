"""Matrices and scores: cells that are missing, bands that overlap or leave a gap, rules about dials that are not there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from handbook.model import Axis, Matrix, Result, Score
from handbook.problems import did_you_mean
from handbook.tools import Fault
from handbook.tools.choose import UNCLEAR, key
from handbook.tools.matrix import BEFORE_AND_AFTER


def matrix_faults(matrix: Matrix) -> Iterator[Fault]:
    """Every fault of a matrix by itself."""
    for field in ("rows", "columns"):
        yield from (fault.within(field) for fault in _axis_faults(getattr(matrix, field)))
    if matrix.rows.id in {matrix.columns.id + suffix for suffix in BEFORE_AND_AFTER} or matrix.columns.id == f"{matrix.rows.id}-after":
        yield Fault(("columns", "id"), f"the axes '{matrix.rows.id}' and '{matrix.columns.id}' cannot be told apart", "Give one of them another id")
    yield from _twice("levels", [level.id for level in matrix.levels])
    yield from _cell_faults(matrix)
    yield from _unclear_faults(matrix.unclear, [level.id for level in matrix.levels])


def _axis_faults(axis: Axis) -> Iterator[Fault]:
    yield from _twice("words", [word.id for word in axis.words])
    yield from _same_words("words", [word.word for word in axis.words])


def _cell_faults(matrix: Matrix) -> Iterator[Fault]:
    rows, columns = [word.id for word in matrix.rows.words], [word.id for word in matrix.columns.words]
    levels = [level.id for level in matrix.levels]
    for row in rows:
        if row not in matrix.cells:
            yield Fault(("cells",), f"the row '{row}' has no cells", f"Add it, with {len(columns)} level ids in the order of the columns")
    for row, cells in matrix.cells.items():
        if row not in rows:
            yield Fault(("cells", row), f"cells of a row '{row}' that the matrix does not have", did_you_mean(row, rows))
        if len(cells) != len(columns):
            yield Fault(("cells", row), f"expected {len(columns)} cells in the row '{row}', one a column, found {len(cells)}", "Give each column one level id")
        for number, cell in enumerate(cells):
            if cell not in levels:
                yield Fault(("cells", row, number), f"unknown level '{cell}'", did_you_mean(cell, levels))
    used = {cell for cells in matrix.cells.values() for cell in cells}
    for number, name in enumerate(levels):
        if name not in used:
            yield Fault(("levels", number), f"no cell holds the level '{name}'", "Put it into a cell, or take it out")


def score_faults(score: Score) -> Iterator[Fault]:
    """Every fault of a score by itself."""
    yield from _twice("dials", [dial.id for dial in score.dials])
    for number, dial in enumerate(score.dials):
        yield from (fault.within("dials", number) for fault in _same_words("words", dial.words))
    yield from _band_faults(score)
    yield from _rule_faults(score)
    yield from _unclear_faults(score.unclear, [band.result.id for band in score.bands])


def _band_faults(score: Score) -> Iterator[Fault]:
    """Bands that do not hold every score once, from nothing to the sum of all dials."""
    yield from _twice("bands", [band.result.id for band in score.bands])
    highest = sum(len(dial.words) - 1 for dial in score.dials)
    for number, band in enumerate(score.bands):
        if band.least > band.most:
            yield Fault(("bands", number), f"a band from {band.least} to {band.most}", "Write the lower score as `least`")
    if score.bands[0].least != 0:
        yield Fault(("bands", 0), f"no band holds {_scores(0, score.bands[0].least - 1)}", "Start the first band at 0")
    if score.bands[-1].most != highest:
        yield Fault(("bands", len(score.bands) - 1), f"the dials add up to {highest}, the last band ends at {score.bands[-1].most}", f"End it at {highest}")
    for number, (one, other) in enumerate(pairwise(score.bands), 1):
        if other.least <= one.most:
            yield Fault(("bands", number), f"two bands hold the score {other.least}", f"Start this one at {one.most + 1}, the lowest band first")
        elif other.least > one.most + 1:
            yield Fault(("bands", number), f"no band holds {_scores(one.most + 1, other.least - 1)}", f"Start this one at {one.most + 1}")


def _scores(first: int, last: int) -> str:
    return f"the score {first}" if first == last else f"the scores {first} to {last}"


def _rule_faults(score: Score) -> Iterator[Fault]:
    dials, results = {dial.id: dial for dial in score.dials}, [band.result.id for band in score.bands]
    for number, rule in enumerate(score.rules):
        if rule.dial not in dials:
            yield Fault(("rules", number, "dial"), f"`dial`: unknown dial '{rule.dial}'", did_you_mean(rule.dial, dials))
        elif not 0 < rule.value < len(dials[rule.dial].words):
            most = len(dials[rule.dial].words) - 1
            message = f"`value`: expected 1 to {most} for the dial '{rule.dial}', found {rule.value}"
            yield Fault(("rules", number, "value"), message, "A rule at 0 would always hold")
        if rule.result not in results:
            yield Fault(("rules", number, "result"), f"`result`: unknown result '{rule.result}'", did_you_mean(rule.result, results))


def _unclear_faults(unclear: Result, others: Sequence[str]) -> Iterator[Fault]:
    if unclear.tone != "ask":
        yield Fault(("unclear",), f"`unclear`: expected the tone ask, found {unclear.tone}", "A reader who cannot tell is led to a person: write `tone: ask`")
    if unclear.id in others:
        yield Fault(("unclear", "id"), f"the id '{unclear.id}' stands twice", "Give it another")


def _twice(field: str, names: Sequence[str]) -> Iterator[Fault]:
    for number, name in enumerate(names):
        if name in names[:number]:
            yield Fault((field, number), f"the id '{name}' stands twice", "Give one of them another")
        elif name == UNCLEAR and field == "words":
            yield Fault((field, number), "the id 'unclear' is kept for a reader who cannot tell", "Choose another")


def _same_words(field: str, words: Sequence[str]) -> Iterator[Fault]:
    """Answers that read alike: nobody could say which was meant."""
    counted = Counter(map(key, words))
    for number, word in enumerate(words):
        if counted[key(word)] > 1 or key(word) == UNCLEAR:
            yield Fault((field, number), f"'{word}' can be taken for another answer", "Give each answer its own words; Unclear is always there")
