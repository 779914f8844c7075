"""Abbreviations explained wherever they appear."""

from __future__ import annotations

import re

from handbook.markdown import one_line
from handbook.model import Handbook
from handbook.text.markup import CITATION

# Sought by their first sign, which leaps over all others; what must not stand before it is looked at afterwards.
_CAPITALISED = re.compile(r"[A-Z](?<![\w-].)[\w-]*")
_CAPITALISED_NAME = re.compile(r"[A-Z]\w*")
_WORD = re.compile(r"\w+")


class Abbreviations:
    """The glossary's abbreviations, ready to be looked for in many texts."""

    def __init__(self, book: Handbook) -> None:
        terms = [term for term in book.terms.values() if term.long and not term.everyday]
        self._lines = {term.term: f"*[{term.term}]: {one_line(term.long or '')}" for term in terms}
        self._harder = {name: _alone(name) for name in self._lines if not _CAPITALISED_NAME.fullmatch(name)}

    def used_in(self, text: str) -> str:
        """Definitions of those that the text uses, in the abbreviation syntax of Markdown."""
        words = set(_CAPITALISED.findall(text))
        words.update(name for name, pattern in self._harder.items() if pattern.search(text))
        return "\n".join([line for name, line in self._lines.items() if name in words])


def _alone(name: str) -> re.Pattern[str]:
    """Finds a name that is no part of a longer word; one that is a single word is no part of words joined by hyphens either."""
    around, escaped = "[\\w-]" if _WORD.fullmatch(name) else "\\w", re.escape(name)
    return re.compile(rf"{escaped}(?!{around})(?<!{around}{escaped})")


def without_citations(text: str) -> str:
    """A text with its citations taken out, for descriptions."""
    return one_line(CITATION.sub("", text))
