"""One build of a site: MkDocs's own steps and events in MkDocs's order, with what was kept from earlier builds in between.

MkDocs's `build` converts and frames every page, one after the other, each time. Here a page is converted and framed only where
something that it is made from has changed, and in as many processes as there are processors. So the templates are settled (`on_env`)
before any page is converted, and no plugin learns one page's content from another's. A test holds both to the same bytes.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page

from handbook.code_digest import code_digest
from handbook.kept import Kept
from handbook.site.made import Made
from handbook.site.offline import NAME as OFFLINE_COPY
from handbook.site.offline import Last
from handbook.site.output import Output
from handbook.site.page_work import PageWork
from handbook.site.unread import Unread

TEMPLATES = Path(".cache", "templates")


@dataclass(frozen=True)
class Work:
    """How many pages there are, and for how many something was to be done; files that are not as they were."""

    pages: int
    read: int
    converted: int
    framed: int
    fresh: int


def build_site(config: MkDocsConfig, kept: Kept, output: Output) -> Work:
    """Write the site that `config` describes to `output`."""
    config, files, nav, env = prepared(config)
    pages = [page_of(file, config) for file in files.documentation_pages()]
    unread = Unread(config, files, nav)
    unread.plugin.ahead(lambda file: output.stands(file.dest_uri, file.known_by()) is not None)
    fresh = unread.taken_over(pages, output)
    for page in fresh:
        read_page(page, config, files)
    env = config.plugins.on_env(env, config=config, files=files)
    converted, framed = PageWork(config, files, nav, env, kept, output).write(fresh)
    unread.note(fresh, output)
    for file in files:
        if not file.is_documentation_page() and file.inclusion.is_included():  # type: ignore[no-untyped-call]
            _place(file, output)
    _write_theme_pages(config, files, nav, env, output)
    for page in pages:
        page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)
    output.take_over_the_rest(code_digest())
    if copy := output.last_of_the_rest(OFFLINE_COPY, code_digest()):
        unread.plugin.last_copy = Last(copy, frozenset(output.taken))
    config.plugins.on_post_build(config=config)
    output.note_the_rest(code_digest())
    return Work(len(pages), len(fresh), converted, framed, output.fresh)


def _place(file: File, output: Output) -> None:
    """Put a file that is no page into its place; one that is known before it is made need not be made."""
    if isinstance(file, Made) and (known_by := file.known_by()):
        file.stands_at(output.place(file.dest_uri, known_by, lambda: file.content_bytes))
    else:
        output.put(file.dest_uri, file.content_bytes)


def prepared(config: MkDocsConfig) -> tuple[MkDocsConfig, Files, Navigation, Environment]:
    """All that a page is made with: settings, files, menu and templates. No page is read yet."""
    config = config.plugins.on_config(config)
    config.plugins.on_pre_build(config=config)
    files = get_files(config)
    env = config.theme.get_env()
    env.bytecode_cache = _compiled_templates(Path(config.config_file_path).parent)
    files.add_files_from_theme(env, config)
    files = config.plugins.on_files(files, config=config)
    set_exclusions(files, config)
    nav = config.plugins.on_nav(get_navigation(files, config), config=config, files=files)
    return config, files, nav, env


def _compiled_templates(root: Path) -> FileSystemBytecodeCache:
    """Templates as Jinja compiles them, kept under the digests of their texts."""
    folder = root / TEMPLATES
    folder.mkdir(parents=True, exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


def page_of(file: File, config: MkDocsConfig) -> Page:
    """The page that a file holds; one that is not in the menu has none yet."""
    return file.page if file.page is not None else Page(None, file, config)


def read_page(page: Page, config: MkDocsConfig, files: Files) -> None:
    """Give a page its Markdown, as the plugins leave it."""
    page = config.plugins.on_pre_page(page, config=config, files=files)
    page.read_source(config)
    page.markdown = config.plugins.on_page_markdown(page.markdown or "", page=page, config=config, files=files)


def _write_theme_pages(config: MkDocsConfig, files: Files, nav: Navigation, env: Environment, output: Output) -> None:
    """The pages that the theme itself has: the one for an address that leads nowhere, and the site map."""
    for name in sorted(config.theme.static_templates):
        text = theme_page(name, config, files, nav, env)
        if text.strip():
            output.put(name, text)
        if name == "sitemap.xml":
            output.put(f"{name}.gz", gzip.compress(text, mtime=0))


def theme_page(name: str, config: MkDocsConfig, files: Files, nav: Navigation, env: Environment) -> bytes:
    """One of the theme's own pages. The one for lost readers is shown at any address, so its links start at the site's own."""
    template = config.plugins.on_pre_template(env.get_template(name), template_name=name, config=config)
    base = urlsplit(config.site_url or "/").path if name == "404.html" else "."
    context = config.plugins.on_template_context(get_context(nav, files, config, base_url=base), template_name=name, config=config)
    return config.plugins.on_post_template(template.render(context), template_name=name, config=config).encode()
