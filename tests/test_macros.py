"""Macros give the same page through mkdocs-macros and through our own composer."""

from __future__ import annotations

import pytest
from mkdocs.config import load_config
from mkdocs.structure.files import get_files
from mkdocs.structure.nav import get_navigation

from handbook.pipeline import Compiled
from macros import FUNCTIONS, MacroError, bound
from tests.repository import ROOT


def test_both_engines_give_the_same_hand_written_pages(compiled: Compiled) -> None:
    config = load_config(str(ROOT / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    config = config.plugins.on_config(config)
    files = config.plugins.on_files(get_files(config), config=config)
    config.plugins.on_nav(get_navigation(files, config), config=config, files=files)
    differing = []
    for path in compiled.book.pages:
        page = files.src_uris[path].page
        assert page is not None
        page.read_source(config)
        markdown = config.plugins.on_page_markdown(page.markdown or "", page=page, config=config, files=files)
        if markdown.strip() != compiled.pages[path].text.strip():
            differing.append(path)
    assert differing == []


@pytest.mark.parametrize(
    ("name", "argument", "answer"),
    [
        ("play", "safety/triage-every-change", "[Triage every change into three lanes](../safety/triage-every-change.md)"),
        ("role", "cso", "Clinical Safety Officer"),
        ("our", "tickets", "your ticket board"),
        ("term", "dcb0129", "[DCB0129](../library/glossary.md#dcb0129)"),
        ("document", "hazard-log", "[Hazard log](../documents/hazard-log.md)"),
        ("playbook", "safety", "[Design safety in](../safety/index.md)"),
    ],
)
def test_a_macro_answers_with_markdown_for_the_page_it_stands_on(compiled: Compiled, name: str, argument: str, answer: str) -> None:
    assert bound(compiled.book, "influence/brief-a-decision.md")[name](argument) == answer


def test_a_fact_comes_with_its_citation(compiled: Compiled) -> None:
    answer = bound(compiled.book, "index.md")["fact"]("uk-reg-004")
    assert answer.endswith("[@uk-reg-004].")
    assert answer.startswith("Intended purpose is read from the labelling")


@pytest.mark.parametrize("name", sorted(set(FUNCTIONS) - {"challenges", "hurting"}))
def test_an_unknown_name_is_refused(compiled: Compiled, name: str) -> None:
    with pytest.raises(MacroError, match=r"unknown|nothing to count"):
        bound(compiled.book, "index.md")[name]("no-such-thing")
