"""Tables of a Word file: a header row that comes again on every page, and rows to fill in."""

from __future__ import annotations

from collections.abc import Sequence

from handbook.downloads.blank import Field
from handbook.downloads.controls import Controls
from handbook.downloads.markup import attribute, paragraph, run
from handbook.downloads.styles import CELL, CELL_HEAD, CELL_TOGETHER

_TWIP = 635
_HINT = 1340
_LOOK = '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'


def grid(title: str, heads: Sequence[tuple[str, int, bool]], rows: Sequence[Sequence[str]], width: int, fill: str, tall: bool = False) -> str:
    """A table of the whole width: headings with their shares of it and whether a hint stands in one line, and rows of controls.

    `tall` rows leave room for a signature, and stay on one page.
    """
    shares = _shares(width // _TWIP, [(share, hinted) for _, share, hinted in heads])
    columns = "".join(f'<w:gridCol w:w="{share}"/>' for share in shares)
    first = "".join(_cell(run(words), CELL_HEAD, share, fill) for (words, *_), share in zip(heads, shares, strict=True))
    styles = [CELL_TOGETHER if tall and row is not rows[-1] else CELL for row in rows]
    cells = ["".join(_cell(control, style, share) for control, share in zip(row, shares, strict=True)) for row, style in zip(rows, styles, strict=True)]
    body = "".join(_row(row, tall) for row in cells)
    properties = (
        f'<w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(shares)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{_LOOK}<w:tblCaption w:val={attribute(title)}/>'
    )
    head = f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{first}</w:tr>"
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{head}{body}</w:tbl>"


def control(controls: Controls, field: Field, number: int) -> str:
    """The control of one cell, by its column's kind."""
    name = f"{field.title}, row {number}"
    if field.options:
        return controls.choice(name, [str(option) for option in field.options])
    if field.kind == "date":
        return controls.date(name)
    return controls.number(name) if field.kind == "number" else controls.text(name, "Write")


def _shares(whole: int, columns: Sequence[tuple[int, bool]]) -> list[int]:
    """The columns' widths in twips: as their shares say, but none too narrow for a hint such as YYYY-MM-DD while there is room."""
    fixed: set[int] = set()
    while True:
        left = whole - len(fixed) * _HINT
        parts = sum(share for at, (share, _) in enumerate(columns) if at not in fixed)
        narrow = {at for at, (share, hinted) in enumerate(columns) if hinted and at not in fixed and left * share // parts < _HINT}
        if not narrow or len(fixed | narrow) * _HINT > whole * 2 // 3:
            return [_HINT if at in fixed else left * share // parts for at, (share, _) in enumerate(columns)]
        fixed |= narrow


def _row(cells: str, tall: bool) -> str:
    height = '<w:trHeight w:val="560" w:hRule="atLeast"/>' if tall else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{height}</w:trPr>{cells}</w:tr>"


def _cell(content: str, style: str, width: int, fill: str = "") -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{paragraph(style, content)}</w:tc>'
