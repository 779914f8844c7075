"""Documents made at random: what passes the check has its page and its files, and what does not is told."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import docx
import openpyxl
import yaml
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from handbook.compose import compose
from handbook.downloads import downloads
from handbook.pipeline import examine
from tests.repository import make

TITLES = ("A", "B & C", "=D", "It's", "+E")
FORMULAS = ('if(a == "", 1, 2)', "count(a) * 2", "sum(b)", "b - a", 'if(b == "x", a, "")', "1 / b", "nothing")
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": st.sampled_from(["One", "=1", "long " * 40, "two\nlines", "<b>", "3"]),
    "link": st.just("https://example.org/x"),
    "number": st.sampled_from([0, 1, 2.5, -3]),
    "date": st.just(date(2026, 3, 2)),
    "choice": st.sampled_from(["One", "Two"]),
}


@st.composite
def tables(draw: st.DrawFn, formulas: bool) -> dict[str, Any]:
    """Columns and rows; now and then a row holds what its column does not take, or a formula names what is not there."""
    kinds = draw(st.lists(st.sampled_from(sorted(VALUES)), min_size=1, max_size=4))
    columns: list[dict[str, Any]] = [{"id": "abcd"[at], "title": TITLES[at], "kind": kind} for at, kind in enumerate(kinds)]
    for column in columns:
        if column["kind"] == "choice":
            column["options"] = ["One", "Two"]
        column["required"] = draw(st.booleans())
    made = {column["id"]: VALUES[column["kind"] if draw(st.integers(0, 20)) else "text"] for column in columns}
    rows = draw(st.lists(st.fixed_dictionaries(made), min_size=1, max_size=3))
    if formulas and draw(st.booleans()):
        columns.append({"id": "e", "title": "Worked", "kind": "formula", "formula": draw(st.sampled_from(FORMULAS))})
    return {"columns": columns, "rows": rows}


@st.composite
def sections(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Sections of every kind, with examples of their shape."""
    examples: dict[str, Any] = {
        "text": "=One\n\nTwo <b>",
        "list": ["One", "=2"],
        "choice": "One",
        "checks": ["Two"],
        "date": date(2026, 3, 2),
        "sign": ["CSO, 2026"],
    }
    found = []
    for at, kind in enumerate(draw(st.lists(st.sampled_from([*examples, "table"]), min_size=1, max_size=4))):
        section: dict[str, Any] = {"id": f"part-{at}", "title": f"{TITLES[at]} {at}", "prompt": "Write *it* & go [@uk-1].", "kind": kind}
        if kind == "table":
            filled = draw(tables(formulas=False))
            section |= {"columns": filled["columns"], "example": filled["rows"]}
        else:
            section["example"] = examples[kind]
        if kind in {"choice", "checks"}:
            section["options"] = ["One", "Two"]
        found.append(section)
    return found


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Documents of every format."""
    form = draw(st.sampled_from(["docx", "md", "yml", "xlsx", "csv"]))
    document = {"title": draw(st.sampled_from(TITLES)), "format": form, "purpose": "Records.", "owner": "cso", "example": "Invented."}
    if form not in {"xlsx", "csv"}:
        return {**document, "sections": draw(sections())}
    count = 1 if form == "csv" else draw(st.integers(1, 2))
    return {**document, "sheets": [{"id": f"sheet-{at}", "title": f"Sheet {at}", "about": "Rows.", **draw(tables(formulas=True))} for at in range(count)]}


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(document=documents())
def test_what_passes_the_check_has_its_page_and_its_files(tmp_path: Path, document: dict[str, Any]) -> None:
    with TemporaryDirectory(dir=tmp_path) as folder:
        root = make(Path(folder), {"files": {"library/documents/hazard-log.yml": yaml.safe_dump(document)}})
        book, problems = examine(root, {})
        event("refused" if problems else str(document["format"]))
        if problems:
            assert {problem.path for problem in problems} == {"library/documents/hazard-log.yml"}
            return
        assert "documents/hazard-log.md" in compose(book)
        files = downloads(book, root)
        assert files
        for path, content in files.items():
            if path.endswith(".docx"):
                docx.Document(BytesIO(content))
            elif path.endswith(".xlsx"):
                openpyxl.load_workbook(BytesIO(content))
            elif path.endswith(".yml"):
                assert set(yaml.safe_load(content)) == {section["id"] for section in document["sections"]}
