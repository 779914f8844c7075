"""A formula worked out on rows, with the meaning that a spreadsheet gives it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from handbook.formulas.meaning import may_be_empty, needed, tested
from handbook.formulas.parse import Binary, Call, Formula, Minus, Name, Number, Text

Cell = str | int | float | date
_CLOSE = 2.0**-47
# A spreadsheet counts days from here; before March 1900 it has one day too many.
_DAY_0 = date(1899, 12, 30)
FIRST_DAY = date(1900, 3, 1)


class CellFault(Exception):  # noqa: N818
    """A cell that has no value: a division by nothing, a word that the matrix does not have."""


@dataclass(frozen=True)
class Sight:
    """What a formula sees from its cell: the row, the whole columns, the risk matrix, and which columns are typed in or hold dates.

    An empty cell holds an empty text.
    """

    row: Mapping[str, Cell]
    column: Callable[[str], Sequence[Cell]]
    typed: frozenset[str]
    dates: frozenset[str]
    level: Callable[[Mapping[str, str]], str | None]


def work_out(tree: Formula, sight: Sight) -> Cell:
    """The formula's value in one row: empty while a column that it needs is empty, those apart that it asks about.

    Raises CellFault.
    """
    optional = may_be_empty(tree)
    if not needed(tree, optional) and _empty(sight, sight.typed):
        return ""
    value = _result(tree, sight, optional)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _empty(sight: Sight, columns: frozenset[str]) -> bool:
    return all(sight.row.get(name, "") == "" for name in columns)


def _result(tree: Formula, sight: Sight, optional: frozenset[str]) -> Cell:
    """A value as the cell shows it: empty where something is missing on the way to it."""
    if any(sight.row.get(name, "") == "" for name in needed(tree, optional)):
        return ""
    if isinstance(tree, Call) and tree.name == "if":
        return _result(tree.arguments[1] if _value(tree.arguments[0], sight) else tree.arguments[2], sight, optional)
    return sight.row.get(tree.name, "") if isinstance(tree, Name) else _value(tree, sight)


def _value(tree: Formula, sight: Sight) -> Cell | bool:
    """A value to reckon with, where an empty column of numbers counts nothing."""
    if isinstance(tree, Number | Text):
        return tree.value
    if isinstance(tree, Name):
        return sight.row.get(tree.name, "")
    if isinstance(tree, Minus):
        return -_number(tree.operand, sight)
    return _call(tree, sight) if isinstance(tree, Call) else _binary(tree, sight)


def _number(tree: Formula, sight: Sight) -> float:
    """A number, or a date as its day's number."""
    found = _value(tree, sight)
    if isinstance(found, date):
        return float((found - _DAY_0).days)
    return float(found) if isinstance(found, int | float) else 0.0


def _binary(tree: Binary, sight: Sight) -> Cell | bool:
    if (name := tested(tree)) is not None:
        return (sight.row.get(name.name, "") == "") == (tree.sign == "==")
    if tree.sign in {"+", "-", "*", "/"}:
        return _sum(tree, sight)
    left, right = _value(tree.left, sight), _value(tree.right, sight)
    if isinstance(left, str) and isinstance(right, str) and tree.sign in {"==", "!="}:
        return (left.lower() == right.lower()) == (tree.sign == "==")
    return _compared(tree.sign, _number(tree.left, sight), _number(tree.right, sight))


def _compared(sign: str, left: float, right: float) -> bool:
    """A spreadsheet calls two numbers the same that differ in their last digit only."""
    if math.isclose(left, right, rel_tol=_CLOSE):
        return sign in {"==", "<=", ">="}
    return sign == "!=" or sign[0] == ("<" if left < right else ">")


def _sum(tree: Binary, sight: Sight) -> Cell:
    left, right = _number(tree.left, sight), _number(tree.right, sight)
    if tree.sign == "/":
        if right == 0:
            raise CellFault("it divides by 0")
        return _finite(left / right)
    if tree.sign == "*":
        return _finite(left * right)
    total = left + (right if tree.sign == "+" else -right)
    if math.isclose(left, right if tree.sign == "-" else -right, rel_tol=_CLOSE):
        total = 0.0
    return _day(total) if _is_date(tree, sight) else _finite(total)


def _is_date(tree: Formula, sight: Sight) -> bool:
    """Whether a sum is a date, also where a date in it is empty: a date and days give a date, two dates give days."""
    if isinstance(tree, Name):
        return tree.name in sight.dates
    if isinstance(tree, Binary):
        return tree.sign in {"+", "-"} and _is_date(tree.left, sight) != _is_date(tree.right, sight)
    return isinstance(tree, Call) and tree.name in {"if", "min", "max"} and _is_date(tree.arguments[-1], sight)


def _finite(number: float) -> float:
    if not math.isfinite(number):
        raise CellFault("the number is too large")
    return number


def _day(number: float) -> date:
    try:
        return _DAY_0 + timedelta(days=math.floor(number))
    except OverflowError as error:
        raise CellFault("the date is not in the calendar") from error


def _call(tree: Call, sight: Sight) -> Cell | bool:
    if tree.name == "if":
        return _value(tree.arguments[1] if _value(tree.arguments[0], sight) else tree.arguments[2], sight)
    if tree.name in {"and", "or"}:
        answers = [bool(_value(argument, sight)) for argument in tree.arguments]
        return all(answers) if tree.name == "and" else any(answers)
    if tree.name in {"min", "max"}:
        return _extreme(tree, sight)
    if tree.name == "round":
        return _rounded(_number(tree.arguments[0], sight), int(_number(tree.arguments[1], sight)))
    if tree.name == "level":
        return _level(tree, sight)
    return _over_rows(tree, sight)


def _extreme(tree: Call, sight: Sight) -> Cell:
    numbers = [_number(argument, sight) for argument in tree.arguments]
    best = min(numbers) if tree.name == "min" else max(numbers)
    return _day(best) if _is_date(tree, sight) else best


def _rounded(number: float, digits: int) -> float:
    """Halves go away from zero, as on paper."""
    return float(Decimal(f"{number:.15g}").quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP))


def _level(tree: Call, sight: Sight) -> str:
    words = {argument.name: str(sight.row.get(argument.name, "")) for argument in tree.arguments if isinstance(argument, Name)}
    if "" in words.values():
        return ""
    found = sight.level(words)
    if found is None:
        raise CellFault("the matrix does not have these words")
    return found


def _over_rows(tree: Call, sight: Sight) -> Cell:
    cells = sight.column(tree.arguments[0].name) if isinstance(tree.arguments[0], Name) else ()
    if tree.name == "sum":
        return _finite(math.fsum(cell for cell in cells if isinstance(cell, int | float)))
    if tree.name == "count":
        return sum(cell != "" for cell in cells)
    wanted = _value(tree.arguments[1], sight)
    if isinstance(wanted, str):
        return sum(isinstance(cell, str) and cell.lower() == wanted.lower() for cell in cells)
    return sum(isinstance(cell, int | float) and _compared("==", float(cell), float(str(wanted))) for cell in cells)
