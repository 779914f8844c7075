"""`handbook import`: what people fill in comes back row for row, every fault has its row, and nothing in a workbook runs."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from time import perf_counter
from typing import Any

import openpyxl
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handbook.model import Document, Handbook
from handbook.pipeline import load
from handbook.place import Place
from handbook.problems import HandbookError
from handbook.readback import ReadBack, read_back, written
from handbook.source import decode, parse_yaml
from tests.filled import declaring, filled, packed, parts_of, repacked, saved, spoiled
from tests.forks import run
from tests.repository import ROOT, make

CASES = yaml.safe_load((Path(__file__).parent / "workbooks.yml").read_text(encoding="utf-8"))
KEYS = {"about", "cells", "formulas", "merge", "hide", "rows", "rename", "drop", "add", "unstamped", "parts", "replace", "draft", "problems", "notes", "gives"}
GOOD = {"log": CASES[0]["gives"]}
FORM = """
title: Hazard log
format: xlsx
purpose: Records hazards.
owner: cso
example: Invented.
sheets:
  - id: log
    title: Log
    about: One row each.
    columns:
      - {id: id, title: Hazard, required: true}
      - {id: cause, title: Cause, required: true}
      - {id: raised, title: Raised, kind: date}
      - {id: days, title: Days, kind: number}
      - {id: state, title: State, kind: choice, options: [Open, Shut]}
      - {id: twice, title: Twice, kind: formula, formula: days * 2}
  - {id: more, title: More, about: Rows., columns: [{id: words, title: Words}]}
"""
TOOL = """
title: Log
purpose: Rows.
version: "1"
review_by: 2099-01-01
owner: cpm
plays: [safety/find-hazards]
parts:
  - {kind: register, id: rows, title: Rows, lead: Write., document: hazard-log, sheet: log, overview: [id], plays: [safety/find-hazards], ask: cso}
