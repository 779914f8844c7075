"""Content controls of a Word file: places to write, to choose, to tick and to date."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from handbook.downloads.markup import attribute, paragraph, run
from handbook.downloads.styles import PLACEHOLDER

STATES = ("TEMPLATE", "Draft", "For approval", "Approved")
# Word keeps the state of a document among its properties; controls tied to it change together.
_STATE_BINDING = (
    "<w:dataBinding w:prefixMappings=\"xmlns:ns0='http://purl.org/dc/elements/1.1/' "
    "xmlns:ns1='http://schemas.openxmlformats.org/package/2006/metadata/core-properties' \" "
    'w:xpath="/ns1:coreProperties[1]/ns1:contentStatus[1]" w:storeItemID="{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"/>'
)
_DATE = '<w:date><w:dateFormat w:val="yyyy-MM-dd"/><w:lid w:val="en-GB"/><w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
_TICK = (
    '<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
    '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
)
_BOX_FONT = '<w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic" w:eastAsia="MS Gothic" w:hint="eastAsia"/>'


class Controls:
    """Makes the controls of one document as markup, each with a number of its own."""

    def __init__(self, first: int = 1) -> None:
        self._numbers = count(first)

    def text(self, title: str, hint: str = "Write here") -> str:
        """A place to write, with line breaks."""
        return self._control(title, '<w:text w:multiLine="1"/>', _placeholder(hint))

    def number(self, title: str) -> str:
        """A place for a number."""
        return self._control(title, "<w:text/>", _placeholder("Number"))

    def date(self, title: str) -> str:
        """A calendar to pick a day from."""
        return self._control(title, _DATE, _placeholder("YYYY-MM-DD"))

    def choice(self, title: str, options: Sequence[str]) -> str:
        """A list of words of which one is chosen."""
        return self._control(title, _list(options), _placeholder("Choose one"))

    def state(self) -> str:
        """The state of the document: a template until somebody says otherwise. Every one of them shows the same."""
        return self._control("State of this document", _STATE_BINDING + _list(STATES), run(STATES[0]), asks=False)

    def tick(self, title: str) -> str:
        """A box to tick."""
        return self._control(title, _TICK, run("☐", _BOX_FONT), asks=False)

    def paragraphs(self, title: str, style: str, hint: str = "Write here") -> str:
        """A place for paragraphs of one style: Enter starts the next."""
        return self._control(title, "<w:richText/>", paragraph(style, _placeholder(hint)))

    def _control(self, title: str, kind: str, content: str, asks: bool = True) -> str:
        name = attribute(title[:60])
        shown = "<w:showingPlcHdr/>" if asks else ""
        properties = f'<w:alias w:val={name}/><w:tag w:val={name}/><w:id w:val="{next(self._numbers)}"/>{shown}{kind}'
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def _placeholder(hint: str) -> str:
    return run(hint, f'<w:rStyle w:val="{PLACEHOLDER}"/>')


def _list(options: Sequence[str]) -> str:
    items = "".join(f"<w:listItem w:displayText={attribute(option)} w:value={attribute(option)}/>" for option in options)
    return f"<w:dropDownList>{items}</w:dropDownList>"
