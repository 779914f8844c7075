"""The handbooks that the benchmark builds: ids are renamed everywhere they stand, and what comes out is valid."""

from __future__ import annotations

from pathlib import Path

from benchmarks.handbooks import generate
from benchmarks.renaming import renamed
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
