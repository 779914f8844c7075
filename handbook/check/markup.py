"""Markup that does not work here, in Markdown texts and in plain ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.check.pieces import Piece
from handbook.problems import Problem
from handbook.text.markup import ATTRIBUTES, CALL, FENCE_SIGN, HTML, fences, has_code, lone_backticks, sure_code, without

_RAW = re.compile(r"\{%[-+]?\s*raw\s*[-+]?%\}")
_OWN = (
    (re.compile(r"\[\^[^\]\n]*\]"), "a note of your own", "Cite a fact or source as [@its-id]; the notes are numbered by themselves"),
    (re.compile(r"(?m)^[ \t>\d.*+-]*(?<!\*)(\[(?![@^])[^\]\n]+\]:)"), "a link's address apart from its words", "Write them together: [words](address)"),
    (re.compile(r"\[@(?![^\]\n]*\])"), "a citation that is not closed", "Write it as [@its-id]"),
)
# What is neither told of, nor followed as a link, citation or call, in a text without any of these signs.
MARKS = re.compile(r"[`~<{\[\]]")
PLAIN_MARKS = re.compile(r"[<{\[\]\n]")
_CODE = "Write Markdown; put code between backticks, on one line"


def markup_problems(piece: Piece) -> Iterator[Problem]:
    """HTML, attributes and other markup that is refused, in a Markdown text."""
    prose = without(piece.text, sure_code(piece.text))
    if has_code(piece.text):
        yield from _code_problems(piece)
    if "<" in prose:
        yield from _tag_problems(piece, prose)
    if "{" in prose and "=" in prose:
        yield from _attribute_problems(piece, prose)
    for pattern, what, cure in _OWN if "[" in prose else ():
        yield from (_problem(piece, found, what, cure) for found in pattern.finditer(prose))
    if "{%" in piece.written and not piece.path.startswith("docs/"):
        cure = "Only pages in docs/ show macro calls as they are"
        yield from (_problem(piece, found, "a template statement ({% raw %})", cure) for found in _RAW.finditer(piece.written))


def _code_problems(piece: Piece) -> Iterator[Problem]:
    shown = without(piece.text, fences(piece.text))
    opened = [found for found in FENCE_SIGN.finditer(shown) if not _is_inline(found[0])]
    for found in opened:
        yield _problem(piece, found, "a code block that is not closed", "Put the same signs alone on a line below the code, as far in as the first")
    for at in lone_backticks(without(shown, [found.span() for found in opened])):
        cure = "Close the code with as many again, or write \\` for the sign itself"
        yield Problem(piece.path, piece.line(at, "`"), "a backtick without its partner", cure)


def _tag_problems(piece: Piece, prose: str) -> Iterator[Problem]:
    tags = list(HTML.finditer(prose))
    for found in [tag for tag in tags if not tag[0].startswith("</")] or tags:
        cure = "Write the address as [words](https://...)" if found[0].startswith("<http") else _CODE
        yield _problem(piece, found, f"HTML ({_first_words(found[0])})", cure)


def _is_inline(line: str) -> bool:
    return bool(re.search(r"`{3,}[^`].*`{3,}", line))


def _attribute_problems(piece: Piece, prose: str) -> Iterator[Problem]:
    for found in ATTRIBUTES.finditer(CALL.sub(lambda call: " " * len(call[0]), prose)):
        yield _problem(piece, found, f"attributes ({_first_words(found[1])})", "Take them out; only {#id} after a heading works")


def _problem(piece: Piece, found: re.Match[str], message: str, cure: str) -> Problem:
    group = 1 if found.re.groups else 0
    return Problem(piece.path, piece.line(found.start(group), found[group].split()[0][:20]), message, cure)


def _first_words(text: str) -> str:
    return " ".join(text[:30].split())


def plain_problems(piece: Piece) -> Iterator[Problem]:
    """Anything but words, in a text that stands as it is."""
    for sign, what in (("{{", "a macro call"), ("{%", "a template statement"), ("{=#", "a comment"), ("[@", "a citation"), ("](", "a link"), ("]:", "a link")):
        if (at := piece.text.find(sign)) >= 0:
            cure = "Take it out; titles, names and aliases stand as they are"
            yield Problem(piece.path, piece.line(at, sign), f"{what} in a field of plain text", cure)
    if found := HTML.search(piece.text):
        yield _problem(piece, found, f"HTML ({_first_words(found[0])})", "Write plain text")
    if found := ATTRIBUTES.search(piece.text):
        yield _problem(piece, found, f"attributes ({_first_words(found[1])})", "Write plain text")
    if "\n" in piece.text:
        yield Problem(piece.path, piece.line(0, ""), "more than one line in a field of plain text", "Write it on one line")
