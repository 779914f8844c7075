"""Tools that decide, in the page: the script's results are the engine's, and a reader gets there by keyboard, on paper, and without the script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from handbook import addresses
from handbook.cli.tool import as_markdown
from handbook.compose.tool_data import tool_data, written_out
from handbook.model import Matrix, Score, Tool, Tree
from handbook.pipeline import Compiled
from handbook.tools import PartOutcome, run
from tests.answers import every_way
from tests.axe import Axe
from tests.server import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

DECIDING = ("device-navigator", "class-helper", "risk-matrix", "evidence-canvas", "change-triage")
DAY = date(2026, 11, 22)
RUN = """ways => ways.map(([part, answers]) => {
  const outcomes = HandbookTools.run({ [part]: answers });
  const findings = outcomes[0].findings.map(found => ({ id: found.result.id, when: found.when }));
  return [{ ...outcomes[0], findings }, HandbookTools.markdown(outcomes, { day: "2026-11-22", root: "https://example.org/" })];
})"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1366, "height": 900}, reduced_motion="reduce")
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that must tell no error and ask nobody else."""
    opened = context.new_page()
    faults: list[str] = []
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("request", lambda request: faults.append(request.url) if urlsplit(request.url).hostname not in {"127.0.0.1", None} else None)
    yield opened
    assert faults == []


def go(page: Page, served: Served, name: str, hash_: str = "") -> None:
    page.goto(f"{served.address}tools/{name}/{hash_}")


def told(outcome: PartOutcome) -> dict[str, Any]:
    """An outcome as the script gives it."""
    return {
        "part": outcome.part,
        "kind": outcome.kind,
        "title": outcome.title,
        "given": [vars(given) for given in outcome.given],
        "findings": [{"id": found.result.id, "when": found.when} for found in outcome.findings],
        "notes": list(outcome.notes),
        "open": list(outcome.open),
        "plays": list(outcome.plays),
        "ask": list(outcome.ask),
    }


@pytest.mark.parametrize("name", DECIDING)
def test_page_and_terminal_give_one_result_for_every_way(page: Page, served: Served, compiled: Compiled, name: str) -> None:
    book = compiled.book
    tool: Tool = written_out(book, addresses.tool(name), book.tools[name])
    data = tool_data(book, book.tools[name])
    ways = [(part.id, answers) for part in tool.parts for answers in every_way(part)]
    assert len(ways) > 20
    go(page, served, name)
    for (part, answers), (outcome, markdown) in zip(ways, page.evaluate(RUN, ways), strict=True):
        mine = run(tool, {part: answers}, book)
        assert outcome == told(mine.parts[0]), (part, answers)
        assert markdown == as_markdown(mine, data, DAY, "https://example.org/"), (part, answers)


def test_words_that_are_no_answer_are_refused_in_the_page_as_well(page: Page, served: Served) -> None:
    go(page, served, "change-triage")
    refused = page.evaluate("""() => ["perhaps", "__proto__", "constructor"].map(word => {
      try { HandbookTools.run({ lane: { purpose: word } }); return ""; } catch (error) { return error.message; }
    })""")
    assert refused == [f"'{word}' is not an answer here" for word in ("perhaps", "__proto__", "constructor")]


def focused(page: Page) -> Locator:
    return page.locator(":focus")


def test_a_tree_by_keyboard_alone(page: Page, served: Served, compiled: Compiled) -> None:
    tree = compiled.book.tools["change-triage"].parts[0]
    assert isinstance(tree, Tree)
    go(page, served, "change-triage")
    panel = page.locator("hb-tree")
    panel.get_by_role("button", name="No", exact=True).focus()
    for number, node in enumerate(tree.nodes[1:], 2):
        page.keyboard.press("Enter")
        expect(focused(page)).to_have_text(f"Question {number}. {node.ask}")
        page.keyboard.press("Tab")
        while focused(page).inner_text() != "No":
            page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    green = next(result for result in tree.results if result.id == "green")
    expect(focused(page)).to_have_text(f"Result. {green.title}")
    expect(panel).to_contain_text("Promise: no wait.")
    while focused(page).inner_text() != "Back one question":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(focused(page)).to_have_text(f"Question {len(tree.nodes)}. {tree.nodes[-1].ask}")
    panel.get_by_role("button", name=f"Change the answer to: {tree.nodes[1].ask}").press("Enter")
    expect(focused(page)).to_have_text(f"Question 2. {tree.nodes[1].ask}")


def test_the_address_holds_the_answers_and_the_browsers_back_takes_one_back(page: Page, served: Served) -> None:
    go(page, served, "change-triage")
    panel = page.locator("hb-tree")
    for _ in range(2):
        panel.get_by_role("button", name="No", exact=True).click()
    assert page.url.endswith("#answers?v=2026-11&lane=purpose.no_meaning.no")
    panel.get_by_role("button", name="Yes", exact=True).click()
    expect(panel).to_contain_text("Result. Red")
    shared = page.url
    page.go_back()
    expect(panel).to_contain_text("Question 3.")
    page.go_back()
    page.go_back()
    expect(panel).to_contain_text("Question 1.")
    page.goto(served.address)
    page.goto(shared)
    expect(page.locator("hb-tree")).to_contain_text("Result. Red")
    page.get_by_role("button", name="Start again").click()
    expect(page.locator("hb-tree")).to_contain_text("Question 1.")
    assert "answers" not in page.url


@pytest.mark.parametrize(
    ("hash_", "said"),
    [
        ("#answers?v=2020-01&lane=purpose.no", "These answers were given on data version 2020-01; this page has 2026-11. Check each one."),
        ("#answers?v=2026-11&lane=purpose.perhaps", "Some answers in this address do not fit the questions any more. They were left out."),
        ("#answers?v=2026-11&lane=gone.yes", "Some answers in this address do not fit the questions any more. They were left out."),
        ("#answers?v=%E0%A4%A&lane=purpose.no", ""),
        ("#answers?lane=__proto__.yes_constructor.no", "Some answers in this address do not fit the questions any more. They were left out."),
        ("#answers?nothing=a.b&&&=", ""),
        ("#lane-meaning", ""),
    ],
)
def test_an_address_that_does_not_fit_is_told_and_harms_nothing(page: Page, served: Served, hash_: str, said: str) -> None:
    go(page, served, "change-triage", hash_)
    expect(page.locator(".hb-panel-told")).to_have_text(said)
    expect(page.locator("hb-tree")).to_contain_text("Question 2." if "2020" in hash_ else "Question 1.")


def test_three_markets_side_by_side_share_their_progress(page: Page, served: Served) -> None:
    go(page, served, "device-navigator")
    progress = page.locator(".hb-panel-progress")
    expect(progress).to_have_text("United Kingdom: not begun. European Union: not begun. United States: not begun.")
    trees = page.locator("hb-tree")
    assert trees.count() == 3
    tops = {round(trees.nth(number).evaluate("tree => tree.getBoundingClientRect().top")) for number in range(3)}
    assert len(tops) == 1
    trees.nth(1).get_by_role("button", name="Yes", exact=True).click()
    trees.nth(2).get_by_role("button", name="Unclear", exact=True).click()
    expect(progress).to_contain_text("European Union: Draft yes: classed with the device that it drives.")
    expect(progress).to_contain_text("United States: Unclear: intent or category is not settled.")
    expect(trees.nth(0)).to_contain_text("Question 1.")


def test_a_matrix_follows_its_lists_and_its_cells(page: Page, served: Served, compiled: Compiled) -> None:
    matrix = compiled.book.tools["risk-matrix"].parts[0]
    assert isinstance(matrix, Matrix)
    go(page, served, "risk-matrix")
    before = page.get_by_role("group", name="Before controls")
    before.get_by_label(matrix.columns.title).select_option("major")
    before.get_by_label(matrix.rows.title).select_option("medium")
    out = page.locator("hb-matrix [role=status]")
    expect(out).to_contain_text("3. Undesirable")
    expect(page.locator(".hb-cell:has(.hb-cell-mark)")).to_have_text(re.compile("3 Undesirable.*Before controls"))
    after = page.get_by_role("group", name="After controls")
    after.get_by_label(matrix.columns.title).select_option("major")
    after.get_by_label(matrix.rows.title).select_option("unclear")
    expect(out).to_contain_text(matrix.unclear.title)
    page.locator("[data-row=very-low][data-column=minor]").click()
    expect(out).to_contain_text("1. Acceptable")
    expect(before.get_by_label(matrix.rows.title)).to_have_value("very-low")


def test_a_score_counts_while_it_is_answered(page: Page, served: Served, compiled: Compiled) -> None:
    score = compiled.book.tools["evidence-canvas"].parts[0]
    assert isinstance(score, Score)
    go(page, served, "evidence-canvas")
    out = page.locator("hb-score [role=status]")
    expect(out).to_have_text("5 of 5 questions are still open.")
    for dial, count in zip(score.dials, (3, 1, 1, 1, 0), strict=True):
        page.get_by_role("group", name=dial.ask).get_by_label(f"{count}: {dial.words[count]}").check()
    expect(out).to_contain_text("6 of 15 points: Concurrent comparison")
    expect(out).to_contain_text("If the claim is wrong and somebody dies of it")
    page.get_by_role("group", name=score.dials[1].ask).get_by_label("Unclear").focus()
    page.keyboard.press("Space")
    expect(out).to_contain_text("Between 5 and 8 points, since not all is clear: Concurrent comparison")
    expect(out).to_contain_text(score.unclear.title)


def test_the_result_is_copied_dated_with_version_answers_sources_and_whom_to_ask(context: BrowserContext, page: Page, served: Served) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    go(page, served, "change-triage")
    copy = page.get_by_role("button", name="Copy as Markdown")
    expect(copy).to_be_disabled()
    page.locator("hb-tree").get_by_role("button", name="Yes", exact=True).click()
    copy.click()
    expect(page.locator(".hb-panel-said")).to_have_text("Copied.")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text == page.get_by_label("The result as Markdown").input_value()
    today = page.evaluate("new Date().toLocaleDateString('sv')")
    for part in (
        f"- Date: {today}",
        "version 2026-11",
        f"- Address: {page.url}",
        "? **Yes**",
        "**Result: Red: hazards, regulation and safety case assessed.**",
        f"]({served.address}safety/triage-every-change/)",
        "- Ask: Clinical Safety Officer",
        "## Sources\n\n1. **In force**",
    ):
        assert part in text


def test_nothing_is_stored(page: Page, served: Served) -> None:
    go(page, served, "evidence-canvas")
    page.locator("hb-score input").nth(1).check()
    kept = page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])")
    assert "harm" not in kept
    assert "canvas" not in kept


@pytest.mark.parametrize("name", DECIDING)
def test_without_the_script_the_page_is_whole(browser: Browser, served: Served, compiled: Compiled, name: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.address}tools/{name}/")
    assert page.get_by_role("button", name="Copy as Markdown").count() == 0
    for part in compiled.book.tools[name].parts:
        for anchor in addresses.part_anchors(part):
            if anchor.endswith("-cases") and not getattr(part, "cases", ()):
                continue
            assert page.locator(f"[id='{anchor}']").is_visible(), anchor
        if isinstance(part, Tree):
            assert page.locator(f"[aria-labelledby='{part.id}-map-title {part.id}-map-text']").is_visible()
        if isinstance(part, Matrix):
            cells = page.locator(f"[data-matrix='{part.id}']")
            assert cells.count() == len(part.rows.words) * len(part.columns.words)
            assert all(cells.all_inner_texts())
    context.close()


def test_go_to_a_question_by_its_link_without_the_script(browser: Browser, served: Served) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.address}tools/change-triage/")
    page.get_by_role("link", name="question 4", exact=True).click()
    expect(page.locator("#lane-data-use")).to_be_in_viewport()
    context.close()


@pytest.mark.parametrize("name", DECIDING)
def test_a_tool_works_from_a_folder(page: Page, site: Path, name: str) -> None:
    page.goto((site / "tools" / name / "index.html").as_uri())
    expect(page.locator(".hb-panel").first).to_be_visible()
    first = page.locator("hb-tree, hb-matrix, hb-score").first
    kind = first.evaluate("one => one.localName")
    if kind == "hb-tree":
        first.get_by_role("button", name="Unclear").first.click()
        expect(first).to_contain_text("Result. Unclear")
    elif kind == "hb-matrix":
        first.get_by_label("Severity").first.select_option("minor")
    else:
        first.locator("input").first.check()
    assert "#answers?" in page.url


def test_on_paper_the_page_is_whole_and_a_result_stands_alone(page: Page, served: Served) -> None:
    go(page, served, "change-triage")
    page.locator("hb-tree").get_by_role("button", name="Yes", exact=True).click()
    page.emulate_media(media="print")
    assert page.locator("#lane-purpose").is_visible()
    assert not page.locator("hb-tree").is_visible()
    page.emulate_media(media="screen")
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="Print the result").click()
    page.emulate_media(media="print")
    assert page.locator(".hb-paper").is_visible()
    assert "Result: Red" in page.locator(".hb-paper").inner_text()
    assert not page.locator("#lane-purpose").is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("#lane-purpose").is_visible()


def test_a_tool_in_use_fits_a_phone_and_axe_finds_nothing(browser: Browser, served: Served, axe: Axe) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, color_scheme="dark", reduced_motion="reduce")
    axe.ready(context)
    page = context.new_page()
    faults = []
    for name in DECIDING:
        page.goto(f"{served.address}tools/{name}/")
        for button in page.locator("hb-tree").all():
            button.get_by_role("button", name="Unclear").click()
        for box in page.locator("hb-matrix select").all():
            box.select_option(index=1)
        for dial in page.locator("hb-score fieldset").all():
            dial.get_by_label("Unclear").check()
        faults += axe.everywhere(page)
    context.close()
    assert faults == []
