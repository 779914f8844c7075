"""What passes the check composes: no edit of an author's ends in a traceback."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handbook.check import check
from handbook.compose import compose
from handbook.data import data_files
from handbook.read import read
from tests.random_edits import edit
from tests.repository import TINY

FILES = sorted(path.relative_to(TINY).as_posix() for path in TINY.rglob("*") if path.suffix in {".md", ".yml"})


@given(st.sampled_from(FILES), st.data())
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_an_edit_is_refused_or_composes(path: str, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "book"
        shutil.copytree(TINY, root)
        lines = (root / path).read_text(encoding="utf-8").split("\n")
        edit(lines, data)
        (root / path).write_text("\n".join(lines), encoding="utf-8")
        reading = read(root, {})
        if not check(reading):
            pages = compose(reading.book)
            assert all(page.markdown for page in pages.values())
            assert data_files(reading.book)
