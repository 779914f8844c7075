"""How the cells of a workbook look, what they take, and what stands out in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from textwrap import wrap

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from handbook.downloads.blank import Field
from handbook.downloads.lists import Lists, cell
from handbook.formulas import FIRST_DAY
from handbook.look import words_on
from handbook.model import Tone

# Background and words.
TONES: dict[Tone, tuple[str, str]] = {
    "go": ("#DDF0E0", "#14532D"), "care": ("#FFF1CC", "#5C4400"), "stop": ("#F9DAD7", "#7A1A12"),
    "ask": ("#DCE9F5", "#173F6B"), "plain": ("#EEF1F2", "#1F2933"),
}  # fmt: skip
LINE = 15
_NUMBERS = {"number": "General", "date": "yyyy-mm-dd", "text": "@"}


class RowSheet(Worksheet):  # type: ignore[misc]
    """A sheet whose formulas are written as they are.

    XlsxWriter looks through each formula for thirty newer functions, which makes up half of the time of a large workbook; ours hold none.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002 - XlsxWriter names it
        return formula.removeprefix("=")


class Formats:
    """The formats of one workbook; `colour` is the organisation's, or empty."""

    def __init__(self, book: xlsxwriter.Workbook, colour: str) -> None:
        back = colour or "#E4EBEC"
        shared = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#9AA5A8", "bold": True}
        self._book = book
        self.head: Format = book.add_format({**shared, "bg_color": back, "font_color": words_on(back)})
        self.worked_head: Format = book.add_format({**shared, "bg_color": back, "font_color": words_on(back), "italic": True})
        self.title: Format = book.add_format({"bold": True, "font_size": 18, "valign": "top"})
        self.section: Format = book.add_format({"bold": True, "font_size": 13, "valign": "top"})
        self.label: Format = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.text: Format = book.add_format({"text_wrap": True, "valign": "top"})
        self.note: Format = book.add_format({"italic": True, "font_color": "#595959"})
        self.state: Format = book.add_format({"bold": True, "font_size": 16, "font_color": "#A32318"})
        self.missing: Format = book.add_format({"bg_color": "#FFF7DB"})
        self.tones: dict[Tone, Format] = {tone: book.add_format({"bg_color": back, "font_color": words}) for tone, (back, words) in TONES.items()}
        self._cells: dict[tuple[str, bool], Format] = {}

    def of(self, column: Field) -> Format:
        """The format of a column's cells; those that are worked out are tinted."""
        worked = column.formula is not None
        kind = "General" if worked and column.holds == "text" else _NUMBERS[column.holds]
        if (kind, worked) not in self._cells:
            tint = {"bg_color": "#F3F6F6", "italic": True} if worked else {}
            side = {"align": "left"} if column.holds == "date" else {}
            self._cells[kind, worked] = self._book.add_format({"num_format": kind, "text_wrap": True, "valign": "top", **tint, **side})
        return self._cells[kind, worked]


def fit_row(sheet: Worksheet, row: int, cells: Sequence[tuple[str, float]]) -> None:
    """Make a row as high as its longest text needs, by the width of its column; not every program does that by itself."""
    lines = max((sum(_lines(line, max(int(width) - 1, 4)) for line in text.split("\n")) for text, width in cells), default=1)
    sheet.set_row(row, min(LINE * lines + 2, 400))


def _lines(text: str, width: int) -> int:
    """How many lines a text takes; most are short enough for one, unless a tab makes them longer."""
    return 1 if len(text) <= width and "\t" not in text else len(wrap(text, width)) or 1


def limit_cells(sheet: Worksheet, at: int, column: Field, lists: Lists, rows: int) -> None:
    """Let the cells take only what belongs there, and say what that is."""
    limits: dict[str, object] = {"validate": "any"}
    if column.options:
        limits = {"validate": "list", "source": f"={lists.words(column)}", "error_message": "Choose one of the words in the list."}
    elif column.kind == "number":
        limits = {"validate": "decimal", "criteria": "between", "minimum": -1e12, "maximum": 1e12, "error_message": "Write a number, without a unit."}
    elif column.kind == "date":
        limits = {
            "validate": "date",
            "criteria": "between",
            "minimum": FIRST_DAY,
            "maximum": date(9999, 12, 31),
            "error_message": "Write a date, such as 2026-03-31.",
        }
    hint = " ".join(part for part in ("Needed." if column.required else "", column.prompt or ("Worked out." if column.formula is not None else "")) if part)
    if hint:
        limits |= {"input_title": column.title[:32], "input_message": hint if len(hint) <= 255 else hint[:254] + "…"}
    if limits != {"validate": "any"}:
        sheet.data_validation(1, at, rows, at, {"ignore_blank": True, "error_title": column.title[:32], **limits})


def mark_cells(sheet: Worksheet, at: int, column: Field, typed: Sequence[str], formats: Formats, first: int, last: int) -> None:
    """Colour levels by what they call for, and a needed cell that is empty in a row that is not. The words stand there in any case."""
    for word, tone in column.tones:
        sheet.conditional_format(first, at, last, at, {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": formats.tones[tone]})
    if column.required and column.formula is None and typed:
        empty = f'=AND({"&".join(typed)}<>"",ISBLANK({cell(first, at)}))'
        sheet.conditional_format(first, at, last, at, {"type": "formula", "criteria": empty, "format": formats.missing})
