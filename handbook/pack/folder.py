"""The files of a pack: plays as Markdown, documents to fill in, one PDF, and an index that names them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from handbook import addresses
from handbook.compose.documents import owner_of
from handbook.compose.writer import TEMPLATES
from handbook.downloads import downloads
from handbook.downloads.words import Words
from handbook.machines.plain import plain_markdown
from handbook.model import Document, Handbook, Play
from handbook.pack.chapters import Pages, of_plays, site_of
from handbook.pack.choice import Choice
from handbook.pack.paper import notice, owner, release
from handbook.pack.pdf import as_pdf
from handbook.pack.volume import outside
from handbook.text.markup import LINK, replace_outside_code

INDEX = "index.html"
PDF = "plays.pdf"
FORMATS = ("docx", "xlsx", "md", "csv", "yml", "pdf")
_WORDS = {"docx": "Word", "xlsx": "Excel", "md": "Markdown", "csv": "CSV", "yml": "YAML"}


@dataclass(frozen=True)
class Pack:
    """What a pack holds, and where it stands in it: paths on the site to paths in the pack."""

    book: Handbook
    choice: Choice
    formats: Collection[str]

    def files_of(self, document: Document) -> dict[str, str]:
        """A document's files by their kind: the path on the site."""
        return {kind: path for kind, path in addresses.downloads(document).items() if kind in self.formats}

    def places(self) -> dict[str, str]:
        """Every page and file of the site that has a place in the pack."""
        places = {addresses.play(play.id): _play(play) for play in self.choice.plays} if "md" in self.formats else {}
        for document in self.choice.documents:
            files = {path: f"documents/{document.id}.{kind}" for kind, path in self.files_of(document).items()}
            places |= files | ({addresses.document(document.id): next(iter(files.values()))} if files else {})
        return places


def pack_files(book: Handbook, pages: Pages, root: Path, choice: Choice, formats: Collection[str]) -> dict[str, bytes]:
    """The files of the pack by their paths in it. Raises HandbookError where the PDF needs a Chromium and there is none."""
    pack = Pack(book, choice, formats)
    places = pack.places()
    made = downloads(book, root)
    files = {places[path]: made[path] for document in choice.documents for path in pack.files_of(document).values()}
    if "md" in formats:
        files |= {_play(play): _markdown(book, pages, places, play).encode() for play in choice.plays}
    if "pdf" in formats and choice.plays:
        title = choice.plays[0].title if len(choice.plays) == 1 else f"{len(choice.plays)} plays of the {book.site.name}"
        files[PDF] = as_pdf(book, root, title, of_plays(book, pages, root, choice.plays))
    return {INDEX: _index(pack, places, files).encode(), **files}


def _play(play: Play) -> str:
    return f"plays/{play.id}.md"


def _markdown(book: Handbook, pages: Pages, places: Mapping[str, str], play: Play) -> str:
    """A play as plain Markdown, with links to what the pack holds, else to the site, else none."""
    here, own = addresses.play(play.id), _play(play)

    def lead(target: str) -> str:
        if "://" in target or target.startswith("mailto:"):
            return target
        path, _, name = target.partition("#")
        page = posixpath.normpath(posixpath.join(posixpath.dirname(here), path)) if path else here
        if page == here:
            return ""
        return addresses.relative(own, places[page]) if page in places else outside(site_of(book), page, name)

    return plain_markdown(_led(pages[here].text, lead))


def _led(text: str, lead: Callable[[str], str]) -> str:
    """The text with other link targets; where `lead` gives none, the link's words alone stay."""

    def led(found: re.Match[str]) -> str:
        target = lead(found["target"])
        return f"{found['open']}{target}{found['close']}" if target else found["open"].lstrip("!")[1:-2]

    return replace_outside_code(LINK, led, text)


def _index(pack: Pack, places: Mapping[str, str], files: Mapping[str, bytes]) -> str:
    book = pack.book
    page: str = _template().render(
        book=book, owner=owner(book), release=release(book), notice=notice(book),
        pdf=PDF if PDF in files else "", markdown="md" in pack.formats,
        plays=[{"title": play.title, "purpose": _words(book, addresses.play(play.id), play.purpose), "path": _play(play)} for play in pack.choice.plays],
        documents=[_row(pack, places, document) for document in pack.choice.documents],
    )  # fmt: skip
    return page


def _row(pack: Pack, places: Mapping[str, str], document: Document) -> dict[str, Any]:
    book = pack.book
    return {
        "title": document.title,
        "number": document.number,
        "purpose": _words(book, addresses.document(document.id), document.purpose),
        "owner": book.roles[owner_of(book, document)].title,
        "plays": [play.title for play in pack.choice.plays if document.id in {leave.document for leave in play.leaves}],
        "files": [{"words": f"{_WORDS[kind]} ({kind})", "path": places[path]} for kind, path in pack.files_of(document).items()],
    }


def _words(book: Handbook, here: str, text: str) -> str:
    return Words(book, here).line(text)


@cache
def _template() -> Any:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template("pack.html.jinja")
