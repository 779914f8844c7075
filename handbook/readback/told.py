"""Problems and notes, each at its sheet and row."""

from __future__ import annotations

from dataclasses import dataclass, field

from handbook.problems import Problem

ROW = "!row "


@dataclass
class Told:
    """What is found in one file. A problem keeps the rows from being taken, a note does not."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def problem(self, sheet: str, row: int, message: str, cure: str = "") -> None:
        """A problem in a row of a sheet; of the whole file where the sheet is empty."""
        self.problems.append(self._at(sheet, row, message, cure))

    def note(self, sheet: str, row: int, message: str, cure: str = "") -> None:
        """Something worth knowing."""
        self.notes.append(self._at(sheet, row, message, cure))

    def _at(self, sheet: str, row: int, message: str, cure: str) -> Problem:
        if not sheet:
            return Problem(self.file, row, visible(message), visible(cure))
        return Problem(f"{self.file}:{visible(sheet)}", row, visible(message), visible(cure), ROW)


def visible(text: str) -> str:
    """A text for a terminal: what a workbook holds may not move the cursor or turn the line round."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)
