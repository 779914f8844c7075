"""Word and Excel files in LibreOffice: every one converts, and every formula is worked out there to the value that we give."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.workbook import Workbook
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from handbook import addresses
from handbook.formulas import Cell, CellFault, Grid, Known, Sight, excel, gives, parse, work_out
from handbook.pipeline import Compiled
from handbook.problems import HandbookError
from handbook.readback import read_back
from tests.filled import example, filled, saved
from tests.libreoffice import convert

pytestmark = pytest.mark.xdist_group("office")

_DAY_0 = date(1899, 12, 30)


@pytest.fixture(scope="module")
def made(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every Word and Excel file."""
    folder = tmp_path_factory.mktemp("made")
    for path, content in files.items():
        if path.endswith((".docx", ".xlsx")):
            (folder / Path(path).name).write_bytes(content)
    return folder


# The first page tells whether a file can be laid out. The others of a workbook are its empty rows, hundreds of pages in all.
FIRST_PAGE = 'pdf:calc_pdf_Export:{"PageRange":{"type":"string","value":"1"}}'


def test_every_file_becomes_a_pdf(made: Path, tmp_path: Path) -> None:
    texts, workbooks = sorted(made.glob("*.docx")), sorted(made.glob("*.xlsx"))
    assert texts
    assert workbooks
    convert(texts, "pdf", tmp_path)
    convert(workbooks, FIRST_PAGE, tmp_path)
    for file in (*texts, *workbooks):
        content = (tmp_path / f"{file.stem}.pdf").read_bytes()
        assert content.startswith(b"%PDF-"), file.name
        assert len(re.findall(rb"/Type\s*/Page[^s]", content)) >= 1, file.name


def test_word_files_keep_their_text_tables_and_controls(made: Path, tmp_path: Path) -> None:
    """Read by LibreOffice and written again, a file has all of its headings and tables: it was understood, not only opened."""
    files = sorted(made.glob("*.docx"))
    convert(files, "docx:MS Word 2007 XML", tmp_path)
    for file in files:
        before, after = (_counts(path) for path in (file, tmp_path / file.name))
        assert before == after, file.name


def _counts(path: Path) -> tuple[int, int, int]:
    """Tables, rows and level-one headings in a Word file."""
    with zipfile.ZipFile(path) as package:
        body = package.read("word/document.xml").decode()
    return body.count("<w:tbl>"), len(re.findall(r"<w:tr[ >]", body)), body.count('<w:pStyle w:val="Heading1"/>')


FILLED = ("hazard-log", "stakeholder-map", "capacity-model")


