"""What drawings made at build time share: text in lines, and shapes that tell tones apart without colour."""

from __future__ import annotations

from html import escape
from textwrap import wrap

from handbook.model import Tone

LINE = 15.0
_SIGN = 6.4  # mean width of a sign at 12 px, a little generous, since the reader's own font sets the text


def lines(text: str, width: float) -> list[str]:
    """A text in lines that fit into a width."""
    return wrap(text, max(8, int(width / _SIGN))) or [""]


def width_of(rows: list[str]) -> float:
    """About how wide lines of text are."""
    return max(len(row) for row in rows) * _SIGN * 1.08


def text_block(rows: list[str], x: float, y: float, attributes: str = "") -> str:
    """Lines of text, the first on the baseline `y`."""
    spans = "".join(f'<tspan x="{x:.0f}" y="{y + number * LINE:.1f}">{escape(row)}</tspan>' for number, row in enumerate(rows))
    return f"<text{' ' + attributes if attributes else ''}>{spans}</text>"


def tone_shape(tone: Tone, x: float, y: float) -> str:
    """A sign for a tone: circle, triangle, square, diamond; a bar for a plain result."""
    style = 'fill="none" stroke="currentColor" stroke-width="2"'
    if tone == "go":
        return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="6" {style}/>'
    outlines: dict[Tone, list[tuple[float, float]]] = {
        "care": [(0, -7), (7, 6), (-7, 6)],
        "stop": [(-6, -6), (6, -6), (6, 6), (-6, 6)],
        "ask": [(0, -8), (8, 0), (0, 8), (-8, 0)],
        "plain": [(-6, -2), (6, -2), (6, 2), (-6, 2)],
    }
    corners = " ".join(f"{x + dx:.0f},{y + dy:.0f}" for dx, dy in outlines[tone])
    return f'<polygon points="{corners}" {style}/>'
