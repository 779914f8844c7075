"""A register as its page shows it: columns with their words, example rows worked out, and who stands where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handbook.choices import Choices
from handbook.compose.formula_data import formula_data, level_tables
from handbook.compose.quadrants import quadrants
from handbook.compose.tool_data import part_data
from handbook.model import Column, Document, Handbook, Register, Sheet, Tool
from handbook.tables import Head, Table, table
from handbook.tools.register import Row, groups, name, names, people, placed, sentence
from handbook.tools.table import cell


@dataclass(frozen=True)
class RegisterView:
    """What the template of a register asks for."""

    book: Handbook
    part: Register
    document: Document
    sheet: Sheet
    filled: Table

    def head(self, column: str) -> Head:
        """A column by its id."""
        return next(head for head in self.filled.heads if head.id == column)

    def tool(self, head: Head) -> Tool | None:
        """The tool whose words or levels a column shows."""
        return self.book.tools.get((head.words_from or head.levels).partition(".")[0])

    def groups(self) -> list[tuple[str, list[tuple[int, Row]]]]:
        """The example rows by the words that they are grouped by."""
        by = self.part.group_by
        options = [str(option) for option in self.head(by).options] if by else []
        return list(groups(options, self.filled.rows, by))

    def numbered(self) -> list[tuple[int, Row]]:
        """The example rows with their numbers."""
        return list(enumerate(self.filled.rows, 1))

    def labelled(self) -> list[Head]:
        """The columns for which another scheme has another word."""
        named = {column for words in self.part.labels.values() for column in words}
        return [head for head in self.filled.heads if head.id in named]

    def pattern(self) -> str:
        """The sentence with the columns' titles in place of what they hold."""
        return sentence(self.part, {head.id: f"[{head.column.title.lower()}]" for head in self.filled.heads})

    def cell(self, row: Row, column: str) -> str:
        """A cell as text."""
        return cell(row.get(column))

    def name(self, row: Row, number: int) -> str:
        """What a row is called."""
        return name(self.part, self.sheet, row, number)

    def sentence(self, row: Row) -> str:
        """The row as its sentence."""
        return sentence(self.part, row)

    def people(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """Who stands in which example row, by column."""
        return people(self.part, self.filled.rows, self.sheet, _titles(self.book))

    def map(self) -> str:
        """The example rows on a map of two columns; empty where the register has none."""
        if self.part.across is None or self.part.up is None:
            return ""
        across, up = self._axes(self.part.across, self.part.up)
        return quadrants(self.part, across, up, placed(self.filled.rows, across.id, up.id))

    def places(self) -> list[tuple[str, str, list[str]]]:
        """The map in words: a word across, a word upwards, and the rows that stand there."""
        if self.part.across is None or self.part.up is None:
            return []
        across, up = (column.options for column in self._axes(self.part.across, self.part.up))
        found = placed(self.filled.rows, self.part.across, self.part.up)
        numbered = {key: [f"{number}. {self.name(self.filled.rows[number - 1], number)}" for number in numbers] for key, numbers in found.items()}
        return [(one, other, numbered[one, other]) for other in reversed(up) for one in across if (one, other) in numbered]

    def _axes(self, *columns: str) -> list[Column]:
        """Columns with their words from the least to the most."""
        return [self._rising(self.head(column)) for column in columns]

    def _rising(self, head: Head) -> Column:
        words = [str(option) for option in head.options]
        return head.column.model_copy(update={"options": tuple(reversed(words) if self.part.falling else words)})


def register_view(book: Handbook, part: Register) -> RegisterView:
    """A register with the sheet it is about, the example worked out."""
    document = book.documents[part.document]
    sheet = next(sheet for sheet in document.sheets if sheet.id == part.sheet)
    return RegisterView(book, part, document, sheet, table(sheet.columns, sheet.rows, Choices(book.tools)))


def register_data(view: RegisterView, here: str) -> dict[str, Any]:
    """What the page's script reads: the part, its columns, the example rows, the roles' names and the levels of each pair of words."""
    columns = []
    for head in view.filled.heads:
        column = part_data(view.book, here, head.column)
        column["options"] = [str(option) for option in head.options]
        columns.append({**column, **formula_data(head)})
    rows = [{head.id: cell(row[head.id]) for head in view.filled.heads if head.formula is None and cell(row[head.id])} for row in view.filled.rows]
    return {
        **part_data(view.book, here, view.part),
        "columns": columns,
        "rows": rows,
        "titles": _titles(view.book),
        "levels": level_tables(view.filled.heads, Choices(view.book.tools)),
        "file": f"{view.document.id}-{view.sheet.id}",
    }


def _titles(book: Handbook) -> list[str]:
    return sorted({role.title for role in book.roles.values() if len(names(role.title, ())) > 1})
