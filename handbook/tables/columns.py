"""Columns: what their cells hold, the words to choose from, and their formulas' trees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from handbook.choices import LEVELS, Choices
from handbook.formulas import Cell, Formula, FormulaFault, Kind, Known, gives, inputs, levels_of, names, parse
from handbook.model import Column
from handbook.place import Loc
from handbook.problems import did_you_mean

_HOLDS: Mapping[str, Kind] = {"number": "number", "date": "date"}
_NEEDS = {"formula": ("formula",), "choice": ("options", "options_from")}


@dataclass(frozen=True)
class Fault:
    """Something wrong with a table: where in it, what, and a cure. `near` is a text on the line that is meant."""

    loc: Loc
    message: str
    cure: str = ""
    near: str = ""


@dataclass(frozen=True)
class Head:
    """A column with its words, what its cells hold, and its formula's tree.

    `words_from` is the tool's list that its words come from, `levels` the list of levels that its cells show.
    """

    column: Column
    holds: frozenset[Kind]
    options: tuple[Cell, ...] = ()
    words_from: str = ""
    formula: Formula | None = None
    levels: str = ""

    @property
    def id(self) -> str:
        """Id of the column."""
        return self.column.id


def known(heads: Sequence[Head]) -> dict[str, Known]:
    """The columns as formulas see them, of two with one id the first. What a formula left empty is not reckoned with, so `empty` is left out."""
    return {head.id: Known(head.holds - {"empty"}, head.words_from) for head in reversed(heads)}


def settled(columns: Sequence[Column], choices: Choices, faults: list[Fault]) -> tuple[Head, ...]:
    """The columns that are sound, in order; the faults of the others, and of all of them together, are added."""
    faults += _shape_faults(columns)
    heads = {number: _typed(column, number, choices, faults) for number, column in enumerate(columns) if column.kind != "formula"}
    waiting = {number: tree for number, column in enumerate(columns) if (tree := _parsed(column, number, faults)) is not None}
    ids = {column.id for column in columns}
    while ready := [number for number, tree in waiting.items() if not _uses(tree) & {columns[other].id for other in waiting}]:
        for number in ready:
            head = _worked(columns[number], number, waiting.pop(number), tuple(heads.values()), ids, faults)
            if head is not None:
                heads[number] = head
    cure = "Take the circle out: work each column out from others"
    faults += [Fault(("columns", number, "formula"), f"the formula of '{columns[number].id}' needs itself", cure) for number in waiting]
    return tuple(heads[number] for number in sorted(heads))


def in_order(heads: Sequence[Head]) -> tuple[Head, ...]:
    """The columns with a formula, each after those that it needs."""
    found: list[Head] = []
    waiting = [head for head in heads if head.formula is not None]
    while waiting:
        open_ids = {head.id for head in waiting}
        found += [head for head in waiting if head.formula and not _uses(head.formula) & open_ids]
        waiting = [head for head in waiting if head not in found]
    return tuple(found)


def _uses(tree: Formula) -> set[str]:
    return {name.name for name in names(tree)}


def _shape_faults(columns: Sequence[Column]) -> Iterator[Fault]:
    """Columns whose fields do not go together, and two that share an id or a heading."""
    for number, column in enumerate(columns):
        before = columns[:number]
        if column.id in [other.id for other in before]:
            yield Fault(("columns", number, "id"), f"two columns have the id '{column.id}'", "Give one of them another")
        if column.title.casefold() in [other.title.casefold() for other in before]:
            yield Fault(
                ("columns", number, "title"), f"two columns have the heading '{column.title}'", "Give one of them another; a reader cannot tell them apart"
            )
        yield from (Fault(("columns", number), f"the column '{column.id}' {message}", cure) for message, cure in _field_faults(column))


def _field_faults(column: Column) -> Iterator[tuple[str, str]]:
    for kind, fields in _NEEDS.items():
        given = [field for field in fields if getattr(column, field)]
        if column.kind == kind and not given:
            yield f"is a {kind} without `{fields[0]}`", f"Add `{fields[0]}`, or change its `kind`"
        if column.kind != kind and given:
            yield f"has `{given[0]}` and is no {kind}", f"Write `kind: {kind}`, or take it out"
        if len(given) > 1:
            yield "has `options` and `options_from`", "Keep one of the two"
    if len({option.casefold() for option in column.options}) < len(column.options):
        yield "has one option twice", "Take one out"


def _typed(column: Column, number: int, choices: Choices, faults: list[Fault]) -> Head:
    """A column that is filled in by hand."""
    if column.kind != "choice":
        return Head(column, frozenset({_HOLDS.get(column.kind, "text")}))
    if column.options_from and column.options_from not in choices.lists:
        cure = did_you_mean(column.options_from, choices.lists) or "Name a matrix and one of its lists, such as risk-matrix.severity"
        faults.append(Fault(("columns", number, "options_from"), f"unknown list '{column.options_from}'", cure))
        return Head(column, frozenset({"text"}))
    if column.options_from:
        words = choices.lists[column.options_from].words
        levels = column.options_from if column.options_from.endswith(f".{LEVELS}") else ""
        return Head(column, frozenset({"text"}), words, column.options_from, levels=levels)
    numbers = [found for option in column.options if (found := _number(option)) is not None]
    if column.options and len(numbers) == len(column.options):
        return Head(column, frozenset({"number"}), tuple(numbers))
    return Head(column, frozenset({"text"}), column.options)


def _number(word: str) -> int | float | None:
    """The number that a word is, if it is one: a spreadsheet takes it for a number when it is chosen from a list."""
    try:
        number = float(word)
    except ValueError:
        return None
    return None if f"{number:.15g}" != word else int(number) if number.is_integer() else number


def _parsed(column: Column, number: int, faults: list[Fault]) -> Formula | None:
    if column.kind != "formula" or column.formula is None:
        return None
    try:
        return parse(column.formula)
    except FormulaFault as fault:
        faults.append(_told(column, number, fault))
        return None


def _told(column: Column, number: int, fault: FormulaFault, cure: str = "") -> Fault:
    message = f"formula of '{column.id}', sign {fault.at + 1}: {fault.message}"
    return Fault(("columns", number, "formula"), message, fault.cure or cure, column.formula or "")


def _worked(column: Column, number: int, tree: Formula, heads: Sequence[Head], ids: set[str], faults: list[Fault]) -> Head | None:
    """A column that is worked out; None where it is at fault, or rests on a column that is."""
    columns = known(heads)
    unsound = {head.id for head in heads if head.column.options_from and not head.words_from} | (ids - set(columns))
    if _uses(tree) & unsound:
        return None
    try:
        holds = gives(tree, columns)
    except FormulaFault as fault:
        lost = next((name for name in sorted(_uses(tree)) if fault.message == f"unknown column '{name}'"), "")
        faults.append(_told(column, number, fault, did_you_mean(lost, columns) if lost else ""))
        return None
    source = next((head.words_from for head in heads if levels_of(tree) and head.id in inputs(tree)), "")
    return Head(column, holds, formula=tree, levels=f"{source.partition('.')[0]}.{LEVELS}" if source else "")
