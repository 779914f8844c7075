"""Filled workbooks for tests: our own templates, filled and spoiled as people and their programs do."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import openpyxl
from openpyxl.utils import get_column_letter

from handbook.choices import Choices
from handbook.downloads.blank import blank
from handbook.downloads.workbook import workbook_file
from handbook.model import Document, Handbook, Sheet
from handbook.tables import table

Rows = Sequence[Mapping[str, Any]]

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_STRINGS = "xl/sharedStrings.xml"


def filled(book: Handbook, document: Document, rows: Mapping[str, Rows], template: bytes = b"") -> bytes:
    """The document's own workbook with rows in its sheets, by their ids, written as Excel writes them: texts shared, days as numbers, no result yet."""
    ElementTree.register_namespace("", _MAIN[1:-1])  # for the whole process, and others use it as well: each time anew
    parts = parts_of(template or workbook_file(blank(book, document, Choices(book.tools))))
    strings = ElementTree.fromstring(parts[_STRINGS])
    for number, sheet in enumerate(document.sheets, 2):
        name = f"xl/worksheets/sheet{number}.xml"
        root = ElementTree.fromstring(parts[name])
        _fill(root, sheet, rows.get(sheet.id, ()), strings)
        parts[name] = ElementTree.tostring(root)
    return packed({**parts, _STRINGS: ElementTree.tostring(strings)})


def _fill(root: Element, sheet: Sheet, rows: Rows, strings: Element) -> None:
    spans = ((range(int(column.get("min", "0")), int(column.get("max", "0")) + 1), column.get("style", "0")) for column in root.iter(f"{_MAIN}col"))
    styles = {number: style for span, style in spans for number in span}
    data = next(root.iter(f"{_MAIN}sheetData"))
    there = {int(row.get("r", "0")): row for row in data}
    for at, values in enumerate(rows, 2):
        row = there[at] if at in there else SubElement(data, f"{_MAIN}row", {"r": str(at)})
        worked = {cell.get("r"): cell for cell in row}
        row[:] = []
        for number, column in enumerate(sheet.columns, 1):
            place = f"{get_column_letter(number)}{at}"
            if column.kind == "formula" and place in worked:
                row.append(worked[place])
                worked[place].remove(next(worked[place].iter(f"{_MAIN}v")))
            elif column.id in values:
                cell = SubElement(row, f"{_MAIN}c", {"r": place, "s": styles.get(number, "0")})
                SubElement(cell, f"{_MAIN}v").text = _value(cell, values[column.id], strings)


def _value(cell: Element, value: Any, strings: Element) -> str:
    if isinstance(value, date):
        return str((value - date(1899, 12, 30)).days)
    if not isinstance(value, str):
        return repr(value)
    cell.set("t", "s")
    SubElement(SubElement(strings, f"{_MAIN}si"), f"{_MAIN}t", {f"{_XML}space": "preserve"}).text = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", value)
    return str(len(strings) - 1)


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a package by their names."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Mapping[str, bytes | str]) -> bytes:
    """A package of these parts."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return target.getvalue()


def put(cell: Any, value: Any) -> None:
    """Write a value; what begins with `=` is a text here."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def saved(opened: Any) -> bytes:
    """The workbook as a file."""
    target = BytesIO()
    opened.save(target)
    return target.getvalue()


def example(book: Handbook, document: Document) -> dict[str, list[dict[str, Any]]]:
    """The document's own example rows as its columns hold them, without what is empty or worked out."""
    choices = Choices(book.tools)
    found = {}
    for sheet in document.sheets:
        ids = [column.id for column in sheet.columns if column.kind != "formula"]
        found[sheet.id] = [{name: row[name] for name in ids if row[name] != ""} for row in table(sheet.columns, sheet.rows, choices).rows]
    return found


def spoiled(content: bytes, case: Mapping[str, Any]) -> bytes:
    """A workbook changed as a case says; each key is one kind of change."""
    opened = openpyxl.load_workbook(BytesIO(content))
    for name in case.get("add", ()):
        opened.create_sheet(name)
    for place, value in case.get("cells", {}).items():
        sheet, _, name = place.partition("!")
        put(opened[sheet][name], value)
    for place, formula in case.get("formulas", {}).items():
        sheet, _, name = place.partition("!")
        opened[sheet][name].value = formula
    for change, names in case.items():
        if change in _SHEET_CHANGES:
            for place in names:
                _SHEET_CHANGES[change](opened, *place.split("!"))
    if case.get("unstamped"):
        opened.custom_doc_props.props.clear()  # type: ignore[attr-defined]  # the stubs are behind
    return repacked(saved(opened), case.get("parts", {}), case.get("replace", {}))


def _rename(opened: Any, sheet: str, name: str) -> None:
    opened[sheet].title = name


def _hide(opened: Any, sheet: str, row: str) -> None:
    opened[sheet].row_dimensions[int(row)].hidden = True


_SHEET_CHANGES: Mapping[str, Callable[..., None]] = {
    "merge": lambda opened, sheet, area: opened[sheet].merge_cells(area),
    "rows": lambda opened, sheet, number: opened[sheet].insert_rows(int(number)),
    "drop": lambda opened, sheet: opened.remove(opened[sheet]),
    "rename": _rename,
    "hide": _hide,
}


def repacked(content: bytes, parts: Mapping[str, bytes | str], replace: Mapping[str, Mapping[str, str]]) -> bytes:
    """The package with parts added, and words in its parts swapped; a pattern that finds nothing would test nothing."""
    changed = parts_of(content)
    for name, words in replace.items():
        for pattern, new in words.items():
            changed[name], count = re.subn(pattern.encode(), lambda _, new=new: new.encode(), changed[name], count=1, flags=re.DOTALL)  # type: ignore[misc]
            assert count, f"{name} does not hold {pattern!r}"
    return packed({**changed, **parts})


def declaring(content: bytes, size: int) -> bytes:
    """The package with its last part declared to be of another size unpacked."""
    at = content.rindex(b"PK\x01\x02") + 24
    return content[:at] + size.to_bytes(4, "little") + content[at + 4 :]
