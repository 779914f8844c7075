"""A document as a Word file: headings, prompts, and content controls to fill in."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.downloads import styles
from handbook.downloads.blank import Blank, Part
from handbook.downloads.controls import Controls
from handbook.downloads.fields import bookmark, contents
from handbook.downloads.letterhead import Letterhead, frame
from handbook.downloads.markup import paragraph, plain_paragraph, words
from handbook.downloads.table import control, grid

SIGNED = (("Role", 5, False), ("Name", 5, False), ("Date", 3, True), ("Signature", 5, False))
EMPTY_ROWS = 4
MOST_EMPTY_ROWS = 8
WIDE = 150


def word_file(blank: Blank) -> bytes:
    """The document as a .docx file."""
    wide = any(sum(column.width for column in part.fields) > WIDE for part in blank.parts)
    start = frame(Letterhead.of(blank, wide))
    return start.filled(blank, "".join(_Writer(blank, start.width).text()))


class _Writer:
    """Writes the text of one document from its top to its end, as markup."""

    def __init__(self, blank: Blank, width: int) -> None:
        self.blank, self.width = blank, width
        self.controls = Controls(2)  # the header has the first

    def text(self) -> Iterator[str]:
        """Its paragraphs and tables."""
        yield from self._front()
        for number, part in enumerate(self.blank.parts, 1):
            yield paragraph("Heading1", bookmark(number, words(part.title)))
            yield from self._prompts(part)
            yield from self._place(part)
        yield from self._end()

    def _front(self) -> Iterator[str]:
        """State, title, what the document is for, who keeps it, and the contents."""
        yield paragraph(styles.STATE, self.controls.state())
        yield paragraph(styles.PROMPT, words("It stays a template until you choose another word here."))
        yield paragraph("Title", words(self.blank.title))
        yield plain_paragraph(words(self.blank.purpose))
        number = f"Number: {self.blank.number}. " if self.blank.number else ""
        yield plain_paragraph(words(f"{number}Kept by: {self.blank.owner}."))
        page = self.blank.address or f"the handbook's page “{self.blank.title}”"
        yield paragraph(styles.PROMPT, words(f"Filled in as an example: {page}."))
        yield contents([part.title for part in self.blank.parts])

    def _prompts(self, part: Part) -> Iterator[str]:
        most = f" At most {part.most_words} words." if part.most_words else ""
        optional = "" if part.required else " May be left out."
        lines = [f"{part.prompt}{most}{optional}", *([f"Stays in: {part.locked}"] if part.locked else [])]
        lines += [f"{column.title}: {column.prompt}" for column in part.fields if column.prompt]
        return (paragraph(styles.PROMPT, words(line), together=True) for line in lines)

    def _place(self, part: Part) -> Iterator[str]:
        """Where to write."""
        if part.kind == "table":
            rows = [[control(self.controls, column, row + 1) for column in part.fields] for row in range(_empty_rows(part))]
            heads = [(column.title, column.width, bool(column.options) or column.kind == "date") for column in part.fields]
            yield grid(part.title, heads, rows, self.width, self._fill)
        elif part.kind == "sign":
            yield grid(part.title, SIGNED, self._signatures(part), self.width, self._fill, tall=True)
        elif part.kind == "list":
            yield self.controls.paragraphs(part.title, "ListBullet")
        elif part.kind == "checks":
            yield from (plain_paragraph(self.controls.tick(option) + words(f" {option}")) for option in part.options)
        else:
            yield plain_paragraph(self._control(part))

    def _end(self) -> Iterator[str]:
        """The sources that the prompts name."""
        if self.blank.sources:
            yield paragraph("TOCHeading", words("Sources"))
        yield from (paragraph(styles.SMALL, words(line)) for line in self.blank.sources)

    @property
    def _fill(self) -> str:
        return styles.head_fill(self.blank.colour)[0]

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
