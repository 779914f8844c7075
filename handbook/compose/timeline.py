"""The regulatory horizon as a drawing, made when the book is compiled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from handbook.compose.words import STATUS
from handbook.model import Event, Market, Status

LEFT, RIGHT, TOP, ROW, LANE_GAP, YEAR = 96.0, 12.0, 40.0, 26.0, 18.0, 140.0
SHAPES: dict[Status, str] = {
    "in-force": "circle", "final": "circle", "published": "circle", "coming": "square", "draft": "triangle", "proposal": "diamond", "superseded": "triangle",
}  # fmt: skip


@dataclass(frozen=True)
class _Mark:
    number: int
    event: Event
    x: float
    row: int


def year_fraction(date: str) -> float:
    """A partial date as years: the middle of what it leaves open."""
    parts = [int(part) for part in date.split("-")]
    month = parts[1] if len(parts) > 1 else 7
    days = parts[2] if len(parts) > 2 else (15 if len(parts) > 1 else 1)
    return parts[0] + (month - 1) / 12 + (days - 1) / 372


def timeline(events: Sequence[tuple[int, Event]], markets: Sequence[Market], today: str) -> str:
    """An SVG with a lane a market and a numbered mark an event; the numbers are those of the table under it."""
    first = int(min(year_fraction(event.date) for _, event in events))
    last = int(max(year_fraction(event.date) for _, event in events)) + 1
    lanes = {market.id: _rows([entry for entry in events if entry[1].market == market.id], first) for market in markets}
    lanes = {name: marks for name, marks in lanes.items() if marks}
    width = LEFT + (last - first) * YEAR + RIGHT
    parts, y = [], TOP
    for market in markets:
        if market.id in lanes:
            parts += _lane(market, lanes[market.id], y, width)
            y += _height(lanes[market.id]) + LANE_GAP
    head = _head(width, y, len(events))
    return "\n".join([*head, *_years(first, last, y), _today(today, first, y), *parts, "</svg>"])


def _rows(events: Sequence[tuple[int, Event]], first: int) -> list[_Mark]:
    """Marks set side by side; one that would cover another moves a row down."""
    ends: list[float] = []
    marks = []
    for number, event in sorted(events, key=lambda entry: (year_fraction(entry[1].date), entry[0])):
        x = LEFT + (year_fraction(event.date) - first) * YEAR
        row = next((row for row, end in enumerate(ends) if x - end >= 24), len(ends))
        ends[row : row + 1] = [x]
        marks.append(_Mark(number, event, x, row))
    return marks


def _height(marks: Sequence[_Mark]) -> float:
    return (max(mark.row for mark in marks) + 1) * ROW


def _head(width: float, height: float, count: int) -> list[str]:
    return [
        '<svg class="hb-timeline" xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="horizon-title horizon-text" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}" font-family="inherit" font-size="12" fill="currentColor">',
        '<title id="horizon-title">The regulatory horizon by market and date</title>',
        f'<desc id="horizon-text">{count} numbered events, one lane a market. The table under the drawing lists every event with its number.</desc>',
    ]


def _years(first: int, last: int, height: float) -> list[str]:
    lines = []
    for year in range(first, last + 1):
        x = LEFT + (year - first) * YEAR
        lines.append(f'<line x1="{x:.0f}" y1="24" x2="{x:.0f}" y2="{height:.0f}" stroke="currentColor" stroke-opacity="0.2"/>')
        if year < last:
            lines.append(f'<text x="{x + 4:.0f}" y="16">{year}</text>')
    return lines


def _today(today: str, first: int, height: float) -> str:
    x = LEFT + (year_fraction(today) - first) * YEAR
    return f'<line x1="{x:.1f}" y1="20" x2="{x:.1f}" y2="{height:.0f}" stroke="currentColor" stroke-width="2" stroke-dasharray="4 3"/>'


def _lane(market: Market, marks: Sequence[_Mark], top: float, width: float) -> list[str]:
    height = _height(marks)
    lines = [
        f'<rect x="0" y="{top - 4:.0f}" width="{width:.0f}" height="{height + 8:.0f}" fill="currentColor" fill-opacity="0.04"/>',
        f'<text x="8" y="{top + 14:.0f}" font-weight="bold">{escape(market.short)}</text>',
    ]
    return lines + [_mark(mark, top) for mark in marks]


def _mark(mark: _Mark, top: float) -> str:
    x, y = mark.x, top + mark.row * ROW + ROW / 2 - 2
    label = escape(f"{mark.number}. {mark.event.date}: {mark.event.title} ({STATUS[mark.event.status]})")
    return (
        f'<g class="hb-mark hb-status-{mark.event.status}"><title>{label}</title>{_shape(SHAPES[mark.event.status], x, y)}'
        f'<text x="{x:.1f}" y="{y + 3.5:.1f}" text-anchor="middle" font-size="11">{mark.number}</text></g>'
    )


def _shape(shape: str, x: float, y: float) -> str:
    style = 'fill="none" stroke="currentColor" stroke-width="1.5"'
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="10" {style}/>'
    outlines: dict[str, list[tuple[float, float]]] = {
        "square": [(-9, -9), (9, -9), (9, 9), (-9, 9)],
        "diamond": [(0, -11.5), (11.5, 0), (0, 11.5), (-11.5, 0)],
        "triangle": [(0, -12), (12, 8), (-12, 8)],
    }
    corners = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in outlines[shape])
    return f'<polygon points="{corners}" {style}/>'
