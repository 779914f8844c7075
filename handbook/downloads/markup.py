"""Pieces of a Word file's own markup."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement

_NAMES = nsdecls("w") + ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
_BREAKS = {"\t": "<w:tab/>", "\n": "<w:br/>", "\r": "<w:br/>"}
_BREAK = re.compile(r"([\t\n\r])")


def element(markup: str) -> BaseOxmlElement:
    """Markup with one root as an element."""
    return parse_xml(re.sub(r"^<[\w:]+", lambda found: f"{found[0]} {_NAMES}", markup, count=1))


def run(words: str, properties: str = "") -> str:
    """A run of words, spaces kept."""
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def words(text: str) -> str:
    """A run with a text as python-docx writes it: tabs and line ends as what they stand for, spaces kept where some stand at an end. None without a text."""
    parts = "".join(_BREAKS.get(part) or _text(part) for part in _BREAK.split(text) if part)
    return f"<w:r>{parts}</w:r>" if parts else ""


def _text(part: str) -> str:
    space = "" if part == part.strip() else ' xml:space="preserve"'
    return f"<w:t{space}>{escape(part)}</w:t>"


def paragraph(style: str, content: str, together: bool = False) -> str:
    """A paragraph in a style, by the style's id; `together` keeps it on one page with the next."""
    keep = "<w:keepNext/>" if together else ""
    return f"<w:p><w:pPr><w:pStyle w:val={attribute(style)}/>{keep}</w:pPr>{content}</w:p>"


def plain_paragraph(content: str) -> str:
    """A paragraph of the text itself."""
    return f"<w:p>{content}</w:p>"


def drawing_extension(related: str) -> BaseOxmlElement:
    """What names an SVG drawing beside the picture that stands in for it, as Word does since 2016."""
    return parse_xml(
        f'<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">'
        '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" '
        f'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{related}"/></a:ext></a:extLst>'
    )


def attribute(words: str) -> str:
    """Words as an attribute's value, in quotes."""
    return quoteattr(" ".join(words.split()))
