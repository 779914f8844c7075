"""Words to choose from: a tool's lists, such as the sides and the levels of the risk matrix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from handbook.model import Column, DocumentSection, Matrix, Tone, Tool

LEVELS = "levels"


@dataclass(frozen=True)
class Choice:
    """A list of a tool: its heading, the matrix that it belongs to, its words, and the tones of those that have one."""

    title: str
    matrix: Matrix
    words: tuple[str, ...]
    tones: Mapping[str, Tone]


class Choices:
    """The lists of every tool, by names such as `risk-matrix.severity`."""

    def __init__(self, tools: Mapping[str, Tool]) -> None:
        self._tools = tools

    @cached_property
    def lists(self) -> Mapping[str, Choice]:
        """Every list by its name; of two with one name the first."""
        found: dict[str, Choice] = {}
        for name, choice in self._all():
            found.setdefault(name, choice)
        return found

    def _all(self) -> Iterator[tuple[str, Choice]]:
        for tool in self._tools.values():
            for matrix in (part for part in tool.parts if isinstance(part, Matrix)):
                for axis in (matrix.rows, matrix.columns):
                    yield f"{tool.id}.{axis.id}", Choice(axis.title, matrix, tuple(word.word for word in axis.words), {})
                tones = {level_words(matrix)[level.id]: level.tone for level in matrix.levels}
                yield f"{tool.id}.{LEVELS}", Choice("Level", matrix, tuple(tones), tones)

    def words(self, part: Column | DocumentSection) -> tuple[str, ...]:
        """The words of a column or a section to choose from or to tick."""
        found = self.lists.get(part.options_from or "")
        return found.words if found else part.options

    def level(self, words: Mapping[str, str]) -> str | None:
        """The words of a level, looked up with the word of each side by the list's name. None where the matrix does not have them."""
        one = next(iter(words))
        matrix = self.lists[one].matrix
        sides = {name.partition(".")[2]: word.lower() for name, word in words.items()}
        row = next((word.id for word in matrix.rows.words if word.word.lower() == sides.get(matrix.rows.id)), None)
        column = next((at for at, word in enumerate(matrix.columns.words) if word.word.lower() == sides.get(matrix.columns.id)), None)
        return None if row is None or column is None else level_words(matrix)[matrix.cells[row][column]]


def level_words(matrix: Matrix) -> Mapping[str, str]:
    """The words of each level by its id: with its number, where the matrix counts its levels."""
    return {level.id: f"{number} {level.title}" if matrix.numbered else level.title for number, level in enumerate(matrix.levels, 1)}