"""
FILES = {"library/documents/hazard-log.yml": FORM, "library/tools/log.yml": TOOL}
CASE = {"append": {"library/site.yml": "  - {title: Tools, page: index.md, tools: true}\n"}, "files": FILES}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    """The tiny handbook with a log of two sheets and its tool."""
    return load(make(tmp_path_factory.mktemp("import"), CASE), {})


@pytest.fixture(scope="module")
def good(book: Handbook) -> bytes:
    """The log, filled in as it should be."""
    return filled(book, book.documents["hazard-log"], GOOD)


def taken(book: Handbook, content: bytes, draft: bool = False) -> ReadBack:
    return read_back(book, book.documents["hazard-log"], "log.xlsx", content, draft)


def refused(book: Handbook, content: bytes) -> list[str]:
    """The problems of a workbook that must be refused."""
    with pytest.raises(HandbookError) as told:
        taken(book, content)
    return [str(problem) for problem in told.value.problems]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_a_workbook_as_people_spoil_it(case: Mapping[str, Any], book: Handbook, good: bytes) -> None:
    assert set(case) <= KEYS, "a case with a key that nothing reads"
    content = spoiled(good, case)
    if "problems" in case:
        assert refused(book, content) == case["problems"]
        return
    found = taken(book, content, case.get("draft", False))
    assert found.sheets["log"] == case["gives"]
    assert [str(note) for note in found.notes] == case.get("notes", [])


# ---------- What is no workbook, or too much of one ----------

SAVE = "Open it in Excel or LibreOffice and save it as .xlsx"
UNLOCK = "Take the password off (File, Info, Protect Workbook) and save it again"
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", f"this is not a workbook, or it is damaged. {SAVE}"),
        (b"id,cause\nH-1,x\n", f"this is not a workbook, or it is damaged. {SAVE}"),
        (COMPOUND + b"\0" * 99, f"this is an old workbook (.xls), not .xlsx. {SAVE}"),
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), f"the workbook is locked with a password. {UNLOCK}"),
        (packed({"a/b": "x"}), f"this is a package without a workbook in it. {SAVE}"),
        (packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), f"this is an OpenDocument file, not an .xlsx workbook. {SAVE}"),
        (packed({"xl/workbook.bin": "x"}), f"this is a binary workbook (.xlsb), not an .xlsx workbook. {SAVE}"),
        (packed({"word/document.xml": "<x/>"}), "this is a Word document, not an .xlsx workbook. Name the workbook"),
    ],
)
def test_what_is_no_workbook_is_told(book: Handbook, content: bytes, told: str) -> None:
    assert refused(book, content) == [f"log.xlsx:1: {told}"]


def test_a_package_that_would_swell_is_not_unpacked(book: Handbook, good: bytes) -> None:
    bomb = declaring(repacked(good, {"xl/media/a.xml": "x"}, {}), 4_000_000_000)
    began = perf_counter()
    told = refused(book, bomb)
    assert perf_counter() - began < 1
    assert len(told) == 1
    assert "unpacked, the file has" in told[0]
    assert "4,000 million bytes. 2,000 parts and 200 million bytes are the most." in told[0]
    lying = declaring(repacked(good, {"xl/media/a.xml": "<a>" + " " * 1_000_000 + "</a>"}, {}), 9)
    assert refused(book, lying) == [f"log.xlsx:1: this is not a workbook, or it is damaged. {SAVE}"]
    assert refused(book, good + b"\0" * 25_000_000)[0].startswith("log.xlsx:1: the file has 25,0")
    assert "2,0" in refused(book, repacked(good, {f"a/{number}": "" for number in range(2000)}, {}))[0]


def test_a_locked_part_and_two_parts_of_one_name(book: Handbook, good: bytes) -> None:
    at = good.rindex(b"PK\x01\x02") + 8
    assert refused(book, good[:at] + b"\x01" + good[at + 1 :]) == ["log.xlsx:1: the file is locked with a password. Save it again without one"]
    doubled = repacked(good, {"XL/workbook.xml": "<x/>"}, {})
    assert refused(book, doubled) == [f"log.xlsx:1: the file has two parts of one name. {SAVE}"]


def test_ten_thousand_rows_are_read_and_no_more(book: Handbook, good: bytes) -> None:
    rows = "".join(f'<row r="{at}"><c r="A{at}" t="str"><v>H{at}</v></c><c r="B{at}" t="str"><v>C</v></c></row>' for at in range(2, 10_009))
    content = repacked(good, {}, {"xl/worksheets/sheet2.xml": {'<row r="2".*</sheetData>': f"{rows}</sheetData>"}})
    assert refused(book, content) == ["log.xlsx:Log!row 10002: more than 10,000 rows. Split the workbook; nothing from this row on was read"]


def test_a_text_longer_than_a_cell_takes_and_rows_larger_than_yaml_may_be(book: Handbook, good: bytes) -> None:
    def with_cause(length: int) -> bytes:
        cell = f'<c r="B2" t="inlineStr"><is><t>{"é" * length}</t></is></c>'
        return repacked(good, {}, {"xl/worksheets/sheet2.xml": {'<c r="B2".*?</c>': cell}})

    assert refused(book, with_cause(32_768)) == ["log.xlsx:Log!row 2: 'Cause': a text of 32,768 signs. Shorten it; a cell takes 32,767"]
    found = taken(book, with_cause(32_767))
    assert read_again(written(found, "log.xlsx"))["log"][0]["cause"] == "é" * 32_767
    many = ReadBack(found.document, found.template, {"log": [found.sheets["log"][0]] * 40}, ())
    with pytest.raises(HandbookError, match=r"log\.xlsx:1: its rows come to 2,62.*Split the workbook"):
        written(many, "log.xlsx")


# ---------- Out and in again ----------

ODD = ["=1+1", "+1", "-1+1", "@SUM(A1)", "yes", "null", "2026-01-01", "1", "- a", "# b", "a: b", "'", '"', "\\n", " x ", "{{ x }}", "*a", "&a", "~", "_x000a"]
WORDS = st.one_of(
    st.sampled_from(ODD),
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"], exclude_characters="\u00ad"), min_size=1, max_size=30),
    st.lists(st.sampled_from(["one", "two ", "\t", "", "é 🩺"]), min_size=2, max_size=3).map("\n".join),
).filter(str.strip)  # fmt: skip
NUMBERS = st.one_of(st.integers(-(10**12), 10**12), st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: float(f"{number:.15g}")))
OPTIONS = {"words": ["Open", "=Shut", "Not run"], "digits": ["1", "2", "2.5"]}
KINDS: Mapping[str, st.SearchStrategy[Any]] = {
    "text": WORDS,
    "link": WORDS,
    "number": NUMBERS,
    "date": st.dates(date(1900, 3, 1), date(9999, 12, 31)),
    "words": st.sampled_from(OPTIONS["words"]),
    "digits": st.sampled_from([1, 2, 2.5]),
}


@st.composite
def documents(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
    """Sheets of columns of every kind, a formula now and then, and rows with cells left out."""
    sheets, rows = [], {}
    for number in range(draw(st.integers(1, 2))):
        kinds = draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=5))
        columns: list[dict[str, Any]] = [{"id": f"c{at}", "title": f"C {at}", "kind": kind} for at, kind in enumerate(kinds)]
        for column in columns:
            if column["kind"] in OPTIONS:
                column |= {"kind": "choice", "options": OPTIONS[column["kind"]]}
        cells = {f"c{at}": KINDS[kind] for at, kind in enumerate(kinds)}
        found = draw(st.lists(st.fixed_dictionaries({}, optional=cells).filter(bool), max_size=4))
        if draw(st.booleans()):
            columns.insert(draw(st.integers(0, len(columns))), {"id": "out", "title": "Out", "kind": "formula", "formula": "count(c0) + 1"})
        sheets.append({"id": f"s{number}", "title": f"Sheet {number}", "about": "Rows.", "columns": columns})
        rows[f"s{number}"] = [{column["id"]: row[column["id"]] for column in columns if column["id"] in row} for row in found]
    return {"id": "any", "title": "Any", "format": "xlsx", "purpose": "Records.", "owner": "cso", "sheets": sheets}, rows


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=documents())
def test_nothing_is_lost_going_out_and_in_again(book: Handbook, made: tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]) -> None:
    document = Document.model_validate({**made[0], "place": Place("library/documents/any.yml")})
    own = book.model_copy(update={"documents": {"any": document}})
    found = read_back(own, document, "any.xlsx", filled(own, document, made[1]))
    assert found.sheets == made[1]
    assert [note.message for note in found.notes] == ([] if any(made[1].values()) else ["no row is filled in"])
    text = written(found, "any.xlsx")
    again = read_again(text)
    assert again == made[1]
    assert [[type(value) for row in rows for value in row.values()] for rows in again.values()] == [
        [type(value) for row in rows for value in row.values()] for rows in found.sheets.values()
    ]


def read_again(text: str) -> Any:
    """The sheets of an imported file, as our own policy for YAML reads them."""
    problems: list[Any] = []
    decoded = decode("log.yml", text.encode(), problems)
    assert decoded is not None
    values, _ = parse_yaml("log.yml", decoded, problems)
    assert problems == []
    return values["sheets"]


SPOILED = ("xl/workbook.xml", "xl/worksheets/sheet2.xml", "xl/styles.xml", "xl/sharedStrings.xml", "docProps/custom.xml", "xl/_rels/workbook.xml.rels")
SIGNS = st.sampled_from(["", "9", "-", '"', "<", " t='d'", "e", "&"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(SPOILED), at=st.floats(0, 1), length=st.integers(0, 9), sign=SIGNS)
def test_a_damaged_workbook_is_told_or_read_and_never_a_traceback(book: Handbook, good: bytes, name: str, at: float, length: int, sign: str) -> None:
    """Signs of a part changed at random: problems are all that may come of it."""
    with zipfile.ZipFile(BytesIO(good)) as source:
        part = source.read(name).decode()
    cut = int(at * len(part))
    content = packed({**parts_of(good), name: part[:cut] + sign + part[cut + length :]})
    try:
        taken(book, content)
    except HandbookError as error:
        assert error.problems


# ---------- The command ----------


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, good: bytes) -> Path:
    """The tiny handbook as the working folder, with a filled log in it."""
    root = make(tmp_path, CASE)
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / "log.xlsx").write_bytes(good)
    monkeypatch.chdir(root)
    monkeypatch.delenv("HANDBOOK_ORGANISATION", raising=False)
    return root


YAML = """\
# Read from a workbook by `handbook import`. Run it anew rather than edit here. Worked-out columns are left out.
document: hazard-log
template: "1.0"
sheets:
  log:
    - id: "H-1"
      cause: "C1: the feed"
      raised: 2026-03-02
      days: 2
      state: "Open"
    - id: "H-2"
      cause: "=1+1"
      days: 2.5
  more: []
