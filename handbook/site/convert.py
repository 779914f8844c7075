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
from handbook.side_by_side import side_by_side
from handbook.site.quick.converter import Converter

_MADE_BY = ("mkdocs", "markdown", "pymdown-extensions", "pygments")
_FORM = 1
# What is rare comes first: a search for `="` passes over words that only start as `href` or `src` do.
_LINK = re.compile(r'="(?:(?<=href=")|(?<=src="))([^"#?:]+)[^"]*"')
_LOG = logging.getLogger("mkdocs.structure.pages")


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


def convert_pages(pages: Sequence[Page], config: MkDocsConfig, files: Files, kept: Kept) -> int:
    """Give every page its content, table of contents and anchors; `markdown` is expanded. Returns how many were not kept.

    MkDocs's own warnings are told in the order of the pages; a page with one is not kept.
    """
    converter = made_by(config)
    sources = {file.url: file.src_uri for file in files}
    keys = [_key(page, converter) for page in pages]
    known = {number: found for number, key in enumerate(keys) if (found := _known(kept, key, files)) is not None}
    missing = [number for number in range(len(pages)) if number not in known]

    def work(numbers: Sequence[int]) -> list[tuple[Converted, list[tuple[int, str]]]]:
        converter = Converter(config, files)
        return [_converted(pages[number], converter, sources) for number in numbers]

    for number, (converted, warnings) in zip(missing, side_by_side(work, missing), strict=True):
        known[number] = converted
        for level, message in warnings:
            _LOG.log(level, message)
        if not warnings:
            kept.put(keys[number], json.dumps(vars(converted), ensure_ascii=False, separators=(",", ":")).encode())
    for number, page in enumerate(pages):
        _put(page, known[number], files)
    if missing:
        kept.tidy(len(files.documentation_pages()))
    return len(missing)


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


def _converted(page: Page, converter: Converter, sources: Mapping[str, str]) -> tuple[Converted, list[tuple[int, str]]]:
    with _warnings() as told:
        converter.render(page)
    content = page.content or ""
    links = {file.src_uri: anchors for file, anchors in (page.links_to_anchors or {}).items()}
    found = Converted(content, [_entry(link) for link in page.toc], sorted(page.present_anchor_ids or ()), links, _leads_to(page, content, sources))
    return found, told


@contextmanager
def _warnings() -> Iterator[list[tuple[int, str]]]:
    """What MkDocs warns of while it converts, held back: a page may be converted in another process, whose log nobody reads."""
    told: list[tuple[int, str]] = []

    def hold(record: logging.LogRecord) -> bool:
        if record.levelno >= logging.WARNING:
            told.append((record.levelno, record.getMessage()))
        return record.levelno < logging.WARNING

    _LOG.addFilter(hold)
    try:
        yield told
    finally:
        _LOG.removeFilter(hold)


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
    page.present_anchor_ids = set(known.anchors)
    page.links_to_anchors = {file: dict(anchors) for source, anchors in known.links.items() if (file := files.get_file_from_path(source)) is not None}
