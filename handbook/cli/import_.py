"""`handbook import`: a filled workbook back to YAML."""

from __future__ import annotations

from pathlib import Path

from handbook import addresses
from handbook.model import Document, Handbook
from handbook.problems import HandbookError, Problem, did_you_mean
from handbook.readback import read_back, written
from handbook.readback.write import HEAD

Notes = tuple[Problem, ...]


def imported(book: Handbook, name: str, file: Path, draft: bool) -> tuple[str, Notes]:
    """The rows of a workbook as YAML, and what is worth knowing about them. Raises HandbookError."""
    found = read_back(book, _document(book, name), file.name, file.read_bytes(), draft)
    return written(found, file.name), found.notes


def write_out(target: Path, text: str) -> None:
    """Write the YAML, over an earlier import but over nothing else. Raises HandbookError."""
    if target.exists() and not (target.is_file() and target.read_bytes().startswith(HEAD.encode())):
        raise HandbookError([Problem(str(target), 1, "something else stands here, which no import wrote", "Name another file; nothing was changed")])
    if not target.parent.is_dir():
        raise HandbookError([Problem(str(target), 1, "its folder does not exist", "Make the folder first, or name another")])
    fresh = target.with_name(f".{target.name}.new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(target)


def _document(book: Handbook, name: str) -> Document:
    """A document with a workbook to fill in. Raises HandbookError."""
    known = [document.id for document in book.documents.values() if "xlsx" in addresses.downloads(document)]
    if name in known:
        return book.documents[name]
    if name in book.documents:
        message = f"'{name}' is no workbook, but a {book.documents[name].format} document"
        raise HandbookError([Problem(f"library/documents/{name}.yml", 1, message, "`handbook import` reads documents with sheets, such as hazard-log")])
    raise HandbookError([Problem("library/documents", 1, f"unknown document '{name}'", did_you_mean(name, known))])
