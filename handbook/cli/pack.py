"""Packs and PDFs, written where they were asked for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from handbook.cli.folders import swapped_in
from handbook.pack import as_pdf, choose, is_ours, pack_files, whole
from handbook.pipeline import Compiled
from handbook.problems import HandbookError, Problem

MARKER = ".handbook-pack"


def write_pack(root: Path, compiled: Compiled, names: Sequence[str], target: Path, formats: Collection[str]) -> tuple[str, ...]:
    """Write the pack of the named plays and documents into a folder. Returns the paths of its files.

    Raises HandbookError where a name is unknown, the folder holds something else, or the PDF needs a Chromium.
    """
    choice = choose(compiled.book, names)
    with swapped_in(target, root, MARKER) as folder:
        files = pack_files(compiled.book, compiled.pages, root, choice, formats)
        for path, content in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        (folder / MARKER).write_text("Written by `handbook pack`; the next run replaces this folder.\n", encoding="utf-8")
    return tuple(files)


def write_pdf(root: Path, compiled: Compiled, target: Path) -> int:
    """Write the whole handbook as one PDF; one that an earlier run wrote is replaced. Returns its size in bytes.

    Raises HandbookError where the name is no PDF's, another file stands there, or no Chromium prints it.
    """
    if target.suffix.lower() != ".pdf" or target.is_dir():
        raise HandbookError([Problem(str(target), 1, "this is no name for a PDF", "Choose one that ends in .pdf")])
    if target.exists() and not is_ours(target):
        raise HandbookError([Problem(str(target), 1, "another file of this name stands there", "Choose another name; nothing was changed")])
    book = compiled.book
    content = as_pdf(book, root, book.site.name, whole(book, compiled.pages, root))
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.new")
    fresh.write_bytes(content)
    fresh.replace(target)
    return len(content)
