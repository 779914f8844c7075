"""The book is checked while it is composed: what is told is what a check alone tells."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from handbook import pipeline, side_by_side
from handbook.compose import Pages
from handbook.model import Handbook
from handbook.pipeline import compile_handbook, examine, open_handbook
from handbook.problems import HandbookError
from handbook.read import Memory
from tests.repository import make

PLAY = "playbooks/safety/find-hazards.md"
OWNER, LOST = "owner: cso", "owner: nobody-here"


@pytest.fixture(params=["in one process", "in two"], autouse=True)
def processes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every case with and without a process for the check."""
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(side_by_side, "LEAST", 1 if request.param == "in two" else 10_000)


def test_a_fault_that_stops_the_composing_is_told_as_the_check_tells_it(tmp_path: Path) -> None:
    root = make(tmp_path, {"replace": {PLAY: {OWNER: LOST}}})
    with pytest.raises(HandbookError) as told:
        compile_handbook(root, {})
    assert tuple(told.value.problems) == examine(root, {})[1]
    assert "nobody-here" in str(told.value)
    assert told.value.__cause__ is not None, "the fault did not stop the composing: the case tests nothing"


def test_a_fault_that_composing_does_not_meet_is_told(tmp_path: Path) -> None:
    root = make(tmp_path, {"append": {PLAY: "\nSee [what is not there](../nowhere.md).\n"}})
    with pytest.raises(HandbookError, match="nowhere"):
        compile_handbook(root, {})


def test_a_failure_of_our_own_is_not_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(book: Handbook, kept: object) -> None:
        raise RuntimeError(f"cannot compose {len(book.plays)}")

    monkeypatch.setattr(pipeline, "compose", broken)
    with pytest.raises(RuntimeError, match="cannot compose"):
        compile_handbook(make(tmp_path, {}), {})


def test_what_the_check_found_clean_is_remembered(tmp_path: Path) -> None:
    root = make(tmp_path, {})
    compile_handbook(root, {}, Memory(root))
    kept = b"".join(file.read_bytes() for file in sorted((root / ".cache/read").iterdir()))
    examine(root, {}, memory=Memory(root))
    assert b"".join(file.read_bytes() for file in sorted((root / ".cache/read").iterdir())) == kept
    assert b'"texts"' in kept


def test_asking_whether_there_is_a_page_composes_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The preview asks it of every file after each edit."""
    made: list[str] = []
    monkeypatch.setattr(Pages, "make", lambda _, path: made.append(path))
    pages = open_handbook(make(tmp_path, {}), {}).pages
    assert "safety/find-hazards.md" in pages
    assert "safety/nowhere.md" not in pages
    assert made == []
