"""Registers, in Python: whom a cell names, what is told of a row, what is taken and given away."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.choices import Choices
from handbook.compose.register import register_view
from handbook.model import Handbook, Names, Register
from handbook.pipeline import Compiled
from handbook.tools import AnswerError, run
from handbook.tools.register import hinted, names, people, row_notes, run_register, sentence, too_few_or_many
from handbook.tools.table import as_csv, as_table
from tests.collecting import parts, register, sheet_of

TITLES = ["Legal and privacy lead", "Clinical Safety Officer"]


@pytest.fixture
def book(compiled: Compiled) -> Handbook:
    return compiled.book


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
    cause = next(column for column in sheet_of(book, part).columns if column.id == "cause")
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
        run_register(part, sheet_of(book, part), Choices(book.tools), TITLES, answers)


def test_who_stands_where_is_told_apart_by_place_and_not_by_letters(book: Handbook) -> None:
    (part,) = book.tools["decision-rights"].parts
    assert isinstance(part, Register)
    rows = [{"id": "A", "decides": "CSO", "agree": "CSO, trust"}, {"id": "B", "decides": "cso", "agree": "None"}]
    assert people(part, rows, sheet_of(book, part), TITLES) == {"CSO": {"decides": ["A", "B"]}, "CSO, trust": {"agree": ["A"]}}


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
