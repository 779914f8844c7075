"""Every file in `tests/cases/`: a small handbook, and its problems or parts of its pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from handbook.pipeline import compile_handbook, examine
from handbook.read import Memory
from tests.repository import make

CASES = sorted((Path(__file__).parent / "cases").glob("*.yml"))
KEYS = {"about", "files", "append", "replace", "remove", "latin_1", "bytes", "folders", "links", "problems", "pages", "environment"}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path, tmp_path: Path) -> None:
    case: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert set(case) <= KEYS, "a case file with a key that nothing reads"
    assert case.get("problems") or case.get("pages"), "a case that expects nothing"
    root = make(tmp_path, case)
    environment = case.get("environment", {})
    found = examine(root, environment, memory=Memory(root))[1]
    assert [str(problem) for problem in found] == case.get("problems", [])
    assert examine(root, environment, memory=Memory(root))[1] == found, "the check tells something else when it remembers"
    if "pages" in case:
        pages = compile_handbook(root, environment).pages
        for name, parts in case["pages"].items():
            for part in parts:
                assert part in pages[name].markdown


def test_the_tiny_handbook_is_clean(tmp_path: Path) -> None:
    assert examine(make(tmp_path, {}), {})[1] == ()
