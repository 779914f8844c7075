"""Authors' texts in plain words, for what shows no Markdown."""

from __future__ import annotations

import re

from handbook.markdown import one_line
from handbook.model import Handbook
from handbook.text.expand import expand
from handbook.text.markup import CITATION, LINK
from macros import bound

_SIGNS = re.compile(r"(?<!\\)[*`]|(?<![\w\\])_|(?<!\\)_(?!\w)|\\(?=[\\`*_\[\]<>|])")
_WORDS = re.compile(r"^!?\[(.*)\]\($")


def plain_words(book: Handbook, text: str) -> str:
    """A text on one line: calls answered, links as their words, citations and signs gone."""
    answered = expand(CITATION.sub("", text), bound(book, "index.md"))
    return one_line(_SIGNS.sub("", LINK.sub(lambda found: _WORDS.sub(r"\1", found["open"]), answered))).replace(" .", ".").replace(" ,", ",")
