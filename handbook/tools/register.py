"""Registers: rows of a sheet, what is missing in them, and who stands where."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from handbook.choices import Choices
from handbook.model import Column, Names, Register, Sheet
from handbook.tables import MOST_IN_A_CELL, Table, table
from handbook.tools.outcome import AnswerError, Answers, Fault, Given, PartOutcome
from handbook.tools.table import as_table, cell

Row = Mapping[str, Any]

_BETWEEN = re.compile(r"[,;/&+\n]|\s(?:and|or)\s", re.IGNORECASE)
_ASIDE = re.compile(r",\s+as\s[^,;]*", re.IGNORECASE)
_PLACE = re.compile(r",(?=\s+(?:trust|hospital|practice|site|supplier|customer)\s*(?:$|[,;]))", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d+)?")
_NOBODY = {"", "-", "–", "none", "nobody", "no one"}
_BRACES = re.compile(r"\{([a-z0-9-]+)\}")


def run_register(part: Register, sheet: Sheet, choices: Choices, titles: Collection[str], answers: Answers) -> PartOutcome:
    """Read the rows in `rows`. `titles` are the roles' names, some of which hold an "and". Raises AnswerError."""
    filled = rows_of(sheet, choices, answers)
    numbered = [(number, row, name(part, sheet, row, number)) for number, row in enumerate(filled.rows, 1)]
    given = tuple(Given(str(number), called, said) for number, row, called in numbered if (said := sentence(part, row)))
    notes = tuple(f"{called}: {note}" for _, row, called in numbered for note in row_notes(part, sheet, row, titles))
    unfinished = tuple(str(number) for number, row, _ in numbered if missing(sheet, row))
    body = tuple(as_table([head.column.title for head in filled.heads], [[cell(row[head.id]) for head in filled.heads] for row in filled.rows]))
    return PartOutcome(part.id, part.kind, part.title, given, (), notes, unfinished, part.plays, (part.ask,), body if numbered else ())


def rows_of(sheet: Sheet, choices: Choices, answers: Answers) -> Table:
    """The rows that were given, their formulas worked out. Raises AnswerError."""
    rows = answers.get("rows")
    if set(answers) - {"rows"} or not isinstance(rows, Sequence) or isinstance(rows, str):
        raise AnswerError(Fault((), "expected `rows`, a list", "Write `rows:` and under it each row after a hyphen"))
    strange = [number for number, row in enumerate(rows) if not isinstance(row, Mapping)]
    if strange:
        cure = f"The columns are: {', '.join(column.id for column in sheet.columns if column.kind != 'formula')}"
        raise AnswerError(*(Fault(("rows", number), "expected fields with names", cure) for number in strange))
    filled = table(sheet.columns, [_typed(sheet, row) for row in rows], choices, MOST_IN_A_CELL)
    faults = [Fault(fault.loc, fault.message, fault.cure) for fault in filled.faults if len(fault.loc) > 2 and fault.loc[0] == "rows"]
    if faults:
        raise AnswerError(*faults)
    return filled


def _typed(sheet: Sheet, row: Row) -> Row:
    """A row with the days and numbers that were written as texts, as JSON writes them."""
    kinds = {column.id: column.kind for column in sheet.columns}
    return {key: _value(kinds.get(str(key), "text"), value) for key, value in row.items()}


def _value(kind: str, value: Any) -> Any:
    if kind == "date" and isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    if kind == "number" and isinstance(value, str) and _NUMBER.fullmatch(value):
        return float(value) if "." in value else int(value)
    return value


def row_notes(part: Register, sheet: Sheet, row: Row, titles: Collection[str]) -> list[str]:
    """What a reader is told about a row: cells that are missing, words to avoid, names too few or too many."""
    found = [f"{column.title}: missing" for column in missing(sheet, row)]
    for column in sheet.columns:
        found += [f"{column.title}: “{word}”. {part.hints[word]}" for word in hinted(part, column, cell(row.get(column.id)))]
    by_id = {column.id: column for column in sheet.columns}
    return found + [f"{by_id[rule.column].title}: {said}. {rule.because}" for rule in part.names if (said := too_few_or_many(rule, row, titles))]


