"""Inline marks: a pattern is tried only where its own mark stands in the text."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any
from xml.etree.ElementTree import Element

from markdown import inlinepatterns as patterns
from markdown.extensions.footnotes import FootnoteInlineProcessor
from markdown.treeprocessors import InlineProcessor
from markdown.util import INLINE_PLACEHOLDER, INLINE_PLACEHOLDER_PREFIX, INLINE_PLACEHOLDER_RE, STX, AtomicString
from pymdownx.inlinehilite import InlineHilitePattern

_Stash = Callable[[Element], str]
_BRACKET = re.compile(r"[\[\]]")
# An address without quotes, brackets or angles in it: nothing to weigh up.
_PLAIN_LINK = re.compile(r"\(\s*([^()'\"<>\\" + STX + r"]*)\)")
# A link with such an address and without brackets in its words.
_WHOLE_LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]" + _PLAIN_LINK.pattern)
# One pair of stars with no other star or underscore between: nothing to weigh up.
_PLAIN_PAIR = re.compile(r"(\*\*?)(?![\s*])([^*_]*[^*_\s])\1(?!\*)")
# A text whose stars all stand in such pairs, one after the other.
_PLAIN_PAIRS = re.compile(r"[^*_]*(?:" + _PLAIN_PAIR.pattern + r"[^*_]*)*")
# Where none of this stands, no pattern finds anything.
_MARKED = re.compile(r"[\\`*_\[<&]|  \n|" + INLINE_PLACEHOLDER_PREFIX)
_REFERENCES: tuple[type, ...] = (
    patterns.ReferenceInlineProcessor,
    patterns.ShortReferenceInlineProcessor,
    patterns.ImageReferenceInlineProcessor,
    patterns.ShortImageReferenceInlineProcessor,
)


class QuickLink(patterns.LinkInlineProcessor):
    """A link in the text: `[words](address)`."""

    def getText(self, data: str, index: int) -> tuple[str, int, bool]:  # noqa: N802
        """The words up to the bracket that closes them."""
        depth = 1
        for found in _BRACKET.finditer(data, index):
            depth += 1 if found[0] == "[" else -1
            if not depth:
                return data[index : found.start()], found.end(), True
        return data[index:], len(data), False

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:  # noqa: N802
        """The address, its title, where it ends, and whether there is one."""
        plain = _PLAIN_LINK.match(data, index)
        return (plain[1].strip(), None, plain.end(), True) if plain else super().getLink(data, index)

    def all_of(self, data: str, stash: _Stash) -> str | None:
        """The text with all links put aside, where each is plain."""
        return _WHOLE_LINK.sub(lambda found: stash(self._element(found)), data) if data.count("[") == len(_WHOLE_LINK.findall(data)) else None

    def _element(self, found: re.Match[str]) -> Element:
        element = Element("a")
        element.text = found[1]
        element.set("href", found[2].strip())
        return element


class QuickEmphasis(patterns.DelimiterProcessor):
    """`*words*` and `**words**`; what is nested or unclear goes to the original."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element | None, int | None, int | None]:  # type: ignore[override]  # noqa: N802
        """The element, and where its text starts and ends."""
        plain = None if self.regions else _PLAIN_PAIR.match(data, m.start())
        return (_emphasis(plain), plain.start(), plain.end()) if plain else super().handleMatch(m, data)

    def all_of(self, data: str, stash: _Stash) -> str | None:
        """The text with everything that is marked so put aside, where each is plain."""
        plain = not self.regions and _PLAIN_PAIRS.fullmatch(data)
        return _PLAIN_PAIR.sub(lambda found: stash(_emphasis(found)), data) if plain else None


def _emphasis(pair: re.Match[str]) -> Element:
    element = Element("em" if len(pair[1]) == 1 else "strong")
    element.text = pair[2]
    return element


# What must stand in a text before a pattern can find anything in it: one or the other.
NEEDS: dict[type, tuple[str, str]] = {
    InlineHilitePattern: ("`", "`"),
    patterns.EscapeInlineProcessor: ("\\", "\\"),
    FootnoteInlineProcessor: ("[^", "[^"),
    QuickLink: ("](", "]("),
    patterns.ImageInlineProcessor: ("![", "!["),
    patterns.AutolinkInlineProcessor: ("://", "://"),
    patterns.AutomailInlineProcessor: ("@", "@"),
    patterns.SubstituteTagInlineProcessor: ("  \n", "  \n"),
    patterns.HtmlInlineProcessor: ("<", "&"),
    QuickEmphasis: ("*", "_"),
} | dict.fromkeys(_REFERENCES, ("[", "["))
# Patterns that can put all their marks of a text aside at once.
_AT_ONCE = (QuickLink, QuickEmphasis)


