"""Tools that collect, in a real Chromium: the page's scripts come to the same as Python."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from handbook import addresses
from handbook.choices import Choices
from handbook.compose.formula_data import formula_data
from handbook.compose.radar import outline
from handbook.compose.tool_data import written_out
from handbook.model import Assessment, Column, Document, Form, Handbook, Register, Tool
from handbook.pipeline import Compiled
from handbook.tables import table
from handbook.tools import run
from handbook.tools.assessment import counts, example_scores, spokes, statements
from handbook.tools.table import as_csv, as_table, cell
from tests.collecting import ASSESSMENTS, FORMS, REGISTERS, go, watched
from tests.server import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("tools")]


@pytest.fixture
def book(compiled: Compiled) -> Handbook:
    return compiled.book


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with watched(browser) as opened:
        yield opened


def in_page(page: Page, tool: Tool, answers: dict[str, Any]) -> dict[str, Any]:
    """What the page's script makes of the answers to the tool's one part."""
    name = tool.parts[0].id
    script = "([name, answers]) => HandbookTools.kinds[HandbookTools.parts.get(name).kind].run(HandbookTools.parts.get(name), answers)"
    found: dict[str, Any] = page.evaluate(script, [name, answers])
    return {"body": [], **found}


def in_python(book: Handbook, tool: Tool, answers: dict[str, Any]) -> dict[str, Any]:
    """What Python makes of the same."""
    outcome = run(written_out(book, addresses.tool(tool.id), tool), {tool.parts[0].id: answers}, book).parts[0]
    found: dict[str, Any] = json.loads(json.dumps(asdict(outcome)))
    return found


@pytest.mark.parametrize("name", ASSESSMENTS)
def test_scores_come_to_the_same(page: Page, served: Served, book: Handbook, name: str) -> None:
    tool, chance = book.tools[name], random.Random(1)
    (part,) = tool.parts
    assert isinstance(part, Assessment)
    go(page, served, name)
    for _ in range(60):
        answers = {one.id: _score(part, chance) for one in statements(part) if chance.random() < 0.8}
        assert in_page(page, tool, answers) == in_python(book, tool, answers)


def _score(part: Assessment, chance: random.Random) -> Any:
    step: Any = chance.choice([*counts(part), "Unclear"])
    return step if chance.random() < 0.5 else {"step": step, "proof": chance.choice(["", " ", "12 of 14"])}


@pytest.mark.parametrize("name", ASSESSMENTS)
def test_the_live_radar_is_drawn_as_the_printed_one(page: Page, served: Served, book: Handbook, name: str) -> None:
    (part,) = book.tools[name].parts
    assert isinstance(part, Assessment)
    go(page, served, name, "#answers?" + f"{part.id}=" + "_".join(f"{one}.{count}-proof" for one, count in part.example.items()))
    found = spokes(part, example_scores(part))
    for line, values in (("low", [spoke.lowest for spoke in found]), ("high", [spoke.highest for spoke in found])):
        points = page.locator(f"hb-assessment [data-{line}]").first.get_attribute("points")
        printed = page.locator(f"[data-radar] [data-{line}]").first.get_attribute("points")
        assert points == printed
        assert points is not None
        for live, drawn in zip(points.split(), outline(values, _ways(page), counts(part)[-1]).split(), strict=True):
            assert [float(number) for number in live.split(",")] == pytest.approx([float(number) for number in drawn.split(",")], abs=0.11)


def _ways(page: Page) -> list[tuple[float, float]]:
    pairs = page.locator("[data-radar] svg").get_attribute("data-spokes") or ""
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in pairs.split())]


@pytest.mark.parametrize("name", REGISTERS)
def test_rows_come_to_the_same(page: Page, served: Served, book: Handbook, name: str) -> None:
    tool, chance = book.tools[name], random.Random(2)
    part = tool.parts[0]
    assert isinstance(part, Register)
    sheet = next(sheet for sheet in book.documents[part.document].sheets if sheet.id == part.sheet)
    heads = {head.id: head for head in table(sheet.columns, [], Choices(book.tools)).heads}
    go(page, served, name)
    examples = [[_as_given(row) for row in sheet.rows]]
    for rows in examples + [[_row(part, sheet.columns, heads, chance) for _ in range(chance.randint(0, 4))] for _ in range(40)]:
        assert in_page(page, tool, {"rows": rows}) == in_python(book, tool, {"rows": rows})


def _as_given(row: Any) -> dict[str, str]:
    return {key: cell(value) for key, value in row.items()}


def _row(part: Register, columns: tuple[Column, ...], heads: dict[str, Any], chance: random.Random) -> dict[str, str]:
    said = [*part.hints, "CMO and CPO", "Legal and privacy lead", "CSO, trust", "none", "a | b", "=1+1", "two\nlines", "Bob, as agreed", "x" * 40]
    row = {}
    for column in columns:
        if column.kind == "formula" or chance.random() < 0.3:
            continue
        if heads[column.id].options:
            row[column.id] = str(chance.choice(heads[column.id].options))
        elif column.kind == "number":
            row[column.id] = str(chance.choice([0, 1, 2, 40, 1.5, -3]))
        elif column.kind == "date":
            row[column.id] = chance.choice(["2026-03-01", "2024-02-29"])
        else:
            row[column.id] = chance.choice(said)
    return row


FORMULAS = (
    "a + b * 2", "-(a - b)", "a / b", "a * a * a", "0.1 + 0.2 - 0.3", "total * 2", "round(a / 3, 2)", "round(-2.5, 0)", "round(1.005, 2)",
    "min(a, b, 3)", "max(a, -b)", "if(a > b, a, b)", 'if(word == "yes", a, 0)', 'if(word != "", word, "none")',
    'if(or(a == "", b == ""), "open", if(and(a >= 1, b <= 2), "in", "out"))',
    "sum(a)", "count(word)", 'countif(word, "Yes")', "countif(a, 2)", "sum(a) / count(a)",
    "day + 45", "last - day", "if(last < day, 1, 2)", "min(day, last)", "level(one, two)",
)  # fmt: skip


def test_formulas_come_to_the_same(page: Page, served: Served, book: Handbook) -> None:
    words = [
        {"id": "one", "title": "One", "kind": "choice", "options_from": "risk-matrix.severity"},
        {"id": "two", "title": "Two", "kind": "choice", "options_from": "risk-matrix.likelihood"},
    ]
    plain = [
        {"id": name, "title": name, "kind": kind} for name, kind in (("a", "number"), ("b", "number"), ("word", "text"), ("day", "date"), ("last", "date"))
    ]
    made = [{"id": f"f{number}", "title": f"F{number}", "kind": "formula", "formula": text} for number, text in enumerate(FORMULAS)]
    total = {"id": "total", "title": "Total", "kind": "formula", "formula": "a + 1"}
    sheet = {"id": "s", "title": "S", "about": "A", "columns": [*words, *plain, *made, total]}
    columns = Document.model_validate({"id": "d", "title": "D", "format": "xlsx", "purpose": "P", "sheets": [sheet]}).sheets[0].columns
    chance = random.Random(3)
    rows = [_cells(chance, book) for _ in range(60)]
    filled = table(columns, [{**row, **{key: date.fromisoformat(row[key]) for key in ("day", "last") if key in row}} for row in rows], Choices(book.tools))
    heads = [{"id": head.id, **formula_data(head)} for head in filled.heads]
    go(page, served, "hazard-log")
    levels = page.evaluate("HandbookTools.parts.get('hazards').levels['sevinitial likinitial']")
    script = "([heads, levels, rows]) => HandbookFormulas.worked(heads, levels, rows)"
    found = page.evaluate(script, [heads, {"one two": levels}, [{key: str(value) for key, value in row.items()} for row in rows]])
    for live, row in zip(found, filled.rows, strict=True):
        for head in filled.heads:
            if head.formula is not None and not live[head.id].startswith("cannot"):
                assert _same(live[head.id], row[head.id]), (head.column.formula, live[head.id], row)
            elif head.formula is not None:
                assert row[head.id] == ""


def _same(live: str, expected: Any) -> bool:
    if isinstance(expected, int | float) and not isinstance(expected, bool):
        return live != "" and float(live) == pytest.approx(float(expected), rel=1e-12)
    return live == cell(expected)


def _cells(chance: random.Random, book: Handbook) -> dict[str, Any]:
    lists = Choices(book.tools).lists
    offers: dict[str, list[Any]] = {
        "one": list(lists["risk-matrix.severity"].words), "two": list(lists["risk-matrix.likelihood"].words), "a": [0, 1, 2, 2.5, -7, 1e6], "b": [0, 1, 3, 0.1],
        "word": ["Yes", "no", "YES", "perhaps"], "day": ["2026-01-31", "1999-12-31"], "last": ["2026-03-01", "2000-01-01"],
    }  # fmt: skip
    return {name: chance.choice(values) for name, values in offers.items() if chance.random() < 0.85}


@pytest.mark.parametrize("name", FORMS)
def test_forms_come_to_the_same(page: Page, served: Served, book: Handbook, name: str) -> None:
    tool, chance = book.tools[name], random.Random(4)
    (part,) = tool.parts
    assert isinstance(part, Form)
    go(page, served, name)
    document = book.documents[part.document]
    for _ in range(40):
        values = {section.id: _plain(section.example) for section in document.sections if section.example is not None and chance.random() < 0.6}
        values["stops"] = [chance.choice(["yes", "no", "unclear", "no"]) for _ in range(chance.randint(0, len(part.stops)))]
        assert in_page(page, tool, values) == in_python(book, tool, values)


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return {key: cell(part) for key, part in value.items()} if isinstance(value, dict) else cell(value)


TEXTS = ("=1+1", "-2+3", "-2.5", "+44 20", "@cmd", "\tx", " =x", 'a "b"', "a,b", "a;b", "a\nb", "a | b", "<b>", "\\", "", "plain", "é", "--1")


def test_csv_and_markdown_are_written_alike(page: Page, served: Served) -> None:
    go(page, served, "hazard-log")
    heads, rows = ["One", "Two"], [[one, other] for one in TEXTS for other in TEXTS]
    assert page.evaluate("([heads, rows]) => HandbookCollect.csv(heads, rows)", [heads, rows]) == as_csv(heads, rows)
    assert page.evaluate("([heads, rows]) => HandbookCollect.table(heads, rows)", [heads, rows]) == as_table(heads, rows)
