"""Lines by number of pages as SVG: each with its name beside it, its own mark and its own stroke, so that nothing rests on colour."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

_WIDTH, _HEIGHT = 760, 440
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 520, 48, 392
_LABEL = 18
_INK, _FAINT = "#1c1c1c", "#d6d6d6"
_STROKES = ("", "8 4", "2 4", "10 3 2 3", "5 5", "14 5", "1 6")


@dataclass(frozen=True)
class Line:
    """A name, its points as pages and seconds, and whether it is the one that the drawing is about."""

    name: str
    points: Sequence[tuple[int, float]]
    ours: bool = False


@dataclass(frozen=True)
class _Scale:
    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        share = (math.log10(value) - math.log10(self.low)) / (math.log10(self.high) - math.log10(self.low))
        return self.start + share * (self.end - self.start)


def drawing(title: str, lines: Sequence[Line]) -> str:
    """The whole SVG. Both scales are logarithmic."""
    pages = sorted({x for line in lines for x, _ in line.points})
    seconds = [y for line in lines for _, y in line.points]
    across = _Scale(pages[0] / 1.2, pages[-1] * 1.2, _LEFT, _RIGHT)
    up = _Scale(10 ** math.floor(math.log10(min(seconds))), 10 ** math.ceil(math.log10(max(seconds) * 1.01)), _BOTTOM, _TOP)
    parts = [*_frame(title, pages, across, up), *_drawn(lines, across, up)]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" font-family="sans-serif" font-size="13" fill="{_INK}">'
    return "\n".join([head, f"<title>{escape(title)}</title>", f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>', *parts, "</svg>"]) + "\n"


def _frame(title: str, pages: Sequence[int], across: _Scale, up: _Scale) -> Iterator[str]:
    """The title, and both scales with a line for each number on them."""
    yield f'<text x="{_LEFT}" y="24" font-size="15" font-weight="bold">{escape(title)}</text>'
    for power in range(round(math.log10(up.low)), round(math.log10(up.high)) + 1):
        y = up.at(10.0**power)
        yield f'<path d="M{_LEFT} {y:.1f}H{_RIGHT}" stroke="{_FAINT}"/>'
        yield f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g} s</text>'
    for number in pages:
        x = across.at(number)
        yield f'<path d="M{x:.1f} {_TOP}V{_BOTTOM}" stroke="{_FAINT}"/>'
        yield f'<text x="{x:.1f}" y="{_BOTTOM + 20}" text-anchor="middle">{number:,}</text>'
    yield f'<text x="{(_LEFT + _RIGHT) / 2:.1f}" y="{_BOTTOM + 40}" text-anchor="middle">pages</text>'


def _drawn(lines: Sequence[Line], across: _Scale, up: _Scale) -> Iterator[str]:
    """Each line with its marks, and its name at its end, kept apart from the other names."""
    last = sorted(range(len(lines)), key=lambda number: -up.at(lines[number].points[-1][1]))
    room, labels = float(_BOTTOM), {}
    for number in last:
        labels[number] = room = min(up.at(lines[number].points[-1][1]) + 4, room)
        room -= _LABEL
    for number, line in enumerate(lines):
        points = [(across.at(x), up.at(y)) for x, y in line.points]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        width = 3 if line.ours else 1.5
        yield f'<path d="M{path}" fill="none" stroke="{_INK}" stroke-width="{width}" stroke-dasharray="{_STROKES[number % len(_STROKES)] or "none"}"/>'
        yield from (_mark(number, x, y) for x, y in points)
        x, y = points[-1]
        yield f'<path d="M{x + 6:.1f} {y:.1f}L{_RIGHT + 14} {labels[number] - 4:.1f}" stroke="{_INK}" stroke-width="0.5"/>'
        weight = ' font-weight="bold"' if line.ours else ""
        yield f'<text x="{_RIGHT + 18}" y="{labels[number]:.1f}"{weight}>{escape(line.name)}</text>'


def _mark(number: int, x: float, y: float) -> str:
    """A circle, square, triangle or diamond, filled for the first four lines and empty for the others."""
    fill = _INK if number < 4 else "#ffffff"
    shapes = (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"',
        f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8"',
        f'<path d="M{x:.1f} {y - 5:.1f}l5 9h-10z"',
        f'<path d="M{x:.1f} {y - 5:.1f}l5 5l-5 5l-5 -5z"',
    )
    return f'{shapes[number % 4]} fill="{fill}" stroke="{_INK}"/>'
