"""The MkDocs plugin: takes the composed pages and hands them over as generated files."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from handbook.compose import ComposedPage, finish_written, menu, titles
from handbook.compose.writer import Writer
from handbook.look import STYLE, logo_path, look_files
from handbook.machines import Edition, card_path, edition, linked_data, machine_files
from handbook.model import Handbook
from handbook.pipeline import Compiled, compile_handbook
from handbook.problems import HandbookError
from handbook.read import Memory
from handbook.site.alike import keep_alike
from handbook.site.focus import focusable_abbreviations
from handbook.site.generated import generated_files
from handbook.site.made import Made
from handbook.site.menu import shown_menu
from handbook.site.offline import NAME as OFFLINE_COPY
from handbook.site.offline import Last as LastCopy
from handbook.site.offline import copy_of, write_offline_copy

STYLES = Path("overrides", "assets", "handbook.css")
WATCHED = ("playbooks", "library", "macros", "overrides", "handbook")


class HandbookPlugin(BasePlugin):  # type: ignore[no-untyped-call,type-arg]
    """Reads, checks and composes before MkDocs touches the last site; the rest is MkDocs's own work."""

    def __init__(self) -> None:
        self.compiled: Compiled | None = None
        self.writer: Writer | None = None
        self.given = False
        self.about: Edition | None = None
        self.made: frozenset[str] = frozenset()
        self.last_copy: LastCopy | None = None
        self.ahead: Callable[[Callable[[Made], bool]], None] = lambda _: None

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
        config.extra["handbook"] = book  # for mkdocs-macros alone: a frame that read it would be taken over when it should not
        config.extra["facets"] = _facets(book)
        config.site_name = book.site.name
        if book.organisation:
            config.site_name = book.organisation.name
            if book.organisation.site_url:
                config.site_url = book.organisation.site_url.rstrip("/") + "/"
        if not self.given:
            config.extra["offline"] = {"file": OFFLINE_COPY, "name": f"{copy_of(book, None).folder}.zip"}
        if book.logo:
            config.theme["logo"] = logo_path(book)
        config.extra_css = [path for path in config.extra_css if path != STYLE] + [path for path in look_files(book) if path == STYLE]
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add every page, data file and download that has no file in `docs/`."""
        for file in self.files_of(self._ready(), config):
            if theirs := files.get_file_from_path(file.src_uri):
                files.remove(theirs)
            files.append(file)
        self.made = frozenset(file.src_uri for file in files)
        return files

    def show(self, compiled: Compiled) -> None:
        """Publish this book's pages from now on."""
        self.compiled, self.writer = compiled, compiled.pages.writer

    def files_of(self, compiled: Compiled, config: MkDocsConfig) -> Sequence[Made]:
        """Every file that is made of a book, which is the one to publish from now on."""
        self.show(compiled)
        root = _root(config)
        styles = (root / STYLES).read_text(encoding="utf-8") if (root / STYLES).is_file() else ""
        self.about = edition(compiled.book, config.site_url)
        machines = machine_files(compiled.book, compiled.pages, self.about, styles, root)
        generated = generated_files(compiled, machines, styles, config, root)
        self.ahead = generated.ahead
        return generated.files

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """Give pages that stand for a group their titles: their neighbours show these, and may be framed before they are read."""
        known = titles(self._ready().book)
        for page in nav.pages:
            if page.title is None and page.file.src_uri in known:
                page.title = known[page.file.src_uri]
        return nav

    def on_env(self, env: Environment, config: MkDocsConfig, files: Files) -> Environment:
        """Let templates make what pages of a folder have in common once."""
        keep_alike(env)
        return env

    def on_page_context(self, context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation) -> TemplateContext:
        """Show a page what stands in its menu, and nothing else of the navigation."""
        return {**context, "nav": shown_menu(page, nav)}  # type: ignore[typeddict-item]  # it has all that templates ask of it

    def on_template_context(self, context: TemplateContext, template_name: str, config: MkDocsConfig) -> TemplateContext:
        """The same for the theme's own pages."""
        return {**context, "nav": shown_menu(None, context["nav"])}  # type: ignore[typeddict-item]

    @event_priority(-100)
    def on_page_markdown(self, markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Finish a hand-written page once mkdocs-macros has expanded it: notes, owner, dates, abbreviations."""
        compiled = self._ready()
        book = compiled.book
        self.set_date(page)
        if repository := _repository(book):
            page.edit_url = f"{repository}/edit/main/{compiled.pages[page.file.src_uri].author}"
        card = card_path(book, page.file.src_uri)
        page.meta["card"] = self.about.file(card) if self.about and card in self.made else ""
        page.meta["linked_data"] = linked_data(book, self.about, page.file.src_uri) if self.about else ""
        written = book.pages.get(page.file.src_uri)
        return finish_written(self.writer or Writer(book), written, markdown) if written else markdown

    def set_date(self, page: Page) -> None:
        """Give a page the sitemap's date; the run's own would change the bytes."""
        page.update_date = self._ready().book.site.release.date.isoformat()

    def composed(self, path: str) -> ComposedPage | None:
        """A page that is made of the book alone, by path, where it is known what it is composed from."""
        page = self._ready().pages.get(path) if path not in self._ready().book.pages else None
        return page if page and page.made_from else None

    def surroundings(self) -> Sequence[object]:
        """What this plugin adds to pages beside what they are composed from."""
        return (self.about, _repository(self._ready().book))

    def on_page_content(self, html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Let abbreviations be reached by keyboard and touch."""
        return focusable_abbreviations(html)

    def _ready(self) -> Compiled:
        if self.compiled is None:
            raise PluginError("the handbook was not compiled")
        return self.compiled

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Put the offline copy beside the pages, once all of them are there; that of an unchanged site was taken over."""
        if not self.given and not Path(config.site_dir, OFFLINE_COPY).exists():
            write_offline_copy(Path(config.site_dir), copy_of(self._ready().book, config.site_url), self.last_copy)

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Watch everything that a page is made from."""
        root = _root(config)
        for name in (*WATCHED, os.environ.get("HANDBOOK_ORGANISATION", "organisation")):
            if (root / name).is_dir():
                server.watch(str(root / name))
        return server


def _facets(book: Handbook) -> dict[str, list[tuple[str, str]]]:
    """What the search dialog may be narrowed by: ids with their words."""
    return {
        "markets": [(market.id, market.short) for market in book.markets.values() if not market.shared],
        "roles": [(role.id, role.title) for role in book.roles.values()],
        "stages": [(stage.id, stage.title) for stage in book.stages.values()],
    }


def _compiled(root: Path) -> Compiled:
    try:
        return compile_handbook(root, memory=Memory(root))
    except HandbookError as error:
        raise PluginError(f"{len(error.problems)} to mend, nothing was published\n{error}") from error


def _repository(book: Handbook) -> str | None:
    """Where the sources are edited: the organisation's own word, else the workflow's."""
    named = book.organisation.repository if book.organisation else None
    address = named or os.environ.get("HANDBOOK_REPOSITORY")
    return address.rstrip("/") if address else None


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).resolve().parent
