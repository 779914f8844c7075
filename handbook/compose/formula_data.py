"""A sheet's formulas as plain data, for the script of a page that works them out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from handbook.choices import Choices
from handbook.formulas import Formula
from handbook.formulas.parse import Binary, Call, Minus, Name, Number, Text
from handbook.tables import Head

Pairs = dict[str, dict[str, str]]


def formula_data(head: Head) -> dict[str, Any]:
    """What a column's cells hold, and its formula's tree."""
    (holds,) = head.holds - {"empty"} if len(head.holds - {"empty"}) == 1 else {"text"}
    return {"holds": holds, **({"tree": formula_tree(head.formula)} if head.formula is not None else {})}


def formula_tree(tree: Formula) -> Any:
    """A formula as nested lists: a number, or what it is and its values."""
    if isinstance(tree, Number):
        return tree.value
    if isinstance(tree, Text):
        return ["text", tree.value]
    if isinstance(tree, Name):
        return ["name", tree.name]
    if isinstance(tree, Minus):
        return ["minus", formula_tree(tree.operand)]
    if isinstance(tree, Binary):
        return [tree.sign, formula_tree(tree.left), formula_tree(tree.right)]
    return [tree.name, *(formula_tree(argument) for argument in tree.arguments)]


def level_tables(heads: Sequence[Head], choices: Choices) -> dict[str, Pairs]:
    """What each pair of words gives, by the two columns that a level is looked up with."""
    by_id = {head.id: head for head in heads}
    found: dict[str, Pairs] = {}
    for head in heads:
        for call in _levels(head.formula):
            one, other = (by_id[argument.name] for argument in call.arguments if isinstance(argument, Name))
            found[f"{one.id} {other.id}"] = {str(word): _row(one, str(word), other, choices) for word in one.options}
    return found


def _row(one: Head, word: str, other: Head, choices: Choices) -> dict[str, str]:
    return {str(second): choices.level({one.words_from: word, other.words_from: str(second)}) or "" for second in other.options}


def _levels(tree: Formula | None) -> Iterator[Call]:
    if isinstance(tree, Minus):
        yield from _levels(tree.operand)
    elif isinstance(tree, Binary):
        yield from (*_levels(tree.left), *_levels(tree.right))
    elif isinstance(tree, Call) and tree.name == "level":
        yield tree
    elif isinstance(tree, Call):
        for argument in tree.arguments:
            yield from _levels(argument)
