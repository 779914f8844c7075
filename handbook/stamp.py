"""Where a workbook says which document it is a copy of, and of which template: its properties, and lines of its sheet README."""

from __future__ import annotations

DOCUMENT_PROPERTY = "Handbook document"
TEMPLATE_PROPERTY = "Handbook template"
DOCUMENT_LINE = "Document id"
TEMPLATE_LINE = "Template"
README = "README"
