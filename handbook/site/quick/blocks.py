"""Blocks: a processor is asked only about a block that holds what it looks for."""

from __future__ import annotations

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
# A block of one line that starts with none of these, nor with a digit, is a paragraph.
_MARKS = "!?=#-_*+:>[| \n" + STX
_NOTHING = STX + STX


class QuickTable(TableProcessor):
    """A row without backticks and backslashes is cut at its bars."""

    def _split_row(self, row: str) -> list[str]:
        if "`" in row or "\\" in row:
            cells: list[str] = super()._split_row(row)  # type: ignore[misc]
            return cells
        if self.border:
            row = row.removeprefix("|").removesuffix("|")
        return row.split("|")


# What a block holds, or which of these it starts with (a space is for four of them), where a processor can take it.
NEEDS: dict[type, tuple[str, str]] = {
    AdmonitionProcessor: ("!!!", " "),
    DetailsProcessor: ("???", " "),
    TabbedProcessor: ("===", " "),
    MarkdownInHtmlProcessor: (_NOTHING, STX),
    blocks.EmptyBlockProcessor: (_NOTHING, "\n"),
    blocks.ListIndentProcessor: (_NOTHING, " "),
    DefListIndentProcessor: (_NOTHING, " "),
    SuperFencesCodeBlockProcessor: (_NOTHING, " "),
    QuickTable: ("|", ""),
    blocks.HashHeaderProcessor: ("#", ""),
    blocks.SetextHeaderProcessor: ("\n", ""),
    blocks.HRProcessor: ("\n", "-_*"),
    blocks.OListProcessor: (".", ""),
    blocks.UListProcessor: (_NOTHING, "*+-"),
    DefListProcessor: (": ", ""),
    blocks.BlockQuoteProcessor: (">", ""),
    FootnoteBlockProcessor: ("[^", ""),
    AbbrBlockprocessor: ("*[", ""),
    blocks.ReferenceProcessor: ("]:", ""),
    blocks.ParagraphProcessor: ("", ""),
}


class QuickParser(BlockParser):
    """Gives each block to the first processor that takes it, as the original does."""

    steps: list[tuple[Any, str, str]]
    paragraph: Any

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802
        """Put the elements of the blocks below `parent`, until no block is left."""
        while blocks:
            start = _start(blocks[0])
            if start not in _MARKS and "\n" not in blocks[0] and not start.isdecimal():
                self.paragraph.run(parent, blocks)
                continue
            for processor, holds, starts in self.steps:
                block = blocks[0]
                if (holds in block or start in starts) and processor.test(parent, block) and processor.run(parent, blocks) is not False:
                    break


def _start(block: str) -> str:
    return " " if block.startswith(_TAB) else (block.lstrip(" ") or "\n")[0]
