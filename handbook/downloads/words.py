"""Authors' prose as plain words: calls filled in, links and marks taken out, citations numbered."""

from __future__ import annotations

import re

from handbook.compose.notes import note
from handbook.compose.words import flag
from handbook.markdown import one_line
from handbook.model import Handbook
from handbook.text.expand import expand
from handbook.text.links import unlink
from handbook.text.markup import CITATION, LINK
from macros import bound

_CITED = re.compile(r"\s*" + CITATION.pattern)
_STRONG = re.compile(r"(?<![\\*])(\*{1,3})(?=\S)(.+?)(?<=\S)\1(?!\*)", re.DOTALL)
_ESCAPED = re.compile(r"\\([\\`*_\[\]<>|{}])")
_CODE = re.compile(r"(?<!\\)(`+)(.+?)(?<!`)\1(?!`)", re.DOTALL)


class Words:
    """Turns the texts of one document into plain words, and remembers what they cite."""

    def __init__(self, book: Handbook, here: str) -> None:
        self._book, self._here = book, here
        self._functions = bound(book, here)
        self._cited: dict[str, int] = {}

    def line(self, text: str | None) -> str:
        """A text on one line; without one, nothing."""
        return one_line(self._plain(expand(text, self._functions))) if text else ""

    def sources(self) -> tuple[str, ...]:
        """A line for each fact or source cited so far, with its number."""
        return tuple(f"[{number}] {one_line(_bare(note(self._book, self._here, name)))}" for name, number in self._cited.items())

    def _plain(self, text: str) -> str:
        return _bare(_CITED.sub(lambda found: " " + self._number(found[1]), unlink(text, self._here, self._book.gone)))

    def _number(self, name: str) -> str:
        """A citation as its number, with the word that says what is not yet law."""
        number = self._cited.setdefault(name, len(self._cited) + 1)
        word = flag(self._book.facts.get(name) or self._book.sources[name])
        return f"[{number}, {word}]" if word else f"[{number}]"


def _bare(text: str) -> str:
    """Markdown without its marks; the address of a link to another site stays."""
    text = _CODE.sub(lambda found: found[2], LINK.sub(_words, text))
    return _ESCAPED.sub(r"\1", _STRONG.sub(r"\2", _STRONG.sub(r"\2", text)))


def _words(found: re.Match[str]) -> str:
    words = found["open"].lstrip("!")[1:-2]
    return f"{words} ({found['target']})" if found["target"].startswith(("https://", "http://", "mailto:")) else words
