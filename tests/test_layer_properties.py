"""Whatever an organisation changes and whatever upstream edits: nothing else moves, and nothing moves in silence."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.check import adapted_problems
from handbook.cli.drift import DRIFT_FORMATS, accept
from handbook.compose import compose
from handbook.fingerprint import of_text, parts
from handbook.layer import adapt
from handbook.model import CHANGES, Adaptation, Agreement, Change, Handbook, Organisation, Play, Section, Step, Withdrawal
from handbook.place import Loc, Place
from handbook.read import Reading, read
from handbook.read.validate import build
from handbook.source import parse_yaml
from tests.repository import TINY

MANY = settings(max_examples=150, deadline=None)
SOME = settings(max_examples=60, deadline=None)

PLAY = "safety/find-hazards"
WHY = {"because": "Ours is better.", "approved_by": "Clinical Safety Officer", "date": date(2026, 2, 3)}
TODAY = date(2026, 2, 4)
STEPS = ("look", "ask", "sort", "rate", "write")
SECTIONS = ("worked-example", "tips", "history", "further")
FIELDS = ("monday", "follow_up", "title", "when", "duration", "left_out", "aliases", "stop", "measures")
PLACE = Place("organisation/playbooks/safety/find-hazards.md", ("---",))


def _base() -> Reading:
    """The tiny handbook; one of its plays with more steps and sections, so that there is something to change."""
    reading = read(TINY, {})
    play = reading.book.plays[PLAY]
    steps = tuple(Step(name=name, min=6, do=f"Do the step {name} with care.") for name in STEPS)
    body = tuple(Section(id=name, heading=name.capitalize(), text=f"A text on {name}.\n\nAnd a second block [@uk-1].", line=9) for name in SECTIONS)
    plays = {**reading.book.plays, PLAY: play.model_copy(update={"steps": steps, "body": body})}
    return replace(reading, book=reading.book.model_copy(update={"plays": plays}))


BASE = _base()
WORDS = st.lists(st.sampled_from(["Ask", "the", "ward", "twice", "[@uk-1]", "é", "`x`", "now"]), min_size=1, max_size=6).map(" ".join)
PLAIN = st.lists(st.sampled_from(["Find", "the", "hazards", "2026", "é"]), min_size=1, max_size=5).map(" ".join)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "monday": WORDS, "follow_up": WORDS, "left_out": WORDS | st.none(), "stop": WORDS | st.none(), "title": PLAIN,
    "when": st.lists(WORDS, min_size=1, max_size=3), "aliases": st.lists(PLAIN, max_size=2),
    "duration": st.fixed_dictionaries({"prep_min": st.integers(0, 60), "run_min": st.integers(0, 480)}),
    "measures": st.lists(st.fixed_dictionaries({"what": WORDS, "number_from": WORDS, "looked_at_by": WORDS}), min_size=1, max_size=2),
}  # fmt: skip


def change(**fields: Any) -> dict[str, Any]:
    return {**fields, **WHY}


@st.composite
def changes_of_a_part(draw: st.DrawFn, kind: str, name: str, text: st.SearchStrategy[str]) -> tuple[list[dict[str, Any]], list[Section]]:
    """Any valid changes of one step or section: something before it, something after it, and it replaced or taken out."""
    found: list[dict[str, Any]] = []
    sections: list[Section] = []
    for how in draw(st.lists(st.sampled_from(["before", "after", "replace", "remove"]), max_size=3, unique=True)):
        if how in {"replace", "remove"} and any(f"{other}_{kind}" in entry for entry in found for other in ("replace", "remove")):
            continue
        own = name if how == "replace" and draw(st.booleans()) else f"our-{name}-{how}"
        entry: dict[str, Any] = {f"{how}_{kind}": name}
        if how != "remove" and kind == "step":
            entry["step"] = {"name": own, "min": draw(st.integers(0, 30)), "do": draw(text)}
        elif how != "remove":
            entry["section"] = own
            sections.append(Section(id=own, heading="Ours", text=draw(text), line=30 + len(sections)))
        found.append(change(**entry))
    return found, sections


@st.composite
def layers(draw: st.DrawFn) -> Adaptation:
    """A valid adaptation, its changes in any order."""
    found: list[dict[str, Any]] = []
    body: list[Section] = []
    for kind, names in (("step", STEPS), ("section", SECTIONS)):
        for name in names:
            changes, sections = draw(changes_of_a_part(kind, name, WORDS))
            found += changes
            body += sections
    for name in draw(st.lists(st.sampled_from(FIELDS), unique=True, max_size=4)):
        found.append(change(set_field=name, value=draw(VALUES[name])))
    found = found or [change(remove_step="look")]
    return Adaptation(id=PLAY, adapts=PLAY, changes=tuple(draw(st.permutations([Change(**entry) for entry in found]))), body=tuple(body), place=PLACE)


@st.composite
def upstream_edits(draw: st.DrawFn) -> Handbook:
    """The base after upstream's next release: texts reworded or only wrapped anew, steps and sections added and moved."""
    book = BASE.book
    play = book.plays[PLAY]
    steps = [step.model_copy(update={"do": draw(edited(step.do)), "min": draw(st.sampled_from([step.min, step.min, 7]))}) for step in play.steps]
    body = [section.model_copy(update={"text": draw(edited(section.text)), "line": draw(st.integers(1, 99))}) for section in play.body]
    if draw(st.booleans()):
        steps.insert(draw(st.integers(0, len(steps))), Step(name="new", min=5, do="New upstream."))
        body.insert(draw(st.integers(0, len(body))), Section(id="new", heading="New", text="New upstream.", line=8))
    fields = {"monday": draw(edited(play.monday)), "follow_up": draw(edited(play.follow_up)), "when": tuple(draw(edited(text)) for text in play.when)}
    edited_play = play.model_copy(update={"steps": tuple(draw(st.permutations(steps))), "body": tuple(body), **fields})
    return book.model_copy(update={"plays": {**book.plays, PLAY: edited_play}})


