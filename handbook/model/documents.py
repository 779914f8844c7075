"""Documents to fill in: what a play leaves on file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, StrictInt

from handbook.model.values import Format, Id, Item, Plain, Prose, Slug, Value

ColumnKind = Literal["text", "number", "date", "choice", "link", "formula"]
SectionKind = Literal["text", "list", "table", "choice", "checks", "date", "sign"]


class Column(Value):
    """A column of a sheet or of a table in a document."""

    id: Slug = Field(description="Permanent id, which formulas name: letters and digits, starting with a letter.")
    title: Plain = Field(description="The words in the header.")
    kind: ColumnKind = Field("text", description="text, number, date, choice, link or formula.")
    width: Annotated[StrictInt, Field(ge=4, le=80)] = Field(22, description="Width in characters.")
    options: tuple[Plain, ...] = Field((), description="The words to choose from, for a choice.")
    options_from: Plain | None = Field(None, description="A tool's list to choose from instead, such as risk-matrix.severity.")
    formula: Plain | None = Field(None, description="What a formula column works out, such as: level(severity, likelihood) or days * rate.")
    required: StrictBool = Field(False, description="Whether a row without it is unfinished.")
    prompt: Prose | None = Field(None, description="What to write here.")


class Sheet(Value):
    """One sheet of a workbook."""

    id: Slug = Field(description="Permanent id.")
    title: Plain = Field(description="Name of the sheet, 31 signs at most.", max_length=31)
    about: Prose = Field(description="What a row is, and how to fill it in.")
    columns: tuple[Column, ...] = Field(min_length=1, description="The columns in order.")
    rows: tuple[Mapping[str, Any], ...] = Field((), description="The filled example: column ids and values; formulas are worked out.")


class DocumentSection(Value):
    """One part of a document to fill in."""

    id: Slug = Field(description="Permanent id.")
    title: Plain = Field(description="The heading.")
    prompt: Prose = Field(description="What to write here, in a sentence or two.")
    kind: SectionKind = Field("text", description="text, list, table, choice, checks, date or sign.")
    required: StrictBool = Field(True, description="Whether the document is unfinished without it.")
    market: Id | None = Field(None, description="Id of the market that it is about; an organisation that is not in it does without it.")
    most_words: Annotated[StrictInt, Field(ge=1, le=1000)] | None = Field(None, description="At most so many words, where there is room for no more.")
    locked: Prose | None = Field(None, description="Why an organisation changes it only with a stated reason.")
    options: tuple[Plain, ...] = Field((), description="The words to choose from or to tick.")
    options_from: Plain | None = Field(None, description="A tool's list to choose from instead, such as risk-matrix.levels.")
    columns: tuple[Column, ...] = Field((), description="The columns of a table.")
    example: Any = Field(None, description="The filled example: a text, a list of texts, or rows of column ids and values.")


class Document(Item):
    """A document that a play leaves on file."""

    title: Plain = Field(description="The document's name.")
    format: Format = Field(description="docx, xlsx, md, yml or csv.")
    purpose: Prose = Field(description="What it records, in a sentence.")
    number: Plain | None = Field(None, description="Its number in a quality system, which only an organisation can give.")
    owner: Id | None = Field(None, description="Role id of who keeps it.")
    example: Plain | None = Field(None, description="One line on the invented example that the filled parts show.")
    sections: tuple[DocumentSection, ...] = Field((), description="The parts of a docx, md or yml document, in order.")
    sheets: tuple[Sheet, ...] = Field((), description="The sheets of an xlsx or csv document, in order.")
    aliases: tuple[Plain, ...] = Field((), description="Words people search for.")
