"""A page's Markdown to HTML by MkDocs, and the same again from what was kept."""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from posixpath import normpath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from handbook.kept import Kept
from handbook.site.quick.converter import Converter

_MADE_BY = ("mkdocs", "markdown", "pymdown-extensions", "pygments")
_FORM = 1
# What is rare comes first: a search for `="` passes over words that only start as `href` or `src` do.
_LINK = re.compile(r'="(?:(?<=href=")|(?<=src="))([^"#?:]+)[^"]*"')
LOG = logging.getLogger("mkdocs.structure.pages")
# What MkDocs warned of: levels and messages.
Warned = list[tuple[int, str]]


@dataclass(frozen=True)
class Converted:
    """What comes of a page's Markdown.

    `toc` holds title, id, level and the same again for what stands below; `links` maps the source of another page to the anchors on it
    and how they were written; `leads_to` maps the sources of pages and files that the page links to to their addresses.
    """

    content: str
    toc: Sequence[Any]
    anchors: Sequence[str]
    links: Mapping[str, Mapping[str, str]]
    leads_to: Mapping[str, str]

    def holds(self, files: Files) -> bool:
        """Whether every link would come to the same among these files."""
        return all((file := files.get_file_from_path(source)) is not None and file.url == url for source, url in self.leads_to.items())


class Conversion:
    """Markdown to HTML for the pages of one site, from what is kept where that still holds."""

    def __init__(self, config: MkDocsConfig, files: Files, kept: Kept) -> None:
        self._config, self._files, self._kept = config, files, kept
        self._made_by = made_by(config)
        self._sources = {file.url: file.src_uri for file in files}
        self._converter: Converter | None = None

    def give(self, page: Page) -> tuple[bool, Warned]:
        """Give a page, whose `markdown` is expanded, its content, table of contents and anchors.

        Returns whether it was converted now, and what MkDocs warned of; a page with a warning is not kept.
        """
        key = _key(page, self._made_by)
        known = _known(self._kept, key, self._files)
        warned: Warned = []
        fresh = known is None
        if known is None:
            self._converter = self._converter or Converter(self._config, self._files)
            known, warned = _converted(page, self._converter, self._sources)
            if not warned:
                self._kept.put(key, json.dumps(vars(known), ensure_ascii=False, separators=(",", ":")).encode())
        _put(page, known, self._files)
        return fresh, warned


def made_by(config: MkDocsConfig) -> str:
    """Everything but the text that decides what a conversion comes to."""
    versions = [f"{name} {version(name)}" for name in _MADE_BY]
    return repr((_FORM, versions, config.markdown_extensions, config.mdx_configs, config.use_directory_urls))


def _key(page: Page, converter: str) -> str:
    return hashlib.sha256("\0".join((converter, page.file.src_uri, page.markdown or "")).encode()).hexdigest()[:40]


def _known(kept: Kept, key: str, files: Files) -> Converted | None:
    content = kept.get(key)
    known = Converted(**json.loads(content)) if content is not None else None
    return known if known is not None and known.holds(files) else None


def _converted(page: Page, converter: Converter, sources: Mapping[str, str]) -> tuple[Converted, Warned]:
    with _warnings() as told:
        converter.render(page)
    content = page.content or ""
    toc = [_entry(link) for link in page.toc]
    found = Converted(content, toc, *anchors_and_links(page), _leads_to(page, content, sources))
    return found, told


@contextmanager
def _warnings() -> Iterator[Warned]:
    """What MkDocs warns of while it converts, held back: a page may be converted in another process, whose log nobody reads."""
    told: Warned = []

    def hold(record: logging.LogRecord) -> bool:
        if record.levelno >= logging.WARNING:
            told.append((record.levelno, record.getMessage()))
        return record.levelno < logging.WARNING

    LOG.addFilter(hold)
    try:
        yield told
    finally:
        LOG.removeFilter(hold)


def _leads_to(page: Page, content: str, sources: Mapping[str, str]) -> dict[str, str]:
    """The sources, with addresses, of what the page's links lead to on the site."""
    here = page.url[: page.url.rfind("/") + 1]
    targets = {normpath(here + link) + ("/" if link.endswith("/") else "") for link in set(_LINK.findall(content)) if not link.startswith("/")}
    known = {"./" if target in (".", "./") else target for target in targets}
    return {sources[target]: target for target in sorted(known & sources.keys())}


def _entry(link: AnchorLink) -> list[Any]:
    return [link.title, link.id, link.level, [_entry(child) for child in link.children]]


def _link(entry: Sequence[Any]) -> AnchorLink:
    title, name, level, children = entry
    link = AnchorLink(title, name, level)
    link.children = [_link(child) for child in children]
    return link


def _put(page: Page, known: Converted, files: Files) -> None:
    page.content = known.content
    page.toc = TableOfContents([_link(entry) for entry in known.toc])
    for first in page.toc.items[:1]:
        first.active = True  # type: ignore[attr-defined]
    set_anchors_and_links(page, known.anchors, known.links, files)


def anchors_and_links(page: Page) -> tuple[list[str], dict[str, Mapping[str, str]]]:
    """What other pages may link to on a page, and what it links to on others, by their sources."""
    return sorted(page.present_anchor_ids or ()), {file.src_uri: anchors for file, anchors in (page.links_to_anchors or {}).items()}


def set_anchors_and_links(page: Page, anchors: Sequence[str], links: Mapping[str, Mapping[str, str]], files: Files) -> None:
    """Give a page the same, as MkDocs holds it."""
    page.present_anchor_ids = set(anchors)
    page.links_to_anchors = {file: dict(found) for source, found in links.items() if (file := files.get_file_from_path(source)) is not None}
