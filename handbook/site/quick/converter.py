"""Markdown to HTML for many pages, one after the other, with one converter."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from typing import Any, Self

from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page, _ExtractAnchorsTreeprocessor, _ExtractTitleTreeprocessor
from mkdocs.structure.toc import get_toc

from handbook.site.quick import blocks, inline
from handbook.site.quick.blocks import QuickMeanings, QuickParser, QuickRule, QuickTable
from handbook.site.quick.inline import QuickEmphasis, QuickInline, QuickLink
from handbook.site.quick.links import QuickLinks
from handbook.site.quick.raw import QuickFences, QuickHtml, QuickNames, QuickWhitespace
from handbook.site.quick.serial import quick_xhtml
from handbook.site.quick.tree import QuickAbbreviations, QuickAttributes, QuickToc, QuickUnescape

# The releases whose code was read for this folder.
VERSIONS = {"markdown": "3.11.3", "mkdocs": "1.6.1", "pymdown-extensions": "13.1"}
_ALL: tuple[type, ...] = (
    QuickAbbreviations,
    QuickAttributes,
    QuickEmphasis,
    QuickFences,
    QuickHtml,
    QuickInline,
    QuickLink,
    QuickMeanings,
    QuickParser,
    QuickRule,
    QuickTable,
    QuickToc,
    QuickUnescape,
    QuickWhitespace,
)
# What stands in for which class: the one that it is made from.
STAND_INS = {quick.__mro__[1]: quick for quick in _ALL}
_LOG = logging.getLogger("mkdocs.structure.pages")


class QuickMarkdown(Markdown):
    """A converter that remembers which tags are blocks, and whose processors are the quick ones."""

    def __init__(self, **settings: Any) -> None:
        self.blocks: dict[Any, bool] = {}
        super().__init__(**settings)
        self.serializer = quick_xhtml
        self.blocks.clear()  # an extension may have added to the tags
        if not self.unknown():
            _put_in(self)

    def is_block_level(self, tag: Any) -> bool:
        """Whether a tag makes a block."""
        known = self.blocks.get(tag)
        if known is None:
            known = self.blocks[tag] = super().is_block_level(tag)
        return known

    def reset(self) -> Self:
        """Let go of a page; also of what no extension lets go of, where a page's nesting came near Python's limit."""
        self.parser.state.clear()
        for processor in self.parser.blockprocessors:
            if hasattr(processor, "current_sibling"):
                processor.current_sibling = None
        return super().reset()

    def unknown(self) -> set[type]:
        """The classes of blocks and inline marks for which nobody has said what they need."""
        asked = {STAND_INS.get(type(item), type(item)) for item in (*self.inlinePatterns, *self.parser.blockprocessors)}
        return asked - {*inline.NEEDS, *blocks.NEEDS}


def _put_in(md: Markdown) -> None:
    for item in _parts(md):
        if type(item) in STAND_INS:
            item.__class__ = STAND_INS[type(item)]
    parser: Any = md.parser
    parser.paragraph = parser.blockprocessors["paragraph"]
    parser.steps = [(processor, *blocks.NEEDS[type(processor)]) for processor in parser.blockprocessors]


def _parts(md: Markdown) -> Iterator[Any]:
    yield from (md.parser, *md.preprocessors, *md.parser.blockprocessors, *md.treeprocessors, *md.inlinePatterns, *md.postprocessors)


@cache
def _installed() -> dict[str, str]:
    return {name: version(name) for name in VERSIONS}


class Converter:
    """Does what `Page.render` of MkDocs does, page after page.

    MkDocs makes a new converter for each page; here Markdown's own `reset` lets go of the page before.
    """

    def __init__(self, config: MkDocsConfig, files: Files) -> None:
        self.config, self.files = config, files
        read = _installed() == VERSIONS
        self.md = QuickMarkdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs or {}) if read else None

    def render(self, page: Page) -> None:
        """Give the page its content, its headings, its title, its anchors, and its links to anchors."""
        if self.md is None:
            page.render(self.config, self.files)
            return
        md: Any = self.md.reset()
        names, title = QuickNames(), _ExtractTitleTreeprocessor()
        anchors = _ExtractAnchorsTreeprocessor(page.file, self.files, self.config)
        links = QuickLinks(page.file, self.files, self.config)
        for extension in (names, anchors, links, title):
            extension._register(md)
        page.content = md.convert(page.markdown or "")
        page.toc = get_toc(md.toc_tokens)
        page._title_from_render = title.title
        page.present_anchor_ids = anchors.present_anchor_ids | names.present_anchor_ids
        if _LOG.getEffectiveLevel() > logging.DEBUG:
            page.links_to_anchors = links.links_to_anchors
