"""Passes over the finished tree: texts that hold nothing of a pass's own are left alone."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown.extensions.abbr import AbbrTreeprocessor
from markdown.extensions.toc import TocTreeprocessor
from markdown.treeprocessors import UnescapeTreeprocessor
from markdown.util import STX


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
        self.wanted = any(element.text and self.marker in element.text for element in doc.iter())
        super().run(doc)

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
            for child in list(element):
                if (tail := child.tail) and holds_one(tail):
                    after = list(element).index(child) + 1
                    child.tail, element[after:after] = self._marked(tail)
            if (text := element.text) and holds_one(text):
                element.text, element[:0] = self._marked(text)

    def _marked(self, text: str) -> tuple[str | None, list[Element]]:
        """A text up to its first abbreviation, and the abbreviations, each with the text that follows."""
        holder = Element("d")
        holder.text = text
        super().iter_element(holder)
        return holder.text, list(holder)
