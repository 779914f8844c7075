"""Tables of a Word file: a header row that comes again on every page, and rows to fill in."""

from __future__ import annotations

from collections.abc import Sequence

from docx.oxml.xmlchemy import BaseOxmlElement

from handbook.downloads.blank import Field
from handbook.downloads.controls import Controls
from handbook.downloads.markup import attribute, element, paragraph, run
from handbook.downloads.styles import CELL, CELL_HEAD

_TWIP = 635
_LOOK = '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'


def grid(title: str, heads: Sequence[tuple[str, int]], rows: Sequence[Sequence[str]], width: int, fill: str, tall: bool = False) -> BaseOxmlElement:
    """A table of the whole width: headings with their shares of it, and rows of controls. `tall` rows leave room for a signature."""
    shares = [int(width / _TWIP * share / sum(share for _, share in heads)) for _, share in heads]
    columns = "".join(f'<w:gridCol w:w="{share}"/>' for share in shares)
    first = "".join(_cell(run(words), CELL_HEAD, share, fill) for (words, _), share in zip(heads, shares, strict=True))
    body = "".join(_row("".join(_cell(control, CELL, share) for control, share in zip(row, shares, strict=True)), tall) for row in rows)
    properties = (
        f'<w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(shares)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{_LOOK}<w:tblCaption w:val={attribute(title)}/>'
    )
    head = f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{first}</w:tr>"
    return element(f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{head}{body}</w:tbl>")


def control(controls: Controls, field: Field, number: int) -> str:
    """The control of one cell, by its column's kind."""
    name = f"{field.title}, row {number}"
    if field.options:
        return controls.choice(name, [str(option) for option in field.options])
    if field.kind == "date":
        return controls.date(name)
    return controls.number(name) if field.kind == "number" else controls.text(name, "Write")


def _row(cells: str, tall: bool) -> str:
    height = '<w:trHeight w:val="560" w:hRule="atLeast"/>' if tall else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{height}</w:trPr>{cells}</w:tr>"


def _cell(content: str, style: str, width: int, fill: str = "") -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{paragraph(style, content)}</w:tc>'
