"""A file of answers to fill in, from a tool's own questions."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.model import Assessment, Form, Handbook, Matrix, Register, Score, Tool, ToolPart, Tree
from handbook.tools.choose import UNCLEAR_WORDS
from handbook.tools.matrix import picks

Line = tuple[str, str, str]


def blank(tool: Tool, book: Handbook) -> str:
    """YAML with a line a question: what is asked and what may be answered stand in comments."""
    lines = [f"# {tool.title}, data version {tool.version}. Take the # from a line to answer it."]
    for part in tool.parts:
        lines += ["", f"{part.id}:  # {part.title}"]
        for name, asks, choices in _questions(part, book):
            lines += [f"  # {asks} {choices}".rstrip(), f"  # {name}:"]
    return "\n".join(lines) + "\n"


def _questions(part: ToolPart, book: Handbook) -> Iterator[Line]:
    """Each question of a part: its id, what it asks, and what may be answered."""
    if isinstance(part, Tree):
        yield from ((node.id, node.ask, _choices(*(answer.words for answer in node.answers))) for node in part.nodes)
    elif isinstance(part, Matrix):
        for suffix, when in picks(part).items():
            for axis in (part.columns, part.rows):
                asks = f"{axis.title}, {when.lower()}:" if when else f"{axis.title}:"
                yield f"{axis.id}{suffix}", asks, _choices(*(word.word for word in axis.words), UNCLEAR_WORDS)
    elif isinstance(part, Score):
        yield from ((dial.id, dial.ask, _choices(*(f"{count} {words}" for count, words in enumerate(dial.words)), UNCLEAR_WORDS)) for dial in part.dials)
    elif isinstance(part, Assessment):
        steps = (f"{count} {word.word}" for count, word in enumerate(part.scale, part.counts_from))
        scale = _choices(*steps, UNCLEAR_WORDS, 'or, with a line of proof, {step: 2, proof: "..."}')
        yield from ((one.id, one.text, scale) for group in part.groups for one in group.statements)
    elif isinstance(part, Form):
        yield "stops", f"Yes, no or unclear for each of {len(part.stops)}, in order:", _choices(*part.stops)
        yield from ((section.id, f"{section.title}.", "") for section in book.documents[part.document].sections)
    elif isinstance(part, Register):
        sheet = next(sheet for sheet in book.documents[part.document].sheets if sheet.id == part.sheet)
        yield "rows", "A list; each row has:", _choices(*(column.id for column in sheet.columns if column.kind != "formula"))


def _choices(*words: str) -> str:
    return f"({'; '.join(words)})" if words else ""