def edited(text: str) -> st.SearchStrategy[str]:
    """A text as it is, wrapped anew, or reworded."""
    wrapped = "\n\n".join("\n  ".join(block.split(" ")) for block in text.split("\n\n"))
    return st.sampled_from([text, text, wrapped, text.replace(" ", "  ", 1), f"{text} More.", text.replace("the", "a").replace("text", "word")])


def with_layer(book: Handbook, *items: Adaptation, agreements: tuple[Agreement, ...] = ()) -> Reading:
    adaptations = {item.adapts: item for item in items}
    organisation = Organisation(name="Larkfield", place=Place("organisation/organisation.yml", ("name: Larkfield",)))
    update = {"adaptations": adaptations, "agreements": agreements, "organisation": organisation}
    return replace(BASE, book=book.model_copy(update=update), layer="organisation")


def agreed(book: Handbook, item: Adaptation) -> tuple[Agreement, ...]:
    """What `handbook accept` records of every change, as values."""
    now = parts(book.plays[item.adapts])
    names = sorted({entry.part for entry in item.changes})
    return tuple(Agreement(play=item.adapts, part=name, against=of_text(now[name]), text=now[name], by="CSO", date=TODAY) for name in names)


def names_of(play: Play) -> list[str]:
    return [step.name for step in play.steps] + [section.id for section in play.body]


def untouched(item: Adaptation, play: Play) -> dict[str, str]:
    """The parts that no change replaces, sets or takes out."""
    moved = {entry.part for entry in item.changes if entry.target[0] not in {"before", "after"}}
    return {name: text for name, text in parts(play).items() if name not in moved}


@MANY
@given(layers())
def test_a_valid_layer_applies_whole_and_leaves_the_rest_alone(item: Adaptation) -> None:
    adapted = adapt(with_layer(BASE.book, item))
    assert adapted.problems == ()
    play = adapted.book.plays[PLAY]
    now = parts(play)
    kept = untouched(item, BASE.book.plays[PLAY])
    assert {name: now[name] for name in kept} == kept
    assert [name for name in names_of(play) if f"step:{name}" in kept or f"section:{name}" in kept] == [
        name for name in names_of(BASE.book.plays[PLAY]) if f"step:{name}" in kept or f"section:{name}" in kept
    ]
    assert {(PLAY, entry.result) for entry in item.changes} == set(adapted.book.marks)
    others = {name: other for name, other in adapted.book.plays.items() if name != PLAY}
    assert others == {name: other for name, other in BASE.book.plays.items() if name != PLAY}


