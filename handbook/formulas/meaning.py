"""What a formula needs and gives, found before any row is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from handbook.formulas.parse import COMPARISONS, Binary, Call, Formula, FormulaFault, Minus, Name, Number, Text

Kind = Literal["number", "text", "date", "empty", "truth"]
Kinds = frozenset[Kind]
NUMBER, TEXT, DATE, EMPTY, TRUTH = (frozenset[Kind]({kind}) for kind in ("number", "text", "date", "empty", "truth"))
OVER_ROWS = frozenset({"sum", "count", "countif"})
_WORDS: Mapping[Kind, str] = {"number": "a number", "text": "words", "date": "a date", "empty": "nothing", "truth": "true or false"}


@dataclass(frozen=True)
class Known:
    """A column as formulas see it: what its cells hold, and the tool's list that its words come from."""

    holds: Kinds
    words_from: str = ""


def inputs(tree: Formula) -> frozenset[str]:
    """The columns whose value in the same row the formula takes."""
    return frozenset(node.name for node in _nodes(tree) if isinstance(node, Name)) - _only_over_rows(tree)


def may_be_empty(tree: Formula) -> frozenset[str]:
    """The columns that the formula compares with nothing (`== ""`), so that it says something about an empty one too."""
    return frozenset(side.name for node in _nodes(tree) if (side := tested(node)) is not None)


def needed(tree: Formula, optional: frozenset[str]) -> frozenset[str]:
    """The columns that have to be filled in before the formula says anything. Of an `if`, those of the way that it takes come later."""
    return inputs(tree.arguments[0] if isinstance(tree, Call) and tree.name == "if" else tree) - optional


def levels_of(tree: Formula) -> bool:
    """Whether the formula gives the level of a risk matrix."""
    return isinstance(tree, Call) and tree.name == "level"


def gives(tree: Formula, known: Mapping[str, Known]) -> Kinds:
    """What the formula's cells hold. Raises FormulaFault where it cannot mean anything."""
    found = _gives(tree, known)
    if "truth" in found:
        raise FormulaFault("the formula gives true or false", 'Write if(…, "yes", "no")', tree.at)
    return found


def names(tree: Formula) -> Iterator[Name]:
    """Every column that the formula names, over rows too."""
    return (node for node in _nodes(tree) if isinstance(node, Name))


def tested(node: Formula) -> Name | None:
    """The column of a comparison with nothing: is there something in it?"""
    if not isinstance(node, Binary) or node.sign not in {"==", "!="}:
        return None
    for side, other in ((node.left, node.right), (node.right, node.left)):
        if isinstance(side, Name) and other == Text("", other.at):
            return side
    return None


def _nodes(tree: Formula) -> Iterator[Formula]:
    yield tree
    if isinstance(tree, Minus):
        yield from _nodes(tree.operand)
    elif isinstance(tree, Binary):
        yield from _nodes(tree.left)
        yield from _nodes(tree.right)
    elif isinstance(tree, Call):
        for argument in tree.arguments:
            yield from _nodes(argument)


def _only_over_rows(tree: Formula) -> frozenset[str]:
    """Columns that stand nowhere but as the first value of sum, count or countif."""
    over = [node.arguments[0] for node in _nodes(tree) if isinstance(node, Call) and node.name in OVER_ROWS]
    alone = [node for node in _nodes(tree) if isinstance(node, Name) and not any(node is name for name in over)]
    return frozenset(name.name for name in over if isinstance(name, Name)) - frozenset(name.name for name in alone)


def _gives(tree: Formula, known: Mapping[str, Known]) -> Kinds:
    if isinstance(tree, Number):
        return NUMBER
    if isinstance(tree, Text):
        if len(tree.value) > 255:
            raise FormulaFault("a text of more than 255 signs", "A spreadsheet takes no longer one; make it shorter", tree.at)
        return TEXT if tree.value else EMPTY
    if isinstance(tree, Name):
        return _column(tree, known).holds
    if isinstance(tree, Minus):
        _needs(tree.operand, NUMBER, known)
        return NUMBER
    return _call(tree, known) if isinstance(tree, Call) else _binary(tree, known)


def _column(name: Name, known: Mapping[str, Known]) -> Known:
    if name.name not in known:
        raise FormulaFault(f"unknown column '{name.name}'", "", name.at)
    return known[name.name]


def _needs(tree: Formula, wanted: Kinds, known: Mapping[str, Known]) -> Kinds:
    found = _gives(tree, known)
    if not found <= wanted:
        needed = " or ".join(_WORDS[kind] for kind in sorted(wanted))
        raise FormulaFault(f"{needed} is needed here, and this may be {' or '.join(_WORDS[kind] for kind in sorted(found - wanted))}", "", tree.at)
    return found