"""


def test_import_prints_or_writes_the_same_bytes_and_the_tool_takes_them(here: Path) -> None:
    printed = run("import", "hazard-log", "log.xlsx")
    assert (printed.exit_code, printed.stdout) == (0, YAML)
    for _ in range(2):
        done = run("import", "hazard-log", "log.xlsx", "--out", "log.yml")
        assert (done.exit_code, done.stdout, done.stderr) == (0, "log.yml: 2 rows\n", "")
        assert (here / "log.yml").read_text(encoding="utf-8") == YAML
    told = run("tool", "log", "--answers", "log.yml", "--on", "2026-11-23")
    assert told.exit_code == 0
    assert "| H-2 | =1+1 |  | 2.5 |  | 5 |" in told.stdout
    (here / "log.yml").write_text(YAML.replace('state: "Open"', 'state: "Opn"'), encoding="utf-8")
    assert run("tool", "log", "--answers", "log.yml").stderr.startswith("log.yml:10: `state`: 'Opn' is no option. Did you mean 'Open'?")


def test_import_writes_over_nothing_but_an_earlier_import(here: Path) -> None:
    (here / "mine.yml").write_text("mine: 1\n", encoding="utf-8")
    before = sorted(path.name for path in here.iterdir() if path.is_file())
    refused = run("import", "hazard-log", "log.xlsx", "--out", "mine.yml")
    assert refused.exit_code == 1
    assert refused.stderr.startswith("mine.yml:1: something else stands here, which no import wrote. Name another file; nothing was changed")
    assert (here / "mine.yml").read_text(encoding="utf-8") == "mine: 1\n"
    assert run("import", "hazard-log", "log.xlsx", "--out", "no/log.yml").stderr.startswith("no/log.yml:1: its folder does not exist")
    assert sorted(path.name for path in here.iterdir() if path.is_file()) == before


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("hazrd-log", "library/documents:1: unknown document 'hazrd-log'. Did you mean 'hazard-log'?"),
        ("nothing-like-it", "library/documents:1: unknown document 'nothing-like-it'. Allowed: hazard-log"),
    ],
)
def test_an_unknown_document_is_told_with_the_nearest(here: Path, name: str, told: str) -> None:
    found = run("import", name, "log.xlsx")
    assert (found.exit_code, found.stderr.splitlines()[0]) == (1, told)


def test_problems_are_told_and_nothing_is_written(here: Path) -> None:
    opened = openpyxl.load_workbook(here / "log.xlsx")
    opened["Log"]["E2"].value = "Opne"
    (here / "log.xlsx").write_bytes(saved(opened))
    found = run("import", "hazard-log", "log.xlsx", "--out", "log.yml")
    assert found.exit_code == 1
    assert found.stderr.splitlines()[0] == "log.xlsx:Log!row 2: 'State': 'Opne' is not in the list. Did you mean 'Open'?"
    assert not (here / "log.yml").exists()


def test_a_draft_is_taken_with_a_warning(here: Path) -> None:
    opened = openpyxl.load_workbook(here / "log.xlsx")
    opened["Log"]["B3"].value = None
    (here / "log.xlsx").write_bytes(saved(opened))
    assert run("import", "hazard-log", "log.xlsx").exit_code == 1
    found = run("import", "hazard-log", "log.xlsx", "--draft")
    assert (found.exit_code, found.stderr) == (0, "warning: log.xlsx:Log!row 3: 'Cause' is empty, and it is needed\n")
