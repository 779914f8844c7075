"""Tools that collect, in a real Chromium: the page's scripts agree with Python, work by keyboard alone, and keep what a reader writes to the reader."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

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
from tests.axe import Axe
from tests.server import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("tools")]

ASSESSMENTS = ("maturity-radar", "career-ladder")
REGISTERS = ("hazard-log", "claims-matrix", "decision-rights", "stakeholder-map")
FORMS = ("safety-case", "role-charter", "pccp-outline")


@pytest.fixture
def book(compiled: Compiled) -> Handbook:
    return compiled.book


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1366, "height": 900}, permissions=["clipboard-read", "clipboard-write"])
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    faults: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield opened
    assert faults == []


def example(page: Page) -> None:
    """Fill in the example of the page's first part."""
    page.get_by_role("button", name="Fill in the example").first.click()


def copy(page: Page) -> None:
    """Take the first part away as Markdown."""
    page.get_by_role("button", name="Copy as Markdown").first.click()


def go(page: Page, served: Served, tool: str, hash_: str = "") -> None:
    page.goto(f"{served.address}tools/{tool}/{hash_}")


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


# ---------- The same in the page as in Python ----------


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


# ---------- By keyboard alone ----------


def tab_to(page: Page, selector: str, limit: int = 400) -> None:
    """Press Tab until the focus is on something."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"no Tab stop at {selector}")


def focused(page: Page) -> str:
    text: str = page.evaluate("document.activeElement.textContent.trim()")
    return text


def begin(page: Page, element: str) -> None:
    """Put the focus in front of a panel."""
    page.locator(element).evaluate("panel => { panel.closest('.hb-panel').tabIndex = -1; panel.closest('.hb-panel').focus(); }")


def test_an_assessment_by_keyboard(page: Page, served: Served) -> None:
    go(page, served, "maturity-radar")
    begin(page, "hb-assessment")
    tab_to(page, "input[type=radio]")
    page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    first = page.locator("hb-assessment fieldset").first
    expect(first.get_by_role("radio", name="3 How we all work")).to_be_checked()
    expect(first.get_by_role("status")).to_have_text("Without a line of proof this score counts 1.")
    expect(page.locator("hb-assessment .hb-table tbody tr").first).to_contain_text("Regulation11")
    page.keyboard.press("Tab")
    page.keyboard.type("11 of 11")
    expect(first.get_by_role("status")).to_have_text("")
    expect(page.locator("hb-assessment .hb-table tbody tr").first).to_contain_text("Regulation33")
    expect(page.locator(".hb-panel-progress[role=status]").last).to_have_text("1 of 24 scored, 1 counts.")
    assert page.url.endswith("radar=signed-rows.3-proof")
    expect(page.locator("hb-assessment").get_by_role("link", name="Decide whether it is a medical device, function by function")).to_be_visible()


def test_a_register_by_keyboard(page: Page, served: Served) -> None:
    go(page, served, "hazard-log")
    begin(page, "hb-register")
    tab_to(page, "[name=id]")
    page.keyboard.type("HZ-001")
    tab_to(page, "[name=cause]", 5)
    page.keyboard.type("user error")
    expect(page.locator("[id$='-cause-hint']")).to_have_text(re.compile("“user error”: Write what the screen let happen"))
    page.keyboard.press("Control+a")
    page.keyboard.type("the feed times out")
    expect(page.locator("[id$='-cause-hint']")).to_have_text("")
    tab_to(page, "[name=effect]", 3)
    page.keyboard.type("prints none")
    expect(page.locator(".hb-panel-sentence")).to_have_text("Because the feed times out, the system prints none, which could lead to …, resulting in ….")
    tab_to(page, "[name=sevinitial]", 6)
    page.keyboard.type("Major")
    tab_to(page, "[name=likinitial]", 3)
    page.keyboard.type("Med")
    expect(page.locator("output[name=riskinitial]")).to_have_text("3 Undesirable")
    tab_to(page, "button[type=submit]", 20)
    page.keyboard.press("Enter")
    expect(page.locator("hb-register > .hb-panel-progress")).to_contain_text("HZ-001 is in the list. Unfinished, missing: Raised, Could lead to (hazard)")
    assert page.evaluate("document.activeElement.name") == "id", "the next row begins where this one began"
    assert page.locator("[name=id]").input_value() == "HZ-002"
    tab_to(page, "[aria-label='Remove HZ-001']", 60)
    page.keyboard.press("Enter")
    expect(page.locator(".hb-count")).to_have_text("No rows yet.")
    assert focused(page) == "Your rows"
    page.keyboard.press("Shift+Tab")
    while focused(page) != "Undo":
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".hb-count")).to_have_text(re.compile("^1 row, 1 unfinished"))


def test_a_map_is_made_with_lists_alone(page: Page, served: Served, book: Handbook) -> None:
    part = book.tools["stakeholder-map"].parts[0]
    assert isinstance(part, Register)
    go(page, served, "stakeholder-map")
    page.get_by_role("button", name="Fill in the example").first.press("Enter")
    begin(page, "hb-register >> nth=0")
    tab_to(page, ".hb-places select", 120)
    label = page.evaluate("document.activeElement.closest('label').firstChild.textContent")
    name = page.evaluate("document.activeElement.closest('fieldset').querySelector('legend').textContent.replace(/^Place /, '')")
    options = page.evaluate("[...document.activeElement.options].map(one => one.value).filter(Boolean)")
    page.keyboard.press("Home")
    for value in options:
        page.keyboard.press("ArrowDown")
        row = page.locator(".hb-map-grid tbody tr").filter(has=page.locator("th", has_text=re.compile(f"^{re.escape(value)}$")))
        expect(row).to_contain_text(name)
    assert label == next(column.title for sheet in book.documents[part.document].sheets for column in sheet.columns if column.id == part.up)


def test_a_form_by_keyboard(page: Page, served: Served) -> None:
    go(page, served, "pccp-outline")
    begin(page, "hb-form")
    tab_to(page, ".hb-stops-asked input")
    page.keyboard.press("Space")
    expect(page.locator(".hb-panel-out")).to_contain_text("Stop: another way.")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".hb-panel-out")).to_be_empty()
    for _ in range(6):
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
    expect(page.locator(".hb-panel-out")).to_contain_text("Go on.")
    expect(page.locator("hb-form > .hb-panel-progress")).to_contain_text("0 of ")
    tab_to(page, ".hb-part textarea", 5)
    page.keyboard.type("Plan 1")
    expect(page.locator("hb-form > .hb-panel-progress")).to_contain_text("1 of ")
    assert page.locator("hb-form progress").evaluate("bar => bar.value") == 1
    tab_to(page, ".hb-part > div > button", 20)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('fieldset').querySelector('legend').textContent").endswith("row 2")


# ---------- What a reader writes stays the reader's ----------


def test_the_address_holds_the_scores_and_not_the_proof(page: Page, served: Served) -> None:
    go(page, served, "career-ladder")
    first = page.locator("hb-assessment fieldset").first
    first.get_by_role("textbox").fill("A secret dispute")
    first.get_by_role("radio", name="3 Senior").check()
    assert page.url.endswith("#answers?v=2026-11&ladder=clinical-judgement.3-proof")
    shared = page.url
    page.goto(served.address)
    page.goto(shared)
    expect(page.locator("hb-assessment fieldset").first.get_by_role("radio", name="3 Senior")).to_be_checked()
    expect(page.locator("hb-assessment fieldset").first.get_by_role("status")).to_have_text("The proof is on the sheet of whoever made this address.")
    assert page.locator("hb-assessment").get_by_role("textbox").first.input_value() == ""
    copy(page)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "- Clinical judgement: **3 Senior; proof on the maker's own sheet**" in copied
    assert "Data: version 2026-11" in copied


def test_an_address_that_makes_no_sense_is_left_out(page: Page, served: Served) -> None:
    go(page, served, "career-ladder", "#answers?v=2020-01&ladder=clinical-judgement.9_nothing.1")
    expect(page.locator(".hb-panel-told")).to_contain_text("do not fit the questions any more")
    assert page.locator("hb-assessment input:checked").count() == 0


def test_other_sheets_stand_beside_ones_own(page: Page, served: Served) -> None:
    go(page, served, "maturity-radar", "#answers?radar=lanes.1")
    page.get_by_text("Put other sheets beside yours").click()
    other = f"{served.address}tools/maturity-radar/#answers?v=2026-11&radar=lanes.4-proof_early-hazards.3-proof"
    page.locator("hb-assessment textarea").fill(f"Safety {other}\nnonsense\nSales https://example.org/#answers?x=1")
    table_ = page.locator("hb-assessment details .hb-table")
    expect(table_.locator("thead")).to_have_text("DimensionThis pageSafetyGap between the lowest")
    expect(table_.locator("tbody tr").filter(has_text="Safety")).to_have_text("Safety1lowest 3, highest 42")
    expect(page.locator("hb-assessment details .hb-panel-hint")).to_have_text(
        ["nonsense: no scores of this tool in that line.", "Sales: no scores of this tool in that line."]
    )


@pytest.mark.parametrize("name", [*REGISTERS, *FORMS])
def test_nothing_is_stored_or_sent_unless_the_reader_keeps_it(page: Page, served: Served, book: Handbook, name: str) -> None:
    part = book.tools[name].parts[0]
    go(page, served, name)
    before = page.evaluate("Object.keys(localStorage).length")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    example(page)
    copy(page)
    assert page.evaluate("Object.keys(localStorage).length") == before
    assert page.url == f"{served.address}tools/{name}/"
    private = isinstance(part, Register) and part.private is not None
    keep = page.get_by_role("button", name="Keep in this browser")
    assert keep.count() == (0 if private else 1)
    if not private:
        keep.click()
        assert page.evaluate("Object.keys(localStorage).length") == before + 1
        page.reload()
        expect(page.locator(".hb-panel > .hb-panel-said")).to_contain_text("This is what you kept in this browser")
        expect(page.locator(".hb-count" if isinstance(part, Register) else "hb-form > .hb-panel-progress").first).to_have_text(re.compile("^[1-9]"))
        page.get_by_role("button", name="Forget what is kept here").click()
        assert page.evaluate("Object.keys(localStorage).length") == before
        assert not page.get_by_role("button", name="Forget what is kept here").is_visible()
    assert [url for url in asked if not url.startswith((served.address, "data:", "blob:"))] == []


def test_what_is_kept_follows_each_change_until_it_is_forgotten(page: Page, served: Served) -> None:
    go(page, served, "role-charter")
    page.locator("hb-form textarea").first.fill("First words")
    page.get_by_role("button", name="Keep in this browser").click()
    page.locator("hb-form textarea").first.fill("Second words")
    page.reload()
    assert page.locator("hb-form textarea").first.input_value() == "Second words"
    page.get_by_role("button", name="Forget what is kept here").click()
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    assert page.locator("hb-form textarea").first.input_value() == ""


def test_a_reader_is_asked_before_unsaved_rows_are_lost(page: Page, served: Served) -> None:
    go(page, served, "claims-matrix")
    page.locator("[name=words]").fill("Clinically proven")
    page.get_by_role("button", name="Add the row").click()
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.evaluate("setTimeout(() => location.assign('../'))")
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="Copy as CSV").click()
    expect(page.locator(".hb-panel > .hb-panel-said")).to_contain_text(re.compile("Copied|The text is selected"))
    page.goto(f"{served.address}tools/")
    assert asked == ["beforeunload"]


def test_rows_are_taken_away_as_csv_that_is_no_formula(page: Page, served: Served) -> None:
    go(page, served, "claims-matrix")
    page.locator("[name=id]").fill("CL-01")
    page.locator("[name=words]").fill('=HYPERLINK("https://example.org")')
    page.get_by_role("button", name="Add the row").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download CSV").click()
    assert waiting.value.suggested_filename == "claims-matrix-claims.csv"
    text = waiting.value.path().read_bytes().decode("utf-8-sig")
    assert text.split("\r\n")[1].startswith('CL-01,"\'=HYPERLINK(""https://example.org"")",')


def test_clearing_can_be_undone(page: Page, served: Served) -> None:
    go(page, served, "decision-rights")
    example(page)
    rows = page.locator(".hb-row-card").count()
    page.get_by_role("button", name="Start again").click()
    assert page.locator(".hb-row-card").count() == 0
    page.get_by_role("button", name="Undo").click()
    assert page.locator(".hb-row-card").count() == rows > 5


# ---------- Filters, labels, people ----------


def test_rows_are_narrowed_by_group_by_word_and_by_what_they_lack(page: Page, served: Served) -> None:
    go(page, served, "decision-rights")
    example(page)
    cards = page.locator(".hb-row-card")
    page.locator(".hb-filter select").first.select_option("Yes")
    fixed = cards.count()
    page.get_by_label("Rows that hold").fill("chief medical")
    assert 0 < cards.count() < fixed
    page.locator(".hb-filter select").last.select_option("open")
    expect(cards).to_have_count(0)
    expect(page.locator(".hb-count")).to_have_text(re.compile(r"^0 of 8 rows"))


def test_two_deciders_are_told_while_writing_and_in_the_list(page: Page, served: Served) -> None:
    go(page, served, "decision-rights")
    page.locator("[name=decision]").fill("Release?")
    page.locator("[name=decides]").fill("CMO and CPO")
    expect(page.locator("[id$='-decides-hint']")).to_have_text(re.compile("^2 are named, at most 1. A row has one decider."))
    page.locator("[name=decides]").fill("Legal and privacy lead")
    expect(page.locator("[id$='-decides-hint']")).to_have_text("")
    page.locator("[name=decides]").fill("")
    page.get_by_role("button", name="Add the row").click()
    expect(page.locator(".hb-row-card li").filter(has_text="Decides: nobody is named, at least 1")).to_have_count(1)


def test_another_schemes_words_change_no_row(page: Page, served: Served) -> None:
    go(page, served, "decision-rights")
    example(page)
    before = page.locator(".hb-row-card dd").all_text_contents()
    page.get_by_label("Words of").select_option("RAPID")
    expect(page.get_by_label(re.compile("^Decide needed"))).to_have_count(1)
    assert page.locator(".hb-row-card dd").all_text_contents() == before


def test_a_word_limit_is_counted_while_writing(page: Page, served: Served, book: Handbook) -> None:
    (part,) = book.tools["role-charter"].parts
    assert isinstance(part, Form)
    section = next(section for section in book.documents[part.document].sections if section.most_words)
    go(page, served, "role-charter")
    field = page.locator(f"[id$='-in-{section.id}']")
    field.fill("word " * (section.most_words or 0))
    told = page.locator(f"[id$='-in-{section.id}-told']")
    expect(told).to_have_text(f"{section.most_words} of {section.most_words} words.")
    field.fill("word " * ((section.most_words or 0) + 1))
    expect(told).to_have_text(re.compile("at most: shorten it"))


# ---------- On paper, without JavaScript, for everybody ----------


def test_only_the_result_is_printed(page: Page, served: Served) -> None:
    page.add_init_script("window.print = () => { window.printed = true; }")
    for name in ("decision-rights", "safety-case"):
        go(page, served, name)
        example(page)
        page.get_by_role("button", name="Print", exact=True).click()
        assert page.evaluate("window.printed")
        page.emulate_media(media="print")
        assert page.locator(".hb-paper").is_visible()
        assert not page.locator(".hb-panel-bar").first.is_visible()
        assert not page.locator("article h1").is_visible()
        page.emulate_media(media="screen")
        copy(page)


@pytest.mark.parametrize("name", [*ASSESSMENTS, *REGISTERS, *FORMS])
def test_the_page_is_whole_without_javascript(browser: Browser, served: Served, book: Handbook, name: str) -> None:
    part: Any = book.tools[name].parts[0]
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    go(page, served, name)
    article = page.locator("article")
    text = article.inner_text()
    if isinstance(part, Assessment):
        assert all(statement.text in text for statement in statements(part))
        assert article.locator("svg[role=img] desc").count() == 1
    elif isinstance(part, Register):
        sheet = next(sheet for sheet in book.documents[part.document].sheets if sheet.id == part.sheet)
        assert all(column.title in text for column in sheet.columns)
        assert article.locator("details.hb-row").count() >= len(sheet.rows) > 0
    else:
        assert all(section.title in text for section in book.documents[part.document].sections)
        assert "Yes, no or unclear?" in text
    assert page.locator(".hb-panel, button:visible").filter(has_text="Keep in this browser").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_no_accessibility_fault_once_filled_in(browser: Browser, served: Served, book: Handbook, axe: Axe) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 800}, reduced_motion="reduce")
    axe.ready(context)
    page = context.new_page()
    faults = []
    for name in [*ASSESSMENTS, *REGISTERS, *FORMS]:
        part: Any = book.tools[name].parts[0]
        if isinstance(part, Assessment):
            go(page, served, name, f"#answers?{part.id}=" + "_".join(f"{one}.{count}" for one, count in part.example.items()))
        else:
            go(page, served, name)
            example(page)
        page.locator("details").evaluate_all("all => all.forEach(details => { details.open = true; })")
        faults += axe.everywhere(page)
        copy(page)
    context.close()
    assert faults == []
