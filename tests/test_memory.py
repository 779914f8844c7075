"""What is kept of a reading and a check: it changes no word of what is told, whatever happens to the files or to what was kept."""

from __future__ import annotations

import gc
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handbook.check import notes
from handbook.code_digest import code_digest
from handbook.fingerprint import part_names, part_text, parts
from handbook.pipeline import Compiled, Examined, examine_with_warnings, open_handbook
from handbook.problems import HandbookError
from handbook.read import Memory, memory, plays
from handbook.source import parse_front_matter
from handbook.uncollected import uncollected
from tests.edits import EDITS, LAYER, OTHER, PLAY
from tests.forks import HAZARD_CHANGES, HAZARDS, OWN, OWN_SECTIONS, adaptation, own_play, write
from tests.random_edits import edit
from tests.repository import make

DAY = date(2026, 11, 1)
WHOLE = ["a play renamed", "a page more", "a page less", "a fault", "a fault mended", "a fact", "a role", "a layer", "no layer"]


def told(root: Path, kept: Memory | None = None) -> Examined:
    """The book, the problems and the warnings."""
    return examine_with_warnings(root, {}, DAY, kept)


@contextmanager
def small_book() -> Iterator[Path]:
    """The tiny handbook with a layer that changes a play and has one of its own."""
    with tempfile.TemporaryDirectory() as folder:
        root = make(Path(folder), {})
        write(root, LAYER, "name: Larkfield\n")
        write(root, f"organisation/{HAZARDS}", adaptation("safety/find-hazards", HAZARD_CHANGES, OWN_SECTIONS))
        write(root, f"organisation/{OWN}", own_play())
        yield root


@given(data=st.data())
@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
def test_after_any_edits_the_same_is_told_from_memory_and_from_nothing(data: st.DataObject) -> None:
    with small_book() as root:
        stays = Memory(root)
        told(root, stays)
        for number in range(data.draw(st.integers(1, 4))):
            _change(root, number, data)
            from_nothing = told(root)
            assert told(root, stays) == from_nothing, "in the process that goes on"
            assert told(root, Memory(root)) == from_nothing, "in a new process"


def _change(root: Path, number: int, data: st.DataObject) -> None:
    """An edit of some lines, of a whole file, or back to an earlier text."""
    files = sorted(path for path in root.rglob("*") if path.suffix in {".md", ".yml"} and ".cache" not in path.parts)
    name = data.draw(st.sampled_from(["lines", "remove", "copy", *WHOLE]))
    path = data.draw(st.sampled_from(files))
    if name == "lines":
        lines = path.read_text(encoding="utf-8").split("\n")
        edit(lines, data)
        path.write_text("\n".join(lines), encoding="utf-8")
    elif name == "remove":
        path.unlink()
    elif name == "copy":
        shutil.copyfile(path, path.with_stem(f"{path.stem}-{number}"))
    else:
        EDITS[name](root, number)


def test_one_edit_has_one_file_read_and_one_item_looked_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make(tmp_path, {})
    told(root, Memory(root))
    read: list[str] = []
    looked: list[str] = []

    def parse(path: str, *rest: Any) -> Any:
        read.append(path)
        return parse_front_matter(path, *rest)

    def texts(item: Any) -> Any:
        looked.append(item.place.path)
        return worked_out(item)

    worked_out = notes._texts
    monkeypatch.setattr(plays, "parse_front_matter", parse)
    monkeypatch.setattr(notes, "_texts", texts)
    told(root, Memory(root))
    assert (read, looked) == ([], [])
    EDITS["a word in a play"](root, 1)
    told(root, Memory(root))
    assert (read, looked) == ([PLAY], [PLAY])


def test_a_neighbour_that_went_is_missed_in_a_text_that_nobody_edited(tmp_path: Path) -> None:
    root = make(tmp_path, {})
    before = told(root, Memory(root))
    roles = root / "library/roles.yml"
    roles.write_text(roles.read_text(encoding="utf-8").replace("id: cso", "id: nobody"), encoding="utf-8")
    after = told(root, Memory(root))
    assert not before.problems
    assert after.problems == told(root).problems
    assert any(problem.path != "library/roles.yml" for problem in after.problems)


def _poisoned(root: Path, change: Any, code: str = "") -> None:
    """Change what was kept about each file, with a digest that fits, as somebody who means harm would."""
    for path in (root / memory.FOLDER).iterdir():
        _, entries = json.loads(path.read_bytes()[32:])
        content = json.dumps([code or code_digest(), {name: change(entry) for name, entry in entries.items()}]).encode()
        path.write_bytes(hashlib.sha256(content).digest() + content)


