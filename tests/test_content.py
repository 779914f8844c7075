"""What the handbook has to answer: coverage of the struggles, and questions whose page holds the facts of the answer."""

from __future__ import annotations

import posixpath
import re
from typing import Any

import pytest
import yaml

from handbook import addresses
from handbook.pipeline import Compiled
from handbook.text.markup import links
from tests.repository import ROOT

QUESTIONS: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests" / "content.yml").read_text(encoding="utf-8"))


def cited(compiled: Compiled, page: str) -> set[str]:
    """The facts in the notes of a page."""
    notes = re.findall(r"(?m)^\[\^\d+\]: .*$", compiled.pages[page].markdown)
    return {name for note in notes for name in compiled.book.facts if f"[{name}](" in note}


def linked(compiled: Compiled, page: str) -> set[str]:
    """The pages that a page links to."""
    targets = (link.target.partition("#")[0] for link in links(compiled.pages[page].markdown))
    return {posixpath.normpath(posixpath.join(posixpath.dirname(page), target)) for target in targets if target.endswith(".md")}


@pytest.mark.parametrize("entry", QUESTIONS, ids=lambda entry: entry["ask"][:50])
def test_the_page_that_answers_holds_the_facts(compiled: Compiled, entry: dict[str, Any]) -> None:
    assert set(entry["facts"]) <= cited(compiled, entry["page"])


@pytest.mark.parametrize("entry", QUESTIONS, ids=lambda entry: entry["ask"][:50])
def test_the_answer_is_on_the_page_where_a_reader_lands_or_one_click_away(compiled: Compiled, entry: dict[str, Any]) -> None:
    assert entry["page"] in {entry["lands"], *linked(compiled, entry["lands"])}


def test_there_are_twenty_questions_and_each_has_an_answer() -> None:
    assert len(QUESTIONS) >= 20
    assert all(entry["answer"] for entry in QUESTIONS)


def test_every_struggle_is_answered_by_two_plays(compiled: Compiled) -> None:
    book = compiled.book
    struggles = [struggle.id for item in book.playbooks.values() for struggle in item.struggles] + [struggle.id for struggle in book.pattern.struggles]
    answers = [name for play in book.plays.values() for name in play.answers]
    assert len(struggles) == 44
    assert [name for name in struggles if answers.count(name) < 2] == []


def test_the_handbook_is_whole(compiled: Compiled) -> None:
    book = compiled.book
    assert (len(book.plays), len(book.playbooks), len(book.journeys), len(book.questions)) == (46, 6, 3, 9)
    assert all(len(item.aliases) >= 8 for kind in (book.plays, book.playbooks, book.journeys, book.questions, book.tools) for item in kind.values())
    assert all(len(page.aliases) >= 8 for page in book.site.pages)
    assert all(playbook.sequence and len(playbook.paths) == 2 for playbook in book.playbooks.values())
    assert all(
        {entry.play for entry in playbook.sequence} == {play.id for play in book.plays.values() if play.playbook == playbook.id}
        for playbook in book.playbooks.values()
    )
    assert not any(struggle.planned for playbook in book.playbooks.values() for struggle in playbook.struggles)


def test_plays_tools_and_documents_lead_to_each_other(compiled: Compiled) -> None:
    book = compiled.book
    left = {(addresses.play(play.id), addresses.document(leave.document)) for play in book.plays.values() for leave in play.leaves if leave.document}
    used = {(addresses.tool(tool.id), addresses.play(name)) for tool in book.tools.values() for name in tool.plays}
    taken = {(addresses.tool(tool.id), addresses.document(name)) for tool in book.tools.values() for name in tool.documents}
    assert len(book.documents) == 97 and {document for _, document in left} == set(map(addresses.document, book.documents))
    goes = {page: linked(compiled, page) for pair in left | used | taken for page in pair}
    assert [(one, other) for one, other in sorted(left | used | taken) if other not in goes[one] or one not in goes[other]] == []


def test_no_page_shows_a_mark_that_stands_alone(compiled: Compiled) -> None:
    alone = re.compile(r"\n\n\{ ?[.#][\w-]+ ?\}\n")
    assert [path for path, page in compiled.pages.items() if alone.search(page.text)] == []
