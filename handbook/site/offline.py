"""The whole site as one file, to be read from an unzipped folder by double click."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path, PurePath

from handbook import addresses
from handbook.model import Handbook
from handbook.side_by_side import side_by_side
from handbook.site.zipped import Entry, entries_of, entry, write

NAME = "handbook.zip"
# Only a server has a use for them; and every page of the copy has its Markdown beside it already.
_LEFT_OUT = frozenset({NAME, "404.html", "sitemap.xml", "sitemap.xml.gz", "llms.txt", "llms-full.txt"})
_PACKED = frozenset({".docx", ".xlsx", ".png", ".gz", ".woff2"})
_LINK_TO_A_FOLDER = re.compile(rb'(<(?:a|link)\b[^>]*?\shref="|<meta http-equiv="refresh" content="0; url=)([^":?#]*/\.{0,2}|\.\.?)(?=[?#"])')
_WHERE_TO_GET_IT = re.compile(rb'(<p class="hb-offline">).*?(?=</p>)', re.DOTALL)


@dataclass(frozen=True)
class Copy:
    """What an offline copy says of itself: its folder, its release and where newer ones are; empty where nobody knows."""

    folder: str
    release: str
    released: date
    address: str


def copy_of(book: Handbook, address: str | None) -> Copy:
    """The offline copy of a handbook that is published at an address."""
    release = book.site.release
    name = book.organisation.name if book.organisation else book.site.name
    return Copy(addresses.slug(f"{name} {release.version}".replace(".", "-")), release.version, release.date, address or "")


@dataclass(frozen=True)
class Last:
    """The copy that was made of the last site, and the files that are the same on this one."""

    copy: Path
    same: frozenset[str]


def write_offline_copy(site: Path, copy: Copy, last: Last | None = None) -> Path:
    """Put the zip of a built site into it. The same site gives the same bytes, whatever is taken over from the last copy. Returns the zip."""
    files = sorted(_files(site), key=lambda path: path.split("/"))
    known = entries_of(last.copy) if last else {}
    same = last.same if last else frozenset()
    entries = {path: known[name] for path in files if path in same and (name := f"{copy.folder}/{path}") in known}
    # The largest first: in the order of paths, pages and their Markdown take turns, and one process would get all the pages.
    missing = sorted((path for path in files if path not in entries), key=lambda path: (site / path).stat().st_size, reverse=True)
    words = _words(copy).encode()

    def work(some: Sequence[str]) -> list[Entry]:
        return [entry(_content(site / path, words), PurePath(path).suffix not in _PACKED) for path in some]

    entries |= zip(missing, side_by_side(work, missing), strict=True)
    write(site / NAME, ((f"{copy.folder}/{path}", entries[path]) for path in files), copy.released)
    return site / NAME


def _files(site: Path) -> Iterator[str]:
    """The files of a site that belong into its copy, by path."""
    for folder, _, names in os.walk(site):
        ahead = folder[len(str(site)) :].replace(os.sep, "/")
        yield from (path for name in names if (path := f"{ahead}/{name}".removeprefix("/")) not in _LEFT_OUT)


def _content(path: Path, words: bytes) -> bytes:
    """A file as it stands in the copy, whose pages say these words of it."""
    content = path.read_bytes()
    return _WHERE_TO_GET_IT.sub(lambda found: found[1] + words, from_folder(content)) if path.suffix == ".html" else content


def from_folder(html: bytes) -> bytes:
    """A page whose links to folders lead to the page in each: no server finds it there."""
    return _LINK_TO_A_FOLDER.sub(lambda found: found[0] + (b"index.html" if found[2].endswith(b"/") else b"/index.html"), html)


def _words(copy: Copy) -> str:
    words = f"Offline copy of release {escape(copy.release)}, {copy.released.day} {copy.released:%B %Y}. The site may have moved on"
    return f'{words}: <a href="{escape(copy.address)}">{escape(copy.address)}</a>' if copy.address else f"{words}."