def missing(sheet: Sheet, row: Row) -> list[Column]:
    """The columns without which the row is unfinished."""
    return [column for column in sheet.columns if column.required and column.kind != "formula" and not cell(row.get(column.id))]


def hinted(part: Register, column: Column, text: str) -> list[str]:
    """The words in a cell that had better not stand there."""
    if column.kind not in {"text", "link"}:
        return []
    said = " ".join(text.lower().split())
    return [word for word in part.hints if re.search(rf"(?<!\w){re.escape(' '.join(word.lower().split()))}(?!\w)", said)]


def too_few_or_many(rule: Names, row: Row, titles: Collection[str]) -> str:
    """What is wrong with the number of names in a cell, in words; empty where nothing is."""
    count = len(names(cell(row.get(rule.column)), titles))
    if rule.least <= count <= rule.most:
        return ""
    said = "nobody is named" if count == 0 else f"{count} {'is' if count == 1 else 'are'} named"
    return f"{said}, at least {rule.least}" if count < rule.least else f"{said}, at most {rule.most}"


def names(text: str, titles: Collection[str]) -> list[str]:
    """The people whom a cell names. A role's title stays whole, and so does "CSO, trust"; an aside such as ", as named in our plan" goes."""
    text = _PLACE.sub("\1", _ASIDE.sub("", text.replace("\0", "").replace("\1", "")))
    kept = [title for title in sorted(titles, key=lambda title: (-len(title), title)) if _BETWEEN.search(title)]
    for number, title in enumerate(kept):
        text = re.sub(re.escape(title), f"\0{number}\0", text, flags=re.IGNORECASE)
    parts = (" ".join(part.split()) for part in _BETWEEN.split(text))
    whole = (re.sub("\0(\\d+)\0", lambda found: kept[int(found[1])], part).replace("\1", ",") for part in parts)
    return [person for person in whole if person.lower() not in _NOBODY]


def people(part: Register, rows: Sequence[Row], sheet: Sheet, titles: Collection[str]) -> dict[str, dict[str, list[str]]]:
    """For each person named, large and small letters alike, the rows in which they stand, by column."""
    found: dict[str, dict[str, list[str]]] = {}
    spelt: dict[str, str] = {}
    for number, row in enumerate(rows, 1):
        for rule in part.names:
            for person in names(cell(row.get(rule.column)), titles):
                first = spelt.setdefault(person.lower(), person)
                found.setdefault(first, {}).setdefault(rule.column, []).append(name(part, sheet, row, number))
    return found


def sentence(part: Register, row: Row) -> str:
    """The row as its sentence; a blank cell stands as dots. Empty where there is no sentence, or nothing in it."""
    if part.sentence is None or not any(cell(row.get(column)) for column in _BRACES.findall(part.sentence)):
        return ""
    return _BRACES.sub(lambda found: cell(row.get(found[1])) or "…", part.sentence)


def sentence_columns(part: Register) -> list[str]:
    """The columns that the sentence names."""
    return _BRACES.findall(part.sentence or "")


def name(part: Register, sheet: Sheet, row: Row, number: int) -> str:
    """What a row is called: its cell in the column for that, or its number."""
    return cell(row.get(part.called or sheet.columns[0].id)) or f"Row {number}"


def placed(rows: Sequence[Row], across: str, up: str) -> dict[tuple[str, str], list[int]]:
    """The numbers of the rows in each cell of a map."""
    found: dict[tuple[str, str], list[int]] = {}
    for number, row in enumerate(rows, 1):
        if cell(row.get(across)) and cell(row.get(up)):
            found.setdefault((cell(row.get(across)), cell(row.get(up))), []).append(number)
    return found


def groups(options: Sequence[str], rows: Sequence[Row], group_by: str | None) -> Iterator[tuple[str, list[tuple[int, Row]]]]:
    """The numbered rows by the words of a column, in the order of those words; rows without one come last, under no words."""
    numbered = list(enumerate(rows, 1))
    if group_by is None:
        yield "", numbered
        return
    for word in (*options, ""):
        found = [(number, row) for number, row in numbered if (cell(row.get(group_by)) if cell(row.get(group_by)) in options else "") == word]
        if found:
            yield word, found
