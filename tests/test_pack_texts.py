"""The texts of plays in my pack: made no sooner than somebody asks, and kept in the plain tree."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from handbook import addresses
from handbook.cli.export import export
from handbook.downloads import SIZES
from handbook.pipeline import compile_handbook
from handbook.site.made import Content, Made
from handbook.site.preview import Preview
from tests.repository import ROOT, make

_PACK = "  - {id: library/pack.md, title: My pack, template: my-pack, lead: Choose., owner: cpm}\nnav:\n"
_MENU = "  - {title: Home, page: index.md}\n"
_PLAYS = ("safety/find-hazards", "safety/read-the-log")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The tiny handbook with that page."""
    site = {"nav:\n": _PACK, _MENU: f"{_MENU}  - {{title: My pack, page: library/pack.md}}\n"}
    book = make(tmp_path, {"replace": {"library/site.yml": site}})
    shutil.copy(ROOT / "mkdocs.yml", book)
    for folder in ("overrides", "macros"):
        (book / folder).symlink_to(ROOT / folder)
    return book


def test_the_preview_makes_no_text_before_sizes_are_asked_for_and_counts_what_it_shows(root: Path) -> None:
    preview = Preview(root, "http://127.0.0.1:1/")
    texts = [file for name in _PLAYS if isinstance(file := preview.shown.at[f"{name}.md"], Made)]
    made: list[str] = []
    for file in texts:
        file.make = partial(_noted, made, file.dest_uri, file.make)
    assert preview.answer("library/pack/").status == 200
    assert made == []
    known = json.loads(preview.answer(SIZES).content)
    assert made == [f"{name}.md" for name in _PLAYS]
    assert known == {path: len(preview.answer(path).content) for path in ("documents/files/hazard-log.xlsx", *(f"{name}.md" for name in _PLAYS))}


def _noted(made: list[str], path: str, make: Callable[[], Content]) -> Content:
    made.append(path)
    return make()


def test_the_plain_tree_has_each_text_under_an_ending_that_stock_engines_publish(root: Path, tmp_path: Path) -> None:
    compiled = compile_handbook(root, {})
    docs = tmp_path / "plain" / "docs"
    export(root, compiled, docs.parent)
    known = json.loads((docs / SIZES).read_text(encoding="utf-8"))
    page = (docs / addresses.PACK).read_text(encoding="utf-8")
    for name in _PLAYS:
        assert known[f"{name}.md.txt"] == (docs / f"{name}.md.txt").stat().st_size
        assert f'<a href="../../{name}.md.txt" download="{name.partition("/")[2]}.md">' in page
