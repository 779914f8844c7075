"""Files to fill in: every document's open and hold what it says, with the same bytes twice, and nothing in them runs."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import openpyxl
import pytest
import yaml
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from handbook import addresses
from handbook.choices import Choices
from handbook.downloads import downloads
from handbook.downloads.blank import Blank, blank
from handbook.downloads.cache import FOLDER
from handbook.downloads.controls import STATES
from handbook.downloads.workbook import READABLE, ROWS
from handbook.model import Handbook
from handbook.pipeline import Compiled, load
from tests.repository import ROOT, make

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
pytestmark = pytest.mark.xdist_group("office")

EVIL = ["=1+1", "+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", '=HYPERLINK("https://example.org")']


def of_kind(files: Mapping[str, bytes], kind: str) -> dict[str, bytes]:
    """The files of a kind, by the document's id."""
    return {Path(path).name.split(".")[0]: content for path, content in files.items() if path.endswith(f".{kind}")}


def blanks(book: Handbook, kind: str) -> Iterator[Blank]:
    """The documents that have a file of a kind, as that file shows them."""
    choices = Choices(book.tools)
    return (blank(book, item, choices) for item in book.documents.values() if kind in addresses.downloads(item))


def test_every_finished_document_has_its_files(files: dict[str, bytes], compiled: Compiled) -> None:
    wanted = {path for item in compiled.book.documents.values() for path in addresses.downloads(item).values()}
    assert set(files) == wanted
    assert wanted, "no document is filled in"
    assert all(files.values())


def test_every_office_file_is_a_sound_package(files: dict[str, bytes]) -> None:
    for path, content in files.items():
        if path.endswith((".docx", ".xlsx")):
            with zipfile.ZipFile(BytesIO(content)) as package:
                assert package.testzip() is None
                assert {entry.date_time[:3] for entry in package.infolist()} == {(1980, 1, 1)}
                _check_package(path, package)


def _check_package(path: str, package: zipfile.ZipFile) -> None:
    """Every part is well-formed, has a type, and every relationship inside the package leads to a part."""
    names = package.namelist()
    assert len(names) == len(set(names)), path
    roots = {name: ElementTree.fromstring(package.read(name)) for name in names if name.endswith((".xml", ".rels"))}
    types = roots["[Content_Types].xml"]
    endings = {str(entry.get("Extension")) for entry in types if entry.tag.endswith("Default")}
    parts = {str(entry.get("PartName")).lstrip("/") for entry in types if entry.tag.endswith("Override")}
    for name in names:
        assert name in parts or name.rpartition(".")[2] in endings, f"{path}: {name} has no type"
    for name, root in roots.items():
        if name.endswith(".rels"):
            folder = name.replace("_rels/", "").rpartition("/")[0]
            for relation in root.iter(RELATIONS):
                target = str(relation.get("Target"))
                whole = target.lstrip("/") if target.startswith("/") else str(Path(folder, target))
                if relation.get("TargetMode") == "External":
                    pytest.fail(f"{path}: a link out of the package to {target}")
                assert _plain(whole) in names, f"{path}: {name} leads to {whole}"


def _plain(path: str) -> str:
    parts: list[str] = []
    for part in path.split("/"):
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)


def test_a_word_file_holds_its_parts(files: dict[str, bytes], compiled: Compiled) -> None:
    made = of_kind(files, "docx")
    for document in blanks(compiled.book, "docx"):
        opened = docx.Document(BytesIO(made[document.id]))
        headings = [paragraph.text for paragraph in opened.paragraphs if paragraph.style and paragraph.style.name == "Heading 1"]
        assert headings == [part.title for part in document.parts]
        texts = [paragraph.text for paragraph in opened.paragraphs]
        assert all(any(part.prompt in text for text in texts) for part in document.parts)
        assert len(opened.tables) == sum(part.kind in {"table", "sign"} for part in document.parts)
        assert opened.core_properties.title == document.title[:255]
        assert opened.core_properties.content_status == STATES[0]


