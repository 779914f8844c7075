"""Pages of the last site that are taken over without being read: all that they are made from is as it was then."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from handbook.code_digest import code_digest
from handbook.site.convert import anchors_and_links, made_by, set_anchors_and_links
from handbook.site.frame import shared_by_frames
from handbook.site.menu import shown_menu
from handbook.site.output import Output
from handbook.site.plugin import HandbookPlugin


class Unread:
    """What is known of a page before it is read: what it is composed from, and all that surrounds every page.

    A hand-written page is always read, since MkDocs's plugins have a part in its text.
    """

    def __init__(self, config: MkDocsConfig, files: Files, nav: Navigation) -> None:
        plugin = config.plugins["handbook"]
        if not isinstance(plugin, HandbookPlugin):
            raise TypeError("mkdocs.yml names another plugin 'handbook'")
        self.plugin, self.files, self.nav = plugin, files, nav
        addresses = sorted((file.src_uri, file.url) for file in files)
        around = (code_digest(), made_by(config), shared_by_frames(config), addresses, plugin.surroundings())
        self._around = hashlib.sha256(repr(around).encode()).hexdigest()

    def taken_over(self, pages: Sequence[Page], output: Output) -> list[Page]:
        """The pages that are left to be read, once the others are taken over."""
        return [page for page in pages if not self._takes_over(page, output)]

    def _takes_over(self, page: Page, output: Output) -> bool:
        composed = self.plugin.composed(page.file.src_uri)
        written = output.takes_over_unread(page.file.dest_uri, self._key(page, composed.made_from)) if composed else None
        if composed is None or written is None:
            return False
        page.markdown, page.meta = composed.text, dict(composed.meta)
        self.plugin.set_date(page)
        set_anchors_and_links(page, written.anchors, written.links, self.files)
        return True

    def note(self, pages: Sequence[Page], output: Output) -> None:
        """Remember of pages that were read what is known of them before."""
        for page in pages:
            composed = self.plugin.composed(page.file.src_uri)
            if composed:
                anchors, links = anchors_and_links(page)
                written = output.known[page.file.dest_uri]
                output.known[page.file.dest_uri] = replace(written, known_by=self._key(page, composed.made_from), anchors=anchors, links=links)

    def _key(self, page: Page, made_from: str) -> str:
        return hashlib.sha256(json.dumps([self._around, shown_menu(page, self.nav), made_from]).encode()).hexdigest()[:40]
