"""What is done to a text before blocks are made of it: only where it is needed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from html import unescape

from markdown import Markdown
from markdown.extensions.md_in_html import HtmlBlockPreprocessor, HTMLExtractorExtra
from markdown.preprocessors import NormalizeWhitespace
from markdown.util import ETX, STX
from mkdocs.structure.pages import _RawHTMLPreprocessor
from pymdownx.superfences import SuperFencesBlockPreprocessor

_UNTIDY = ("\t", "\r", STX, ETX, " \n")
# A tag as templates and authors write it, with attributes that have no value or one in double quotes; an entity; or a mark of either.
_PART = re.compile(
    r"""<(?:/([a-zA-Z][a-zA-Z0-9]*)[ \n]*>"""
    r"""|([a-zA-Z][a-zA-Z0-9]*)((?:[ \n]+[a-zA-Z][a-zA-Z0-9:_-]*(?:="[^"<&]*(?:&(?:amp|lt|gt|quot|\#39);[^"<&]*)*")?)*)[ \n]*(/?)>)?"""
    r"""|&(?:(?:[a-zA-Z][-.a-zA-Z0-9]*|\#[0-9]+|\#[xX][0-9a-fA-F]+);)?"""
)
_ATTRIBUTE = re.compile(r"""([a-zA-Z][a-zA-Z0-9:_-]*)(="([^"]*)")?""")
_NAMED = re.compile(r"[ \n](?:id|name)\b", re.IGNORECASE)
# What stands after a mark that is more than itself.
_MORE = re.compile(r"<[a-zA-Z/!?]|&\#")
# Elements that the parser of HTML does not look into, in one release of Python or another, with something in them that it could see.
_OPAQUE = re.compile(r"<(?:plaintext\b|(script|style|textarea|title|xmp|iframe|noembed|noframes)\b(?![^<>]*>[^<&]*</\1>))", re.IGNORECASE)


@lru_cache(maxsize=1)
def _parts(source: str) -> Sequence[re.Match[str]] | None:
    """The tags, entities and lone marks of a text, which two steps of a conversion ask for. None where one of them is not plain."""
    if _OPAQUE.search(source) or source.endswith(("<", "&")):
        return None
    parts = list(_PART.finditer(source))
    return None if any(part.end() - part.start() == 1 and _MORE.match(source, part.start()) for part in parts) else parts


def _attributes(written: str) -> list[tuple[str, str | None]]:
    return [(name.lower(), unescape(value) if given else None) for name, given, value in _ATTRIBUTE.findall(written)] if written else []


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


class Extractor(HTMLExtractorExtra):
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


class PlainExtractor(Extractor):
    """Goes from one plain tag to the next.

    The original counts lines as it goes, to know where in the text it is. Here `offset` is the place itself, as if the text were one line.
    """

    line_offset = 0
    _text = ""
    _cache: list[str]

    def take_in(self, source: str, parts: Sequence[re.Match[str]]) -> None:
        """Take in a text of which these are the parts."""
        self.rawdata, done = source, 0
        for part in parts:
            start, end = part.span()
            if done < start:
                self.handle_data(source[done:start])
            self.offset, done = start, end
            self._part(part)
        if done < len(source):
            self.offset = done
            self.handle_data(source[done:])
        self.rawdata = self._text = ""

    def _part(self, part: re.Match[str]) -> None:
        closes, opens, attributes, empty = part.groups()
        self._text = part[0]
        if closes:
            self._close(closes.lower())
        elif opens:
            self._open(opens.lower(), attributes, bool(empty))
        elif len(self._text) > 1:
            self.handle_empty_tag(self._text, is_block=False)
        else:
            self.handle_data(self._text)

    def _open(self, tag: str, attributes: str, empty: bool) -> None:
        if self.inraw and not (self.intail or empty or tag in self.empty_tags):  # deeper in a raw block
            self.stack.append(tag)
            self._cache.append(self._text)
            return
        (self.handle_startendtag if empty else self.handle_starttag)(tag, _attributes(attributes))

    def _close(self, tag: str) -> None:
        if self.inraw and len(self.stack) > 1 and self.stack[-1] == tag:  # not the end of the raw block
            self.stack.pop()
            self._cache.append(self._text)
        else:
            self.handle_endtag(tag)

    def get_starttag_text(self) -> str:
        """The text of the tag at hand."""
        return self._text

    def get_endtag_text(self, tag: str) -> str:
        """The text of the tag at hand, as the original finds it: up to the first angle; made up where the text has ended."""
        return self._text[: self._text.find(">") + 1] or f"</{tag}>"

    def at_line_start(self) -> bool:
        """Whether at most three spaces stand before the tag in its line."""
        ahead = self.rawdata[self.rawdata.rfind("\n", 0, self.offset) + 1 : self.offset]
        return len(ahead) <= 3 and not ahead.strip()


def _extractor(md: Markdown, source: str) -> Extractor:
    """One that has taken in a text."""
    parts = _parts(source)
    if parts is None:
        parser = Extractor(md)
        parser.feed(source)
        return parser
    plain = PlainExtractor(md)
    plain.take_in(source, parts)
    return plain


class QuickHtml(HtmlBlockPreprocessor):
    """Puts raw HTML aside."""

    def run(self, lines: list[str]) -> list[str]:
        """The lines with a placeholder for each piece of HTML."""
        parser = _extractor(self.md, "\n".join(lines))
        parser.close()
        return "".join(parser.cleandoc).split("\n")


class QuickNames(_RawHTMLPreprocessor):
    """Finds the names of places in raw HTML, for MkDocs's check of links."""

    def run(self, lines: list[str]) -> list[str]:
        """The same lines."""
        parts = _parts("\n".join(lines))
        names = None if parts is None else _names(parts)
        if names is None:
            return super().run(lines)
        self.present_anchor_ids = names
        return lines


def _names(parts: Sequence[re.Match[str]]) -> set[str] | None:
    """The ids of tags and names of links. None where one of them has no value."""
    names = set()
    for part in parts:
        if part[3] and _NAMED.search(part[3]):
            for name, value in _attributes(part[3]):
                if name == "id" or (name == "name" and part[2] in ("a", "A")):
                    if not value:
                        return None
                    names.add(value)
    return names