def _binary(tree: Binary, known: Mapping[str, Known]) -> Kinds:
    if tree.sign in COMPARISONS:
        return _comparison(tree, known)
    if tree.sign in {"*", "/"}:
        _needs(tree.left, NUMBER, known)
        _needs(tree.right, NUMBER, known)
        return NUMBER
    left, right = (_needs(side, NUMBER | DATE, known) for side in (tree.left, tree.right))
    sums: dict[tuple[Kinds, Kinds], Kinds] = {(NUMBER, NUMBER): NUMBER, (DATE, NUMBER): DATE}
    if tree.sign == "-":
        sums[DATE, DATE] = NUMBER
    else:
        sums[NUMBER, DATE] = DATE
    if (left, right) not in sums:
        raise FormulaFault(f"'{tree.sign}' between {_told(left)} and {_told(right)}", "A date and days give a date; a date minus a date gives days", tree.at)
    return sums[left, right]


def _comparison(tree: Binary, known: Mapping[str, Known]) -> Kinds:
    if (name := tested(tree)) is not None:
        _column(name, known)
        return TRUTH
    left, right = _gives(tree.left, known), _gives(tree.right, known)
    if left != right or left not in {NUMBER, TEXT, DATE}:
        cure = 'Compare a column with "" by itself, not something worked out' if EMPTY & (left | right) else "Compare like with like"
        raise FormulaFault(f"'{tree.sign}' between {_told(left)} and {_told(right)}", cure, tree.at)
    if left == TEXT and tree.sign not in {"==", "!="}:
        raise FormulaFault(f"'{tree.sign}' between words", "Words are the same or not: use == or !=", tree.at)
    return TRUTH


def _told(kinds: Kinds) -> str:
    return " or ".join(_WORDS[kind] for kind in sorted(kinds))


def _call(tree: Call, known: Mapping[str, Known]) -> Kinds:
    first, *others = tree.arguments
    if tree.name == "if":
        _needs(first, TRUTH, known)
        return _gives(others[0], known) | _gives(others[1], known)
    if tree.name in {"and", "or"}:
        for argument in tree.arguments:
            _needs(argument, TRUTH, known)
        return TRUTH
    if tree.name in {"min", "max"}:
        return _alike(tree, known)
    if tree.name == "round":
        return _round(tree, known)
    if tree.name == "level":
        return _level(tree, known)
    return _over_rows(tree, known)


def _alike(tree: Call, known: Mapping[str, Known]) -> Kinds:
    found = {_needs(argument, NUMBER | DATE, known) for argument in tree.arguments}
    if len(found) > 1:
        raise FormulaFault(f"{tree.name}() of numbers and dates together", "Compare like with like", tree.at)
    return found.pop()


def _round(tree: Call, known: Mapping[str, Known]) -> Kinds:
    _needs(tree.arguments[0], NUMBER, known)
    digits = tree.arguments[1]
    if not isinstance(digits, Number) or digits.value not in range(7):
        raise FormulaFault("round() needs the number of digits: 0 to 6", "Write such as round(days / 7, 1)", digits.at)
    return NUMBER


def _level(tree: Call, known: Mapping[str, Known]) -> Kinds:
    sides = [_column(argument, known).words_from if isinstance(argument, Name) else "" for argument in tree.arguments]
    tools = {side.partition(".")[0] for side in sides}
    axes = {side.partition(".")[2] for side in sides}
    if "" in sides or len(tools) > 1 or len(axes) < 2 or "levels" in axes:
        cure = "Give it two columns whose `options_from` are the two sides of one matrix, such as risk-matrix.severity and risk-matrix.likelihood"
        raise FormulaFault("level() looks a risk up by two columns of words", cure, tree.at)
    return TEXT


def _over_rows(tree: Call, known: Mapping[str, Known]) -> Kinds:
    column = tree.arguments[0]
    if not isinstance(column, Name):
        raise FormulaFault(f"{tree.name}() runs over a column", f"Give it a column id, such as {tree.name}(days)", column.at)
    holds = _column(column, known).holds
    if tree.name == "sum" and not holds <= NUMBER | EMPTY:
        raise FormulaFault(f"sum() of {_told(holds)}", "Only numbers add up", column.at)
    if tree.name == "countif":
        word = tree.arguments[1]
        if not isinstance(word, Text | Number) or word == Text("", word.at):
            raise FormulaFault("countif() needs the word or number to count", 'Write such as countif(status, "open")', word.at)
        if not _gives(word, known) <= holds:
            raise FormulaFault(f"countif() looks for {_told(_gives(word, known))} among {_told(holds)}", "Look for what the column holds", word.at)
    return NUMBER