@pytest.fixture(scope="module")
def worked(made: Path, compiled: Compiled, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every workbook as LibreOffice saves it, results worked out; below `filled-` a few with their example filled in."""
    bare, worked = (tmp_path_factory.mktemp(name) for name in ("bare", "worked"))
    for file in made.glob("*.xlsx"):
        (bare / file.name).write_bytes(_without_results(file.read_bytes()))
    for document in (compiled.book.documents[name] for name in FILLED):
        template = (made / f"{document.id}.xlsx").read_bytes()
        (bare / f"filled-{document.id}.xlsx").write_bytes(filled(compiled.book, document, example(compiled.book, document), template))
    convert(sorted(bare.iterdir()), "xlsx:Calc MS Excel 2007 XML", worked)
    return worked


def test_every_workbook_comes_back_as_it_was_filled(made: Path, compiled: Compiled) -> None:
    documents = [document for document in compiled.book.documents.values() if "xlsx" in addresses.downloads(document)]
    assert len(documents) > 20
    for document in documents:
        rows = example(compiled.book, document)
        content = filled(compiled.book, document, rows, (made / f"{document.id}.xlsx").read_bytes())
        found = read_back(compiled.book, document, f"{document.id}.xlsx", content)
        assert (found.sheets, found.notes) == (rows, ())


@pytest.mark.parametrize("name", FILLED)
def test_a_workbook_that_libreoffice_saved_comes_back(name: str, worked: Path, compiled: Compiled) -> None:
    document = compiled.book.documents[name]
    content = (worked / f"filled-{name}.xlsx").read_bytes()
    found = read_back(compiled.book, document, f"{name}.xlsx", content)
    assert (found.sheets, found.notes) == (example(compiled.book, document), ())


def test_a_level_typed_over_what_libreoffice_worked_out_is_told(worked: Path, compiled: Compiled) -> None:
    content = (worked / "filled-hazard-log.xlsx").read_bytes()
    shown = openpyxl.load_workbook(BytesIO(content), data_only=True)["Hazards"]["I2"].value
    assert shown == "3 Undesirable"
    opened = openpyxl.load_workbook(BytesIO(content))
    opened["Hazards"]["I2"].value = "1 Acceptable"
    with pytest.raises(HandbookError) as told:
        read_back(compiled.book, compiled.book.documents["hazard-log"], "log.xlsx", saved(opened))
    message = "log.xlsx:Hazards!row 2: 'Initial level' shows '1 Acceptable', and its formula gives '3 Undesirable'"
    assert [str(problem).partition(". ")[0] for problem in told.value.problems] == [message]


def test_every_formula_gives_in_a_spreadsheet_what_the_page_shows(made: Path, worked: Path) -> None:
    compared = 0
    for file in sorted(made.glob("*.xlsx")):
        ours, theirs = (openpyxl.load_workbook(path, data_only=True) for path in (file, worked / file.name))
        for sheet, place in _formulas(openpyxl.load_workbook(file)):
            compared += 1
            assert _same(ours[sheet][place].value, theirs[sheet][place].value), f"{file.name} {sheet} {place}"
    assert compared > 200


def _without_results(content: bytes) -> bytes:
    """The workbook without the results that we wrote beside its formulas, so that the program has to work them out."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(target, "w") as package:
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename.startswith("xl/worksheets/sheet"):
                part = re.sub(rb'( t="str")?(><f>[^<]*</f>)<v>[^<]*</v>', rb"\2", part)
            package.writestr(entry, part)
    return target.getvalue()


def _formulas(book: Workbook) -> Iterator[tuple[str, str]]:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            yield from ((sheet.title, cell.coordinate) for cell in row if cell.data_type == "f")


def _same(ours: Any, theirs: Any) -> bool:
    ours, theirs = ("" if value is None else value for value in (ours, theirs))
    if isinstance(ours, int | float) and isinstance(theirs, int | float):
        return abs(ours - theirs) <= 1e-9 * max(1.0, abs(ours))
    return bool(ours == theirs)


# ---------- Formulas made at random: what we work out is what a spreadsheet works out ----------

KNOWN = {
    "a": Known(frozenset({"number"})), "b": Known(frozenset({"number"})), "d": Known(frozenset({"date"})), "e": Known(frozenset({"date"})),
    "s": Known(frozenset({"text"})), "t": Known(frozenset({"text"})),
}  # fmt: skip
NAMES = list(KNOWN)
ROWS = 12
FORMULAS = 400


class Maker:
    """Makes formulas and rows from one seed, so that a failure comes again."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def rows(self) -> list[dict[str, Cell]]:
        """Rows with empty cells among them, and one that is empty altogether."""
        found: list[dict[str, Cell]] = []
        for _ in range(ROWS - 1):
            row: dict[str, Cell] = {"a": self.random.randint(-20, 20), "b": self.random.randint(-400, 400) / 8, "d": self.day(), "e": self.day()}
            row |= {"s": self.random.choice(["open", "Open", "shut", "a b"]), "t": self.random.choice(["open", "shut"])}
            found.append({name: value if self.random.random() < 0.8 else "" for name, value in row.items()})
        return [*found, dict.fromkeys(NAMES, "")]

    def day(self) -> date:
        """A day in one of two months."""
        return date(2026, 1, 1) + timedelta(days=self.random.randint(0, 60))

    def formula(self) -> str:
        """A formula that gives a number, a date or a text."""
        return self.one_of("number", "date", "text", depth=3)

    def one_of(self, *kinds: str, depth: int) -> str:
        """A formula of one of the kinds: a pattern in whose gaps others stand."""
        pattern = self.random.choice(PATTERNS[self.random.choice(kinds)][depth > 0])
        pattern = re.sub(r"\bSIGN\b", lambda _: self.random.choice(["==", "!=", "<", "<=", ">", ">="]), pattern)
        pattern = re.sub(r"\b([0-9])to([0-9]+)\b", lambda found: str(self.random.randint(int(found[1]), int(found[2]))), pattern)
        return re.sub(r"\b(NUMBER|DATE|TEXT|TRUTH)\b", lambda found: self.one_of(found[1].lower(), depth=depth - 1), pattern)


# For each kind what stands alone, and what others stand in.
PATTERNS: dict[str, tuple[list[str], list[str]]] = {
    "number": (
        ["a", "b", "2", "0.5", "sum(b)", "count(s)", 'countif(s, "open")', "countif(a, 3)"],
        ["(NUMBER + NUMBER)", "(NUMBER - NUMBER)", "(NUMBER * NUMBER)", "(NUMBER / NUMBER)", "(d - e)", "-NUMBER", "round(NUMBER, 0to3)",
         "min(NUMBER, NUMBER)", "max(NUMBER, NUMBER)", "if(TRUTH, NUMBER, NUMBER)", "a", "b"],
    ),
    "date": (["d", "e"], ["(DATE + 0to30)", "(0to9 + DATE)", "(DATE - 0to30)", "min(DATE, DATE)", "max(DATE, DATE)", "if(TRUTH, DATE, DATE)", "d"]),
    "text": (["s", "t", '"open"', '"two ""words"""', '""'], ["if(TRUTH, TEXT, TEXT)", "if(TRUTH, TEXT, NUMBER)", "s"]),
    "truth": (
        ["a SIGN 0to5", "b SIGN a", "d SIGN e", "s == t", 's != "open"', 's == ""', 'd != ""', 'a == ""', 't == ""'],
        ["NUMBER SIGN NUMBER", "DATE SIGN DATE", "and(TRUTH, TRUTH)", "or(TRUTH, TRUTH, TRUTH)", 's == ""'],
    ),
}  # fmt: skip