class QuickInline(InlineProcessor):
    """Walks through the tree as the original does, past texts without a mark.

    The original also tracks what each text stands in, for patterns that may not stand everywhere; there must be none of these.
    """

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:  # noqa: ARG002
        """Apply the patterns to every text of the tree."""
        self.stashed_nodes: dict[str, Any] = {}
        self.ancestors = []
        self.steps = [
            (number, pattern, *NEEDS[type(pattern)])
            for number, pattern in enumerate(self.inlinePatterns)
            if self.md.references or type(pattern) not in _REFERENCES
        ]
        waiting = deque([tree])
        while waiting:
            self._children(waiting.popleft(), waiting)
        return tree

    def _children(self, element: Element, waiting: deque[Element]) -> None:
        found = []
        for child in element:
            text, tail = child.text, child.tail
            if text and _MARKED.search(text) and not isinstance(text, AtomicString):
                child.text = None
                nodes = self._placed(self._handled(text), child, True)
                waiting.extend(nodes)
                found.append((child, nodes))
            if tail and _MARKED.search(tail):
                self._tail(element, child, tail)
            if len(child):
                waiting.append(child)
        for child, nodes in found:
            for position, node in enumerate(nodes):
                child.insert(position, node)

    def _tail(self, element: Element, child: Element, tail: str) -> None:
        holder = Element("d")
        child.tail = None
        nodes = self._placed(tail if isinstance(tail, AtomicString) else self._handled(tail), holder, False)
        if holder.tail:
            child.tail = holder.tail
        if nodes:
            position = list(element).index(child) + 1
            for node in reversed(nodes):
                element.insert(position, node)

    def _placed(self, data: str, parent: Element, is_text: bool) -> list[Element]:
        """The elements that a text's placeholders stand for, each with the text after it; what comes before them goes to `parent`."""
        parts = INLINE_PLACEHOLDER_RE.split(data)
        names = parts[1::2]
        if isinstance(data, AtomicString) or data.count(INLINE_PLACEHOLDER_PREFIX) != len(names) or not self.stashed_nodes.keys() >= set(names):
            return [node for node, _ in self._InlineProcessor__processPlaceholders(data, parent, is_text)]  # type: ignore[attr-defined]
        placed: list[Element] = []
        _add(parts[0], placed, parent, is_text)
        for name, after in zip(names, parts[2::2], strict=True):
            node = self.stashed_nodes[name]
            if isinstance(node, str):
                _add(node, placed, parent, is_text)
            else:
                self._fill(node)
                placed.append(node)
            _add(after, placed, parent, is_text)
        return placed

    def _fill(self, node: Element) -> None:
        for child in (node, *node):
            if child.tail and INLINE_PLACEHOLDER_PREFIX in child.tail:
                self._InlineProcessor__processElementText(node, child, False)  # type: ignore[attr-defined]
            if child.text and INLINE_PLACEHOLDER_PREFIX in child.text:
                self._InlineProcessor__processElementText(child, child)  # type: ignore[attr-defined]

    def _within(self, data: str, first: int) -> str:
        return data if isinstance(data, AtomicString) or not _MARKED.search(data) else self._handled(data, first)

    # The original calls itself by this name for what stands within a mark.
    _InlineProcessor__handleInline = _within

    def _handled(self, data: str, first: int = 0) -> str:
        """The text with a placeholder for each mark."""
        for step in self.steps:
            number, pattern, mark, other = step
            if number >= first and (mark in data or other in data):
                whole = pattern.all_of(data, partial(self._stash, number + 1)) if isinstance(pattern, _AT_ONCE) else None
                data = self._one_by_one(data, *step) if whole is None else whole
        return data

    def _one_by_one(self, data: str, number: int, pattern: Any, mark: str, other: str) -> str:
        found, start = True, 0
        while found and (mark in data or other in data):
            data, found, start = self._InlineProcessor__applyPattern(pattern, data, number, start)  # type: ignore[attr-defined]
        return data

    def _stash(self, first: int, element: Element) -> str:
        """Put an element aside, with what stands within. Returns its placeholder."""
        element.text = self._within(element.text or "", first)
        name = f"{len(self.stashed_nodes):04}"
        self.stashed_nodes[name] = element
        return INLINE_PLACEHOLDER % name


def _add(text: str, placed: list[Element], parent: Element, is_text: bool) -> None:
    if not text:
        return
    if placed:
        placed[-1].tail = (placed[-1].tail or "") + text
    elif is_text:
        parent.text = (parent.text or "") + text
    else:
        parent.tail = (parent.tail or "") + text
