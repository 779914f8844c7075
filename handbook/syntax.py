"""What is wrong with a text that is no YAML, in an author's words: the line where to look, and a cure."""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml

from handbook.problems import Problem

_QUOTE = re.compile(r"(?m)^[ ]*(?:- +)*(?:[\w-]+: +)?(?P<quoted>\"(?:[^\"\\\\]|\\\\[\s\S])*\"|'(?:[^']|'')*')[ \t]*(?P<behind>[^\s#:][^\n]*)?")


def syntax_problem(path: str, error: yaml.MarkedYAMLError, text: str, offset: int) -> Problem:
    """The problem of a text that is no YAML; in front matter, one line stands above it, the `offset`."""
    lines = _framed(text) if offset else text.split("\n")
    what, context = str(error.problem), str(error.context)
    opened = "end of stream" in what or "flow" in context or "simple key" in context
    mark = (error.context_mark if opened else None) or error.problem_mark or error.context_mark
    line = min(int(mark.line) + 1 + offset if mark else 1 + offset, len(lines))
    if (quoted := _torn_quote(lines[offset:line])) is not None:
        line, cure = (
            quoted + offset,
            "The text goes on after a closing quote, or the quote is never closed. Put one pair of double quotes around the whole text",
        )
    else:
        cure = _syntax_cure(what, context, lines[line - 1], int(mark.column) if mark else 0)
    return Problem(path, line, f"this cannot be read (YAML: {what})", f"{cure}: '{lines[line - 1].strip()[:60]}'")


def _torn_quote(lines: Sequence[str]) -> int | None:
    """The line of the last quoted text, if something stands behind its closing quote."""
    text = "\n".join(lines)
    found = None
    end = -1
    for opening in _QUOTE.finditer(text):
        if opening.start("quoted") >= end:
            found, end = opening, opening.end()
    if found is None or not found["behind"]:
        return None
    return text.count("\n", 0, found.start("quoted")) + 1


def _syntax_cure(what: str, context: str, found: str, column: int) -> str:
    cures = (
        ("\t" in found[: len(found) - len(found.lstrip())], "Use spaces, not tabs, at the start of a line"),
        ("cannot start any token" in what, f"A text that starts with {found[column : column + 1]} needs double quotes around all of it"),
        ("alphabetic or numeric" in what, "A text that starts with * or & needs double quotes around all of it"),
        ("mapping values are not allowed" in what, "A text with a colon and a space in it needs double quotes around it"),
        ("flow" in context, "A bracket that opens here is not closed, or a text in it needs double quotes"),
        ("simple key" in context, "Expected a name, a colon and a value. If the front matter ends above this line, put --- there"),
        ("quoted scalar" in context, "A quote that opens here is never closed"),
    )
    general = "Start this line below its neighbours, with as many spaces, and check that quotes and brackets above it are closed"
    return next((cure for holds, cure in cures if holds), general)


def _framed(text: str) -> list[str]:
    """The lines of front matter between those that open and close it."""
    return ["---", *text.split("\n")[:-1], "---"]
