"""The bands of a score as a ladder: the higher the sum, the higher the rung."""

from __future__ import annotations

from html import escape

from handbook.compose.drawing import lines, text_block
from handbook.model import Band, Score

MARGIN, RUNG, RISE, WIDTH, LEFT = 12.0, 40.0, 34.0, 670.0, 140.0


def ladder(score: Score) -> str:
    """An SVG with a rung a band, the lowest at the foot; the table under it says the same."""
    count = len(score.bands)
    height = 2 * MARGIN + count * RUNG
    name = f"{score.id}-ladder"
    head = [
        f'<svg class="hb-ladder" xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{name}-title {name}-text" '
        f'viewBox="0 0 {WIDTH:.0f} {height:.0f}" width="{WIDTH:.0f}" height="{height:.0f}" font-family="inherit" font-size="12" fill="currentColor">',
        f'<title id="{name}-title">Ladder: {escape(score.title)}</title>',
        f'<desc id="{name}-text">{count} rungs, the lowest score at the foot: {escape("; ".join(map(_words, score.bands)))}.</desc>',
    ]
    rungs = [_rung(band, at, height - MARGIN - (at + 1) * RUNG) for at, band in enumerate(score.bands)]
    return "\n".join([*head, *rungs, "</svg>"])


def _words(band: Band) -> str:
    return f"{_points(band)}: {band.result.title}"


def _points(band: Band) -> str:
    return f"{band.least} points" if band.least == band.most else f"{band.least} to {band.most} points"


def _rung(band: Band, at: int, y: float) -> str:
    x = MARGIN + at * RISE
    return (
        f'<g><rect x="{x:.0f}" y="{y + 3:.0f}" width="{WIDTH - MARGIN - x:.0f}" height="{RUNG - 6:.0f}" rx="4" fill="currentColor" '
        f'fill-opacity="{0.04 + 0.05 * at:.2f}" stroke="currentColor" stroke-opacity="0.5"/>'
        f'<text x="{x + 12:.0f}" y="{y + RUNG / 2 + 4:.0f}" font-weight="bold">{_points(band)}</text>'
        f"{text_block(lines(band.result.title, WIDTH - LEFT - x - 40)[:1], x + LEFT, y + RUNG / 2 + 4)}</g>"
    )
