"""A form as the page's script reads it."""

from __future__ import annotations

from typing import Any

from handbook.choices import Choices
from handbook.compose.tool_data import part_data
from handbook.model import DocumentSection, Form, Handbook
from handbook.tables import settled


def form_data(book: Handbook, here: str, part: Form) -> dict[str, Any]:
    """The part and the document's sections, the words of every choice written out."""
    document = book.documents[part.document]
    sections = [_section(book, here, section) for section in document.sections]
    return {**part_data(book, here, part), "sections": sections, "document_title": document.title, "file": document.id}


def _section(book: Handbook, here: str, section: DocumentSection) -> dict[str, Any]:
    heads = settled(section.columns, Choices(book.tools), [])
    columns = [{**part_data(book, here, head.column), "options": [str(option) for option in head.options]} for head in heads]
    return {**part_data(book, here, section), "columns": columns}
