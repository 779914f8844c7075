"""A volume as a PDF: printed once to see on which page everything stands, and again with the numbers."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path

import pikepdf

from handbook.model import Handbook
from handbook.pack.chromium import found, print_pdf
from handbook.pack.paper import as_html, entries, owner, release
from handbook.pack.volume import Part
from handbook.problems import HandbookError, Problem

# From this version on, Chromium prints the words at the foot of a page.
_OLDEST = 131
_CREATOR = "handbook pdf"
_FAST = ("--disable-pdf-tagging",)
_WHOLE = ("--generate-pdf-document-outline",)


def as_pdf(book: Handbook, root: Path, title: str, parts: Sequence[Part]) -> bytes:
    """The volume as a tagged PDF with bookmarks. Raises HandbookError without a Chromium that prints it."""
    chromium = found()
    with tempfile.TemporaryDirectory(prefix="handbook-", ignore_cleanup_errors=True) as name:
        folder = Path(name)

        def printed(numbers: Mapping[str, int], *options: str) -> Path:
            page, target = folder / "volume.html", folder / f"{len(list(folder.iterdir()))}.pdf"
            page.write_text(as_html(book, root, title, parts, numbers), encoding="utf-8")
            print_pdf(chromium, page, target, *options)
            return target

        return settled(printed(_numbers(printed, parts, chromium), *_WHOLE), book, title)


def is_ours(path: Path) -> bool:
    """Whether a file is a PDF that an earlier run wrote."""
    try:
        with pikepdf.open(path) as pdf:
            return str(pdf.docinfo.get("/Creator", "")) == _CREATOR
    except pikepdf.PdfError:
        return False


def _numbers(printed: Callable[..., Path], parts: Sequence[Part], chromium: str) -> dict[str, int]:
    """The page on which each entry of the contents stands."""
    names = entries(parts)
    with pikepdf.open(printed(dict.fromkeys(names, 0), *_FAST)) as pdf:
        _refuse_the_old(pdf, chromium)
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        return {name: pages[pdf.Root.Dests["/" + name][0].objgen] for name in names}


def _refuse_the_old(pdf: pikepdf.Pdf, chromium: str) -> None:
    version = re.search(r"Skia/PDF m(\d+)", str(pdf.docinfo.get("/Producer", "")))
    if version and int(version[1]) < _OLDEST:
        raise HandbookError([Problem(chromium, 1, f"this Chromium is of version {version[1]} and prints no page numbers", f"Take {_OLDEST} or newer")])


def settled(path: Path, book: Handbook, title: str) -> bytes:
    """The PDF packed tightly, and dated with the release: the run's own time would change the bytes."""
    target = BytesIO()
    moment = f"D:{book.site.release.date:%Y%m%d}000000Z"
    with pikepdf.open(path) as pdf:
        for name, value in {
            "/Title": title, "/Author": owner(book), "/Subject": f"{book.site.name}, release {release(book)}",
            "/Creator": _CREATOR, "/CreationDate": moment, "/ModDate": moment,
        }.items():  # fmt: skip
            pdf.docinfo[name] = value
        pdf.Root.PageMode = pikepdf.Name.UseOutlines
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return target.getvalue()
