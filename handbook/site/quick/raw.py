"""What is done to a text before blocks are made of it: only where it is needed."""

from __future__ import annotations

import re
from functools import cached_property

from markdown.extensions.md_in_html import HtmlBlockPreprocessor, HTMLExtractorExtra
from markdown.preprocessors import NormalizeWhitespace
from markdown.util import ETX, STX
from mkdocs.structure.pages import _RawHTMLPreprocessor
from pymdownx.superfences import SuperFencesBlockPreprocessor

# A tag as templates and authors write it: attributes without a value, or with one in double quotes.
_PLAIN = re.compile(r"""<(?:/([a-zA-Z][a-zA-Z0-9]*)|([a-zA-Z][a-zA-Z0-9]*)((?:[ \n]+[a-zA-Z][a-zA-Z0-9:_-]*(?:="[^"<]*")?)*)[ \n]*/?)>""")
_ATTRIBUTE = re.compile(r"""([a-zA-Z][a-zA-Z0-9:_-]*)(="([^"]*)")?""")
_UNTIDY = ("\t", "\r", STX, ETX, " \n")
_TAG = re.compile(r"<[a-zA-Z/!?]")
_NAMED = re.compile(r"[ \n](?:id|name)\b", re.IGNORECASE)
# Elements that the parser of HTML does not look into, in one release of Python or another.
_OPAQUE = re.compile(r"<(?:script|style|textarea|title|xmp|iframe|noembed|noframes|plaintext)\b", re.IGNORECASE)


class QuickWhitespace(NormalizeWhitespace):
    """Puts only such text in order as is not: tabs, spaces at a line's end, other line ends, Markdown's own marks."""

    def run(self, lines: list[str]) -> list[str]:
        """The lines, with two empty ones at the end."""
        source = "\n".join(lines) + "\n"
        return super().run(lines) if any(mark in source for mark in _UNTIDY) else [*lines, "", ""]


class QuickFences(SuperFencesBlockPreprocessor):  # type: ignore[misc]
    """Goes through the lines only where there is a fence."""

    def run(self, lines: list[str]) -> list[str]:
        """The lines with a placeholder for each fenced block."""
        text = "\n".join(lines)
        fenced = "```" in text or "~~~" in text
        found: list[str] = super().run(lines if fenced else [])
        return found if fenced else lines


class QuickExtractor(HTMLExtractorExtra):
    """Makes each set of tags once a page, in place of several times a tag."""

    @cached_property
    def block_level_tags(self) -> set[str]:
        """Tags of blocks."""
        return set(self.md.block_level_elements)

    @cached_property
    def block_tags(self) -> set[str]:
        """Those whose content may be blocks."""
        return self.block_level_tags - (self.span_tags | self.raw_tags | self.empty_tags)

    @cached_property
    def span_and_blocks_tags(self) -> set[str]:
        """Those whose content may be Markdown at all."""
        return self.block_tags | self.span_tags

    def parse_starttag(self, i: int) -> int:
        """Take in the tag that starts at `i`. Returns where it ends."""
        plain = _PLAIN.match(self.rawdata, i)
        if plain is None or "&" in plain[0] or (tag := (plain[2] or "").lower()) in self.CDATA_CONTENT_ELEMENTS:
            end: int = super().parse_starttag(i)
            return end
        self._HTMLExtractor__starttag_text = plain[0]
        self.lasttag = tag
        attributes = [(name.lower(), value if given else None) for name, given, value in _ATTRIBUTE.findall(plain[3])]
        (self.handle_startendtag if plain[0].endswith("/>") else self.handle_starttag)(tag, attributes)
        return plain.end()

    def parse_endtag(self, i: int) -> int:
        """Take in the end tag at `i`. Returns where it ends."""
        plain = None if self.cdata_elem else _PLAIN.match(self.rawdata, i)
        if plain is None:
            end: int = super().parse_endtag(i)
            return end
        self.handle_endtag(plain[1].lower())
        self.clear_cdata_mode()
        return plain.end()


class QuickHtml(HtmlBlockPreprocessor):
    """Puts raw HTML aside."""

    def run(self, lines: list[str]) -> list[str]:
        """The lines with a placeholder for each piece of HTML."""
        source = "\n".join(lines)
        parser = QuickExtractor(self.md)
        parser.feed(source)
        parser.close()
        return "".join(parser.cleandoc).split("\n")


class QuickNames(_RawHTMLPreprocessor):
    """Finds the names of places in raw HTML, for MkDocs's check of links."""

    def run(self, lines: list[str]) -> list[str]:
        """The same lines."""
        names = plain_names("\n".join(lines))
        if names is None:
            return super().run(lines)
        self.present_anchor_ids = names
        return lines


def plain_names(source: str) -> set[str] | None:
    """The ids of tags and names of links in the raw HTML of a text. None where some tag is not plain."""
    tags = list(_PLAIN.finditer(source))
    if len(tags) != sum(1 for _ in _TAG.finditer(source)) or _OPAQUE.search(source):
        return None
    names = set()
    for tag in tags:
        if tag[3] and _NAMED.search(tag[3]):
            for name, _, value in _ATTRIBUTE.findall(tag[3]):
                if name.lower() == "id" or (name.lower() == "name" and tag[2] in ("a", "A")):
                    if not value or "&" in value:
                        return None
                    names.add(value)
    return names