def test_a_word_file_is_marked_up_as_word_expects(files: dict[str, bytes]) -> None:
    for name, content in of_kind(files, "docx").items():
        with zipfile.ZipFile(BytesIO(content)) as package:
            body = ElementTree.fromstring(package.read("word/document.xml"))
            margins = [ElementTree.fromstring(package.read(part)) for part in package.namelist() if re.search(r"word/(header|footer)\d*\.xml", part)]
            styles = ElementTree.fromstring(package.read("word/styles.xml"))
        known = {style.get(f"{W}styleId") for style in styles.iter(f"{W}style")}
        used = {mark.get(f"{W}val") for root in (body, *margins) for kind in ("pStyle", "rStyle", "tblStyle") for mark in root.iter(W + kind)}
        assert used <= known, f"{name}: styles that are not there"
        numbers = [mark.get(f"{W}val") for mark in body.iter(f"{W}id") if mark.get(f"{W}val")]
        assert len(numbers) == len(set(numbers)), f"{name}: two controls with one number"
        anchors = {mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")}
        assert {link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink")} == anchors
        fields = [str(code.text) for root in (body, *margins) for code in root.iter(f"{W}instrText")]
        assert {code.split()[0] for code in fields} == {"TOC", "PAGE", "NUMPAGES"}
        for table in body.iter(f"{W}tbl"):
            assert table.find(f".//{W}tblHeader") is not None, f"{name}: a table without a header row"
            for cell in (cell for cell in table.iter(f"{W}tc") if cell.find(f".//{W}date") is not None):
                assert int(cell.find(f".//{W}tcW").get(f"{W}w")) > 1300, f"{name}: a date that breaks within its cell"  # type: ignore[union-attr, arg-type]
        for choice in body.iter(f"{W}dropDownList"):
            words = [item.get(f"{W}value") for item in choice]
            assert len(words) == len(set(words)), f"{name}: one word twice in a list"


def test_a_workbook_holds_its_sheets(files: dict[str, bytes], compiled: Compiled) -> None:
    made = of_kind(files, "xlsx")
    for document in blanks(compiled.book, "xlsx"):
        opened = openpyxl.load_workbook(BytesIO(made[document.id]))
        assert opened.sheetnames[0] == "README"
        assert opened["README"]["A1"].value == STATES[0]
        assert opened.sheetnames[-1] == "Lists"
        for page in document.pages:
            sheet = opened[page.title]
            assert [cell.value for cell in sheet[1]] == [column.title for column in page.fields]
            assert sheet.freeze_panes == "B2"
            assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight, bool(sheet.sheet_properties.pageSetUpPr)) == ("landscape", 0, True)
            assert sheet.print_title_rows == "$1:$1"
            across = sheet.page_setup.fitToWidth or 1
            assert sum(column.width for column in page.fields) / across <= READABLE
            assert (sheet.print_options.gridLines, sheet.print_title_cols) == (True, "$A:$A" if across > 1 else None)
            _check_columns(opened, page.title, page.fields)


def _check_columns(opened: Workbook, title: str, fields: Any) -> None:
    sheet = opened[title]
    limits = {str(limit.sqref): limit for limit in sheet.data_validations.dataValidation}
    for at, column in enumerate(fields, 1):
        letter = get_column_letter(at)
        formulas = [sheet.cell(row, at).data_type == "f" for row in range(2, ROWS + 2)]
        assert all(formulas) if column.formula is not None else not any(formulas)
        if column.options:
            limit = limits[f"{letter}2:{letter}{ROWS + 1}"]
            words = [row[0].value for row in opened["Lists"][str(limit.formula1).split("!")[1].replace("$", "")]]
            assert (limit.type, words) == ("list", list(column.options))
        if column.kind in {"number", "date"}:
            assert limits[f"{letter}2:{letter}{ROWS + 1}"].type == {"number": "decimal", "date": "date"}[column.kind]


def test_the_example_sheets_show_the_filled_rows(files: dict[str, bytes], compiled: Compiled) -> None:
    made = of_kind(files, "xlsx")
    for document in blanks(compiled.book, "xlsx"):
        opened = openpyxl.load_workbook(BytesIO(made[document.id]), data_only=True)
        examples = [sheet for sheet in opened.worksheets if sheet.title.startswith("Example")]
        filled = [page for page in document.pages if page.rows]
        for page, sheet in zip(filled, examples, strict=True):
            shown = [[_cell(cell.value) for cell in row] for row in sheet.iter_rows(min_row=3, max_col=len(page.fields))]
            assert shown == [[_cell(value) for value in row] for row in page.rows]
            assert "nvented" in str(sheet["A1"].value)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value.date().isoformat() if hasattr(value, "date") else f"{value:.10g}" if isinstance(value, float) else str(value)


def test_the_text_files_hold_their_parts(files: dict[str, bytes], compiled: Compiled) -> None:
    made = of_kind(files, "md.txt")
    for document in blanks(compiled.book, "md"):
        text = made[document.id].decode()
        assert [line for line in text.split("\n") if line.startswith("## ")] != []
        assert text.count("\n## ") == len(document.parts)
        assert text.count("<!--") == text.count("-->") == len(document.parts) + 1 + bool(document.sources)
        assert "TEMPLATE" in text.split("-->")[0]
    made = of_kind(files, "yml")
    for document in blanks(compiled.book, "yml"):
        text = made[document.id].decode()
        assert text.startswith(f"# TEMPLATE: {document.title}")
        assert list(yaml.safe_load(text)) == [part.id for part in document.parts]


def test_the_same_book_gives_the_same_bytes_by_one_process_and_by_two(files: dict[str, bytes], compiled: Compiled, tmp_path: Path) -> None:
    assert downloads(compiled.book, tmp_path, workers=2) == files


def test_what_is_unchanged_comes_from_the_cache_and_what_is_damaged_is_made_anew(tmp_path: Path) -> None:
    book = load(make(tmp_path, {"files": {"library/documents/hazard-log.yml": FORM}}), {})
    first = downloads(book, tmp_path)
    kept = sorted((tmp_path / FOLDER).iterdir())
    numbers = [path.stat().st_ino for path in kept]
    assert len(kept) == len(first) == 2
    assert downloads(book, tmp_path) == first
    assert [path.stat().st_ino for path in kept] == numbers
    for path in kept:
        path.write_bytes(path.read_bytes()[:-1])
    assert downloads(book, tmp_path) == first
    changed = book.documents["hazard-log"].model_copy(update={"title": "Risk log"})
    other = downloads(book.model_copy(update={"documents": {"hazard-log": changed}}), tmp_path)
    assert other.keys() == first.keys()
    assert all(other[path] != first[path] for path in first)


FORM = """
title: Hazard log
format: docx
purpose: Records hazards, such as {{ document("hazard-log") }} [@uk-2].
owner: cso
example: Invented.
sections:
  - {id: who, title: Who, prompt: "**Ask** the {{ role('cso') }} at [our page](https://example.org/x), see `this` [@uk-1].", example: Somebody.}
  - {id: level, title: Level, prompt: Choose., kind: choice, options: [Low, High], example: Low, locked: "It stays [@uk-1].", required: false}
"""


def evil_book(folder: Path) -> Handbook:
    """A book in which every text that can be typed starts like a formula."""
    columns: list[dict[str, Any]] = [{"id": f"c{at}", "title": text, "prompt": text.replace("<", "")} for at, text in enumerate(EVIL)]
    columns.append({"id": "pick", "title": "Pick", "kind": "choice", "options": EVIL})
    columns.append({"id": "out", "title": "Out", "kind": "formula", "formula": 'if(pick == "=1+1", "=2+2", pick)'})
    row = {f"c{at}": text for at, text in enumerate(EVIL)} | {"pick": EVIL[0]}
    sheet = {"id": "one", "title": "=One", "about": EVIL[2], "columns": columns, "rows": [row]}
    document = {"title": EVIL[0], "format": "xlsx", "purpose": EVIL[1], "owner": "cso", "example": EVIL[4], "sheets": [sheet]}
    return load(make(folder, {"files": {"library/documents/hazard-log.yml": yaml.safe_dump(document)}}), {})


def test_a_text_never_becomes_a_formula(tmp_path: Path) -> None:
    book = evil_book(tmp_path)
    content = downloads(book, tmp_path)["documents/files/hazard-log.xlsx"]
    opened = openpyxl.load_workbook(BytesIO(content))
    formulas = [cell for sheet in opened.worksheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert {cell.column for cell in formulas} == {len(EVIL) + 2}
    assert all(str(cell.value).startswith("=IF(") for cell in formulas)
    texts = {cell.value for sheet in opened.worksheets for row in sheet.iter_rows() for cell in row if cell.data_type == "s"}
    assert set(EVIL) <= texts
    with zipfile.ZipFile(BytesIO(content)) as package:
        assert not [name for name in package.namelist() if "vba" in name.lower() or "externalLink" in name or "connections" in name]


def test_prompts_become_plain_words_with_numbered_sources(tmp_path: Path) -> None:
    book = load(make(tmp_path, {"files": {"library/documents/hazard-log.yml": FORM}}), {})
    found = blank(book, book.documents["hazard-log"], Choices({}))
    assert found.purpose == "Records hazards, such as Hazard log [1, proposal]."
    assert found.parts[0].prompt == "Ask the Clinical Safety Officer at our page (https://example.org/x), see this [2]."
    assert found.parts[1].locked == "It stays [2]."
    assert [line.split()[0] for line in found.sources] == ["[1]", "[2]"]
    assert "Proposal, not law" in found.sources[0]
    assert not any(sign in line for line in found.sources for sign in ("**", "](", "\\"))


def test_an_organisations_names_numbers_colour_and_logo_stand_in_the_files(tmp_path: Path) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><rect width="40" height="10"/></svg>'
    case = {
        "files": {
            "library/documents/hazard-log.yml": FORM,
            "organisation/logo.svg": drawing,
            "organisation/organisation.yml": "name: Larkfield & Sons\nsite_url: https://larkfield.example/book/\nlook: {logo: logo.svg, colour: '#005eb8'}\n"
            "roles: {cso: {title: Director of Patient Safety}}\ndocuments: {hazard-log: {title: Risk log, number: QD-7}}\n",
        }
    }
    book = load(make(tmp_path, case), {})
    made = downloads(book, tmp_path)
    with zipfile.ZipFile(BytesIO(made["documents/files/hazard-log.docx"])) as package:
        parts = {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}
    whole = "".join(parts.values())
    assert parts["word/media/logo.svg"] == drawing
    assert "svgBlip" in parts["word/header1.xml"]
    assert "QD-7 · Risk log" in whole
    assert "Larkfield &amp; Sons" in whole
    assert "005EB8" in parts["word/styles.xml"]
    assert "Ask the Director of Patient Safety" in parts["word/document.xml"]
    assert "https://larkfield.example/book/documents/hazard-log/" in parts["word/document.xml"]
    assert made["documents/files/hazard-log.md.txt"].startswith(b"# Risk log")


PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000028000000140802000000") + b"\x00" * 8
JPEG = bytes.fromhex("ffd8ffe00004ffffffc0000b080014002801011100ffd9")


@pytest.mark.parametrize(
    ("ending", "content", "shown"), [("png", PNG, True), ("jpg", JPEG, True), ("webp", b"RIFF\x00\x00\x00\x00WEBPVP8 " + b"\x00" * 40, False)]
)
def test_a_logo_stands_in_the_header_if_word_can_show_it(ending: str, content: bytes, shown: bool, tmp_path: Path) -> None:
    case = {
        "files": {"library/documents/hazard-log.yml": FORM, "organisation/organisation.yml": f"name: Larkfield\nlook: {{logo: logo.{ending}}}\n"},
        "bytes": {f"organisation/logo.{ending}": content.hex()},
    }
    made = downloads(load(make(tmp_path, case), {}), tmp_path)["documents/files/hazard-log.docx"]
    with zipfile.ZipFile(BytesIO(made)) as package:
        _check_package("hazard-log.docx", package)
        assert (f"word/media/logo.{ending}" in package.namelist()) == shown
        extents = re.findall(r'<wp:extent cx="(\d+)" cy="(\d+)"', package.read("word/header1.xml").decode())
    assert [round(int(width) / int(height), 2) for width, height in extents] == ([2.0] if shown else [])


def test_an_unfinished_document_of_an_organisation_has_no_file(tmp_path: Path) -> None:
    unfinished = "title: Drill report\nformat: xlsx\npurpose: Records drills.\n"
    files = {"organisation/organisation.yml": "name: Larkfield\n", "organisation/library/documents/drill-report.yml": unfinished}
    root = make(tmp_path, {"files": files})
    book = load(root, {})
    assert not [path for path in downloads(book, root) if "drill-report" in path]
    assert addresses.downloads(book.documents["drill-report"]) == {}


def test_paper_is_that_of_the_market(compiled: Compiled) -> None:
    american = load(ROOT, {"HANDBOOK_ORGANISATION": "examples/harborline"})
    papers = [blank(book, book.documents["hazard-workshop"], Choices(book.tools)).paper for book in (compiled.book, american)]
    assert papers == ["a4", "letter"]