@MANY
@given(layers())
def test_every_change_shows_in_the_play(item: Adaptation) -> None:
    play = adapt(with_layer(BASE.book, item)).book.plays[PLAY]
    steps = {step.name: step for step in play.steps}
    sections = {section.id: section for section in play.body}
    own = {section.id: section for section in item.body}
    for entry in item.changes:
        how, kind, name = entry.target
        if entry.step is not None:
            assert steps[entry.step.name] == entry.step
        elif entry.section is not None:
            assert sections[entry.section] == own[entry.section]
        elif how == "remove":
            assert name not in (steps if kind == "step" else sections)
        else:
            assert play.model_dump(mode="json", include={name}) == {name: entry.value}


@MANY
@given(layers(), st.randoms(use_true_random=False))
def test_the_order_of_the_changes_does_not_matter(item: Adaptation, random: Any) -> None:
    changes = list(item.changes)
    random.shuffle(changes)
    shuffled = item.model_copy(update={"changes": tuple(changes)})
    first, second = (adapt(with_layer(BASE.book, each)).book for each in (item, shuffled))
    assert first.plays == second.plays
    assert set(first.marks) == set(second.marks)


@MANY
@given(layers(), upstream_edits())
def test_exactly_the_touched_parts_whose_base_changed_are_told(item: Adaptation, edited_book: Handbook) -> None:
    reading = with_layer(edited_book, item, agreements=agreed(BASE.book, item))
    adapted = adapt(reading)
    assert adapted.problems == ()
    then, now = parts(BASE.book.plays[PLAY]), parts(edited_book.plays[PLAY])
    changed = {entry.part for entry in item.changes if of_text(then[entry.part]) != of_text(now[entry.part])}
    assert {drift.part for drift in adapted.drifts} == changed
    for drift in adapted.drifts:
        assert (drift.kind, drift.then, drift.now) == ("changed", then[drift.part], now[drift.part])
    states = {entry.part: adapted.book.marks[PLAY, entry.result].state for entry in item.changes}
    assert {part for part, state in states.items() if state == "changed"} == changed
    kept = untouched(item, edited_book.plays[PLAY])
    flowed = parts(adapted.book.plays[PLAY])
    assert {name: flowed[name] for name in kept} == kept


@MANY
@given(layers(), upstream_edits())
def test_after_accepting_everything_nothing_waits(item: Adaptation, edited_book: Handbook) -> None:
    assert {drift.kind for drift in adapt(with_layer(edited_book, item)).drifts} == {"not agreed"}
    adapted = adapt(with_layer(edited_book, item, agreements=agreed(edited_book, item)))
    assert (adapted.drifts, adapted.problems) == ((), ())
    assert {mark.state for mark in adapted.book.marks.values()} == {"agreed"}


@SOME
@given(layers(), upstream_edits(), st.data())
def test_what_accept_writes_reads_back_as_agreed(item: Adaptation, edited_book: Handbook, data: st.DataObject) -> None:
    book = with_layer(edited_book, item, agreements=agreed(BASE.book, item)).book
    part = data.draw(st.sampled_from(["", *sorted({entry.part for entry in item.changes})]))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "organisation").mkdir()
        accept(Path(folder), "organisation", book, PLAY, part, "CSO", TODAY)
        text = (Path(folder) / "organisation" / "agreed.yml").read_text(encoding="utf-8")
    values, place = parse_yaml("organisation/agreed.yml", text, [])
    problems: list[Any] = []
    entries = [build(Agreement, value, place.within(number), problems) for number, value in enumerate(values)]
    adapted = adapt(with_layer(edited_book, item, agreements=tuple(entry for entry in entries if entry)))
    assert (problems, adapted.problems) == ([], ())
    before = adapt(with_layer(edited_book, item, agreements=agreed(BASE.book, item))).drifts
    assert {drift.part for drift in adapted.drifts} == ({drift.part for drift in before} - {part} if part else set())


@SOME
@given(layers(), upstream_edits())
def test_an_adapted_book_composes_and_drift_is_told_in_every_form(item: Adaptation, edited_book: Handbook) -> None:
    adapted = adapt(with_layer(edited_book, item, agreements=agreed(BASE.book, item)))
    pages = compose(adapted.book)
    assert pages[f"{PLAY}.md"].markdown
    assert pages["ours/changes.md"].markdown
    assert all(form(adapted.drifts) for form in DRIFT_FORMATS.values())


