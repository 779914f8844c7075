"""Whose handbook it is, which release, and where it stands."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import lru_cache

from handbook.compose.words import day
from handbook.data import site_address
from handbook.markdown import one_line
from handbook.model import Handbook
from handbook.text.markup import replace_targets


@dataclass(frozen=True)
class Edition:
    """One organisation's handbook as it is published. `address` is its root with a slash at the end; empty when nobody has said it."""

    name: str
    tagline: str
    release: str
    notice: str
    address: str

    def file(self, path: str) -> str:
        """A link from the root to a file of the site: absolute where the address is known."""
        return self.address + path

    def page(self, target: str) -> str:
        """A link from the root to a page as readers know it; the root itself is `./` where the address is not known."""
        return (self.address + site_address(target)) or "./"

    def absolute(self, text: str, here: str) -> str:
        """The Markdown of the page `here` with absolute links, where the address is known; else as it is."""
        folder = posixpath.dirname(here)
        return replace_targets(lambda target: self._absolute(target, here, folder), text) if self.address else text

    def _absolute(self, target: str, here: str, folder: str) -> str:
        path, mark, anchor = target.partition("#")
        if "://" in path or path.startswith("mailto:") or not target:
            return target
        return self.address + (_resolved(folder, path) if path else here) + mark + anchor


@lru_cache(maxsize=1 << 12)
def _resolved(folder: str, path: str) -> str:
    """Where a link from a page in a folder leads; the pages of one folder mostly lead to the same places."""
    return posixpath.normpath(posixpath.join(folder, path))


def edition(book: Handbook, address: str | None) -> Edition:
    """What the files for machines say of a book that is published at `address`."""
    release = book.site.release
    return Edition(
        name=one_line(book.organisation.name if book.organisation else book.site.name),
        tagline=one_line(book.site.tagline),
        release=f"Release {release.version} of {day(release.date.isoformat())}",
        notice=one_line(book.site.notice),
        address=f"{address.rstrip('/')}/" if address else "",
    )
