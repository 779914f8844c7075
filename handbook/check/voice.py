"""How the handbook speaks: slips that stop nobody, told as warnings with their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from handbook.check.notes import noted
from handbook.check.pieces import Piece, prose_of, prose_pieces, voiced_items
from handbook.model import Handbook
from handbook.problems import Problem
from handbook.read import Known
from handbook.text.markup import CITATION, citations
from handbook.text.markup import prose_of as without_code

LONGEST = 30
_AVOIDED = {
    "leverage": "use", "robust": "say what it withstands", "holistic": "say what it takes in", "stakeholder alignment": "say who agrees on what",
    "should": "say who does it, or cite who says must", "utilise": "use", "utilize": "use", "going forward": "leave it out", "synergy": "leave it out",
    "best-in-class": "give the number", "seamless": "say what the user no longer does",
}  # fmt: skip
_AVOID = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, _AVOIDED))})(?![\w-])", re.IGNORECASE)
_CALL = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_ENDS = re.compile(r"(?<=[.!?])[\"”’)*]*\s+(?=[\"“‘(*\[]*[A-Z0-9])|\n\s*\n|\n\s*(?:[-*]|\d+\.)\s+|\||(?<=:)\n")
_QUOTED = re.compile(r"[\"“][^\"”\n]{0,200}[\"”]|(?<!\w)['‘][^'’\n]{0,80}['’](?!\w)")
_ROMAN = re.compile(r"[IVX]+")
_MUST = re.compile(r"(?<![\w-])must(?! (?:have|agree))(?![\w-])", re.IGNORECASE)
_ACRONYM = re.compile(r"(?<![\w./@#-])(?:[A-Z]{2,}[0-9]*|[A-Z]+[0-9]*[A-Z]+)(?:-[A-Z]+)?s?(?![\w/@-]|\.\w)")


class Voice(NamedTuple):
    """How the texts of one item speak: whether each sentence does as it may, and the acronyms in them."""

    clear: bool
    acronyms: tuple[str, ...]


_ADAPTER = TypeAdapter(Voice)


def voice_warnings(book: Handbook, files: Mapping[str, Known] = {}) -> Iterator[Problem]:
    """Long sentences, words to avoid, a must that cites nothing, and acronyms that the glossary does not explain.

    `files` is what is known about each file; the book is as it was read from them.
    """
    known = _known(book)
    for item in voiced_items(book):
        voice = noted(item, files, "voice", _ADAPTER, _voice)
        if not (voice.clear and known.issuperset(voice.acronyms)):
            for piece, text in _spoken(item):
                yield from _sentence_warnings(piece, text)
                yield from _acronym_warnings(piece, text, known)


def _voice(item: Any) -> Voice:
    spoken = list(_spoken(item))
    clear = not any(warning for piece, text in spoken for warning in _sentence_warnings(piece, text))
    return Voice(clear, tuple(sorted({name for _, text in spoken for name, _ in _acronyms(text)})))


def _spoken(item: Any) -> Iterator[tuple[Piece, str]]:
    """The texts of an item with code and calls made one word each."""
    for piece in prose_of(item):
        yield piece, _CALL.sub(lambda found: "X" + re.sub(r"[^\n]", "x", found[0][1:]), without_code(piece.text))


def uncited_facts(book: Handbook) -> tuple[str, ...]:
    """Ids of facts that no text, page or event of the handbook cites."""
    cited = {name for piece in prose_pieces(book) for name, _ in citations(piece.text)}
    named = {name for kind in (book.plays, book.playbooks, book.journeys, book.questions) for item in kind.values() for name in item.sources}
    named |= {name for event in book.horizon.values() for name in event.facts}
    return tuple(name for name in book.facts if name not in cited | named)


def _sentence_warnings(piece: Piece, text: str) -> Iterator[Problem]:
    sentences = list(_sentences(text))
    for number, (start, sentence) in enumerate(sentences):
        words = len(_plain(sentence).split())
        if words > LONGEST:
            yield Problem(piece.path, _line(piece, start), f"a sentence of {words} words: '{_start(sentence)}…'", f"Make two of it; {LONGEST} is the most")
        near = sentence + (sentences[number + 1][1] if number + 1 < len(sentences) else "")
        for found in _AVOID.finditer(_QUOTED.sub("", _plain(sentence))):
            if found[0].lower() == "should" and CITATION.search(near):
                continue
            yield Problem(piece.path, _line(piece, start), f"'{found[0]}' in '{_start(sentence)}…'", f"In its place: {_AVOIDED[found[0].lower()]}")
        if _MUST.search(_QUOTED.sub("", _plain(sentence))) and not CITATION.search(near):
            yield Problem(piece.path, _line(piece, start), f"'must' without a source: '{_start(sentence)}…'", "Cite who says must, or say who does it")


def _acronym_warnings(piece: Piece, text: str, known: frozenset[str]) -> Iterator[Problem]:
    seen = set()
    for name, at in _acronyms(text):
        if name not in known and name not in seen:
            seen.add(name)
            yield Problem(piece.path, _line(piece, at), f"the glossary does not explain '{name}'", "Add it to library/glossary.yml, or write it out")


def _acronyms(text: str) -> Iterator[tuple[str, int]]:
    """Words in capitals, numerals left out, and where each stands."""
    for found in _ACRONYM.finditer(CITATION.sub(lambda cited: " " * len(cited[0]), text)):
        name = found[0].removesuffix("s")
        if name != "OK" and not _ROMAN.fullmatch(name):
            yield name, found.start()


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a text, and where each starts. List items, table cells and paragraphs end one."""
    at = 0
    for end in [*(found.span() for found in _ENDS.finditer(text)), (len(text), len(text))]:
        sentence = text[at : end[0]]
        if sentence.strip():
            yield at + len(sentence) - len(sentence.lstrip()), sentence.strip()
        at = end[1]


def _line(piece: Piece, at: int) -> int:
    return piece.line(at, piece.text[at : at + 12].split("\n")[0])


def _plain(sentence: str) -> str:
    return _LINK.sub(r"\1", CITATION.sub("", sentence)).replace("*", "")


def _start(sentence: str) -> str:
    return " ".join(_plain(sentence).split())[:50].rstrip(".,:; ")


def _known(book: Handbook) -> frozenset[str]:
    """Every word in capitals that the glossary explains or lists as another name."""
    words = set()
    for term in book.terms.values():
        for name in (term.term, *term.aliases):
            words |= {found[0] for found in _ACRONYM.finditer(name)}
    return frozenset(words | {word.removesuffix("s") for word in words})
