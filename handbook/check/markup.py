"""Markup that does not work here, in Markdown texts and in plain ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.check.pieces import Piece
from handbook.problems import Problem
from handbook.text.markup import ATTRIBUTES, CALL, FENCE_SIGN, HTML, fences, prose_of, spans, without

_RAW = re.compile(r"\{%[-+]?\s*raw\s*[-+]?%\}")
_OWN = (
    (re.compile(r"\[\^[^\]\n]*\]"), "a note of your own", "Cite a fact or source as [@its-id]; the notes are numbered by themselves"),
    (re.compile(r"(?m)^[ \t>\d.*+-]*(?<!\*)(\[(?![@^])[^\]\n]+\]:)"), "a link's address apart from its words", "Write them together: [words](address)"),
    (re.compile(r"\[@(?![^\]\n]*\])"), "a citation that is not closed", "Write it as [@its-id]"),
    (re.compile(r"(?<!\\)`+"), "a backtick without its partner", "Close the code with another one, or write \\` for the sign itself"),
)
_CODE = "Write Markdown; put code between backticks, on one line"


def markup_problems(piece: Piece) -> Iterator[Problem]:
    """HTML, attributes and other markup that is refused, in a Markdown text."""
    fenced = fences(piece.text)
    shown = without(piece.text, fenced)
    for found in FENCE_SIGN.finditer(shown):
        if not _is_inline(found[0]):
            cure = "Put the same signs alone on a line below the code, as far in as the first"
            yield _problem(piece, found, "a code block that is not closed", cure)
    one_line = [(start, end) for start, end in spans(shown) if "\n" not in shown[start:end]]
    for found in HTML.finditer(without(shown, one_line)):
        cure = "Write the address as [words](https://...)" if found[0].startswith("<http") else _CODE
        yield _problem(piece, found, f"HTML ({_first_words(found[0])})", cure)
    prose = FENCE_SIGN.sub("", prose_of(piece.text))
    yield from _attribute_problems(piece)
    for pattern, what, cure in _OWN:
        yield from (_problem(piece, found, what, cure) for found in pattern.finditer(prose))
    if not piece.path.startswith("docs/"):
        cure = "Only pages in docs/ show macro calls as they are"
        yield from (_problem(piece, found, "a template statement ({% raw %})", cure) for found in _RAW.finditer(piece.written))


def _is_inline(line: str) -> bool:
    return bool(re.search(r"`{3,}[^`].*`{3,}", line))


def _attribute_problems(piece: Piece) -> Iterator[Problem]:
    prose = CALL.sub(lambda call: " " * len(call[0]), prose_of(piece.text))
    for found in ATTRIBUTES.finditer(prose):
        near = found[1].split()[0][:20]
        cure = "Take them out; only {#id} after a heading works"
        yield Problem(piece.path, piece.line(found.start(1), near), f"attributes ({_first_words(found[1])})", cure)


def _problem(piece: Piece, found: re.Match[str], message: str, cure: str) -> Problem:
    start = found.start(1) if found.re.groups else found.start()
    return Problem(piece.path, piece.line(start, piece.text[start : start + 20].split()[0]), message, cure)


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
