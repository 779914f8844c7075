"""Forms, in Python: what stops, what is missing, and the filled document."""

from __future__ import annotations

from typing import Any

import pytest

from handbook.model import Document, Form, Handbook
from handbook.pipeline import Compiled
from handbook.tools import AnswerError
from handbook.tools.form import as_markdown, missing, run_form, verdict, words
from tests.collecting import parts


@pytest.fixture
def book(compiled: Compiled) -> Handbook:
    return compiled.book


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
