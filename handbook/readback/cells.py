"""The cells of a workbook, each with its value and its formula; openpyxl reads them, and nothing is worked out."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import count
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook

from handbook.readback.package import Unsound
from handbook.readback.parts import Frame
from handbook.stamp import DOCUMENT_LINE, DOCUMENT_PROPERTY, README, TEMPLATE_LINE, TEMPLATE_PROPERTY

MAX_COLUMNS = 200
_TOP = 20
_ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f])_")


@dataclass(frozen=True)
class Found:
    """A cell: its value, the formula behind it if there is one, and whether the value is an error such as #N/A."""

    value: Any = None
    formula: str = ""
    is_error: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether a reader sees nothing."""
        return not self.formula and (self.value is None or (isinstance(self.value, str) and not self.value.strip()))


Line = tuple[int, Sequence[Found]]


class Cells:
    """A workbook opened twice, since openpyxl gives either values or formulas. `titles` are the names of its sheets."""

    def __init__(self, content: bytes) -> None:
        with _told_as_unsound():
            self._values, self._formulas = (_opened(content, data_only) for data_only in (True, False))
            self.titles = tuple(sheet.title for sheet in self._values.worksheets)

    def lines(self, title: str, frame: Frame) -> Iterator[Line]:
        """The rows of a sheet down to the last that holds anything, with their numbers. Raises Unsound."""
        both = zip(*(_rows(book, title, frame) for book in (self._values, self._formulas)), strict=True)
        for number in count(1):
            with _told_as_unsound():
                row = next(both, None)
            if row is None:
                return
            yield number, [_found(value, formula) for value, formula in zip(*row, strict=True)]

    def stamp(self) -> tuple[str, str]:
        """The id of the document and the version of the template, as far as the workbook says."""
        properties = {one.name: str(one.value) for one in self._values.custom_doc_props.props}  # type: ignore[attr-defined]
        top = self._top_of_readme()
        document = properties.get(DOCUMENT_PROPERTY) or top.get(DOCUMENT_LINE, "")
        return document, properties.get(TEMPLATE_PROPERTY) or top.get(TEMPLATE_LINE, "").partition(" of ")[0]

    def _top_of_readme(self) -> dict[str, str]:
        if README not in self.titles:
            return {}
        with _told_as_unsound():
            return {str(label.value): str(words.value) for label, words in _rows(self._values, README, Frame(last_row=_TOP, last_column=2)) if label.value}


def _opened(content: bytes, data_only: bool) -> Workbook:
    return openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=data_only, keep_links=False)


def _rows(book: Workbook, title: str, frame: Frame) -> Iterator[Sequence[Any]]:
    if not frame.last_row:
        return iter(())
    rows: Iterator[Sequence[Any]] = book[title].iter_rows(max_row=frame.last_row, max_col=min(frame.last_column, MAX_COLUMNS))
    return rows


def _found(value: Any, formula: Any) -> Found:
    held = _text(value.value) if isinstance(value.value, str) else value.value
    written = formula.value if formula.data_type == "f" else ""
    return Found(held, str(getattr(written, "text", written) or "") or ("=" if formula.data_type == "f" else ""), value.data_type == "e")


def _text(text: str) -> str:
    """A text with the signs that a spreadsheet writes as _x000D_, and plain line ends."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).replace("\r\n", "\n").replace("\r", "\n")


@contextmanager
def _told_as_unsound() -> Iterator[None]:
    """openpyxl trips over a damaged part with whatever exception it meets there, and warns of parts that we do not read."""
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module="openpyxl")
            yield
    except Unsound:
        raise
    except Exception as error:
        message = f"the workbook cannot be read ({type(error).__name__}: {' '.join(str(error).split())[:80]})"
        raise Unsound((message, "Open it in Excel or LibreOffice and save it as .xlsx")) from error
