"""The three invented organisations: each builds strictly as its own handbook."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from handbook.layer.terms import own_terms
from handbook.pipeline import compile_handbook, examine_layer
from handbook.site.publish import publish
from tests.html import dead_links
from tests.repository import ROOT

pytestmark = pytest.mark.xdist_group("examples")

MARKETS = {"fernhill": "uk", "blaustern": "eu", "harborline": "us"}
ADDRESS = "http://localhost/handbook/"


@pytest.fixture(scope="module", params=sorted(MARKETS))
def example(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """An organisation's name and the folder of its built site."""
    name = str(request.param)
    folder = tmp_path_factory.mktemp(name) / "site"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("HANDBOOK_ORGANISATION", f"examples/{name}")
        environment.setenv("SITE_URL", ADDRESS)
        publish(ROOT, folder)
    yield name, folder


def test_no_link_of_an_example_is_dead(example: tuple[str, Path]) -> None:
    assert dead_links(example[1], ADDRESS) == []


def test_an_example_has_pages_of_its_own_market_only(example: tuple[str, Path]) -> None:
    name, folder = example
    there = {path.name.removeprefix("facts-") for path in (folder / "library").iterdir() if path.name.startswith("facts-")}
    assert there == {MARKETS[name], "international"}
    play = (folder / "safety" / "run-a-hazard-workshop" / "index.html").read_text(encoding="utf-8")
    assert "tabbed-set" not in play


def test_an_example_speaks_in_its_own_words(example: tuple[str, Path]) -> None:
    name, folder = example
    html = (folder / "safety" / "run-a-hazard-workshop" / "index.html").read_text(encoding="utf-8")
    words = {
        "fernhill": ("Jira", "HL-LIFT"),
        "blaustern": ("GitLab issues", "Risk Manager", "SOP-07-05"),
        "harborline": ("Linear", "Director of Patient Safety"),
    }
    assert [word for word in words[name] if word not in html] == []


@pytest.mark.parametrize("name", sorted(MARKETS))
def test_nothing_waits_in_an_example(name: str) -> None:
    assert examine_layer(ROOT, {"HANDBOOK_ORGANISATION": f"examples/{name}"})[0].drifts == ()


@pytest.mark.parametrize("name", sorted(MARKETS))
def test_an_example_leaves_the_base_as_it_is_where_it_says_nothing(name: str) -> None:
    own = compile_handbook(ROOT, {"HANDBOOK_ORGANISATION": f"examples/{name}"}).book
    base = own_terms(compile_handbook(ROOT, {}).book.model_copy(update={"organisation": own.organisation}))
    for play in own.plays.values():
        changed = {part for (changed_play, part) in own.marks if changed_play == play.id}
        for step, old in zip(play.steps, base.plays[play.id].steps, strict=True):
            assert step == old or f"step:{step.name}" in changed
        assert play.body == base.plays[play.id].body


def test_an_empty_layer_changes_nothing() -> None:
    assert os.environ.get("HANDBOOK_ORGANISATION") is None
    base = compile_handbook(ROOT, {})
    assert base.book.marks == {}
    assert base.book.withdrawn == {}
    assert "ours/changes.md" not in base.pages
