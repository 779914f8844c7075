"""The Word file that every document starts from: its styles, its numbered headings, its page."""

from __future__ import annotations

from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from handbook.look import contrast, words_on

FONT = "Calibri"
INK, GREY, STOP = "1F2933", "595959", "A32318"
# A style's id is its name without spaces; LibreOffice loses a table in which a style is missing.
PROMPT, STATE, CELL, CELL_TOGETHER, CELL_HEAD, SMALL, PLACEHOLDER = "Prompt", "State", "Cell", "CellTogether", "CellHead", "SmallPrint", "PlaceholderText"
_PAPER = {"a4": (Cm(21), Cm(29.7)), "letter": (Cm(21.59), Cm(27.94))}
_MARGIN = Cm(2)
_KEPT_TABLES = frozenset({"Normal Table", "Table Grid"})
_NUMBERED = 90


def start(colour: str, paper: str, wide: bool) -> Document:
    """An empty document with our styles; `colour` is the organisation's, or empty. A wide one lies on its side."""
    document = docx.Document()
    _drop_parts(document)
    _drop_table_styles(document)
    _set_language_and_font(document)
    _set_page(document, paper, wide)
    _set_headings(document, heading_colour(colour))
    _add_styles(document, head_fill(colour)[1])
    _number_headings(document)
    _set_settings(document)
    return document


def heading_colour(colour: str) -> str:
    """The organisation's colour as headings take it: dark enough on paper, else ink."""
    return colour.lstrip("#").upper() if colour and contrast(colour, "#ffffff") >= 4.5 else INK


def head_fill(colour: str) -> tuple[str, str]:
    """The background of a table's header row, and the colour of the words on it."""
    back = colour or "#E4EBEC"
    return back.lstrip("#").upper(), words_on(back).lstrip("#").upper()


def _drop_parts(document: Document) -> None:
    """Take out the template's picture of itself, and its second copy of the styles."""
    for part in (document.part, document.part.package):
        for name, relation in list(part.rels.items()):
            if relation.reltype.endswith(("/thumbnail", "/stylesWithEffects", "/customXml")):
                del part.rels[name]


def _drop_table_styles(document: Document) -> None:
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in _KEPT_TABLES:
            document.styles.element.remove(style.element)


def _set_language_and_font(document: Document) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for fonts in defaults.iter(qn("w:rFonts")):
        _plain_font(fonts)
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    normal = _style(document, "Normal")
    normal.font.size = Pt(10.5)
    normal.font.color.rgb = RGBColor.from_string(INK)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.12


def _plain_font(fonts: Any) -> None:
    """A named font in place of the theme's."""
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)


def _set_page(document: Document, paper: str, wide: bool) -> None:
    page = document.sections[0]
    width, height = _PAPER[paper]
    page.page_width, page.page_height = (height, width) if wide else (width, height)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = _MARGIN
    page.header_distance = page.footer_distance = Cm(1)
    if wide:
        page._sectPr.find(qn("w:pgSz")).set(qn("w:orient"), "landscape")
    inner = (page.page_width or 0) - 2 * _MARGIN
    for name in ("Header", "Footer"):
        style = _style(document, name)
        style.font.size = Pt(8.5)
        style.font.color.rgb = RGBColor.from_string(GREY)
        style.paragraph_format.space_after = Pt(0)
        for stop in list(style.paragraph_format.tab_stops):
            style.paragraph_format.tab_stops.clear_all()
            del stop
        style.paragraph_format.tab_stops.add_tab_stop(inner, WD_TAB_ALIGNMENT.RIGHT)


def _set_headings(document: Document, colour: str) -> None:
    for name, size, before in (("Title", 20, 0), ("Heading 1", 13, 14), ("Heading 2", 11, 10), ("TOC Heading", 11, 8)):
        style = _style(document, name)
        for fonts in style.element.iter(qn("w:rFonts")):
            _plain_font(fonts)
        for tone in style.element.iter(qn("w:color")):
            for theme in ("themeColor", "themeShade", "themeTint"):
                tone.attrib.pop(qn(f"w:{theme}"), None)
        style.font.size, style.font.bold = Pt(size), True
        style.font.color.rgb = RGBColor.from_string(colour)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(4)
    for border in list(_style(document, "Title").element.iter(qn("w:pBdr"))):
        border.getparent().remove(border)


def _add_styles(document: Document, head_words: str) -> None:
    _add(document, PROMPT, size=9.5, colour=GREY, italic=True, after=4)
    _add(document, STATE, size=16, colour=STOP, bold=True, after=2)
    _add(document, CELL, size=9, colour=INK, after=1)
    _add(document, CELL_TOGETHER, size=9, colour=INK, after=1)
    _add(document, CELL_HEAD, size=9, colour=head_words, bold=True, after=1)
    for name in (CELL_TOGETHER, CELL_HEAD):
        _style(document, name).paragraph_format.keep_with_next = True
    _add(document, SMALL, size=8.5, colour=GREY, after=2)
    _add(document, "toc 1", size=10, colour=INK, after=1)
    _style(document, "toc 1").element.styleId = "TOC1"
    placeholder = document.styles.add_style(PLACEHOLDER, WD_STYLE_TYPE.CHARACTER)
    placeholder.font.color.rgb = RGBColor.from_string(GREY)


def _add(document: Document, name: str, size: float, colour: str, after: float, bold: bool = False, italic: bool = False) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
    style.font.color.rgb = RGBColor.from_string(colour)
    style.paragraph_format.space_after = Pt(after)
    style.quick_style = True


def _style(document: Document, name: str) -> ParagraphStyle:
    style = document.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is no style of paragraphs")
    return style


def _number_headings(document: Document) -> None:
    """Numbers that the headings themselves carry, so that they follow when a part is moved."""
    numbering = document.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{_NUMBERED}"><w:multiLevelType w:val="multilevel"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading1"/><w:suff w:val="space"/><w:lvlText w:val="%1."/>'
        '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl></w:abstractNum>'
    )
    numbering.insert(len(numbering.findall(qn("w:abstractNum"))), abstract)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{_NUMBERED}"><w:abstractNumId w:val="{_NUMBERED}"/></w:num>'))
    for name, number in (("Heading 1", _NUMBERED), ("TOC Heading", 0)):
        _style(document, name).element.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number


def _set_settings(document: Document) -> None:
    settings = document.settings.element
    for zoom in settings.iter(qn("w:zoom")):
        zoom.set(qn("w:percent"), "100")
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    for name in ("w:savePreviewPicture", "w:rsids"):
        for element in list(settings.iter(qn(name))):
            settings.remove(element)
    for language in settings.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), "en-GB")
