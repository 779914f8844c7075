"""The headings of a sheet: which column of it is which column of the document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from handbook.problems import nearest
from handbook.readback.cells import Found
from handbook.readback.told import Told
from handbook.tables import Head


def placed(heads: Sequence[Head], line: Sequence[Found], sheet: str, told: Told) -> Mapping[int, Head]:
    """The document's columns by their places in the row of headings, which may stand in any order; what is wrong with them is told."""
    wanted = {_key(head.column.title): head for head in heads}
    written = {at: " ".join(str(found.value).split()) for at, found in enumerate(line) if not found.is_blank}
    if not any(_key(words) in wanted for words in written.values()):
        titles = ", ".join(f"'{head.column.title}'" for head in heads[:4])
        cure = f"The first row holds them, beginning with {titles}; put them back, with nothing above"
        told.problem(sheet, 1, "none of the document's headings stands here", cure)
        return {}
    found: dict[int, Head] = {}
    for at, words in written.items():
        head = wanted.get(_key(words))
        if head in found.values():
            told.problem(sheet, 1, f"the column '{words}' stands twice", "Keep one of the two")
        elif head is not None:
            found[at] = head
    _tell_strangers(heads, found, written, sheet, told)
    return found


def _tell_strangers(heads: Sequence[Head], found: Mapping[int, Head], written: Mapping[int, str], sheet: str, told: Told) -> None:
    """Headings that the document does not have, and columns that have none; a renamed one is told once."""
    known = {_key(head.column.title) for head in heads}
    missing = [head.column.title for head in heads if head not in found.values()]
    strangers = [words for words in written.values() if _key(words) not in known]
    suggested = ""
    for words in strangers:
        near = nearest(words, missing)
        suggested += near
        told.problem(sheet, 1, f"the document has no column '{words}'", near or "Take it out, or move it to a sheet of your own")
    for title in missing:
        if f"'{title}'" not in suggested:
            told.problem(sheet, 1, f"the column '{title}' is missing", "Put its heading back, word for word; the column may stay empty if it is not needed")


def unheaded(found: Mapping[int, Head], first: Sequence[Found], line: Sequence[Found]) -> Iterator[int]:
    """The places in a row where something stands below no heading at all."""
    for at, cell in enumerate(line):
        if not cell.is_blank and at not in found and (at >= len(first) or first[at].is_blank):
            yield at


def _key(words: str) -> str:
    return " ".join(words.split()).casefold()
