"""The MkDocs plugin: takes the composed pages and hands them over as generated files."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.pages import Page

from handbook import addresses
from handbook.compose import menu
from handbook.compose.pages import finish_written
from handbook.compose.writer import Writer
from handbook.data import DATA_FILES, data_files
from handbook.downloads import downloads
from handbook.look import STYLE, logo_path, look_files
from handbook.model import Handbook
from handbook.pipeline import Compiled, compile_handbook
from handbook.problems import HandbookError
from handbook.search import SEARCH_FILES, search_files
from handbook.site.focus import focusable_abbreviations
from handbook.site.made import Made, made_together

WATCHED = ("playbooks", "library", "macros", "overrides", "handbook")


class HandbookPlugin(BasePlugin):  # type: ignore[no-untyped-call,type-arg]
    """Reads, checks and composes before MkDocs touches the last site; the rest is MkDocs's own work."""

    def __init__(self) -> None:
        self.compiled: Compiled | None = None
        self.given = False

    def give(self, compiled: Compiled) -> None:
        """Publish this book, and compile none."""
        self.compiled, self.given = compiled, True

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Compile the book; a problem stops the run before anything is cleaned or written."""
        if not self.given:
            self.compiled = _compiled(_root(config))
        book = self._ready().book
        config.nav = menu(book)
        config.extra["handbook"] = book
        config.site_name = book.site.name
        if book.organisation:
            config.site_name = book.organisation.name
            if book.organisation.site_url:
                config.site_url = book.organisation.site_url.rstrip("/") + "/"
        if book.logo:
            config.theme["logo"] = logo_path(book)
        config.extra_css = [path for path in config.extra_css if path != STYLE] + [path for path in look_files(book) if path == STYLE]
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add every page, data file and download that has no file in `docs/`."""
        compiled = self._ready()
        book, root = compiled.book, _root(config)
        moved = {addresses.moved_play(move) for move in book.ledger}
        for path in compiled.pages:
            if path not in book.pages:
                files.append(Made(config, path, partial(_source, compiled, path), InclusionLevel.NOT_IN_NAV if path in moved else InclusionLevel.UNDEFINED))
        together = (
            ([path for document in book.documents.values() for path in addresses.downloads(document).values()], lambda: downloads(book, root)),
            (DATA_FILES, lambda: data_files(book)),
            (SEARCH_FILES, lambda: search_files(book, compiled.pages)),
            (list(look_files(book)), lambda: look_files(book)),
        )
        for paths, make in together:
            for file in made_together(config, paths, make):
                files.append(file)
        return files

    @event_priority(-100)
    def on_page_markdown(self, markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Finish a hand-written page once mkdocs-macros has expanded it: notes, owner, dates, abbreviations."""
        compiled = self._ready()
        book = compiled.book
        page.update_date = book.site.release.date.isoformat()  # the sitemap's date; the run's own would change the bytes
        if repository := _repository(book):
            page.edit_url = f"{repository}/edit/main/{compiled.pages[page.file.src_uri].author}"
        written = book.pages.get(page.file.src_uri)
        return finish_written(Writer(book), written, markdown) if written else markdown

    def on_page_content(self, html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Let abbreviations be reached by keyboard and touch."""
        return focusable_abbreviations(html)

    def _ready(self) -> Compiled:
        if self.compiled is None:
            raise PluginError("the handbook was not compiled")
        return self.compiled

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Watch everything that a page is made from."""
        root = _root(config)
        for name in (*WATCHED, os.environ.get("HANDBOOK_ORGANISATION", "organisation")):
            if (root / name).is_dir():
                server.watch(str(root / name))
        return server


def _compiled(root: Path) -> Compiled:
    try:
        return compile_handbook(root)
    except HandbookError as error:
        raise PluginError(f"{len(error.problems)} to mend, nothing was published\n{error}") from error


def _source(compiled: Compiled, path: str) -> str:
    """A composed page as mkdocs-macros leaves it alone."""
    return compiled.pages[path].markdown.replace("---\n", "---\nrender_macros: false\n", 1)


def _repository(book: Handbook) -> str | None:
    """Where the sources are edited: the organisation's own word, else the workflow's."""
    named = book.organisation.repository if book.organisation else None
    address = named or os.environ.get("HANDBOOK_REPOSITORY")
    return address.rstrip("/") if address else None


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).resolve().parent
