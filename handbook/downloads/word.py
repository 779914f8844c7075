"""A document as a Word file: headings, prompts, and content controls to fill in."""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO

from docx.document import Document
from docx.oxml.xmlchemy import BaseOxmlElement

from handbook.compose.words import day
from handbook.downloads import styles
from handbook.downloads.blank import Blank, Part
from handbook.downloads.controls import STATES, Controls
from handbook.downloads.fields import bookmark, contents, field
from handbook.downloads.logo import add_logo
from handbook.downloads.markup import element, run
from handbook.downloads.package import settled
from handbook.downloads.table import control, grid

SIGNED = (("Role", 5, False), ("Name", 5, False), ("Date", 3, True), ("Signature", 5, False))
EMPTY_ROWS = 4
MOST_EMPTY_ROWS = 8
WIDE = 150


def word_file(blank: Blank) -> bytes:
    """The document as a .docx file."""
    wide = any(sum(column.width for column in part.fields) > WIDE for part in blank.parts)
    document = styles.start(blank.colour, blank.paper, wide)
    writer = _Writer(blank, document)
    writer.properties()
    writer.margins()
    writer.front()
    for number, part in enumerate(blank.parts, 1):
        writer.part(number, part)
    writer.end()
    target = BytesIO()
    document.save(target)
    return settled(target.getvalue())


class _Writer:
    """Writes one document from its top to its end."""

    def __init__(self, blank: Blank, document: Document) -> None:
        self.blank, self.document, self.controls = blank, document, Controls()
        page = document.sections[0]
        self.width = (page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0)

    def properties(self) -> None:
        """What the file says about itself; nothing in it depends on the day or the machine."""
        core = self.document.core_properties
        core.title, core.subject, core.comments = self.blank.title[:255], self.blank.purpose[:255], self.blank.licence[:255]
        core.author = core.last_modified_by = (self.blank.organisation or self.blank.handbook)[:255]
        core.identifier, core.version, core.language = (self.blank.number or self.blank.id)[:255], self.blank.version[:255], "en-GB"
        core.content_status, core.keywords, core.category = STATES[0], "", "Template"
        core.created = core.modified = datetime.combine(self.blank.released, time())
        core.revision = 1

    def margins(self) -> None:
        """Header and footer of every page."""
        page = self.document.sections[0]
        head = page.header.paragraphs[0]
        if self.blank.logo:
            add_logo(head.add_run(), *self.blank.logo, self.blank.organisation)
            head.add_run("  ")
        head.add_run(f"{self.blank.number or self.blank.id} · {self.blank.title}\t{self.blank.organisation or self.blank.handbook}")
        page.header.add_paragraph(style="Header")._p.append(element(self.controls.state()))
        foot = page.footer.paragraphs[0]
        foot.add_run(f"Template {self.blank.version} of {day(self.blank.released.isoformat())}\tPage ")
        for part in (*field("PAGE", "1"), element(run(" of ")), *field("NUMPAGES", "1")):
            foot._p.append(part)
        page.footer.add_paragraph(self.blank.licence, style="Footer")

    def front(self) -> None:
        """State, title, what the document is for, who keeps it, and the contents."""
        self.document.add_paragraph(style=styles.STATE)._p.append(element(self.controls.state()))
        self.document.add_paragraph("It stays a template until you choose another word here.", style=styles.PROMPT)
        self.document.add_paragraph(self.blank.title, style="Title")
        self.document.add_paragraph(self.blank.purpose)
        number = f"Number: {self.blank.number}. " if self.blank.number else ""
        self.document.add_paragraph(f"{number}Kept by: {self.blank.owner}.")
        page = self.blank.address or f"the handbook's page “{self.blank.title}”"
        self.document.add_paragraph(f"Filled in as an example: {page}.", style=styles.PROMPT)
        self._append(contents([part.title for part in self.blank.parts]))

    def part(self, number: int, part: Part) -> None:
        """A section: heading, prompt, and its place to write."""
        bookmark(self.document.add_heading(part.title, 1)._p, number)
        self._prompts(part)
        if part.kind == "table":
            rows = [[control(self.controls, column, row + 1) for column in part.fields] for row in range(_empty_rows(part))]
            heads = [(column.title, column.width, bool(column.options) or column.kind == "date") for column in part.fields]
            self._append(grid(part.title, heads, rows, self.width, self._fill))
        elif part.kind == "sign":
            self._append(grid(part.title, SIGNED, self._signatures(part), self.width, self._fill, tall=True))
        elif part.kind == "list":
            self._append(element(self.controls.paragraphs(part.title, "ListBullet")))
        elif part.kind == "checks":
            for option in part.options:
                paragraph = self.document.add_paragraph()
                paragraph._p.append(element(self.controls.tick(option)))
                paragraph.add_run(f" {option}")
        else:
            self.document.add_paragraph()._p.append(element(self._control(part)))

    def end(self) -> None:
        """The sources that the prompts name."""
        for number, line in enumerate(self.blank.sources):
            if not number:
                self.document.add_paragraph("Sources", style="TOC Heading")
            self.document.add_paragraph(line, style=styles.SMALL)

    @property
    def _fill(self) -> str:
        return styles.head_fill(self.blank.colour)[0]

    def _append(self, part: BaseOxmlElement) -> None:
        """Add an element at the end of the text, before the page's own settings."""
        self.document.element.body.insert(len(self.document.element.body) - 1, part)

    def _prompts(self, part: Part) -> None:
        most = f" At most {part.most_words} words." if part.most_words else ""
        optional = "" if part.required else " May be left out."
        lines = [f"{part.prompt}{most}{optional}", *([f"Stays in: {part.locked}"] if part.locked else [])]
        lines += [f"{column.title}: {column.prompt}" for column in part.fields if column.prompt]
        for line in lines:
            self.document.add_paragraph(line, style=styles.PROMPT).paragraph_format.keep_with_next = True

    def _control(self, part: Part) -> str:
        if part.kind == "choice":
            return self.controls.choice(part.title, part.options)
        return self.controls.date(part.title) if part.kind == "date" else self.controls.text(part.title)

    def _signatures(self, part: Part) -> list[list[str]]:
        """A line for each signature of the example, two at least."""
        lines = range(1, max(2, len(part.lines)) + 1)
        return [
            [self.controls.text(f"Role, line {line}"), self.controls.text(f"Name, line {line}"), self.controls.date(f"Date, line {line}"), ""] for line in lines
        ]


def _empty_rows(part: Part) -> int:
    return min(max(EMPTY_ROWS, len(part.rows) + 1), MOST_EMPTY_ROWS)
