"""The MkDocs plugin: takes the composed pages and hands them over as generated files."""

from __future__ import annotations

import logging
import os
from html import escape
from pathlib import Path
from typing import Any, Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from handbook import addresses
from handbook.cli.report import as_text
from handbook.compose import menu
from handbook.compose.pages import finish_written
from handbook.compose.writer import Writer
from handbook.data import data_files
from handbook.downloads import downloads, size_file
from handbook.look import STYLE, logo_path, look_files
from handbook.model import Handbook
from handbook.pipeline import Compiled, compile_handbook
from handbook.problems import HandbookError
from handbook.search import search_files
from handbook.site.code import Code
from handbook.site.focus import focusable_abbreviations
from handbook.site.offline import NAME as OFFLINE_COPY
from handbook.site.offline import copy_of, write_offline_copy

log = logging.getLogger("mkdocs.plugins.handbook")
WATCHED = ("playbooks", "library", "macros", "overrides", "handbook")


class HandbookPlugin(BasePlugin):  # type: ignore[no-untyped-call,type-arg]
    """Reads, checks and composes before MkDocs touches the last site; the rest is MkDocs's own work."""

    def __init__(self) -> None:
        self.code = Code.now(Path(__file__).resolve().parents[2])
        self.serving = False
        self.compiled: Compiled | None = None
        self.faults: HandbookError | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Being there makes MkDocs keep this plugin between the builds of one `serve`."""
        self.serving = command == "serve"

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Compile the book; a problem stops the run before anything is cleaned or written."""
        if self.serving:
            self.code.restart_if_changed()
        book = self._compile(_root(config)).book
        config.nav = menu(book)
        config.extra["handbook"] = book
        config.site_name = book.site.name
        if book.organisation:
            config.site_name = book.organisation.name
            if book.organisation.site_url:
                config.site_url = book.organisation.site_url.rstrip("/") + "/"
        if not self.serving:
            config.extra["offline"] = {"file": OFFLINE_COPY, "name": f"{copy_of(book, None).folder}.zip"}
        if book.logo:
            config.theme["logo"] = logo_path(book)
        config.extra_css = [path for path in config.extra_css if path != STYLE] + [path for path in look_files(book) if path == STYLE]
        return config

    def _compile(self, root: Path) -> Compiled:
        """The book; while serving, the last good one when the newest edit has problems."""
        try:
            self.compiled, self.faults = compile_handbook(root), None
        except HandbookError as error:
            if self.compiled is None or not self.serving:
                raise PluginError(f"{len(error.problems)} to mend, nothing was published\n{error}") from error
            self.faults = error
            log.error("%s\nThe pages shown are from before this edit.", as_text(error.problems))
        return self.compiled

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add every page, data file and download that has no file in `docs/`."""
        compiled = self._ready()
        for page in compiled.pages.values():
            if page.path not in compiled.book.pages:
                text = page.markdown.replace("---\n", "---\nrender_macros: false\n", 1)
                moved = page.path in {addresses.moved_play(move) for move in compiled.book.ledger}
                inclusion = InclusionLevel.NOT_IN_NAV if moved else InclusionLevel.UNDEFINED
                files.append(File.generated(config, page.path, content=text, inclusion=inclusion))
        made = downloads(compiled.book, _root(config))
        for path, content in {
            **made,
            **size_file(made),
            **data_files(compiled.book),
            **look_files(compiled.book),
            **search_files(compiled.book, compiled.pages),
        }.items():
            files.append(File.generated(config, path, content=content))
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
        """Let abbreviations be reached by keyboard and touch; while serving, show the faults of the newest edit on top."""
        return self._fault_notice() + focusable_abbreviations(html)

    def _fault_notice(self) -> str:
        if self.faults is None:
            return ""
        return f'<div class="hb-stop" role="alert"><p><strong>Your last edit is not shown yet.</strong></p><pre>{escape(str(self.faults))}</pre></div>'

    def _ready(self) -> Compiled:
        if self.compiled is None:
            raise PluginError("the handbook was not compiled")
        return self.compiled

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Put the offline copy beside the pages, once all of them are there."""
        if not self.serving:
            write_offline_copy(Path(config.site_dir), copy_of(self._ready().book, config.site_url))

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Watch everything that a page is made from."""
        root = _root(config)
        for name in (*WATCHED, os.environ.get("HANDBOOK_ORGANISATION", "organisation")):
            if (root / name).is_dir():
                server.watch(str(root / name))
        return server


def _repository(book: Handbook) -> str | None:
    """Where the sources are edited: the organisation's own word, else the workflow's."""
    named = book.organisation.repository if book.organisation else None
    address = named or os.environ.get("HANDBOOK_REPOSITORY")
    return address.rstrip("/") if address else None


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).resolve().parent
