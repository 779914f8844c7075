"""Whatever the ledger says, following it ends, and ends the same way from every name on the way."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.ledger import Ledger
from handbook.model import Move
from handbook.renames import respelled

MANY = settings(max_examples=300, deadline=None)
PLAYS = [f"safety/{letter}" for letter in "abcdefg"]
STEPS = [f"step:{letter}" for letter in "klm"]


@st.composite
def moves(draw: st.DrawFn) -> list[Move]:
    """Any moves of plays and steps: chains, circles, forks and dead ends."""
    found = []
    for _ in range(draw(st.integers(0, 12))):
        kind = draw(st.sampled_from(["renamed", "merged", "removed", "split", "recalled"]))
        play, part = draw(st.sampled_from(PLAYS)), draw(st.none() | st.sampled_from(STEPS))
        names = STEPS if part else PLAYS
        fields: dict[str, Any] = {"kind": kind, "play": play, "part": part, "because": "x.", "date": date(2026, 1, 1)}
        if kind in {"renamed", "merged"} or (kind == "removed" and draw(st.booleans())):
            fields["to"] = draw(st.sampled_from(names))
        if kind == "split":
            fields["into"] = tuple(draw(st.lists(st.sampled_from(names), min_size=2, max_size=3)))
        found.append(Move(**fields))
    return found


@MANY
@given(moves())
def test_every_way_ends(found: list[Move]) -> None:
    ledger = Ledger(found)
    for play in PLAYS:
        end = ledger.fate(play)
        assert end.kind == "circle" or all(ledger.fate(name).kind in {"here", "circle"} for name in end.names)
        assert end.kind not in {"here", "renamed"} or len(end.names) == 1
        for step in STEPS:
            assert ledger.part(play, step).kind in {"here", "renamed", "merged", "split", "removed", "circle"}


@MANY
@given(moves())
def test_a_rename_leads_where_its_target_leads(found: list[Move]) -> None:
    ledger = Ledger(found)
    first: dict[str, Move] = {}
    for move in found:
        if move.part is None and move.kind != "recalled":
            first.setdefault(move.subject, move)
    for play, move in first.items():
        here = ledger.fate(play)
        if move.kind == "renamed" and here.kind != "circle":
            assert here.names == ledger.fate(str(move.to)).names


@MANY
@given(moves(), st.lists(st.sampled_from([*PLAYS, "safety/a-b", "../safety/a.md", "a text\n", " and "]), max_size=8))
def test_respelling_twice_is_respelling_once_and_keeps_the_lines(found: list[Move], words: list[str]) -> None:
    respell = respelled(found)
    text = " ".join(words)
    once = respell(text)
    assert once.count("\n") == text.count("\n")
    assert "safety/a-b" not in words or "safety/a-b" in once
    assert respell(once) == once


def test_an_item_is_respelled_only_where_it_is_named() -> None:
    entries = [("terms:pccp", "plan"), ("facts:uk-0", "uk-1"), ("roles:safety", "cso")]
    found = [Move(kind="renamed", item=item, to=to, because="x.", date=date(2026, 1, 1)) for item, to in entries]
    text = 'A pccp [@uk-0] and {{ term("pccp") }}; uk-0, {{ role("safety") }} for safety.'
    assert respelled(found)(text) == 'A pccp [@uk-1] and {{ term("plan") }}; uk-0, {{ role("cso") }} for safety.'
