"""Warnings on how the handbook speaks: each kind at its line, and none on the real handbook."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.pipeline import warnings
from tests.repository import ROOT, make

PLAY = "playbooks/safety/find-hazards.md"
LONG = "Write " + "one more word and " * 8 + "stop."


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "Meet in two weeks.",
            LONG,
            f"{PLAY}:25: a sentence of 34 words: '{LONG[:50]}…'. Make two of it; 30 is the most",
        ),
        ("Meet in two weeks.", "You should meet.", f"{PLAY}:25: 'should' in 'You should meet…'. In its place: say who does it, or cite who says must"),
        ("Meet in two weeks.", "Leverage it.", f"{PLAY}:25: 'Leverage' in 'Leverage it…'. In its place: use"),
        ("Meet in two weeks.", "They must meet.", f"{PLAY}:25: 'must' without a source: 'They must meet…'. Cite who says must, or say who does it"),
        ("Ask again. It", "Ask the QZX. It", f"{PLAY}:36: the glossary does not explain 'QZX'. Add it to library/glossary.yml, or write it out"),
    ],
)
def test_a_slip_is_told_at_its_line(tmp_path: Path, old: str, new: str, told: str) -> None:
    root = make(tmp_path, {"replace": {PLAY: {old: new}}})
    assert [str(warning) for warning in warnings(root, {})] == [told]


@pytest.mark.parametrize(
    "text",
    [
        "They must meet [@uk-1].",
        "They must meet. The standard says so [@uk-1].",
        "The guidance says they should meet [@uk-1].",
        "Enter who must agree.",
        "Say 'you should meet' and wait.",
        "File it as HZ-014.",
        "Code is left alone: `QZX must`.",
        "One. " * 40,
        "OK.",
    ],
)
def test_what_is_no_slip(tmp_path: Path, text: str) -> None:
    root = make(tmp_path, {"replace": {PLAY: {"follow_up: Meet in two weeks.": f"follow_up: >-\n  {text}"}}})
    assert warnings(root, {}) == ()


def test_the_handbook_keeps_its_own_voice() -> None:
    assert [str(warning) for warning in warnings(ROOT, {})] == []
