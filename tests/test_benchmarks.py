"""The benchmark: the handbooks that it builds are valid, and it tells what it measured and nothing else."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.handbooks import generate
from benchmarks.measure import Measured, RunFailed, run
from benchmarks.renaming import renamed
from benchmarks.report import write
from handbook.pipeline import examine
from tests.repository import ROOT

IDS = {"safety/find-hazards": "safety-2/find-hazards", "safety-1": "safety-2-1", "safety-s1": "safety-2-s1", 'playbook("safety"': 'playbook("safety-2"'}


def test_each_id_that_stands_alone_is_renamed() -> None:
    text = """answers: [safety-1, safety-s1, safety-11, uk-safety-1, evidence-1]
next: [safety/find-hazards, safety/find-hazards-twice, evidence/safety/find-hazards]
do: 'See {{ play("safety/find-hazards", "safety first") }} in {{ playbook("safety") }}.'
"""
    assert (
        renamed(text, IDS)
        == """answers: [safety-2-1, safety-2-s1, safety-11, uk-safety-1, evidence-1]
next: [safety-2/find-hazards, safety/find-hazards-twice, evidence/safety/find-hazards]
do: 'See {{ play("safety-2/find-hazards", "safety first") }} in {{ playbook("safety-2") }}.'
"""
    )


def test_a_generated_handbook_has_the_wanted_pages_and_no_problem(tmp_path: Path) -> None:
    pages = generate(ROOT, tmp_path / "book", 70)
    book, problems = examine(tmp_path / "book", {})
    assert problems == ()
    assert 70 <= pages < 70 + 9
    assert list(book.playbooks) == ["safety", "safety-2"]
    leads_to = {name for play in book.plays.values() if play.playbook == "safety-2" for name in play.next}
    assert {name.split("/")[0] for name in leads_to} == {"safety-2"}
    assert book.plays["safety-2/run-a-hazard-workshop"].answers[0] == "safety-2-1"


def test_a_run_is_measured_with_the_files_that_it_wrote_and_left_alone(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "kept.html").write_text("kept")
    measured = run(("sh", "-c", "printf 12345 > site/new.html"), tmp_path, {"PATH": "/usr/bin:/bin"}, site)
    assert (measured.files, measured.bytes, measured.html_bytes, measured.written, measured.written_bytes) == (2, 9, 9, 1, 5)
    assert measured.seconds > 0 and measured.megabytes > 0
    with pytest.raises(RunFailed, match="exit code 3\nwhy"):
        run(("sh", "-c", "echo why; exit 3"), tmp_path, {"PATH": "/usr/bin:/bin"})


def test_what_was_measured_replaces_one_section_of_a_page(tmp_path: Path) -> None:
    page = tmp_path / "docs" / "contributing" / "page.md"
    page.parent.mkdir(parents=True)
    (tmp_path / "docs" / "assets").mkdir()
    page.write_text("# Page\n\n## Measured {#measured}\n\nOld.\n\n### Older {#older}\n\n## After {#after}\n\nLeft.\n", encoding="utf-8")
    cold = [
        vars(Measured(seconds, 2.5, 100.0, 10, 2_000_000, 1_000_000, said="base: Work(pages=9, converted=7, framed=8, fresh=8)")) for seconds in (3.0, 2.0, 1.0)
    ]
    engines = {"ours": {"version": "1", "runs": {"cold": cold}}, "pruned": {"version": "9", "runs": {"cold": cold[:1]}}, "hugo": {"missing": True}}
    write({"machine": {"day": "2026-11-23"}, "sizes": {"250": engines}}, page)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# Page\n\n## Measured {#measured}\n\n![") and text.endswith("\n\n## After {#after}\n\nLeft.\n")
    assert "Old" not in text
    assert "| This handbook | 2.00 (1.00 to 3.00) | – | – |" in text
    assert "| MkDocs Material, menu pruned | 66.7 % | – | – |" in text
    assert "| Hugo, menu pruned | not installed | not installed | not installed |" in text
    assert "| This handbook | 2.50 | 100 | 10 | 2.0 | 4 |" in text
    assert "| Cold build | 7 and 8 |" in text
    words = "".join(ElementTree.parse(tmp_path / "docs" / "assets" / "performance.svg").getroot().itertext())
    assert "This handbook" in words and "menu pruned" in words and "Hugo" not in words