ODD_NOTES: tuple[Any, ...] = ({"texts": {"Play": [1]}}, {"texts": {"Play": None}, "voice": {"Play": "x"}}, {"texts": {"Role 0": [True, [1], [[]], [["x"]]]}})


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: "nothing of the kind",
        lambda entry: [entry[0], entry[1], [[["no", "such", "way"], "2026-01-01"]], entry[3]],
        lambda entry: [entry[0], entry[1], [[[], "2026-01-01"]], entry[3]],
        lambda entry: ["another text", *entry[1:]],
        *(lambda entry, odd=odd: [*entry[:3], odd] for odd in ODD_NOTES),
    ],
)
def test_what_has_no_sense_counts_as_not_kept(tmp_path: Path, change: Any) -> None:
    root = make(tmp_path, {"append": {PLAY: "\nSee [nothing](nothing.md).\n"}})
    from_nothing = told(root, Memory(root))
    assert from_nothing.problems
    _poisoned(root, change)
    assert told(root, Memory(root)) == from_nothing


@pytest.mark.parametrize("says", ["text", 7, [], {}, [[]], {"title": {"a": 1}}, [{"id": "__import__('os').system('x')", "place": "x"}], {"body": [1]}])
def test_data_that_somebody_put_there_is_judged_like_an_authors(tmp_path: Path, says: Any) -> None:
    root = make(tmp_path, {})
    told(root, Memory(root))
    _poisoned(root, lambda entry: [entry[0], says, [], entry[3]])
    assert told(root, Memory(root)).problems


def test_torn_files_and_other_code_count_as_not_kept(tmp_path: Path) -> None:
    root = make(tmp_path, {})
    from_nothing = told(root, Memory(root))
    _poisoned(root, lambda entry: [entry[0], {"title": "of other code"}, [], {}], code="other")
    assert told(root, Memory(root)) == from_nothing
    for path in (root / memory.FOLDER).iterdir():
        path.write_bytes(path.read_bytes()[:-9])
    assert told(root, Memory(root)) == from_nothing


def test_a_file_that_is_gone_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_PARTS", 1)
    root = make(tmp_path, {})
    told(root, Memory(root))
    (root / OTHER).unlink()
    EDITS["a word in a play"](root, 1)
    told(root, Memory(root))
    kept = json.loads((root / memory.FOLDER / "0").read_bytes()[32:])[1]
    assert PLAY in kept
    assert OTHER not in kept


def test_a_page_can_be_opened_from_memory_and_a_fault_is_told_later(tmp_path: Path) -> None:
    root = make(tmp_path, {})
    kept = Memory(root)
    assert open_handbook(root, {}, kept).problems() == ()
    EDITS["a fault"](root, 1)
    assert [problem.path for problem in open_handbook(root, {}, kept).problems()] == [PLAY]
    (root / PLAY).write_text("no play any more", encoding="utf-8")
    with pytest.raises(HandbookError):
        open_handbook(root, {}, kept)


def test_the_garbage_collector_works_again_after_a_fault() -> None:
    with pytest.raises(ZeroDivisionError), uncollected():
        assert not gc.isenabled()
        _ = 1 // 0
    assert gc.isenabled()


def test_parts_by_name_are_the_parts(compiled: Compiled) -> None:
    for play in list(compiled.book.plays.values())[:5]:
        assert parts(play) == {name: part_text(play, name) for name in part_names(play)}
        assert {part_text(play, name) for name in ("step:none", "section:none", "field:none", "field:place", "none")} == {None}


def test_the_answers_of_all_struggles_are_those_of_each(compiled: Compiled) -> None:
    book = compiled.book
    answers = book.answers()
    assert answers == {name: book.answering(name) for name in answers}
    assert set(answers) == {name for play in book.plays.values() for name in play.answers}


@pytest.mark.parametrize(("tick", "read"), [(0, [True, False]), (10**12, [True, True])], ids=["left alone", "changed just before"])
def test_a_file_that_looks_as_it_did_is_not_read_again_unless_it_was_just_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tick: int, read: list[bool]
) -> None:
    root, kept, found, asked = make(tmp_path, {}), Memory(), Memory.file, list[str]()

    def noted(self: Memory, path: str, raw: bytes) -> memory.Known:
        asked.append(path)
        return found(self, path, raw)

    monkeypatch.setattr(memory, "_TICK", tick)
    monkeypatch.setattr(Memory, "file", noted)
    was_read = []
    for _ in range(2):
        open_handbook(root, {}, kept)
        was_read.append(PLAY in asked)
        asked.clear()
    assert was_read == read
