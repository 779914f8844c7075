"""Abbreviations explained wherever they appear."""

from __future__ import annotations

import re

from handbook.markdown import one_line
from handbook.model import Handbook
from handbook.text.markup import CITATION

_WORDS = re.compile(r"[\w-]+")
_WORD = re.compile(r"\w+")


class Abbreviations:
    """The glossary's abbreviations, ready to be looked for in many texts."""

    def __init__(self, book: Handbook) -> None:
        terms = [term for term in book.terms.values() if term.long and not term.everyday]
        self._lines = {term.term: f"*[{term.term}]: {one_line(term.long or '')}" for term in terms}
        self._harder = {name: re.compile(rf"(?<!\w){re.escape(name)}(?!\w)") for name in self._lines if not _WORD.fullmatch(name)}

    def used_in(self, text: str) -> str:
        """Definitions of those that the text uses, in the abbreviation syntax of Markdown."""
        words = set(_WORDS.findall(text))
        return "\n".join(line for name, line in self._lines.items() if (self._appears(name, text) if name in self._harder else name in words))

    def _appears(self, name: str, text: str) -> bool:
        return name in text and self._harder[name].search(text) is not None


def without_citations(text: str) -> str:
    """A text with its citations taken out, for descriptions."""
    return one_line(CITATION.sub("", text))
