"""Any edits, in any order: what is built on what was kept is what is built from nothing. `python -m benchmarks.equality` runs hundreds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.edits import EDITS, Edited

NAMES = sorted(EDITS)


@settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.sampled_from(NAMES), min_size=1, max_size=3))
def test_a_build_on_what_was_kept_is_a_build_from_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: list[str]) -> None:
    shutil.rmtree(tmp_path / "book", ignore_errors=True)
    monkeypatch.setenv("SITE_URL", "https://example.org/handbook/")
    book = Edited.start(tmp_path)
    for number, name in enumerate(names):
        book.edit(name, number)
        book.build()
    assert book.built() == book.cold()
