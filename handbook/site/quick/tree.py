"""Passes over the finished tree: texts that hold nothing of a pass's own are left alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from markdown.extensions.abbr import AbbrTreeprocessor
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.toc import TocTreeprocessor
from markdown.treeprocessors import UnescapeTreeprocessor
from markdown.util import STX

_NONE = "\0"


@dataclass(frozen=True)
class _Few:
    """Those elements of a tree that a pass has something to do with, in the tree's order: all that the pass is shown of it."""

    elements: Sequence[Element]

    def iter(self) -> Iterator[Element]:
        """The elements."""
        return iter(self.elements)


class QuickAttributes(AttrListTreeprocessor):
    """Looks for lists of attributes where a brace is."""

    def run(self, doc: Element) -> None:
        """Give elements the attributes that stand in braces at their end, or after them."""
        followed = {element for element in doc.iter() if (tail := element.tail) and "{" in tail}
        around = {parent for parent in doc.iter() if not followed.isdisjoint(parent)} if followed else set()
        few = [element for element in doc.iter() if ((text := element.text) and "{" in text) or element in followed or element in around]
        super().run(_Few(few))  # type: ignore[arg-type]


class QuickUnescape(UnescapeTreeprocessor):
    """Gives back what was escaped with a backslash."""

    def run(self, root: Element) -> None:
        """Put the characters into all texts and attributes but those of code."""
        for element in root.iter():
            if (text := element.text) and STX in text and element.tag != "code":
                element.text = self.unescape(text)
            if (tail := element.tail) and STX in tail:
                element.tail = self.unescape(tail)
            for key, value in element.items():
                if value and STX in value:
                    element.set(key, self.unescape(value))


class QuickToc(TocTreeprocessor):
    """Makes the list of headings as HTML only where a page asks for it in its text; MkDocs takes the headings themselves."""

    def run(self, doc: Element) -> None:
        """Give headings their ids and links."""
        self.wanted = self.marker in "".join(doc.itertext())
        few = _Few([element for element in doc.iter() if str(element.tag)[:1] in "hH" or element.get("id", _NONE) is not _NONE])
        super().run(doc if self.wanted else few)  # type: ignore[arg-type]

    def build_toc_div(self, toc_list: list[Any]) -> Element:
        """The list as HTML."""
        return super().build_toc_div(toc_list) if self.wanted else Element("div")

    def replace_marker(self, root: Element, elem: Element) -> None:
        """Put the list where the page asks for it."""
        if self.wanted:
            super().replace_marker(root, elem)


class QuickAbbreviations(AbbrTreeprocessor):
    """Looks for abbreviations only in texts that hold the letters of one."""

    def iter_element(self, el: Element, parent: Element | None = None) -> None:  # noqa: ARG002
        """Mark the abbreviations in all texts below and in `el`; `parent` is the original's, for its way through the tree."""
        holds_one = re.compile("|".join(map(re.escape, self.abbrs))).search
        for element in list(el.iter()):
            if len(element):
                for child in list(element):
                    if (tail := child.tail) and tail != "\n" and holds_one(tail):
                        after = list(element).index(child) + 1
                        child.tail, element[after:after] = self._marked(tail)
            if (text := element.text) and text != "\n" and holds_one(text):
                element.text, element[:0] = self._marked(text)

    def _marked(self, text: str) -> tuple[str | None, list[Element]]:
        """A text up to its first abbreviation, and the abbreviations, each with the text that follows."""
        holder = Element("d")
        holder.text = text
        super().iter_element(holder)
        return holder.text, list(holder)
