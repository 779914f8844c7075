"""Plays and terms as schema.org describes them (JSON-LD)."""

from __future__ import annotations

import json
from typing import Any

from handbook import addresses
from handbook.machines.edition import Edition
from handbook.machines.words import plain_words
from handbook.model import Handbook, Play, Term

_CONTEXT = "https://schema.org"
_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def linked_data(book: Handbook, about: Edition, path: str) -> str:
    """What a script element of the page at `path` holds; empty for pages that fit no kind. No text in it can end the element."""
    play = book.plays.get(path.removesuffix(".md"))
    found = how_to(book, about, play) if play else term_set(book, about) if path == addresses.GLOSSARY else None
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE) if found else ""


def how_to(book: Handbook, about: Edition, play: Play) -> dict[str, Any]:
    """A play as instructions, each step with its minutes."""
    here = addresses.play(play.id)
    steps = [
        {
            "@type": "HowToStep", "position": number, "name": step.heading, "text": plain_words(book, step.do), "timeRequired": f"PT{step.min}M",
            **_address(about, f"{here}#step-{step.name}"),
        }
        for number, step in enumerate(play.steps, 1)
    ]  # fmt: skip
    times = {"prepTime": play.duration.prep_min, "performTime": play.duration.run_min, "totalTime": play.duration.prep_min + play.duration.run_min}
    return {
        "@context": _CONTEXT, "@type": "HowTo", "name": play.title, "description": play.purpose, "inLanguage": "en-GB",
        **{name: f"PT{minutes}M" for name, minutes in times.items()}, "step": steps, **_address(about, here),
    }  # fmt: skip


def term_set(book: Handbook, about: Edition) -> dict[str, Any]:
    """The glossary as a set of defined terms. Their meanings stand on the page itself: twice, they would cost every reader a third more to load."""
    terms = [_term(about, term) for term in book.terms.values() if book.shows(term.market)]
    return {"@context": _CONTEXT, "@type": "DefinedTermSet", "name": f"{about.name}: glossary", **_address(about, addresses.GLOSSARY), "hasDefinedTerm": terms}


def _term(about: Edition, term: Term) -> dict[str, Any]:
    other = {"alternateName": term.long} if term.long else {}
    return {"@type": "DefinedTerm", "name": term.term, **other, **_address(about, addresses.term(term.id))}


def _address(about: Edition, target: str) -> dict[str, str]:
    return {"url": about.page(target)} if about.address else {}
