"""Tools that collect, in a real Chromium: what a reader writes stays the reader's; filters and labels; paper, no JavaScript, accessibility."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from handbook.model import Assessment, Form, Handbook, Register
from handbook.pipeline import Compiled
from handbook.tools.assessment import statements
from tests.axe import Axe
from tests.collecting import ASSESSMENTS, FORMS, REGISTERS, copy, example, go, watched
from tests.server import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("tools")]


@pytest.fixture
def book(compiled: Compiled) -> Handbook:
    return compiled.book


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with watched(browser) as opened:
        yield opened


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
    with page.expect_event("dialog"):
        page.evaluate("setTimeout(() => location.assign('../'))")
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
    rows = cards.count()
    page.locator(".hb-filter select").first.select_option("Yes")
    fixed = cards.count()
    assert fixed < rows
    page.get_by_label("Rows that hold").fill("chief medical")
    assert 0 < cards.count() < fixed
    page.locator(".hb-filter select").last.select_option("open")
    expect(cards).to_have_count(0)
    expect(page.locator(".hb-count")).to_have_text(re.compile(rf"^0 of {rows} rows"))


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
