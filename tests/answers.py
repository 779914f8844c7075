"""Every way through a tool that decides: all paths of a tree, all cells of a matrix, all counts of a score, doubt included."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from handbook.model import Matrix, Score, ToolPart, Tree
from handbook.tools.choose import UNCLEAR, key
from handbook.tools.matrix import picks
from handbook.tools.tree import paths

Answered = dict[str, str]


def every_way(part: ToolPart) -> list[Answered]:
    """The answers to try, whole and, for a tree, broken off after each question as well."""
    if isinstance(part, Tree):
        return list(_tree(part))
    if isinstance(part, Matrix):
        return list(_matrix(part))
    return list(_score(part)) if isinstance(part, Score) else []


def _tree(tree: Tree) -> Iterator[Answered]:
    for path in paths(tree):
        answers = {node.id: key(node.answers[number].words) for node, number in path}
        yield answers
        yield dict(list(answers.items())[:-1])


def _matrix(matrix: Matrix) -> Iterator[Answered]:
    rows, columns = ([*(word.id for word in axis.words), UNCLEAR] for axis in (matrix.rows, matrix.columns))
    for suffix in picks(matrix):
        for row, column in product(rows, columns):
            before = {matrix.rows.id: rows[0], matrix.columns.id: columns[0]} if suffix else {}
            yield {**before, f"{matrix.rows.id}{suffix}": row, f"{matrix.columns.id}{suffix}": column}
    yield {matrix.rows.id: rows[0]}


def _score(score: Score) -> Iterator[Answered]:
    """Every count of every dial with every other, and each dial in doubt beside the lowest and the highest of the rest."""
    names = [dial.id for dial in score.dials]
    most = {dial.id: len(dial.words) - 1 for dial in score.dials}
    for counts in product(*(range(most[name] + 1) for name in names)):
        yield {name: str(count) for name, count in zip(names, counts, strict=True)}
    for name in names:
        yield {other: UNCLEAR if other == name else "0" for other in names}
        yield {other: UNCLEAR if other == name else str(most[other]) for other in names}
        yield {other: "0" for other in names if other != name}
