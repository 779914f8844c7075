"""Our own templates, and what they may call: trusted code fed with the book's data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from handbook import addresses
from handbook.compose import documents, pack_page, tools, words
from handbook.compose.abbreviations import Abbreviations
from handbook.compose.indexes import Indexes
from handbook.compose.notes import Notes, sentence, source_line
from handbook.compose.timeline import timeline
from handbook.markdown import one_line, plain
from handbook.model import Handbook, Play
from handbook.text.expand import COMMENT_END, COMMENT_START, expand
from handbook.text.links import rebase
from macros import bound

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


class Writer:
    """Renders one template a page."""

    def __init__(self, book: Handbook) -> None:
        self.book = book
        self.abbreviations = Abbreviations(book)
        self.notes = Notes(book)
        self.plays: dict[str, list[Play]] = {}
        for play in book.plays.values():
            self.plays.setdefault(play.playbook, []).append(play)
        self.moved = {addresses.play(name): addresses.withdrawn(name) for name in book.withdrawn}
        fixed: dict[str, Any] = {
            "book": book, "at": addresses, "status": words.STATUS, "status_means": words.STATUS_MEANS, "confidence": words.CONFIDENCE,
            "timeline": timeline, "anchor": addresses.slug,
        }  # fmt: skip
        self.shared = _joined(fixed, Indexes(book).functions(), tools.FUNCTIONS, documents.functions(book), pack_page.functions(book))

    def write(self, template: str, here: str, author: str, **values: Any) -> str:
        """The Markdown of a page. `author` is the author's file, which relative links in its texts start from; a template
        that shows a text of another file names that file.
        """
        functions = bound(self.book, here)

        def text(raw: str, written_in: str = author) -> str:
            return expand(rebase(raw, written_in, here, self.moved), functions)

        def link(words: str, target: str) -> str:
            return f"[{words}]({addresses.relative(here, target)})"

        def source(name: str) -> str:
            return source_line(self.book.sources[name])

        rendered = _environment().get_template(f"{template}.md.jinja").render(self.shared, text=text, link=link, source=source, here=here, **values)
        return _tidy(rendered)


def _joined(*groups: Mapping[str, Any]) -> dict[str, Any]:
    """What templates may call, in one. Raises ValueError where two groups have one name: a template would call the wrong one."""
    names = [name for group in groups for name in group]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"two functions for templates have one name: {', '.join(twice)}")
    return {name: value for group in groups for name, value in group.items()}


@cache
def _environment() -> Environment:
    """Our templates, compiled once; everything of a book comes in when one is rendered. They hold no constants for Jinja to work out beforehand."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True, autoescape=False, optimized=False, comment_start_string=COMMENT_START, comment_end_string=COMMENT_END,
    )  # fmt: skip
    environment.filters |= {
        "line": one_line, "plain": plain, "sentence": sentence, "cell": _cell, "indent4": _indent, "day": words.day,
        "minutes": words.minutes, "clock": words.clock, "fenced": _fenced,
    }  # fmt: skip
    return environment


def _cell(text: str) -> str:
    """A text for a table cell: one line, bars escaped."""
    return one_line(text).replace("|", "\\|")


def _indent(text: str) -> str:
    return "\n".join(f"    {line}" if line.strip() else "" for line in text.strip("\n").split("\n"))


def _fenced(text: str) -> str:
    """A text as it is, in a fence that nothing in it closes."""
    fence = "~" * (3 + max((len(found) for found in re.findall("~+", text)), default=0))
    return f"{fence}text\n{text}\n{fence}"


def _tidy(text: str) -> str:
    """At most one blank line between blocks, so that templates may be spaced for their readers."""
    lines: list[str] = []
    for line in map(str.rstrip, text.split("\n")):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip() + "\n"
