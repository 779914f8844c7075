"""The invented organisations differ from the base only where their layers say so."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from handbook.model import Change, Decision, Organisation, Play
from handbook.pipeline import examine_layer, warnings
from tests.examples import MARKETS, book, compiled, profile
from tests.repository import ROOT

pytestmark = pytest.mark.xdist_group("examples")

HOW = {"replace": "changed", "set": "changed", "before": "added", "after": "added", "remove": "taken out"}


@dataclass(frozen=True)
class Overrides:
    """What the material for the examples has an organisation change: where, and who approved it when."""

    step: tuple[str, str, int]
    own_play: str
    withdrawn: tuple[str, tuple[str, ...]]
    term: tuple[str, str]
    contact: tuple[str, str]
    approved: Mapping[str, tuple[str, date]]


OVERRIDES = {
    "fernhill": Overrides(
        step=("safety/learn-from-incidents", "first-hour", 10),
        own_play="safety/rehearse-the-crisis-pathway",
        withdrawn=("regulation/plan-model-changes", ("safety/triage-every-change",)),
        term=("patient", "service user"),
        contact=("cso", "clinical-safety@fernhill.example or #felt-unsafe"),
        approved={
            "step": ("Clinical Safety Officer", date(2026, 9, 14)),
            "withdrawn": ("Head of Regulatory and Quality", date(2026, 8, 3)),
            "term": ("Head of Clinical Product", date(2026, 7, 20)),
        },
    ),
    "blaustern": Overrides(
        step=("safety/run-a-hazard-workshop", "rate-severity-then-likelihood", 15),
        own_play="evidence/watch-site-drift",
        withdrawn=("safety/grow-the-safety-case", ("safety/accept-residual-risk", "regulation/automate-the-technical-file")),
        term=("Clinical Safety Officer", "Risk Manager"),
        contact=("ra", "vigilance@blaustern.example"),
        approved={
            "step": ("Quality Manager", date(2026, 6, 2)),
            "withdrawn": ("Head of Regulatory Affairs (PRRC)", date(2026, 6, 2)),
            "term": ("Quality Manager", date(2026, 6, 2)),
        },
    ),
    "harborline": Overrides(
        step=("safety/learn-from-incidents", "decide-who-is-told", 10),
        own_play="regulation/check-state-scope",
        withdrawn=("regulation/plan-model-changes", ("safety/triage-every-change", "evidence/run-it-silent-first")),
        term=("deploying organisation", "practice"),
        contact=("cso", "patient-safety@harborline.example"),
        approved={
            "step": ("Director of Patient Safety", date(2026, 5, 11)),
            "withdrawn": ("Chief Medical Officer", date(2026, 5, 11)),
            "term": ("VP Clinical Product", date(2026, 5, 11)),
        },
    ),
}
PRODUCTS = {
    "fernhill": ("Lift", "Lift Clinician"),
    "fernhill-dashboard": ("Lift", "Lift Clinician"),
    "blaustern": ("ChestRead", "StrokeRead", "LegAlign"),
    "harborline": ("PressureWatch RPM", "TitrateAssist"),
}


@pytest.mark.parametrize("name", sorted(MARKETS))
def test_nothing_waits_in_an_example(name: str) -> None:
    assert examine_layer(ROOT, {"HANDBOOK_ORGANISATION": f"examples/{name}"})[0].drifts == ()
    assert book(name).waiting == ()


@pytest.mark.parametrize("name", sorted(MARKETS))
def test_an_example_reads_like_the_handbook(name: str) -> None:
    told = warnings(ROOT, {"HANDBOOK_ORGANISATION": f"examples/{name}"})
    assert [problem for problem in told if problem.path.startswith("examples/")] == []


@pytest.mark.parametrize("name", sorted(OVERRIDES))
def test_all_overrides_of_the_material_are_there(name: str) -> None:
    wanted, own, organisation = OVERRIDES[name], book(name), profile(name)
    approved = {what: {"approved_by": by, "date": day} for what, (by, day) in wanted.approved.items()}

    play, step, minutes = wanted.step
    mark = own.marks[(play, f"step:{step}")]
    assert (mark.how, mark.state, _approval(mark.decision)) == ("replace", "agreed", approved["step"])
    assert [item.min for item in own.plays[play].steps if item.name == step] == [minutes]
    assert set(own.own_plays) == {wanted.own_play}

    assert [(entry.play, entry.covered_by, _approval(entry)) for entry in organisation.withdrawn] == [(*wanted.withdrawn, approved["withdrawn"])]
    assert wanted.withdrawn[0] not in own.plays

    first = organisation.terms[0]
    assert ((first.old, first.new), _approval(first)) == (wanted.term, approved["term"])
    role, contact = wanted.contact
    assert str(own.roles[role].contact).startswith(contact)


def _approval(decision: Decision) -> dict[str, Any]:
    assert decision.because
    return {"approved_by": decision.approved_by, "date": decision.date}


@pytest.mark.parametrize("name", sorted(PRODUCTS))
def test_the_products_stand_with_their_intended_purposes(name: str) -> None:
    section = next(item for item in book(name).plays["regulation/write-the-intended-purpose"].body if item.id == "our-products")
    assert section.text.lstrip().startswith("*Invented")
    assert tuple(re.findall(r"^### (.+)$", section.text, re.MULTILINE)) == PRODUCTS[name]
    assert len(re.findall(r'^> ".{100,}"$', section.text, re.MULTILINE)) == len(PRODUCTS[name])


def test_a_squad_stands_on_its_organisation() -> None:
    squad, company = book("fernhill-dashboard"), book("fernhill")
    own = {key: mark for key, mark in squad.marks.items() if mark.layer == profile("fernhill-dashboard").name}
    assert {key: mark.how for key, mark in own.items()} == {
        ("sensemaking/walk-a-bad-day", "step:set-the-bad-day"): "replace",
        ("safety/learn-from-incidents", "step:ask-how-old-it-was"): "after",
        ("safety/learn-from-incidents", "field:duration"): "set",
    }
    assert {key: mark for key, mark in squad.marks.items() if key not in own} == company.marks
    assert profile("fernhill-dashboard").withdrawn == profile("fernhill").withdrawn
    assert set(squad.plays) == set(company.plays)
    assert [step.name for step in squad.plays["safety/learn-from-incidents"].steps][:2] == ["first-hour", "ask-how-old-it-was"]


@pytest.mark.parametrize("name", sorted(MARKETS))
def test_a_play_of_an_example_differs_only_where_a_change_says_so(name: str) -> None:
    own, base = book(name), book("")
    withdrawn = {entry.play for entry in profile(name).withdrawn}
    assert set(own.plays) == {*base.plays, *own.own_plays} - withdrawn
    for play in sorted(set(base.plays) - withdrawn):
        told = {part: HOW[mark.how] for (changed, part), mark in own.marks.items() if changed == play}
        assert differences(base.plays[play], own.plays[play], profile(name)) == told, play


@pytest.mark.parametrize("name", sorted(MARKETS))
def test_what_an_example_adds_stands_beside_the_part_that_its_change_names(name: str) -> None:
    added = [(play, mark) for (play, _), mark in book(name).marks.items() if play in book(name).plays and HOW[mark.how] == "added"]
    assert added
    for play, mark in added:
        assert isinstance(mark.decision, Change)
        how, kind, neighbour = mark.decision.target
        parts_of_it = book(name).plays[play].steps if kind == "step" else book(name).plays[play].body
        names = list(named(parts_of_it, "name" if kind == "step" else "id"))
        at, beside = names.index(mark.decision.result.partition(":")[2]), names.index(neighbour)
        assert at == beside + (1 if how == "after" else -1), f"{play} {names[at]}"


def differences(base: Play, own: Play, organisation: Organisation) -> dict[str, str]:
    """Every part of a play that is not the base's, and how it differs; what a term, a market or a withdrawal explains is left out."""
    found = {}
    for kind, old, new in (("step", named(base.steps, "name"), named(own.steps, "name")), ("section", named(base.body, "id"), named(own.body, "id"))):
        assert [name for name in new if name in old] == [name for name in old if name in new], "the order of the base stays"
        for name in {**old, **new}:
            if name not in new:
                found[f"{kind}:{name}"] = "taken out"
            elif name not in old:
                found[f"{kind}:{name}"] = "added"
            elif spoken(old[name], organisation) != spoken(new[name], organisation):
                found[f"{kind}:{name}"] = "changed"
    withdrawn = {entry.play for entry in organisation.withdrawn}
    for field in set(Play.model_fields) - {"id", "place", "steps", "body"}:
        old_value, new_value = getattr(base, field), getattr(own, field)
        if field == "markets":
            old_value = {market: text for market, text in old_value.items() if market in organisation.markets}
        if field == "next":
            old_value = tuple(play for play in old_value if play not in withdrawn)
        if spoken(old_value, organisation) != spoken(new_value, organisation):
            found[f"field:{field}"] = "changed"
    return found


