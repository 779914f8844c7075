"""A formula as a spreadsheet takes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from handbook.formulas.meaning import may_be_empty, needed, tested
from handbook.formulas.parse import COMPARISONS, Binary, Call, Formula, Minus, Name, Number, Text


@dataclass(frozen=True)
class Grid:
    """Where things stand: a column's cell in the formula's row, a whole column, the typed-in cells of the row.

    `numbers` names the columns of numbers and dates; `level` gives the look-up in the matrix from the cells of the columns that level() names.
    """

    cell: Callable[[str], str]
    column: Callable[[str], str]
    typed: tuple[str, ...]
    numbers: frozenset[str]
    level: Callable[[Mapping[str, str]], str]


def excel(tree: Formula, grid: Grid) -> str:
    """The formula in one cell, with its equals sign. It stays empty while a column that it needs is empty, those apart that it asks about."""
    optional = may_be_empty(tree)
    found = _result(tree, _Writer(grid, optional), frozenset())
    return "=" + (found if needed(tree, optional) else _unless(["&".join(grid.typed)], found))


@dataclass(frozen=True)
class _Writer:
    grid: Grid
    optional: frozenset[str]


def _unless(cells: Sequence[str], found: str) -> str:
    """Nothing while one of the cells is empty."""
    tests = [f'{cell}=""' for cell in cells]
    if not tests:
        return found
    return f'IF({tests[0] if len(tests) == 1 else "OR(" + ",".join(tests) + ")"},"",{found})'


def _result(tree: Formula, writer: _Writer, filled: frozenset[str]) -> str:
    """A value as the cell shows it: empty where something is missing on the way to it. `filled` is known not to be."""
    missing = needed(tree, writer.optional) - filled
    if isinstance(tree, Call) and tree.name == "if":
        ways = [_result(way, writer, filled | missing) for way in tree.arguments[1:]]
        found = f"IF({_written(tree.arguments[0], writer)},{','.join(ways)})"
    else:
        found = _written(tree, writer)
    if isinstance(tree, Name) and tree.name in writer.optional:
        missing |= {tree.name}  # a spreadsheet shows 0 for an empty cell
    return _unless([writer.grid.cell(name) for name in sorted(missing)], found)


def _written(tree: Formula, writer: _Writer) -> str:
    if isinstance(tree, Number):
        return f"{tree.value:.15g}"
    if isinstance(tree, Text):
        return _quoted(tree.value)
    if isinstance(tree, Name):
        return writer.grid.cell(tree.name)
    if isinstance(tree, Minus):
        return f"(-{_number(tree.operand, writer)})"
    return _call(tree, writer) if isinstance(tree, Call) else _binary(tree, writer)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _number(tree: Formula, writer: _Writer) -> str:
    """A value to reckon with: an empty cell counts 0, also where a formula has left it empty."""
    if isinstance(tree, Name) and tree.name in writer.optional & writer.grid.numbers:
        return f"N({writer.grid.cell(tree.name)})"
    return _written(tree, writer)


def _binary(tree: Binary, writer: _Writer) -> str:
    if (name := tested(tree)) is not None:
        return f'({writer.grid.cell(name.name)}{_sign(tree.sign)}"")'
    return f"({_number(tree.left, writer)}{_sign(tree.sign)}{_number(tree.right, writer)})"


def _sign(sign: str) -> str:
    return {"==": "=", "!=": "<>"}.get(sign, sign) if sign in COMPARISONS else sign


def _call(tree: Call, writer: _Writer) -> str:
    if tree.name == "if":
        return f"IF({_written(tree.arguments[0], writer)},{','.join(_number(way, writer) for way in tree.arguments[1:])})"
    if tree.name in {"and", "or", "min", "max", "round"}:
        return f"{tree.name.upper()}({','.join(_number(argument, writer) for argument in tree.arguments)})"
    if tree.name == "level":
        cells = {argument.name: writer.grid.cell(argument.name) for argument in tree.arguments if isinstance(argument, Name)}
        found = writer.grid.level(cells)
        return _unless([cell for name, cell in cells.items() if name in writer.optional], found)
    return _over_rows(tree, writer)


def _over_rows(tree: Call, writer: _Writer) -> str:
    cells = writer.grid.column(tree.arguments[0].name) if isinstance(tree.arguments[0], Name) else ""
    if tree.name == "sum":
        return f"SUM({cells})"
    if tree.name == "count":
        return f'SUMPRODUCT(--({cells}<>""))'
    wanted = _written(tree.arguments[1], writer)
    filled = "" if isinstance(tree.arguments[1], Text) else f'--({cells}<>""),'
    return f"SUMPRODUCT({filled}--({cells}={wanted}))"
