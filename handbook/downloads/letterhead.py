"""What all Word files of one look share: styles, header, footer and their own properties. Made once; each document is put into a copy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZipFile

from docx.document import Document
from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml

from handbook.compose.words import day
from handbook.downloads import styles
from handbook.downloads.blank import Blank
from handbook.downloads.controls import STATES, Controls
from handbook.downloads.fields import field
from handbook.downloads.logo import add_logo
from handbook.downloads.markup import element, run, words
from handbook.downloads.package import packed

_TEXT, _HEADER, _PROPERTIES = "word/document.xml", "word/header1.xml", "docProps/core.xml"


@dataclass(frozen=True)
class Letterhead:
    """What a Word file says that is the same in every document of a handbook. A `wide` one lies on its side."""

    owner: str
    organisation: str
    version: str
    released: date
    licence: str
    paper: str
    colour: str
    logo: tuple[str, bytes] | None
    wide: bool

    @classmethod
    def of(cls, blank: Blank, wide: bool) -> Letterhead:
        """That of a document."""
        owner = blank.organisation or blank.handbook
        return cls(owner, blank.organisation, blank.version, blank.released, blank.licence, blank.paper, blank.colour, blank.logo, wide)


@dataclass(frozen=True)
class Frame:
    """The parts of a Word file without a text, and how wide a text may be."""

    parts: Mapping[str, bytes]
    width: int

    def filled(self, blank: Blank, body: str) -> bytes:
        """The file of a document with this text, in markup."""
        name = blank.number or blank.id
        head = words(f"{name} · {blank.title}\t{blank.organisation or blank.handbook}")
        properties = self.parts[_PROPERTIES]
        for tag, value in (("title", blank.title), ("subject", blank.purpose), ("identifier", name)):
            properties = _put(properties, f"</dc:{tag}>", escape(value[:255]))
        text = serialize_part_xml(parse_xml(_put(self.parts[_TEXT], "<w:sectPr", body)))
        return packed({**self.parts, _PROPERTIES: properties, _TEXT: text, _HEADER: _put(self.parts[_HEADER], "</w:p>", head)})


@lru_cache(maxsize=4)
def frame(letterhead: Letterhead) -> Frame:
    """The file that every document of a look starts from."""
    document = styles.start(letterhead.colour, letterhead.paper, letterhead.wide)
    _set_properties(document, letterhead)
    _set_margins(document, letterhead)
    page = document.sections[0]
    target = BytesIO()
    document.save(target)
    with ZipFile(target) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return Frame(parts, (page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0))


def _set_properties(document: Document, letterhead: Letterhead) -> None:
    """What the file says about itself; nothing in it depends on the day or the machine. What differs between documents stays empty."""
    core = document.core_properties
    core.title = core.subject = ""
    core.comments = letterhead.licence[:255]
    core.author = core.last_modified_by = letterhead.owner[:255]
    core.identifier, core.version, core.language = "", letterhead.version[:255], "en-GB"
    core.content_status, core.keywords, core.category = STATES[0], "", "Template"
    core.created = core.modified = datetime.combine(letterhead.released, time())
    core.revision = 1


def _set_margins(document: Document, letterhead: Letterhead) -> None:
    """Header and footer of every page; the first line of the header ends with what the document is."""
    page = document.sections[0]
    head = page.header.paragraphs[0]
    if letterhead.logo:
        add_logo(head.add_run(), *letterhead.logo, letterhead.organisation)
        head.add_run("  ")
    page.header.add_paragraph(style="Header")._p.append(element(Controls().state()))
    foot = page.footer.paragraphs[0]
    foot.add_run(f"Template {letterhead.version} of {day(letterhead.released.isoformat())}\tPage ")
    for part in (*field("PAGE", "1"), element(run(" of ")), *field("NUMPAGES", "1")):
        foot._p.append(part)
    page.footer.add_paragraph(letterhead.licence, style="Footer")


def _put(part: bytes, before: str, markup: str) -> bytes:
    """A part with markup put before the first of some signs in it. Raises ValueError where they are not there."""
    start, sign, end = part.partition(before.encode())
    if not sign:
        raise ValueError(f"no {before} in a Word file without a text")
    return start + markup.encode() + sign + end