def named(items: tuple[Any, ...], key: str) -> dict[str, Any]:
    """Steps or sections by their names, without the line on which a section stands."""
    return {getattr(item, key): {**item.model_dump(), "line": 0} for item in items}


def spoken(value: Any, organisation: Organisation) -> Any:
    """A value in which the base's word for a term and the organisation's are the same sign."""
    if isinstance(value, str):
        for number, term in enumerate(sorted(organisation.terms, key=lambda term: -len(term.old))):
            value = re.sub(rf"\b({re.escape(term.old)}|{re.escape(term.new)})(?=s?\b)", f"§{number}", value, flags=re.IGNORECASE)
        return value
    if isinstance(value, Mapping):
        return {key: spoken(part, organisation) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [spoken(part, organisation) for part in value]
    return spoken(value.model_dump(), organisation) if hasattr(value, "model_dump") else value


@pytest.mark.parametrize("name", sorted(MARKETS))
def test_what_plays_share_differs_only_where_the_profile_says_so(name: str) -> None:
    own, base, organisation = book(name), book(""), profile(name)
    for kind in ("topics", "pages", "facts", "sources", "terms", "horizon", "locals"):
        old, new = getattr(base, kind), getattr(own, kind)
        assert [item for item in old if as_profiled(kind, old[item], organisation) != new[item].model_dump()] == [], kind
    for kind in ("documents", "roles", "stages", "playbooks"):
        old, new = getattr(base, kind), getattr(own, kind)
        for item in old:
            expected = spoken(as_profiled(kind, old[item], organisation), organisation)
            if kind == "documents":  # a section about a market that the organisation is not in goes
                expected["sections"] = [part for part in expected["sections"] if part["market"] in {None, *own.markets}]
            assert expected == spoken(new[item].model_dump(), organisation), f"{kind} {item}"
    assert [kind for kind in ("stages", "playbooks", "topics", "horizon", "locals", "roles") if set(getattr(own, kind)) != set(getattr(base, kind))] == []
    assert set(own.markets) == {*organisation.markets, "international"}
    for kind in ("journeys", "questions"):
        assert set(getattr(own, kind)) <= set(getattr(base, kind))


@pytest.mark.parametrize("name", sorted(MARKETS))
def test_a_term_leaves_quotations_and_citations_alone(name: str) -> None:
    kept = re.compile(r'"[^"\n]*"|\[@[^\]]*\]|\{\{.*?\}\}|\]\([^)]*\)')
    own, base = book(name), book("")
    changed = {play for play, _ in own.marks}
    for play in sorted(set(base.plays) & set(own.plays) - changed):
        old, new = ([kept.findall(text) for text in (item.monday, *(section.text for section in item.body))] for item in (base.plays[play], own.plays[play]))
        assert old == new, play
        assert base.plays[play].aliases == own.plays[play].aliases


def as_profiled(kind: str, item: Any, organisation: Organisation) -> dict[str, Any]:
    """An item of the base with the titles, names and numbers that the organisation's profile gives it."""
    values: dict[str, Any] = item.model_dump()
    if kind == "locals":
        values["words"] = organisation.names.get(item.id, item.words)
    if kind == "documents" and item.id in organisation.documents:
        document = organisation.documents[item.id]
        values |= {"title": document.title or item.title, "number": document.number}
    if kind == "documents":
        values["sections"] = tuple(section for section in values["sections"] if section["market"] in {None, *organisation.markets})
    if kind == "roles" and item.id in organisation.roles:
        role = organisation.roles[item.id]
        renamed = role.title and role.title != spoken_title(item.title, organisation)
        values |= {"title": role.title or item.title, "contact": role.contact}
        values["aliases"] = (spoken_title(item.title, organisation), *item.aliases) if renamed else item.aliases
    return values


def spoken_title(title: str, organisation: Organisation) -> str:
    """A title once the organisation's terms are in it."""
    return next((term.new for term in organisation.terms if term.old == title), title)


def test_an_empty_layer_changes_nothing() -> None:
    assert os.environ.get("HANDBOOK_ORGANISATION") is None
    base = compiled("")
    assert base.book.marks == {}
    assert base.book.withdrawn == {}
    assert "ours/changes.md" not in base.pages
