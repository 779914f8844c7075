"""`handbook serve`: follows every edit, keeps the last good pages, starts anew when its own code changes."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.repository import ROOT, make

PATIENCE = 60.0


class Serving:
    """A server on a copy of the tiny handbook, with its own copy of the compiler."""

    def __init__(self, root: Path, port: int, output: Path) -> None:
        self.root, self.port, self.output = root, port, output

    def page(self, path: str) -> str:
        """The text of a page; empty while the server does not answer."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=PATIENCE) as answer:
                return str(answer.read().decode())
        except (URLError, ConnectionError, TimeoutError):
            return ""

    def until(self, path: str, holds: Callable[[str], bool]) -> str:
        """Ask for a page until it is as wished; fails with the server's own words otherwise."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            text = self.page(path)
            if text and holds(text):
                return text
            time.sleep(0.2)
        pytest.fail(f"{path} did not become as wished:\n{self.output.read_text()[-3000:]}")

    def edit(self, path: str, old: str, new: str) -> None:
        """Swap words in a file."""
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    root = make(tmp_path, {})
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / "organisation").mkdir()
    for folder in ("overrides", "macros", "handbook"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    output = tmp_path / "output"
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONUNBUFFERED": "1"}
    with output.open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "handbook", "serve", "--port", str(port)], cwd=root, stdout=log, stderr=subprocess.STDOUT, env=environment
        )
        try:
            yield Serving(root, port, output)
        finally:
            process.terminate()
            process.wait(timeout=20)


def test_an_edit_is_shown_a_fault_is_not_and_code_starts_anew(serving: Serving) -> None:
    page = "safety/find-hazards/"
    play = "playbooks/safety/find-hazards.md"
    first = serving.until(page, lambda text: "Write one sentence about" in text)
    state = re.findall(r'<script src="/_reload.js" data-state="([0-9a-f]+-0)" defer>', first)
    assert len(state) == 1
    assert "dataset.state" in serving.page("_reload.js")
    assert "Content-Security-Policy" in first

    serving.edit(play, "Write one sentence about", "Write two sentences about")
    assert serving.page(f"_state/{state[0]}") not in state, "a page that was loaded before an edit is told of it"
    serving.until(page, lambda text: "Write two sentences about" in text)

    serving.edit(play, "lead: cpm", "lead: cmp")
    faulty = serving.until(page, lambda text: "unknown role" in text)
    assert "Write two sentences about" in faulty
    assert f"{play}:9" in serving.output.read_text()
    assert "Traceback" not in serving.output.read_text()

    serving.edit(play, "lead: cmp", "lead: cpm")
    serving.until(page, lambda text: "unknown role" not in text)

    serving.edit("library/roles.yml", "Clinical Product Manager", "Product Lead for Care")
    serving.until(page, lambda text: "Product Lead for Care" in text)

    serving.edit("docs/index.md", "Nothing is law here", "Nothing here is law")
    serving.until("", lambda text: "Nothing here is law" in text)

    (serving.root / "organisation" / "organisation.yml").write_text("name: Larkfield (invented)\n", encoding="utf-8")
    serving.until(page, lambda text: "Larkfield (invented)" in text)

    serving.edit("handbook/compose/words.py", '"In force"', '"Holds today"')
    serving.until(page, lambda text: "Holds today" in text)
    assert "starting again" in serving.output.read_text()
