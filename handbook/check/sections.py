"""Sections of a document: fields that belong to their kind, and examples of its shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from handbook.choices import Choices
from handbook.model import DocumentSection
from handbook.problems import did_you_mean
from handbook.tables import Fault, table

_CHOSEN = frozenset({"choice", "checks"})


def section_faults(section: DocumentSection, choices: Choices) -> Iterator[Fault]:
    """Every fault in a section."""
    yield from _field_faults(section, choices)
    if section.kind == "table":
        yield from _table_faults(section, choices)
    elif section.example is not None:
        yield from _example_faults(section, choices)


def _field_faults(section: DocumentSection, choices: Choices) -> Iterator[Fault]:
    if section.kind == "table" and not section.columns:
        yield Fault((), f"the section '{section.id}' is a table without `columns`", "Add `columns`, or change its `kind`")
    if section.kind != "table" and section.columns:
        yield Fault(("columns",), f"the section '{section.id}' has `columns` and is no table", "Write `kind: table`, or take them out")
    if section.kind in _CHOSEN and not section.options and not section.options_from:
        yield Fault((), f"the section '{section.id}' is a {section.kind} without `options`", "Add `options`, or change its `kind`")
    if section.kind not in _CHOSEN and (section.options or section.options_from):
        yield Fault((), f"the section '{section.id}' has `options` and is a {section.kind}", "Write `kind: choice` or `kind: checks`, or take them out")
    if section.options and section.options_from:
        yield Fault((), f"the section '{section.id}' has `options` and `options_from`", "Keep one of the two")
    if section.options_from and section.options_from not in choices.lists:
        yield Fault(("options_from",), f"unknown list '{section.options_from}'", did_you_mean(section.options_from, choices.lists))
    if len({option.casefold() for option in section.options}) < len(section.options):
        yield Fault(("options",), f"the section '{section.id}' has one option twice", "Take one out")
    for number, column in enumerate(section.columns):
        if column.kind == "formula":
            yield Fault(("columns", number), f"the column '{column.id}' is a formula outside a workbook", "Nothing works it out here: write another `kind`")


def _table_faults(section: DocumentSection, choices: Choices) -> Iterator[Fault]:
    """The table's own faults; formulas are refused already."""
    columns = [column for column in section.columns if column.kind != "formula"]
    left_out = {column.id for column in section.columns} - {column.id for column in columns}
    rows = section.example if isinstance(section.example, list | tuple) else []
    if section.example is not None and not (rows and all(isinstance(row, Mapping) for row in rows)):
        yield Fault(("example",), f"the example of '{section.id}' is no list of rows", "Write rows of column ids and values")
        return
    for fault in table(columns, [{name: value for name, value in row.items() if name not in left_out} for row in rows], choices).faults:
        loc = ("example", *fault.loc[1:]) if fault.loc[0] == "rows" else fault.loc
        yield Fault(loc, fault.message, fault.cure, fault.near)


def _example_faults(section: DocumentSection, choices: Choices) -> Iterator[Fault]:
    example, loc = section.example, ("example",)
    many = isinstance(example, list | tuple)
    wanted = {
        "text": (isinstance(example, str), "one text", "Write the text in quotes"),
        "list": (_texts(example), "a list of texts", "Write each entry after a hyphen"),
        "checks": (_texts(example), "a list of options", "List the options that are ticked"),
        "choice": (isinstance(example, str), "one of its options", "Write the option that is chosen"),
        "date": (isinstance(example, date), "a date", "Write it as YYYY-MM-DD, without quotes"),
        "sign": (_texts(example), "a list of texts", "Write each signature as a text: the role and the date"),
    }
    holds, what, cure = wanted[section.kind]
    if not holds:
        yield Fault(loc, f"the example of '{section.id}' is not {what}", cure)
    elif section.kind in _CHOSEN:
        options = choices.words(section)
        for word in example if many else [example]:
            if options and word not in options:
                yield Fault(loc, f"the example of '{section.id}': '{_short(word)}' is no option", did_you_mean(word, options) or "Choose one of its options")


def _texts(value: Any) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(entry, str) for entry in value)


def _short(text: str) -> str:
    return " ".join(text.split())[:40]
