"""Rules on plays that an organisation has changed, told at its own lines."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ValidationError

from handbook import addresses
from handbook.check.markup import markup_problems, plain_problems
from handbook.check.pieces import Piece
from handbook.check.references import field_problems
from handbook.model import Adaptation, Change, Handbook, Play, one_field
from handbook.place import Place
from handbook.problems import Problem
from handbook.read import Reading
from handbook.text.links import author_page
from handbook.text.markup import links
from handbook.text.walk import plain, prose, strings

_DISTINCT = ("answers", "stages", "who", "next", "sources")


def adapted_problems(reading: Reading, book: Handbook) -> Iterator[Problem]:
    """What no longer holds in a play once its changes are applied. `book` is the organisation's."""
    for item in book.adaptations.values():
        base, play = reading.book.plays.get(item.adapts), book.plays.get(item.adapts)
        yield from _section_ids(item)
        if base is not None and play is not None:
            yield from _far_links(item, base)
            yield from _fields(reading, item, base, play)
            if all((item.adapts, change.result) in book.marks for change in item.changes):
                yield from _minutes(item, base, play)


def _minutes(item: Adaptation, base: Play, play: Play) -> Iterator[Problem]:
    """Steps and run time that disagree; a base in which they do so already is told there."""
    total = _total(play)
    if not play.steps:
        yield Problem(item.place.path, item.place.line("changes"), "with these changes no step is left", "Keep one; or withdraw the play in organisation.yml")
    elif total != play.duration.run_min and _total(base) == base.duration.run_min:
        message = f"with these changes the steps add up to {total} minutes, but `duration.run_min` says {play.duration.run_min}"
        yield Problem(item.place.path, item.place.line("changes"), message, "Change a step's `min`, or set the field `duration` as well")


def _total(play: Play) -> int:
    return sum(step.min for step in play.steps)


def _section_ids(item: Adaptation) -> Iterator[Problem]:
    for section in item.body:
        if section.id in addresses.PLAY_ANCHORS or section.id.startswith("step-"):
            yield Problem(item.place.path, section.line, f"the section id '{section.id}' is one that the page itself uses", "Choose another")


def _fields(reading: Reading, item: Adaptation, base: Play, play: Play) -> Iterator[Problem]:
    for number, change in enumerate(item.changes):
        place = item.place.within("changes", number)
        set_play = _set(base, change)
        if change.set_field is not None and set_play is not None:
            yield from field_problems(reading, set_play, change.set_field, place)
            yield from _plain(set_play, change.set_field, place)
            yield from _people_and_lists(set_play, change.set_field, play, place)


def _set(base: Play, change: Change) -> Play | None:
    """The base's play with one field set, or None where its value is of the wrong kind, which is told elsewhere."""
    name = change.set_field
    if name is None or name not in Play.model_fields:
        return None
    try:
        found = one_field(name).model_validate({"value": change.value})
    except ValidationError:
        return None
    return base.model_copy(update={name: found.value})


def _plain(play: Play, field: str, place: Place) -> Iterator[Problem]:
    """Faults in what stands as it is; those that are told of prose, as which every value is read, are not told again."""
    for loc, text in plain(play):
        if loc[0] == field:
            piece = Piece(place.path, text, place, ("value", *loc[1:]))
            told = {problem.message for problem in markup_problems(piece)}
            yield from (problem for problem in plain_problems(piece) if problem.message not in told)


def _people_and_lists(set_play: Play, field: str, play: Play, place: Place) -> Iterator[Problem]:
    """Names that stand twice, a lead who is in the room as well, a play that names itself. `play` has every change applied."""
    values = getattr(set_play, field) if field in _DISTINCT else ()
    for number, value in enumerate(values):
        if value in values[:number]:
            yield Problem(place.path, place.line("value", number), f"`{field}`: '{value}' stands twice", "Take one out")
    if field in {"lead", "who"} and play.lead in play.who:
        yield Problem(place.path, place.line("value"), f"`who`: '{play.lead}' leads the play already", "Take it out of `who`, or set `lead` as well")
    if field == "next" and play.id in set_play.next:
        yield Problem(place.path, place.line("value"), "`next`: the play names itself", "Name another play")


def _far_links(item: Adaptation, base: Play) -> Iterator[Problem]:
    """Links that mean one page from the organisation's file and another, or none, from the base's, from which they are published."""
    for piece in _pieces(item):
        for link in links(piece.text):
            path = link.target.partition("#")[0]
            page = author_page(piece.path, path) if path and ":" not in path else None
            if page is not None and page != author_page(base.place.path, path):
                cure = "Write the way inside the folder playbooks, such as ../safety/triage-every-change.md"
                yield Problem(piece.path, piece.line(link.at, f"]({link.target}"), f"a link through the project's other folders: '{link.target[:60]}'", cure)


def _pieces(item: Adaptation) -> Iterator[Piece]:
    yield from (Piece(item.place.path, text, item.place, loc) for loc, text in prose(item))
    yield from (Piece(item.place.path, section.text, item.place, first=section.line + 1) for section in item.body)
    for number, change in enumerate(item.changes):
        yield from (Piece(item.place.path, text, item.place, ("changes", number, "value", *loc)) for loc, text in strings(change.value))
