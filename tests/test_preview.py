"""Any edits, in any order: the preview shows what a preview that starts now would show."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from handbook.problems import HandbookError
from handbook.site import preview as module
from handbook.site.preview import Preview
from tests.edits import EDITS, Edited

ADDRESS = "http://127.0.0.1:1/"
OWN_TEXT = ["a word in a play", "a fault", "a fault mended", "a word in another play"]


@pytest.fixture(autouse=True)
def _no_check_in_the_background(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LATER", 1e6)
    monkeypatch.setattr("handbook.site.code.Code.restart_if_changed", lambda self: None)
    monkeypatch.setattr("threading.Timer.start", lambda self: None)


def shown(preview: Preview) -> Mapping[str, str]:
    """What every address of a preview gives, but for the name of its state."""
    preview.follow()
    preview.check()
    texts = {path: preview.answer(path).content for path in sorted(preview.shown.at) if not path.endswith((".png", ".xlsx", ".docx"))}
    return {path: re.sub(r'data-state="[\w-]+"', "", content.decode()) for path, content in texts.items()}


@settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=4))
@example(names=["a word in a play", "a word in another play", "a word in a play"])
@example(names=["a word in a play", "a fault", "a word in another play", "a fault mended"])
@example(names=["a word in a play", "a template", "a word in a play", "a play's title", "a word in a play"])
def test_the_preview_follows_any_edit(tmp_path: Path, names: list[str]) -> None:
    shutil.rmtree(tmp_path / "book", ignore_errors=True)
    book = Edited.unbuilt(tmp_path)
    running = Preview(book.root, ADDRESS)
    for number, name in enumerate(names):
        book.edit(name, number)
        running.answer("safety/find-hazards/")
    try:
        fresh = Preview(book.root, ADDRESS)
    except HandbookError as error:
        assert error.problems[0].message in running.answer("safety/find-hazards/").content.decode() or not running.check()
    else:
        assert shown(running) == shown(fresh)


def test_a_play_s_own_text_changes_one_page_and_no_frame(tmp_path: Path) -> None:
    book = Edited.unbuilt(tmp_path)
    running = Preview(book.root, ADDRESS)
    before = running.shown
    book.edit("a word in a play", 7)
    assert b"One word more: 7." in running.answer("safety/find-hazards/").content
    assert running.shown.nav is before.nav
    book.edit("a play's title", 8)
    assert b"Now 8 " in running.answer("safety/find-hazards/").content
    assert running.shown.nav is not before.nav
