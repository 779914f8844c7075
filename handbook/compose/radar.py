"""An assessment as a radar, drawn when the book is compiled; the page's JavaScript moves its outlines."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import cos, pi, sin

from handbook.model import Assessment
from handbook.tools.assessment import Spoke, counts

WIDTH, HEIGHT, RADIUS = 430.0, 310.0, 112.0
CENTRE = (WIDTH / 2, HEIGHT / 2)
_LINE = 17

Point = tuple[float, float]


def radar(part: Assessment, spokes: Sequence[Spoke]) -> str:
    """An SVG with a spoke a dimension: the inner outline joins the lowest counts, the dashed one the highest."""
    ways = directions(len(spokes))
    most = counts(part)[-1]
    return "\n".join(
        [
            *_head(part, ways, most),
            *(_ring(ways, count / most) for count in range(1, most + 1)),
            *(_spoke_line(way) for way in ways),
            *(_label(spoke.group.title, way) for spoke, way in zip(spokes, ways, strict=True)),
            *(_number(count, ways[0], most) for count in range(1, most + 1)),
            f'<polygon class="hb-radar-high" data-high="" points="{outline([spoke.highest for spoke in spokes], ways, most)}"/>',
            f'<polygon class="hb-radar-low" data-low="" points="{outline([spoke.lowest for spoke in spokes], ways, most)}"/>',
            "</svg>",
        ]
    )


def directions(number: int) -> list[Point]:
    """A unit step along each spoke, the first upwards, then clockwise."""
    angles = [2 * pi * at / number for at in range(number)]
    return [(round(sin(angle), 4) + 0.0, round(-cos(angle), 4) + 0.0) for angle in angles]


def outline(values: Sequence[int | None], ways: Sequence[Point], most: int) -> str:
    """The corners of an outline; what has no count yet stands in the centre."""
    return " ".join(_corner(way, (value or 0) / most) for value, way in zip(values, ways, strict=True))


def _corner(way: Point, share: float) -> str:
    return f"{CENTRE[0] + way[0] * RADIUS * share:.1f},{CENTRE[1] + way[1] * RADIUS * share:.1f}"


def _head(part: Assessment, ways: Sequence[Point], most: int) -> list[str]:
    steps = " ".join(f"{x},{y}" for x, y in ways)
    return [
        f'<svg class="hb-radar" xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{part.id}-radar-title {part.id}-radar-text" '
        f'viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" font-family="inherit" font-size="13" fill="currentColor" '
        f'data-centre="{CENTRE[0]:.0f},{CENTRE[1]:.0f}" data-radius="{RADIUS:.0f}" data-most="{most}" data-spokes="{steps}">',
        f'<title id="{part.id}-radar-title">{escape(part.title)}: the example as a radar</title>',
        f'<desc id="{part.id}-radar-text">{len(ways)} spokes from 0 in the centre to {most} at the rim. The full line joins the lowest count of each '
        "dimension, the dashed line the highest. The table under the drawing says the same.</desc>",
    ]


def _ring(ways: Sequence[Point], share: float) -> str:
    corners = " ".join(_corner(way, share) for way in ways)
    return f'<polygon class="hb-radar-ring" points="{corners}"/>'


def _spoke_line(way: Point) -> str:
    end = _corner(way, 1).split(",")
    return f'<line class="hb-radar-ring" x1="{CENTRE[0]:.0f}" y1="{CENTRE[1]:.0f}" x2="{end[0]}" y2="{end[1]}"/>'


def _number(count: int, way: Point, most: int) -> str:
    x, y = (float(part) for part in _corner(way, count / most).split(","))
    return f'<text class="hb-radar-number" x="{x + 4:.1f}" y="{y + 4:.1f}" font-size="11">{count}</text>'


def _label(title: str, way: Point) -> str:
    """The dimension's name beyond its spoke, on as many lines as it has words where the side is narrow."""
    x, y = CENTRE[0] + way[0] * (RADIUS + 10), CENTRE[1] + way[1] * (RADIUS + 16)
    sideways = abs(way[0]) > 0.3
    anchor = "middle" if not sideways else "start" if way[0] > 0 else "end"
    lines = title.split() if sideways and len(title) > 12 else [title]
    top = y + 4 - (len(lines) - 1) * _LINE / 2
    spans = "".join(f'<tspan x="{x:.1f}" y="{top + at * _LINE:.1f}">{escape(line)}</tspan>' for at, line in enumerate(lines))
    return f'<text text-anchor="{anchor}">{spans}</text>'
