"""The plain tree of `handbook compile`: stock MkDocs Material and Zensical both build it, every page present."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from handbook.cli.export import export
from handbook.data import site_address
from handbook.pipeline import Compiled
from tests.repository import ROOT

pytestmark = pytest.mark.xdist_group("export")


@pytest.fixture(scope="module")
def tree(compiled: Compiled, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The compiled tree."""
    folder = tmp_path_factory.mktemp("compiled") / "plain"
    assert export(ROOT, compiled, folder) == len(compiled.pages)
    return folder


@pytest.mark.parametrize("engine", [["mkdocs", "build", "--strict"], ["zensical", "build", "--clean"]], ids=["mkdocs-material", "zensical"])
def test_an_engine_builds_every_page(engine: list[str], tree: Path, compiled: Compiled) -> None:
    done = subprocess.run([sys.executable, "-m", *engine], cwd=tree, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    missing = [path for path in compiled.pages if not (tree / "site" / site_address(path) / "index.html").is_file()]
    assert missing == []
    play = (tree / "site" / "safety" / "run-a-hazard-workshop" / "index.html").read_text(encoding="utf-8")
    assert 'id="worked-example"' in play
    assert 'class="footnote"' in play


def test_the_tree_is_plain(tree: Path) -> None:
    marks = re.compile(r"\{\{|\{%|\[@")
    texts = {path: path.read_text(encoding="utf-8") for path in (tree / "docs").rglob("*.md")}
    assert [str(path) for path, text in texts.items() if marks.search(_without_code(text))] == []
    assert not {"handbook", "macros", "custom_dir"} & set(
        re.findall(r"\w+", (tree / "mkdocs.yml").read_text(encoding="utf-8").split("nav:")[0].split("extra_css")[0])
    )


def _without_code(text: str) -> str:
    return re.sub(r"(?ms)^```.*?^```|`[^`\n]*`", "", text)
