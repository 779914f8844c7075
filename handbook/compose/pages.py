"""All pages of a handbook: each made when it is needed, or taken from what was kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from handbook.compose.faces import digest, faces, same_faces
from handbook.compose.makers import makers
from handbook.compose.page import ComposedPage
from handbook.compose.writer import Writer
from handbook.kept import Kept
from handbook.model import Handbook
from handbook.side_by_side import side_by_side


def compose(book: Handbook, kept: Kept | None = None) -> Pages:
    """Every page of the handbook, by path; those that are `kept` from an earlier run are not made again."""
    pages = Pages(book, kept)
    missing = [path for path in pages if not pages.find(path)]
    first = pages.first_of_each_kind(missing)
    for path in first:
        pages.put(path, pages.make(path))
    others = [path for path in missing if path not in first]
    made = side_by_side(lambda paths: [pages.make(path) for path in paths], others)
    for path, page in zip(others, made, strict=True):
        pages.put(path, page)
    if kept and missing:
        kept.tidy(len(pages))
    return pages


class Pages(Mapping[str, ComposedPage]):
    """Every page of the handbook, by path, each composed when it is first asked for, or taken from what is kept.

    A page sees the item that it is about, and of all others their faces; so these are what it is kept by.
    """

    def __init__(self, book: Handbook, kept: Kept | None = None, like: Pages | None = None) -> None:
        """`like` has the pages of a book with the same faces."""
        shown = like.writer.book if like else faces(book)
        self.book = book
        self.writer: Writer = like.writer if like else Writer(shown)
        self._kept = kept
        self._shown: str = like._shown if like else digest(shown) if kept else ""
        self._makers = dict(sorted(makers(self.writer, book), key=lambda entry: entry[0]))
        self._made: dict[str, ComposedPage] = {}
        self._keys: dict[str, str] = {}

    def followed_by(self, book: Handbook) -> Pages | None:
        """The pages of a later state of the book, with those taken over whose item is the same; None where any face has changed."""
        if not same_faces(self.book, book):
            return None
        later = Pages(book, self._kept, self)
        later._made |= {path: page for path, page in self._made.items() if later._makers[path].about is self._makers[path].about}
        return later

    @property
    def faces(self) -> Handbook:
        """The book as every page sees it but for its own item."""
        return self.writer.book

    @property
    def faces_digest(self) -> str:
        """The digest of that book and of our code; empty where nothing is kept."""
        return self._shown

    def __getitem__(self, path: str) -> ComposedPage:
        if not self.find(path):
            self.put(path, self.make(path))
        return self._made[path]

    def __contains__(self, path: object) -> bool:
        """Whether there is such a page; none is composed for the answer."""
        return path in self._makers

    def find(self, path: str) -> bool:
        """Whether a page is there already, or kept."""
        if path not in self._made and self._kept and (content := self._kept.get(key := self._key(path))) is not None:
            self._made[path] = ComposedPage.from_kept(content, key)
        return path in self._made

    def first_of_each_kind(self, paths: Iterable[str]) -> list[str]:
        """The first of the pages that come from one template, where there are several: once it is made, no process need compile that template again."""
        kinds: dict[str, list[str]] = {}
        for path in paths:
            kinds.setdefault(self._makers[path].kind, []).append(path)
        return [alike[0] for alike in kinds.values() if len(alike) > 1]

    def make(self, path: str) -> ComposedPage:
        """A page, composed now and kept."""
        page = self._makers[path].make()
        if self._kept:
            page = replace(page, made_from=self._key(path))
            self._kept.put(page.made_from, page.kept())
        return page

    def put(self, path: str, page: ComposedPage) -> None:
        """Take in a page that was composed, perhaps by another process."""
        self._made[path] = page

    def _key(self, path: str) -> str:
        if path not in self._keys:
            about = self._makers[path].about
            made_from = "\0".join((self._shown, path, type(about).__name__, about.model_dump_json(serialize_as_any=True)))
            self._keys[path] = hashlib.sha256(made_from.encode()).hexdigest()[:40]
        return self._keys[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)
