"""Tools that collect, in Python: what scores, rows and forms come to, and what is drawn of them."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.choices import Choices
from handbook.compose.quadrants import quadrants
from handbook.compose.radar import directions, outline, radar
from handbook.compose.register import register_view
from handbook.model import Assessment, Document, Form, Handbook, Names, Register
from handbook.pipeline import Compiled
from handbook.tables import table
from handbook.tools import AnswerError, run
from handbook.tools.assessment import as_low, counted, counts, example_scores, scored, spokes, statements, weakest
from handbook.tools.form import as_markdown, missing, run_form, verdict, words
from handbook.tools.register import hinted, names, people, row_notes, run_register, sentence, too_few_or_many
from handbook.tools.table import as_csv, as_table

SVG = "{http://www.w3.org/2000/svg}"
TITLES = ["Legal and privacy lead", "Clinical Safety Officer"]


@pytest.fixture
def book(compiled: Compiled) -> Handbook:
    return compiled.book


def parts(book: Handbook, kind: type[Any]) -> list[Any]:
    return [part for tool in book.tools.values() for part in tool.parts if isinstance(part, kind)]


def assessment(**fields: Any) -> Assessment:
    """Three dimensions with two statements each, scored 0 to 4."""
    groups = [{"id": name, "title": name.title(), "statements": [_statement(f"{name}-{number}") for number in (1, 2)]} for name in ("one", "two", "three")]
    scale = [{"id": f"step-{count}", "word": f"Step {count}", "means": "So."} for count in range(5)]
    base = {"kind": "assessment", "id": "x", "title": "X", "lead": "L", "scheme": "S", "scale": scale, "groups": groups, "ask": "cpm"}
    return Assessment.model_validate({**base, **fields})


def _statement(name: str) -> dict[str, str]:
    return {"id": name, "text": f"Statement {name}.", "proof": "A number", "play": f"plays/{name}"}


# ---------- Assessments ----------


@pytest.mark.parametrize(
    ("counts_from", "proof_from", "said", "proof", "expected"),
    [
        (0, 2, 1, "", 1), (0, 2, 2, "", 1), (0, 2, 4, "", 1), (0, 2, 4, "A list", 4), (0, 0, 0, "", None), (0, 0, 3, "", None), (0, 0, 3, "A list", 3),
        (1, 1, 3, "", None), (1, 1, 3, "A card", 3), (1, 2, 3, "", 1), (0, 1, 0, "", 0), (0, 1, 4, "", 0),
    ],
)  # fmt: skip
def test_what_a_score_counts(counts_from: int, proof_from: int, said: int, proof: str, expected: int | None) -> None:
    assert counted(assessment(counts_from=counts_from, proof_from=proof_from), said, proof) == expected


def test_a_dimension_shows_its_lowest_and_highest_count_and_no_average() -> None:
    part = assessment(proof_from=2)
    scores = scored(part, {"one-1": {"step": 4, "proof": "A list"}, "one-2": 0, "two-1": 3, "two-2": "unclear"})
    assert [(spoke.lowest, spoke.highest, spoke.counted) for spoke in spokes(part, scores)] == [(0, 4, 2), (1, 1, 1), (None, None, 0)]


def test_the_lowest_three_come_in_order_and_the_others_as_low_are_counted() -> None:
    part = assessment(proof_from=4)
    scores = scored(part, {"one-1": 2, "one-2": 1, "two-1": 1, "two-2": 0, "three-1": 1, "three-2": 1})
    assert [one.statement.id for one in weakest(scores)] == ["two-2", "one-2", "two-1"]
    assert as_low(scores, weakest(scores)) == 2


def test_nothing_scored_has_no_lowest() -> None:
    scores = scored(assessment(), {})
    assert weakest(scores) == ()
    assert as_low(scores, ()) == 0


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"one-1": 5}, "'5' is not an answer here"),
        ({"one-1": -1}, "'-1' is not an answer here"),
        ({"one-9": 1}, "nothing here is called 'one-9'"),
        ({"one-1": {"step": 1, "prof": "x"}}, "nothing here is called 'prof'"),
        ({"one-1": [1]}, "a list or fields is not an answer here"),
        ({"one-1": {"proof": "x"}}, "'None' is not an answer here"),
    ],
)
def test_answers_that_an_assessment_cannot_take(answers: dict[str, Any], message: str) -> None:
    with pytest.raises(AnswerError) as raised:
        scored(assessment(), answers)
    assert [fault.message for fault in raised.value.faults] == [message]


def test_a_score_is_taken_by_its_word_and_unclear_counts_nothing() -> None:
    first, second, *_ = scored(assessment(proof_from=4), {"one-1": "step 3", "one-2": "Unclear"})
    assert (first.counts, second.counts, second.unclear) == (3, None, True)


def test_every_example_is_whole_and_proved(book: Handbook) -> None:
    for part in parts(book, Assessment):
        scores = example_scores(part)
        assert [one.counts for one in scores] == [part.example[one.statement.id] for one in scores]
        assert set(part.example) == {statement.id for statement in statements(part)}


def test_the_radar_has_six_challenges_with_four_statements_each(book: Handbook) -> None:
    (part,) = book.tools["maturity-radar"].parts
    assert isinstance(part, Assessment)
    assert [len(group.statements) for group in part.groups] == [4] * 6
    assert all(statement.play in book.plays for statement in statements(part))


def test_page_and_workbook_count_every_score_alike(book: Handbook) -> None:
    (part,) = book.tools["maturity-radar"].parts
    assert isinstance(part, Assessment)
    sheet = next(sheet for sheet in book.documents["maturity"].sheets if sheet.id == "own")
    offered = next(column for column in sheet.columns if column.id == "statement").options
    assert list(offered) == [statement.text for statement in statements(part)]
    asked = [(score, proof) for score in counts(part) for proof in ("", "A list")]
    rows = [{"function": "Safety", "challenge": "Safety", "statement": offered[0], "score": score, "proof": proof or None} for score, proof in asked]
    filled = table(sheet.columns, rows, Choices(book.tools))
    assert [row["counts"] for row in filled.rows] == [counted(part, score, proof) for score, proof in asked]


def test_ladder_and_its_document_describe_the_same_levels(book: Handbook) -> None:
    (part,) = book.tools["career-ladder"].parts
    assert isinstance(part, Assessment)
    section = next(section for section in book.documents["career-ladder"].sections if section.id == "skills")
    assert [[row[name] for name in ("one", "two", "three", "four", "five")] for row in section.example] == [list(one.levels) for one in statements(part)]
    assert all(len(level.split()) <= 20 for one in statements(part) for level in one.levels)


# ---------- Registers ----------


def register(**fields: Any) -> Register:
    base = {"kind": "register", "id": "r", "title": "R", "lead": "L", "document": "d", "sheet": "s", "overview": ["a"], "plays": ["p"], "ask": "cpm"}
    return Register.model_validate({**base, **fields})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CSO, regulatory lead", ["CSO", "regulatory lead"]),
        ("CSO, trust", ["CSO, trust"]),
        ("Chief medical officer, as named in our plan", ["Chief medical officer"]),
        ("None", []),
        ("", []),
        ("–", []),
        ("legal and privacy lead", ["Legal and privacy lead"]),
        ("Legal and privacy lead and CSO", ["Legal and privacy lead", "CSO"]),
        ("CPO or CMO", ["CPO", "CMO"]),
        ("CPO / CMO; CEO & CFO", ["CPO", "CMO", "CEO", "CFO"]),
        ("Anderson", ["Anderson"]),
        ("A\0B\x01C", ["ABC"]),
    ],
)
def test_the_people_whom_a_cell_names(text: str, expected: list[str]) -> None:
    assert names(text, TITLES) == expected


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("CMO", ""),
        ("", "nobody is named, at least 1"),
        ("None", "nobody is named, at least 1"),
        ("CMO and CPO", "2 are named, at most 1"),
        ("CMO, CPO, CEO", "3 are named, at most 1"),
    ],
)
def test_a_decision_without_a_decider_or_with_two_is_told(cell: str, said: str) -> None:
    rule = Names(column="decides", least=1, most=1, because="One.")
    assert too_few_or_many(rule, {"decides": cell}, TITLES) == said


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("User   error at the ward", ["user error"]),
        ("a user\nerror", ["user error"]),
        ("superuser errors", []),
        ("user-error", []),
        ("n/a", ["n/a"]),
        ("N/A.", ["n/a"]),
        ("retraining", []),
    ],
)
def test_words_to_avoid_are_whole_words(book: Handbook, text: str, found: list[str]) -> None:
    (part,) = book.tools["hazard-log"].parts
    assert isinstance(part, Register)
    cause = next(column for column in _sheet(book, part).columns if column.id == "cause")
    assert hinted(part, cause, text) == found


def test_the_examples_have_nothing_to_mend(book: Handbook) -> None:
    """But for claims that the example stops: that is what it shows."""
    for part in parts(book, Register):
        view = register_view(book, part)
        titles = [role.title for role in book.roles.values()]
        kept = [row for row in view.filled.rows if row.get("decision") != "Stop"]
        assert [note for row in kept for note in row_notes(part, view.sheet, row, titles)] == [], part.id
        assert view.filled.faults == ()


def test_rows_are_told_by_name_with_what_is_missing(book: Handbook) -> None:
    rows = [{"id": "DR-1", "decision": "Release?", "decides": "CPO and CMO"}]
    outcome = run(book.tools["decision-rights"], {"rights": {"rows": rows}}, book).parts[0]
    assert "DR-1: Recommends: missing" in outcome.notes
    assert any(note.startswith("DR-1: Decides: 2 are named, at most 1.") for note in outcome.notes)
    assert outcome.open == ("1",)
    assert outcome.body[2].startswith("| DR-1 | Release? |")


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"rows": "none"},
        {"rows": ["text"]},
        {"rows": [], "more": 1},
        {"rows": [{"harm": 1}]},
        {"rows": [{"split": "Yes"}]},
        {"rows": [{"lock": "Perhaps"}]},
        {"rows": [{"id": ["a"]}]},
        {"rows": [{"names": "many"}]},
    ],
)
def test_answers_that_a_register_cannot_take(book: Handbook, answers: Any) -> None:
    (part,) = book.tools["decision-rights"].parts
    assert isinstance(part, Register)
    with pytest.raises(AnswerError):
        run_register(part, _sheet(book, part), Choices(book.tools), TITLES, answers)


def test_who_stands_where_is_told_apart_by_place_and_not_by_letters(book: Handbook) -> None:
    (part,) = book.tools["decision-rights"].parts
    assert isinstance(part, Register)
    rows = [{"id": "A", "decides": "CSO", "agree": "CSO, trust"}, {"id": "B", "decides": "cso", "agree": "None"}]
    assert people(part, rows, _sheet(book, part), TITLES) == {"CSO": {"decides": ["A", "B"]}, "CSO, trust": {"agree": ["A"]}}


def test_a_sentence_shows_what_is_missing_as_dots() -> None:
    part = register(sentence="Because {cause}, the system {effect}.")
    assert sentence(part, {"cause": "a feed stops"}) == "Because a feed stops, the system …."
    assert sentence(part, {}) == ""


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), min_size=2, max_size=2), max_size=4))
def test_csv_holds_every_cell_and_no_formula(rows: list[list[str]]) -> None:
    text = as_csv(["One", "Two"], rows)
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert len(read) == len(rows) + 1
    for line, row in zip(read[1:], rows, strict=True):
        for found, cell in zip(line, row, strict=True):
            assert found.removeprefix("'") == cell.removeprefix("'") or found == cell
            number = cell.lstrip("-").replace(".", "", 1).isascii() and cell.lstrip("-").replace(".", "", 1).isdigit()
            assert number or not found.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.lists(st.text(max_size=20), min_size=1, max_size=3))
def test_a_table_keeps_a_row_on_its_line(cells: list[str]) -> None:
    lines = as_table(["Head"] * len(cells), [cells])
    assert len(lines) == 3
    assert "\n" not in lines[2]
    assert lines[2].replace("\\\\", "").replace("\\|", "").count("|") == len(cells) + 1


# ---------- Forms ----------


def form(**fields: Any) -> Form:
    stops = {"stops": ["Is it new?", "Is it live?"], "stopped": "Stop.", "clear": "Go on."}
    return Form.model_validate({"kind": "form", "id": "f", "title": "F", "lead": "L", "document": "d", "plays": ["a"], "ask": "cpm", **stops, **fields})


def document() -> Document:
    columns = [{"id": "what", "title": "What"}, {"id": "when", "title": "When", "kind": "date"}]
    sections = [
        {"id": "why", "title": "Why", "prompt": "P", "most_words": 3},
        {"id": "list", "title": "List", "prompt": "P", "kind": "list"},
        {"id": "table", "title": "Table", "prompt": "P", "kind": "table", "columns": columns},
        {"id": "answer", "title": "Answer", "prompt": "P", "kind": "choice", "options": ["Red", "Green"]},
        {"id": "ticks", "title": "Ticks", "prompt": "P", "kind": "checks", "options": ["One", "Two"]},
        {"id": "day", "title": "Day", "prompt": "P", "kind": "date", "required": False},
    ]
    return Document.model_validate({"id": "d", "title": "D", "format": "docx", "purpose": "P", "sections": sections})


@pytest.mark.parametrize(
    ("stops", "expected"),
    [
        (["no", "no"], "clear"), (["no"], "open"), ([], "open"), (["no", "yes"], "stopped"), (["unclear", "yes"], "stopped"),
        (["unclear", "no"], "unclear"), (["unclear"], "unclear"), (["yes"], "stopped"), (["", "no"], "open"),
    ],
)  # fmt: skip
def test_one_yes_stops_and_a_doubt_leads_to_a_person(stops: list[str], expected: str) -> None:
    assert verdict(form(), stops) == expected


def test_a_form_names_what_is_missing_and_too_long() -> None:
    outcome = run_form(form(), document(), {"stops": [False, "unclear"], "why": "one two three four", "ticks": ["Two"]})
    assert outcome.open == ("list", "table", "answer")
    assert outcome.notes == (
        "Whether a stop holds is unclear: ask before you go on.",
        "Why: 4 words, 3 at most",
        "2 of 5 required parts are filled in. Missing: List; Table; Answer",
    )
    assert [given.answer for given in outcome.given] == ["No", "Unclear"]


def test_a_filled_form_is_the_document_as_markdown() -> None:
    values = {"why": "So.", "list": ["a", "b"], "table": [{"what": "x | y"}], "answer": "Red", "ticks": ["Two"], "day": "2026-01-02"}
    assert missing(document(), values) == []
    assert "\n".join(as_markdown(document(), values)).split("\n\n") == [
        "### Why", "So.", "### List", "- a\n- b", "### Table", "| What | When |\n| --- | --- |\n| x \\| y |  |", "### Answer", "Red",
        "### Ticks", "- [ ] One\n- [x] Two", "### Day", "2026-01-02\n",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "answers",
    [
        {"nothing": "x"}, {"stops": "no"}, {"stops": ["no", "no", "no"]}, {"stops": ["perhaps"]}, {"why": ["a"]}, {"list": "a"}, {"list": [["a"]]},
        {"table": "a"}, {"table": ["a"]}, {"table": [{"who": "x"}]}, {"answer": "Blue"}, {"ticks": ["Three"]},
    ],
)  # fmt: skip
def test_answers_that_a_form_cannot_take(answers: Any) -> None:
    with pytest.raises(AnswerError):
        run_form(form(), document(), answers)


def test_every_fault_of_a_form_is_told_with_its_place() -> None:
    with pytest.raises(AnswerError) as raised:
        run_form(form(), document(), {"stops": ["no", "perhaps"], "answer": "Blue", "table": [{"what": "x"}, {"who": "y"}]})
    assert [fault.loc for fault in raised.value.faults] == [("stops", 1), ("table", 1, "who"), ("answer",)]


def test_blank_rows_and_lines_are_no_answer() -> None:
    outcome = run_form(form(), document(), {"list": ["", " "], "table": [{"what": " "}], "why": "  "})
    assert outcome.open == ("why", "list", "table", "answer", "ticks")


def test_words_are_counted_in_texts_lists_and_rows() -> None:
    assert [words("one two"), words(["one", "two three"]), words([{"a": "one two", "b": None}]), words(None)] == [2, 3, 2, 0]


def test_the_examples_of_the_forms_fill_every_required_part(book: Handbook) -> None:
    for part in parts(book, Form):
        about = book.documents[part.document]
        values = {section.id: section.example for section in about.sections if section.example is not None}
        outcome = run_form(part, about, values)
        assert outcome.open == (), part.id
        assert [note for note in outcome.notes if "at most" in note] == []


# ---------- Drawings ----------


def test_a_radar_is_named_described_and_drawn_to_scale(book: Handbook) -> None:
    for part in parts(book, Assessment):
        found = spokes(part, example_scores(part))
        drawing = ET.fromstring(radar(part, found))
        names_of = drawing.get("aria-labelledby", "").split()
        assert [drawing.find(f"{SVG}{tag}").get("id") for tag in ("title", "desc")] == names_of  # type: ignore[union-attr]
        low = next(shape for shape in drawing.iter(f"{SVG}polygon") if "data-low" in shape.attrib)
        most = counts(part)[-1]
        for corner, spoke, (x, y) in zip(low.attrib["points"].split(), found, directions(len(found)), strict=True):
            right, down = (float(number) for number in corner.split(","))
            assert right == pytest.approx(215 + x * 112 * (spoke.lowest or 0) / most, abs=0.06)
            assert down == pytest.approx(155 + y * 112 * (spoke.lowest or 0) / most, abs=0.06)
        written = " ".join(text.text or "" for text in drawing.iter(f"{SVG}tspan"))
        assert all(word in written for group in part.groups for word in group.title.split())


def test_a_spoke_without_a_count_stands_in_the_centre() -> None:
    assert outline([None, 4, 0], directions(3), 4) == "215.0,155.0 312.0,211.0 215.0,155.0"


def test_a_map_shows_every_placed_row_once_and_grows_with_its_cells() -> None:
    part = register(id="m")
    across, up = (Document.model_validate(_map(axis)).sheets[0].columns[0] for axis in ("Stake", "Power"))
    placed = {("Low", "High"): list(range(1, 10)), ("High", "Low"): [10]}
    drawing = ET.fromstring(quadrants(part, across, up, placed))
    marks = [text.text for group in drawing.iter(f"{SVG}g") for text in group.iter(f"{SVG}text")]
    assert marks == [str(number) for number in range(1, 11)]
    heights = {rect.get("height") for rect in drawing.iter(f"{SVG}rect")}
    assert len(heights) == 2
    assert [part.get("id") for part in (drawing.find(f"{SVG}title"), drawing.find(f"{SVG}desc")) if part is not None] == ["m-map-title", "m-map-text"]


def _map(axis: str) -> dict[str, Any]:
    columns = [{"id": axis.lower(), "title": axis, "kind": "choice", "options": ["Low", "High"]}]
    return {"id": "d", "title": "D", "format": "xlsx", "purpose": "P", "sheets": [{"id": "s", "title": "S", "about": "A", "columns": columns}]}


def _sheet(book: Handbook, part: Register) -> Any:
    return next(sheet for sheet in book.documents[part.document].sheets if sheet.id == part.sheet)
