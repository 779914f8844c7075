"""Tools that collect, in Python: what scores come to, and what is drawn."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import pytest

from handbook.choices import Choices
from handbook.compose.quadrants import quadrants
from handbook.compose.radar import directions, outline, radar
from handbook.model import Assessment, Document, Handbook
from handbook.pipeline import Compiled
from handbook.tables import table
from handbook.tools import AnswerError
from handbook.tools.assessment import as_low, counted, counts, example_scores, scored, spokes, statements, weakest
from tests.collecting import parts, register

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def book(compiled: Compiled) -> Handbook:
    return compiled.book


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
