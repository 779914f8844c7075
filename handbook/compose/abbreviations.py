"""Abbreviations explained wherever they appear."""

from __future__ import annotations

import re

from handbook.markdown import one_line
from handbook.model import Handbook
from handbook.text.markup import CITATION


def abbreviations(book: Handbook, text: str) -> str:
    """Definitions of the glossary's abbreviations that the text uses, in the abbreviation syntax of Markdown."""
    used = set(re.findall(r"[\w-]+", text))
    lines = []
    for term in book.terms.values():
        if term.long and not term.everyday and _appears(term.term, text, used):
            lines.append(f"*[{term.term}]: {one_line(term.long)}")
    return "\n".join(lines)


def _appears(term: str, text: str, used: set[str]) -> bool:
    if re.fullmatch(r"\w+", term):
        return term in used
    return term in text and re.search(rf"(?<!\w){re.escape(term)}(?!\w)", text) is not None


def without_citations(text: str) -> str:
    """A text with its citations taken out, for descriptions."""
    return one_line(CITATION.sub("", text))
