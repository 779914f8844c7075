"""Fields that Word works out: page numbers, and a table of contents that leads to the headings."""

from __future__ import annotations

from collections.abc import Sequence

from docx.oxml.xmlchemy import BaseOxmlElement

from handbook.downloads.markup import element, paragraph, run


def field(name: str, shown: str) -> list[BaseOxmlElement]:
    """The runs of a field such as PAGE, with what stands there before it is worked out."""
    return [element(part) for part in (_mark("begin"), _instruction(name), _mark("separate"), run(shown), _mark("end"))]


def bookmark(number: int, content: str) -> str:
    """What stands in a heading, under the name that the table of contents leads to."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{_name(number)}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def contents(titles: Sequence[str]) -> str:
    """The table of contents, its entries written out as links; page numbers come when the reader updates it."""
    lines = [_entry(number, title) for number, title in enumerate(titles, 1)]
    lines[0] = _mark("begin") + _instruction(r"TOC \o &quot;1-1&quot; \h \z \u") + _mark("separate") + lines[0]
    lines[-1] += _mark("end")
    body = "".join(paragraph("TOC1", line) for line in lines)
    frame = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
    return f"<w:sdt><w:sdtPr>{frame}</w:sdtPr><w:sdtContent>{paragraph('TOCHeading', run('Contents'))}{body}</w:sdtContent></w:sdt>"


def _mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _instruction(words: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve"> {words} </w:instrText></w:r>'


def _entry(number: int, title: str) -> str:
    return f'<w:hyperlink w:anchor="{_name(number)}" w:history="1">{run(f"{number}. {title}")}</w:hyperlink>'


def _name(number: int) -> str:
    return f"_Toc{number:08d}"
