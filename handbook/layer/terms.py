"""Words that an organisation puts in place of the base's, in prose only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from handbook.model import Handbook, RenamedTerm
from handbook.problems import Problem
from handbook.text.walk import with_texts

# What a rename never touches: code, macro calls, citations, link targets, quotations, and ids in braces.
_KEPT = r"`[^`]*`|\{\{.*?\}\}|\[@[^\]]*\]|\]\([^)]*\)|\{#[^}]*\}|\"[^\"\n]*\"|“[^”]*”"
_WORDS = re.compile(r"[A-Za-z][A-Za-z -]*[A-Za-z]")
_KINDS = ("plays", "playbooks", "roles", "stages", "documents", "journeys", "tools")
# Options stay as formulas and filled rows name them.
_LEFT_ALONE = frozenset({"aliases", "approved_by", "options", "options_from", "formula"})


def own_terms(book: Handbook) -> Handbook:
    """The book with the organisation's terms in the prose of plays, playbooks, roles, stages, documents, journeys and tools.

    Facts, sources, the glossary and the horizon stay as they are: they say what others have written.
    """
    terms = book.organisation.terms if book.organisation else ()
    if not terms:
        return book
    swap = _swapper(terms)
    changed = {kind: {name: with_texts(item, swap, _LEFT_ALONE) for name, item in getattr(book, kind).items()} for kind in _KINDS}
    return book.model_copy(update=changed)


def term_problems(book: Handbook) -> Iterator[Problem]:
    """Terms that cannot be found in prose, or that are renamed twice."""
    if book.organisation is None:
        return
    seen: set[str] = set()
    for number, term in enumerate(book.organisation.terms):
        place = book.organisation.place.within("terms", number)
        if not _WORDS.fullmatch(term.old):
            yield Problem(place.path, place.line("old"), f"`old`: '{term.old[:40]}' is not a word or two", "Write letters, spaces and hyphens only")
        if term.old.casefold() in seen:
            yield Problem(place.path, place.line("old"), f"`old`: '{term.old}' is renamed twice", "Keep one of the two")
        seen.add(term.old.casefold())


def _swapper(terms: tuple[RenamedTerm, ...]) -> Callable[[str], str]:
    new: Mapping[str, str] = {term.old.casefold(): term.new for term in terms}
    longest_first = sorted(new, key=len, reverse=True)
    pattern = re.compile(rf"(?P<kept>{_KEPT})|\b(?P<old>{'|'.join(map(re.escape, longest_first))})(?P<plural>s?)\b", re.IGNORECASE)

    def replace(found: re.Match[str]) -> str:
        if found["kept"] is not None:
            return found[0]
        words = new[found["old"].casefold()]
        capital = found["old"][0].isupper() and not words[0].isupper()
        return (words[0].upper() + words[1:] if capital else words) + found["plural"]

    def swap(text: str) -> str:
        folded = text.casefold()
        return pattern.sub(replace, text) if any(old in folded for old in new) else text

    return swap
