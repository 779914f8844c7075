"""Links between pages: a plain one is looked up once a page."""

from __future__ import annotations

import re
from posixpath import dirname, join, normpath
from typing import Any

from mkdocs.structure.pages import _RelativePathTreeprocessor
from mkdocs.utils import get_relative_url

# A path of plain characters below or beside the page's own folder, an anchor, or both.
_PLAIN = re.compile(r"([\w-][\w.-]*(?:/[\w.-]+)*|\.\.(?:/[\w.-]+)+)?(#[\w:.-]+)?", re.ASCII)
_ELSEWHERE = re.compile(r"https?://[\w./?&=%#:~+,;!-]+", re.ASCII)


class QuickLinks(_RelativePathTreeprocessor):
    """Turns paths of sources into addresses; what is not plain, or not found, goes to the original, which warns."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.urls: dict[str, str] = {}
        self.known: dict[str | None, tuple[Any, str] | None] = {None: (self.file, "")}

    def path_to_url(self, url: str) -> str:
        """The address that a link comes to."""
        if url in self.urls:
            return self.urls[url]
        plain = _PLAIN.fullmatch(url)
        if plain is None or not url:
            return url if _ELSEWHERE.fullmatch(url) else super().path_to_url(url)
        path, anchor = plain[1], plain[2] or ""
        if path not in self.known:
            self.known[path] = self._found(path)
        found = self.known[path]
        if found is None:
            return super().path_to_url(url)
        if anchor:
            self.links_to_anchors.setdefault(found[0], {}).setdefault(anchor[1:], url)
        self.urls[url] = found[1] + anchor
        return self.urls[url]

    def _found(self, path: str) -> tuple[Any, str] | None:
        file = self.files.get_file_from_path(normpath(join(dirname(self.file.src_uri), path)))
        if file is None or file.inclusion.is_excluded():  # type: ignore[no-untyped-call]
            return None
        return file, get_relative_url(file.url, self.file.url)