@SOME
@given(upstream_edits())
def test_an_empty_layer_gives_an_equal_book(edited_book: Handbook) -> None:
    nobody = adapt(replace(BASE, book=edited_book))
    assert (nobody.book, nobody.problems, nobody.drifts) == (edited_book, (), ())
    named = with_layer(edited_book)
    adapted = adapt(named)
    assert (adapted.book, adapted.problems, adapted.drifts) == (named.book, (), ())


NAMES = st.sampled_from([*STEPS, *SECTIONS, "nobody", "steps", "our-look-after"])
FIELD_NAMES = st.sampled_from([*FIELDS, "nobody", "steps", "id", "body", "place"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 999) | st.text(max_size=5) | st.dates(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["what", "run_min", "uk"]), inner, max_size=2),
    max_leaves=6,
)
ON_PARTS = [name for name in CHANGES if name != "set_field"]
NONSENSE = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(ON_PARTS, NAMES),
        "set_field": FIELD_NAMES,
        "step": st.fixed_dictionaries({"name": NAMES, "min": st.integers(0, 480), "do": WORDS}),
        "section": NAMES,
        "value": JSON,
    },
)


def as_written(entry: dict[str, Any]) -> dict[str, Any]:
    """The change with a step, or without a part of its own where it takes one out."""
    how = next(iter(entry))
    if how.startswith("remove"):
        return {how: entry[how]}
    return {**entry, "step": {"name": entry["step"], "min": 5, "do": "Ask."}} if "step" in entry else entry


ANYTHING = st.one_of(
    NONSENSE,
    st.builds(lambda how, name, own: {how: name, how.partition("_")[2]: own}, st.sampled_from(ON_PARTS), NAMES, NAMES).map(as_written),
    st.builds(lambda name, value: {"set_field": name, "value": value}, FIELD_NAMES, JSON),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(ANYTHING, min_size=1, max_size=5), st.lists(NAMES, unique=True, max_size=3))
def test_no_change_is_passed_over_in_silence(entries: list[dict[str, Any]], own: list[str]) -> None:
    body = tuple(Section(id=name, heading="Ours", text="Ask.", line=30 + number) for number, name in enumerate(own))
    item = Adaptation(id=PLAY, adapts=PLAY, changes=tuple(Change(**change(**entry)) for entry in entries), body=body, place=numbered(len(entries)))
    reading = with_layer(BASE.book, item)
    adapted = adapt(reading)
    told = {problem.line for problem in adapted.problems}
    assert all(problem.path == PLACE.path for problem in adapted.problems)
    list(adapted_problems(reading, adapted.book))
    for number, entry in enumerate(item.changes):
        mark = adapted.book.marks.get((PLAY, entry.result))
        assert (mark is not None and mark.decision is entry) != (10 + number in told), "applied and told, or neither"
    used = {entry.section for entry in item.changes}
    assert {section.line for section in body if section.id not in used} == {line for line in told if line >= 30}


def numbered(changes: int) -> Place:
    """A place in which every change has a line of its own, from the tenth."""
    spans: dict[Loc, tuple[int, int]] = {("changes", number): (10 + number, 10 + number) for number in range(changes)}
    return Place(PLACE.path, ("",) * 60, spans)


@SOME
@given(st.lists(st.sampled_from([*sorted(BASE.book.plays), "safety/nobody"]), unique=True, max_size=3), st.data())
def test_withdrawals_are_gone_or_told(names: list[str], data: st.DataObject) -> None:
    known = st.sampled_from([*sorted(BASE.book.plays), "safety/nobody"])
    entries = tuple(Withdrawal(play=name, covered_by=tuple(data.draw(st.lists(known, min_size=1, max_size=2))), **WHY) for name in names)
    place = Place("organisation/organisation.yml", ("",) * 9)
    organisation = Organisation(name="Larkfield", withdrawn=entries, place=place)
    adapted = adapt(replace(BASE, book=BASE.book.model_copy(update={"organisation": organisation}), layer="organisation"))
    assert not set(names) & set(adapted.book.plays)
    assert all(name not in play.next for play in adapted.book.plays.values() for name in names)
    right = all(entry.play in BASE.book.plays and not set(entry.covered_by) - (set(BASE.book.plays) - set(names)) for entry in entries)
    assert (adapted.problems == ()) == right
    if right:
        compose(adapted.book)
