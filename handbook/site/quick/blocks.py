"""Blocks: a processor is asked only about a block that holds what it looks for."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element

from markdown import blockprocessors as blocks
from markdown.blockparser import BlockParser
from markdown.extensions.abbr import AbbrBlockprocessor
from markdown.extensions.admonition import AdmonitionProcessor
from markdown.extensions.def_list import DefListIndentProcessor, DefListProcessor
from markdown.extensions.footnotes import FootnoteBlockProcessor
from markdown.extensions.md_in_html import MarkdownInHtmlProcessor
from markdown.extensions.tables import TableProcessor
from markdown.util import STX
from pymdownx.details import DetailsProcessor
from pymdownx.superfences import SuperFencesCodeBlockProcessor
from pymdownx.tabbed import TabbedProcessor

_TAB = "    "
# A block of one line that starts with none of these is a paragraph.
_MARKS = "!?=#-_*+:>[1| \n" + STX
_NOTHING = STX + STX
_THREE = re.compile(r"\n {0,3}([-_*]) {0,2}\1 {0,2}\1")
_MEANING = re.compile(r"\n {0,3}: ")


class QuickRule(blocks.HRProcessor):
    """A rule starts with three marks of one kind."""

    def test(self, parent: Element, block: str) -> bool:
        """Whether a line of the block is a rule."""
        return bool(_THREE.search("\n" + block)) and super().test(parent, block)


class QuickMeanings(DefListProcessor):
    """What a term means starts with a colon."""

    def test(self, parent: Element, block: str) -> bool:
        """Whether a line of the block tells a meaning."""
        return bool(_MEANING.search("\n" + block)) and super().test(parent, block)


class QuickTable(TableProcessor):
    """A row without backticks and backslashes is cut at its bars."""

    def _split_row(self, row: str) -> list[str]:
        if "`" in row or "\\" in row:
            cells: list[str] = super()._split_row(row)  # type: ignore[misc]
            return cells
        if self.border:
            row = row.removeprefix("|").removesuffix("|")
        return row.split("|")


# With which of these a block starts that a processor can take; or, where it has several lines, what it holds.
# A space stands for four of them, and a 1 for any digit.
NEEDS: dict[type, tuple[str, str]] = {
    AdmonitionProcessor: ("! ", "!!!"),
    DetailsProcessor: ("? ", "???"),
    TabbedProcessor: ("= ", "==="),
    MarkdownInHtmlProcessor: (STX, _NOTHING),
    blocks.EmptyBlockProcessor: ("\n", _NOTHING),
    blocks.ListIndentProcessor: (" ", _NOTHING),
    DefListIndentProcessor: (" ", _NOTHING),
    SuperFencesCodeBlockProcessor: (" ", _NOTHING),
    QuickTable: (_NOTHING, "|"),
    blocks.HashHeaderProcessor: ("#", "\n#"),
    blocks.SetextHeaderProcessor: (_NOTHING, "\n"),
    QuickRule: ("-_*", "\n"),
    blocks.OListProcessor: ("1", _NOTHING),
    blocks.UListProcessor: ("*+-", _NOTHING),
    QuickMeanings: (":", ": "),
    blocks.BlockQuoteProcessor: (">", ">"),
    FootnoteBlockProcessor: ("[", "[^"),
    AbbrBlockprocessor: ("*", "*["),
    blocks.ReferenceProcessor: ("[", "]:"),
    blocks.ParagraphProcessor: (_MARKS, ""),
}


class QuickParser(BlockParser):
    """Gives each block to the first processor that takes it, as the original does."""

    steps: list[tuple[Any, str, str]]
    paragraph: Any

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802
        """Put the elements of the blocks below `parent`, until no block is left."""
        while blocks:
            start, lines = _start(blocks[0]), "\n" in blocks[0]
            if not lines and start not in _MARKS:
                self.paragraph.run(parent, blocks)
                continue
            for processor, holds in self.by_start[start if start in _MARKS else "", lines]:
                block = blocks[0]
                if holds in block and processor.test(parent, block) and processor.run(parent, blocks) is not False:
                    break

    @cached_property
    def by_start(self) -> dict[tuple[str, bool], list[tuple[Any, str]]]:
        """The processors that may take a block, by its start and whether it has several lines, each with what the block must hold as well."""
        return {
            (start, lines): [
                (processor, "" if start and start in starts else holds)
                for processor, starts, holds in self.steps
                if (start and start in starts) or (lines and holds != _NOTHING)
            ]
            for start in (*_MARKS, "")
            for lines in (False, True)
        }


def _start(block: str) -> str:
    start = " " if block.startswith(_TAB) else (block.lstrip(" ") or "\n")[0]
    return "1" if start.isdecimal() else start
