"""Rows of a register on a map of two of their columns, drawn when the book is compiled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from handbook.compose.drawing import LINE, lines, text_block
from handbook.model import Column, Register

LEFT, TOP, CELL, MARK, GAP = 96.0, 26.0, 96.0, 26.0, 6.0
_AT_LEAST = 44.0

Placed = Mapping[tuple[str, str], Sequence[int]]


def quadrants(part: Register, across: Column, up: Column, placed: Placed) -> str:
    """An SVG with a column for each word across and a row for each word upwards; the numbers are those of the rows in the table."""
    width = LEFT + CELL * len(across.options) + GAP
    parts, y = [], TOP
    for word in reversed(up.options):
        height = _height([placed.get((other, word), ()) for other in across.options])
        parts.append(text_block(lines(word, LEFT - 2 * GAP), GAP, y + height / 2 + 4 - (len(lines(word, LEFT - 2 * GAP)) - 1) * LINE / 2))
        parts += [part for at, other in enumerate(across.options) for part in _cell(LEFT + at * CELL, y, height, placed.get((other, word), ()))]
        y += height
    heads = [text_block([word], LEFT + (at + 0.5) * CELL, y + LINE + 2, 'text-anchor="middle"') for at, word in enumerate(across.options)]
    titles = [
        text_block([f"{up.title} ↑"], GAP, LINE, 'font-weight="bold"'),
        text_block([f"{across.title} →"], width - GAP, y + 2.4 * LINE, 'font-weight="bold" text-anchor="end"'),
    ]
    return "\n".join([*_head(part, across, up, width, y + 3 * LINE), *parts, *heads, *titles, "</svg>"])


def _head(part: Register, across: Column, up: Column, width: float, height: float) -> list[str]:
    name = f"{part.id}-map"
    return [
        f'<svg class="hb-quadrants" xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{name}-title {name}-text" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}" font-family="inherit" font-size="12" fill="currentColor">',
        f'<title id="{name}-title">The example rows by {escape(across.title.lower())} and {escape(up.title.lower())}</title>',
        f'<desc id="{name}-text">{escape(across.title)} grows to the right, {escape(up.title.lower())} upwards. Numbered marks are the rows of the example. '
        "The table under the drawing says the same in words.</desc>",
    ]


def _per_line() -> int:
    return int((CELL - GAP) // MARK)


def _height(cells: Sequence[Sequence[int]]) -> float:
    """A row is as high as its fullest cell."""
    rows = max((-(-len(marks) // _per_line()) for marks in cells), default=0)
    return max(_AT_LEAST, rows * MARK + 2 * GAP)


def _cell(x: float, y: float, height: float, marks: Sequence[int]) -> list[str]:
    box = f'<rect x="{x:.0f}" y="{y:.0f}" width="{CELL:.0f}" height="{height:.0f}" fill="none" stroke="currentColor" stroke-opacity="0.4"/>'
    return [box, *(_mark(number, x + GAP + (at % _per_line() + 0.5) * MARK, y + GAP + (at // _per_line() + 0.5) * MARK) for at, number in enumerate(marks))]


def _mark(number: int, x: float, y: float) -> str:
    return (
        f'<g class="hb-mark"><circle cx="{x:.0f}" cy="{y:.0f}" r="10" fill="none" stroke="currentColor" stroke-width="1.5"/>'
        f'<text x="{x:.0f}" y="{y + 4:.0f}" text-anchor="middle">{number}</text></g>'
    )
