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
from tests.repository import TINY

FILES = sorted(path.relative_to(TINY).as_posix() for path in TINY.rglob("*") if path.suffix in {".md", ".yml"})
SNIPPETS = st.sampled_from(
    ["", "  ", "- ", "x: y", "[@uk-1]", "[@", "{{", '{{ role("cso") }}', "{% raw %}", "|", "a: b: c", "é\u202e", "# ", "## X {#x}", "---", "[]", "{}", "null",
     "2026-02-30", "`", "```", "<b>", "](", "[x](y.md)", "*[", "[^1]", "\t", "yes", "undated", "-1", "'", '"'],
)  # fmt: skip


@given(st.sampled_from(FILES), st.data())
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_an_edit_is_refused_or_composes(path: str, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "book"
        shutil.copytree(TINY, root)
        lines = (root / path).read_text(encoding="utf-8").split("\n")
        _edit(lines, data)
        (root / path).write_text("\n".join(lines), encoding="utf-8")
        reading = read(root, {})
        if not check(reading):
            pages = compose(reading.book)
            assert all(page.markdown for page in pages.values())
            assert data_files(reading.book)


def _edit(lines: list[str], data: st.DataObject) -> None:
    """Change a line or two: delete, double, swap, cut, or put a snippet in."""
    for _ in range(data.draw(st.integers(1, 2))):
        number = data.draw(st.integers(0, len(lines) - 1))
        line = lines[number]
        at = data.draw(st.integers(0, len(line)))
        match data.draw(st.sampled_from(["delete", "double", "swap", "cut", "put", "replace"])):
            case "delete" if len(lines) > 1:
                del lines[number]
            case "double":
                lines.insert(number, line)
            case "swap":
                other = data.draw(st.integers(0, len(lines) - 1))
                lines[number], lines[other] = lines[other], line
            case "cut":
                lines[number] = line[:at]
            case "replace":
                key = line.partition(":")[0]
                lines[number] = f"{key}: {data.draw(SNIPPETS)}"
            case _:
                lines[number] = line[:at] + data.draw(SNIPPETS) + line[at:]
