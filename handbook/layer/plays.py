"""One play of the base with an organisation's changes applied."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from handbook.markdown import one_line
from handbook.model import CHANGES, Adaptation, Change, Play, Section, Step, one_field
from handbook.place import Place
from handbook.problems import Problem, did_you_mean
from handbook.read.validate import build

FIXED_FIELDS = {
    "id": "Other files point at the id; write a play of your own instead",
    "place": "",
    "steps": "Steps have changes of their own, such as replace_step and after_step",
    "locked": "Only the base locks its parts",
    "body": "Sections have changes of their own, such as replace_section and after_section",
}
ADDS = ("before", "after")

P = TypeVar("P", Step, Section)


@dataclass
class _Draft:
    """A play while it is being changed."""

    base: Play
    item: Adaptation
    problems: list[Problem]
    steps: list[Step] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)


def adapted_play(base: Play, item: Adaptation, gone: Collection[int], problems: list[Problem]) -> tuple[Play, dict[str, Change]]:
    """The play with every change applied that can be, and the change behind each part that is not the base's.

    `gone` numbers the changes whose part the base has moved away, which is told elsewhere. A change that names nothing is a problem
    at its own line, and the base stands there. What is added goes in before anything is replaced or taken out, so that the order of
    the changes does not matter.
    """
    draft = _Draft(base, item, problems, list(base.steps), list(base.body))
    problems += _unused_sections(item)
    whole = {number: change for number, change in enumerate(item.changes) if number not in gone and _is_whole(change, _place(item, number), problems)}
    single = {number: change for number, change in whole.items() if not _is_double(whole, number, item, problems)}
    done = {number for number in sorted(single, key=lambda number: _turn(number, single[number])) if _apply(draft, number, single[number])}
    changed = {single[number].result: single[number] for number in sorted(done)}
    play = base.model_copy(update={"steps": tuple(draft.steps), "body": tuple(draft.sections), **draft.fields})
    return play, changed


def _turn(number: int, change: Change) -> tuple[bool, int]:
    """When a change is applied: what is added first, and of several that are added after one part the last first, so that they stand as written."""
    how = change.target[0]
    return how not in ADDS, -number if how == "after" else number


def _place(item: Adaptation, number: int) -> Place:
    return item.place.within("changes", number)


def _is_whole(change: Change, place: Place, problems: list[Problem]) -> bool:
    """Whether a change names one part of the base and brings what it needs, and nothing else."""
    found = list(_shape_problems(change, place))
    problems += found
    return not found


def _shape_problems(change: Change, place: Place) -> Iterator[Problem]:
    names = change.operations
    if len(names) != 1:
        message = f"two operations in one change: `{'`, `'.join(names)}`" if names else "a change that names no operation"
        cure = "Make a change of each, with its own reason" if names else "Write one of: " + ", ".join(CHANGES)
        yield Problem(place.path, max((place.line(name) for name in names), default=place.line()), message, cure)
        return
    how, kind, _ = change.target
    needed = {"step": "step", "section": "section", "field": "value"}[kind] if how != "remove" else ""
    for brought in ("step", "section", "value"):
        given = brought in change.model_fields_set and (brought == "value" or getattr(change, brought) is not None)
        if given and brought != needed:
            cure = "Take it out, or replace the part instead" if how == "remove" else f"Take it out; `{names[0]}` brings a `{needed}`"
            yield Problem(place.path, place.line(brought), f"`{brought}` has no use beside `{names[0]}`", cure)
        elif not given and brought == needed:
            cure = "Write the field's new value" if kind == "field" else f"Add the organisation's own {kind}"
            yield Problem(place.path, place.line(names[0]), f"the field `{needed}` is missing beside `{names[0]}`", cure)


def _is_double(changes: Mapping[int, Change], number: int, item: Adaptation, problems: list[Problem]) -> bool:
    """Whether an earlier change replaces, removes or sets the same part."""
    change = changes[number]
    if change.target[0] in ADDS:
        return False
    for earlier, other in changes.items():
        if earlier < number and other.part == change.part and other.target[0] not in ADDS:
            place, first = _place(item, number), _place(item, earlier).line(*other.operations)
            _, kind, name = change.target
            problems.append(
                Problem(place.path, place.line(*change.operations), f"a second change of the {kind} '{name}'", f"Keep one; the first is on line {first}")
            )
            return True
    return False


def _apply(draft: _Draft, number: int, change: Change) -> bool:
    """Apply one change, or tell why not."""
    how, kind, name = change.target
    place = _place(draft.item, number)
    before = len(draft.problems)
    draft.problems += _lock_problems(draft.base, change, place)
    if kind == "field":
        draft.fields |= _field(name, change, place, draft.problems)
    elif kind == "step":
        _place_part(draft.steps, draft.base.steps, change, change.step, place, draft.problems)
    else:
        own = next((section for section in draft.item.body if section.id == change.section), None)
        if own is None and how != "remove":
            cure = f"Write '## Words {{#{change.section}}}' below, with the text under it"
            draft.problems.append(Problem(place.path, place.line("section"), f"`section`: there is no section '{change.section}' in this file", cure))
        else:
            _place_part(draft.sections, draft.base.body, change, own, place, draft.problems)
    return len(draft.problems) == before


def _lock_problems(base: Play, change: Change, place: Place) -> Iterator[Problem]:
    """A locked part that is changed without saying why its lock does not hold, and a reason where nothing is locked."""
    _, kind, name = change.target
    lock = base.locked.get(change.part) if change.target[0] not in ADDS else None
    if lock and not change.despite_the_lock:
        cure = "Leave it as it is; or add `despite_the_lock` with the reason why this does not hold for you"
        yield Problem(place.path, place.line(*change.operations), f"the base has locked the {kind} '{name}': {one_line(lock).rstrip('.')}", cure)
    elif change.despite_the_lock and not lock:
        yield Problem(place.path, place.line("despite_the_lock"), f"the base has not locked the {kind} '{name}'", "Take `despite_the_lock` out")


def _place_part(parts: list[P], base: tuple[P, ...], change: Change, own: P | None, place: Place, problems: list[Problem]) -> None:
    """Put the organisation's own part in, or take the base's out. The base's names are those that count."""
    how, kind, name = change.target
    known: list[str] = [_id(part) for part in base]
    if name not in known:
        line = place.line(*change.operations)
        problems.append(Problem(place.path, line, f"`{change.operations[0]}`: the base's play has no {kind} '{name}'", _names(name, known, kind)))
        return
    names: list[str] = [_id(part) for part in parts]
    at = names.index(name)
    if own is None:
        del parts[at]
    elif _id(own) in {*known, *names} and not (how == "replace" and _id(own) == name):
        line = place.line("step", "name") if kind == "step" else place.line("section")
        problems.append(Problem(place.path, line, f"the play has a {kind} '{_id(own)}' already", "Give yours another name"))
    else:
        parts[at + (how == "after") : at + (how != "before")] = [own]


def _names(name: str, known: list[str], kind: str) -> str:
    return did_you_mean(name, known) or (f"Its {kind}s: " + ", ".join(known) if known else f"It has no {kind}s")


def _id(part: Step | Section) -> str:
    return part.name if isinstance(part, Step) else part.id


def _field(name: str, change: Change, place: Place, problems: list[Problem]) -> dict[str, Any]:
    """The field's new value, as the model takes it."""
    if name not in Play.model_fields or name in FIXED_FIELDS:
        known = set(Play.model_fields) - set(FIXED_FIELDS)
        cure = FIXED_FIELDS.get(name) or did_you_mean(name, known) or "Its fields: " + ", ".join(sorted(known))
        problems.append(Problem(place.path, place.line("set_field"), f"`set_field`: a play has no field '{name}' to set", cure))
        return {}
    found = build(one_field(name), {"value": change.value}, place, problems)
    return {} if found is None else {name: found.value}


def _unused_sections(item: Adaptation) -> Iterator[Problem]:
    used = {change.section for change in item.changes}
    for section in item.body:
        if section.id not in used:
            yield Problem(item.place.path, section.line, f"no change uses the section '{section.id}'", "Name it in a change, or take it out")
