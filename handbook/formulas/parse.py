"""A formula's text as a tree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

MAX_LENGTH = 1000
MAX_DEPTH = 25
# Least and most arguments of each function.
FUNCTIONS: Mapping[str, tuple[int, int]] = {
    "if": (3, 3), "and": (2, 20), "or": (2, 20), "min": (2, 20), "max": (2, 20), "round": (2, 2),
    "sum": (1, 1), "count": (1, 1), "countif": (2, 2), "level": (2, 2),
}  # fmt: skip
COMPARISONS = ("<=", ">=", "==", "!=", "<", ">")
_TOKEN = re.compile(r'\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[a-z][a-z0-9]*)|(?P<text>"(?:[^"\n]|"")*")|(?P<sign><=|>=|==|!=|[-+*/(),<>]))')


class FormulaFault(Exception):  # noqa: N818
    """A formula that cannot be used: what is wrong, a cure, and how many signs into it."""

    def __init__(self, message: str, cure: str = "", at: int = 0) -> None:
        self.message, self.cure, self.at = message, cure, at
        super().__init__(message)


@dataclass(frozen=True)
class Number:
    """A number as written."""

    value: float
    at: int = 0


@dataclass(frozen=True)
class Text:
    """A text in quotes."""

    value: str
    at: int = 0


@dataclass(frozen=True)
class Name:
    """A column's value in the same row."""

    name: str
    at: int = 0


@dataclass(frozen=True)
class Minus:
    """A number with its sign turned."""

    operand: Formula
    at: int = 0


@dataclass(frozen=True)
class Binary:
    """Two values and a sign between them."""

    sign: str
    left: Formula
    right: Formula
    at: int = 0


@dataclass(frozen=True)
class Call:
    """A function and what it is given."""

    name: str
    arguments: tuple[Formula, ...]
    at: int = 0


Formula = Number | Text | Name | Minus | Binary | Call


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    at: int


def parse(text: str) -> Formula:
    """The tree of a formula. Raises FormulaFault."""
    if len(text) > MAX_LENGTH:
        raise FormulaFault(f"a formula of {len(text)} signs", f"Make two columns of it; {MAX_LENGTH} is the most")
    reader = _Reader(_tokens(text))
    tree = reader.comparison(0)
    if reader.now.kind != "end":
        raise reader.unexpected("the end of the formula")
    return tree


def _tokens(text: str) -> list[_Token]:
    tokens, at = [], 0
    end = len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if found is None:
            raise _strange_sign(text, at + len(text[at:]) - len(text[at:].lstrip()))
        kind = str(found.lastgroup)
        tokens.append(_Token(kind, found[kind], found.start(kind)))
        at = found.end()
    return [*tokens, _Token("end", "", end)]


def _strange_sign(text: str, at: int) -> FormulaFault:
    cures = {
        "=": "Write == to compare; a formula starts without =",
        '"': "Close the text with another double quote",
        "'": "Write texts in double quotes",
        "&": "Texts are not joined; write and(a, b) for both",
        "_": "Column ids in formulas have letters and digits only",
    }
    return FormulaFault(f"the sign {text[at]!a}", cures.get(text[at], "Allowed: numbers, column ids, texts in double quotes, + - * / ( ) and comparisons"), at)


class _Reader:
    """Takes one token after the other, from comparisons down to single values."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens: Iterator[_Token] = iter(tokens)
        self.now = next(self._tokens)

    def _next(self) -> _Token:
        token = self.now
        self.now = next(self._tokens, token)
        return token

    def _takes(self, *signs: str) -> bool:
        return self.now.kind == "sign" and self.now.text in signs

    def unexpected(self, wanted: str) -> FormulaFault:
        found = f"'{self.now.text}'" if self.now.text else "the end"
        return FormulaFault(f"found {found}, expected {wanted}", "", self.now.at)

    def comparison(self, depth: int) -> Formula:
        if depth > MAX_DEPTH:
            raise FormulaFault(f"brackets more than {MAX_DEPTH} deep", "Make two columns of it", self.now.at)
        left = self._sum(depth)
        if not self._takes(*COMPARISONS):
            return left
        sign = self._next()
        tree = Binary(sign.text, left, self._sum(depth), sign.at)
        if self._takes(*COMPARISONS):
            raise FormulaFault("two comparisons in a row", "Write and(a < b, b < c)", self.now.at)
        return tree

    def _sum(self, depth: int) -> Formula:
        tree = self._product(depth)
        while self._takes("+", "-"):
            sign = self._next()
            tree = Binary(sign.text, tree, self._product(depth), sign.at)
        return tree

    def _product(self, depth: int) -> Formula:
        tree = self._signed(depth)
        while self._takes("*", "/"):
            sign = self._next()
            tree = Binary(sign.text, tree, self._signed(depth), sign.at)
        return tree

    def _signed(self, depth: int) -> Formula:
        if not self._takes("-"):
            return self._single(depth)
        if depth > MAX_DEPTH:
            raise FormulaFault("too many signs in a row", "Take some out", self.now.at)
        sign = self._next()
        return Minus(self._signed(depth + 1), sign.at)

    def _single(self, depth: int) -> Formula:
        token = self.now
        if token.kind == "number":
            self._next()
            return Number(float(token.text), token.at)
        if token.kind == "text":
            self._next()
            return Text(token.text[1:-1].replace('""', '"'), token.at)
        if token.kind == "name":
            self._next()
            return self._call(token, depth) if self._takes("(") else Name(token.text, token.at)
        if not self._takes("("):
            raise self.unexpected("a number, a column id, a text or a bracket")
        self._next()
        tree = self.comparison(depth + 1)
        self._close()
        return tree

    def _call(self, name: _Token, depth: int) -> Formula:
        if name.text not in FUNCTIONS:
            raise FormulaFault(f"there is no function '{name.text}'", "Allowed: " + ", ".join(sorted(FUNCTIONS)), name.at)
        self._next()
        arguments = [self.comparison(depth + 1)]
        while self._takes(","):
            self._next()
            arguments.append(self.comparison(depth + 1))
        self._close()
        least, most = FUNCTIONS[name.text]
        if not least <= len(arguments) <= most:
            wanted = str(least) if least == most else f"{least} to {most}"
            raise FormulaFault(f"{name.text}() takes {wanted} values, found {len(arguments)}", "", name.at)
        return Call(name.text, tuple(arguments), name.at)

    def _close(self) -> None:
        if not self._takes(")"):
            raise self.unexpected("')'")
        self._next()
