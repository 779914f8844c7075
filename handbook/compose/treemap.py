"""A tree as a drawing: its questions one under another, each answer with where it leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from handbook.compose.drawing import LINE, lines, text_block, tone_shape, width_of
from handbook.model import Answer, Node, Result, Tone, Tree

MARGIN, ASK_WIDTH, GAP, END_WIDTH, PAD, SPACE = 12.0, 246.0, 152.0, 256.0, 10.0, 22.0
TRUNK, LABEL = 14.0, 10.0  # how far the trunk stands from its question, and a label from the trunk
WIDTH = MARGIN + ASK_WIDTH + GAP + END_WIDTH + MARGIN


@dataclass(frozen=True)
class _End:
    """An answer and where it leads, both in lines, with the result's tone if it is one."""

    label: list[str]
    rows: list[str]
    tone: Tone | None

    @property
    def height(self) -> float:
        return max(len(self.label) * LINE, len(self.rows) * LINE + PAD)


def tree_map(tree: Tree) -> str:
    """An SVG with a row a question; the numbers are those of the questions on the page."""
    numbers = {node.id: number for number, node in enumerate(tree.nodes, 1)}
    results = {result.id: result for result in tree.results}
    parts: list[str] = []
    y = MARGIN
    for node in tree.nodes:
        drawn, height = _row(node, numbers, results, y)
        parts += drawn
        y += height + SPACE
    return "\n".join([*_head(tree, y - SPACE + MARGIN), *parts, "</svg>"])


def _head(tree: Tree, height: float) -> list[str]:
    name = f"{tree.id}-map"
    return [
        f'<svg class="hb-treemap" xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{name}-title {name}-text" '
        f'viewBox="0 0 {WIDTH:.0f} {height:.0f}" width="{WIDTH:.0f}" height="{height:.0f}" font-family="inherit" font-size="12" fill="currentColor">',
        f'<title id="{name}-title">Decision map: {escape(tree.title)}</title>',
        f'<desc id="{name}-text">{len(tree.nodes)} numbered questions, one under another; beside each stand its answers and where each leads, '
        f"to a later question or to one of {len(tree.results)} results. The questions under the drawing say the same in words.</desc>",
    ]


def _row(node: Node, numbers: Mapping[str, int], results: Mapping[str, Result], y: float) -> tuple[list[str], float]:
    """A question and the ends of its answers, and how high they stand."""
    asked = lines(f"{numbers[node.id]}. {node.ask}", ASK_WIDTH - 2 * PAD)
    ends = [_end(answer, numbers, results) for answer in node.answers]
    ask_height = len(asked) * LINE + 2 * PAD
    ends_height = sum(end.height + 6 for end in ends) - 6
    height = max(ask_height, ends_height)
    parts = [
        f'<rect x="{MARGIN:.0f}" y="{y:.0f}" width="{ASK_WIDTH:.0f}" height="{ask_height:.0f}" rx="4" fill="none" stroke="currentColor" stroke-width="1.5"/>',
        text_block(asked, MARGIN + PAD, y + PAD + 11),
    ]
    at, start = y, y + min(ask_height, height) / 2
    for end in ends:
        parts += _end_lines(end, at, start)
        at += end.height + 6
    return parts, height


def _end(answer: Answer, numbers: Mapping[str, int], results: Mapping[str, Result]) -> _End:
    result = results.get(answer.to)
    words = result.title if result else f"Question {numbers[answer.to]}"
    return _End(lines(answer.words, GAP - TRUNK - 2 * LABEL), lines(words, END_WIDTH - 40), result.tone if result else None)


def _end_lines(end: _End, y: float, start: float) -> list[str]:
    """An answer beside the trunk that leaves the question, and the box it leads to."""
    left, x, middle = MARGIN + ASK_WIDTH, MARGIN + ASK_WIDTH + GAP, y + end.height / 2
    trunk = left + TRUNK
    label = trunk + LABEL
    behind = label + width_of(end.label) + 6
    box, rows = len(end.rows) * LINE + PAD, middle - len(end.rows) * LINE / 2 + 11.5
    drawn = (
        f'<rect x="{x:.0f}" y="{middle - box / 2:.1f}" width="{END_WIDTH:.0f}" height="{box:.0f}" rx="10" fill="none" stroke="currentColor"/>'
        f"{tone_shape(end.tone, x + 16, middle)}"
        if end.tone
        else f'<path d="M{x + 10:.0f} {middle - 6:.1f}l8 6l-8 6" fill="none" stroke="currentColor" stroke-width="2"/>'
    )
    return [
        f'<path d="M{left:.0f} {start:.1f}H{trunk:.0f}V{middle:.1f}H{label - 3:.0f}" fill="none" stroke="currentColor" stroke-opacity="0.6"/>',
        *([f'<path d="M{behind:.0f} {middle:.1f}H{x:.0f}" fill="none" stroke="currentColor" stroke-opacity="0.6"/>'] if behind < x - 4 else []),
        text_block(end.label, label, middle - len(end.label) * LINE / 2 + 11.5, 'font-weight="bold"'),
        f'<g class="hb-tone-{end.tone or "next"}">{drawn}{text_block(end.rows, x + 32, rows)}</g>',
    ]