def test_formulas_made_at_random_mean_the_same_in_a_spreadsheet(tmp_path: Path) -> None:
    maker = Maker(20261122)
    rows = maker.rows()
    formulas = [parse(maker.formula()) for _ in range(FORMULAS)]
    for tree in formulas:
        gives(tree, KNOWN)
    book = xlsxwriter.Workbook(str(tmp_path / "random.xlsx"), {"strings_to_formulas": False})
    sheet = book.add_worksheet()
    for at, row in enumerate(rows):
        for column, name in enumerate(NAMES):
            value = row[name]
            if value != "":
                sheet.write(at, column, (value - _DAY_0).days if isinstance(value, date) else value)
        for number, tree in enumerate(formulas):
            sheet.write_formula(at, len(NAMES) + number, excel(tree, _grid(at)))
    book.close()
    content = _without_results((tmp_path / "random.xlsx").read_bytes())
    (tmp_path / "random.xlsx").write_bytes(content)
    convert([tmp_path / "random.xlsx"], "xlsx:Calc MS Excel 2007 XML", tmp_path / "worked")
    theirs = openpyxl.load_workbook(tmp_path / "worked" / "random.xlsx", data_only=True).worksheets[0]
    wrong, said = [], 0
    for at, row in enumerate(rows):
        sight = Sight(row, lambda name: [other[name] for other in rows], frozenset(NAMES), frozenset({"d", "e"}), lambda _: None)
        for number, tree in enumerate(formulas):
            found = theirs.cell(at + 1, len(NAMES) + number + 1).value
            ours = _worked(tree, sight)
            said += ours not in {"", None}
            if not _means_the_same(ours, found):
                wrong.append((excel(tree, _grid(at)), row, ours, found))
    assert wrong == []
    assert said > FORMULAS * ROWS / 3


def _grid(row: int) -> Grid:
    def cell(name: str) -> str:
        return str(xl_rowcol_to_cell(row, NAMES.index(name), col_abs=True))

    return Grid(
        cell=cell, column=lambda name: str(xl_range_abs(0, NAMES.index(name), ROWS - 1, NAMES.index(name))), typed=tuple(map(cell, NAMES)),
        numbers=frozenset({"a", "b", "d", "e"}), level=lambda _: "",
    )  # fmt: skip


def _worked(tree: Any, sight: Sight) -> Cell | None:
    try:
        return work_out(tree, sight)
    except CellFault:
        return None


def _means_the_same(ours: Cell | None, theirs: Any) -> bool:
    """A cell without a value is an error to the spreadsheet; a date is the number of its day."""
    if ours is None:
        return isinstance(theirs, int | float) or str(theirs).startswith("#")
    return _same((ours - _DAY_0).days if isinstance(ours, date) else ours, theirs)
