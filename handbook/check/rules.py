"""Rules on plays, struggles, citations and reviews that one file alone cannot keep."""

from __future__ import annotations

from collections.abc import Iterator

from handbook import addresses
from handbook.fingerprint import part_names
from handbook.model import Handbook, Play, Struggle
from handbook.place import Place
from handbook.problems import Problem, did_you_mean
from handbook.read import Reading
from handbook.read.files import is_slug

BODY_NEEDS = {"worked-example": "Worked example", "tips": "Tips"}


def rule_problems(reading: Reading) -> Iterator[Problem]:
    """Minutes that do not add up, struggles without an answer, ids of two things, and the like."""
    book = reading.book
    for play in book.plays.values():
        yield from _play_problems(play)
    if not reading.unread.get("plays"):
        yield from _coverage_problems(book)
    yield from _struggle_ids(book)
    for name in sorted(set(book.facts) & set(book.sources)):
        place = book.facts[name].place
        yield Problem(place.path, place.line("id"), f"the id '{name}' is taken by a source", "Choose another; a citation must name one thing")
    for page in book.site.pages:
        if not page.id.endswith(".md") or page.id.startswith("/") or ".." in page.id:
            yield Problem(page.place.path, page.place.line("id"), f"'{page.id}' is not a page path", "Write a path such as library/glossary.md")
        if page.template == "facts-of-market" and page.market is None:
            yield Problem(page.place.path, page.place.line("template"), "a page of a market's facts without a market", "Add `market` with the market's id")

    for synonym in book.synonyms.values():
        if len(synonym.words) < 2 and not synonym.finds:
            place = synonym.place
            yield Problem(place.path, place.line("words"), "one word alone has nothing that it stands for", "Add a second, or `finds` with the id of a play")
    for review in book.reviews:
        if review.scores and len(review.scores) != 12:
            line = review.place.line("scores")
            yield Problem(review.place.path, line, f"`scores`: {len(review.scores)} points, the rubric has twelve", "Give twelve numbers from 0 to 3")


def _play_problems(play: Play) -> Iterator[Problem]:
    place = play.place
    total = sum(step.min for step in play.steps)
    if total != play.duration.run_min:
        message = f"the steps add up to {total} minutes, but `duration.run_min` says {play.duration.run_min}"
        yield Problem(place.path, place.line("duration"), message, "Change a step's `min` or the run time until both agree")
    for field in ("answers", "stages", "who", "next", "sources"):
        values = getattr(play, field)
        for number, value in enumerate(values):
            if value in values[:number]:
                yield Problem(place.path, place.line(field, number), f"`{field}`: '{value}' stands twice", "Take one out")
    if play.lead in play.who:
        yield Problem(place.path, place.line("who"), f"`who`: '{play.lead}' leads the play already", "Take it out of `who`")
    if play.id in play.next:
        yield Problem(place.path, place.line("next"), "`next`: the play names itself", "Name another play")
    names = [step.name for step in play.steps]
    for number, name in enumerate(names):
        if name in names[:number]:
            yield Problem(place.path, place.line("steps", number, "name"), f"two steps are called '{name}'", "Give one of them another name")
    for section in play.body:
        if section.id in addresses.PLAY_ANCHORS or section.id.startswith("step-"):
            yield Problem(place.path, section.line, f"the section id '{section.id}' is one that the page itself uses", "Choose another")
    yield from _lock_problems(play)
    for name, heading in BODY_NEEDS.items():
        if all(section.id != name for section in play.body):
            yield Problem(place.path, _last_line(place), f"the section '{heading}' is missing", f"Add '## {heading} {{#{name}}}' below the front matter")


def _lock_problems(play: Play) -> Iterator[Problem]:
    known = part_names(play)
    for name in play.locked:
        if name not in known:
            line = play.place.line("locked", name)
            yield Problem(play.place.path, line, f"`locked`: the play has no part '{name}'", did_you_mean(name, known))


def _last_line(place: Place) -> int:
    return max((number for number, line in enumerate(place.lines, 1) if line.strip()), default=1)


def _coverage_problems(book: Handbook) -> Iterator[Problem]:
    answered = {name for play in book.plays.values() for name in play.answers}
    answered_by_base = {name for key, play in book.plays.items() if key not in book.own_plays for name in play.answers}
    for struggle in all_struggles(book):
        place = struggle.place
        if struggle.id not in answered and not struggle.planned:
            cure = "Add it to `answers` of a play that changes it, or name the play being written in `planned`"
            yield Problem(place.path, place.line("id"), f"no play answers the struggle '{struggle.id}'", cure)
        if struggle.id in answered_by_base and struggle.planned:
            yield Problem(place.path, place.line("planned"), f"'{struggle.id}' is answered and still has `planned`", "Take `planned` out")


def _struggle_ids(book: Handbook) -> Iterator[Problem]:
    seen: dict[str, Struggle] = {}
    for struggle in all_struggles(book):
        if not is_slug(struggle.id):
            cure = "Use lower-case letters, digits and hyphens, such as safety-1"
            yield Problem(struggle.place.path, struggle.place.line("id"), f"'{struggle.id[:60]}' cannot be an id", cure)
        if struggle.id in seen:
            first = seen[struggle.id].place
            cure = f"Choose another; it stands in {first.path}:{first.line('id')}"
            yield Problem(struggle.place.path, struggle.place.line("id"), f"the id '{struggle.id}' is taken", cure)
        seen.setdefault(struggle.id, struggle)


def all_struggles(book: Handbook) -> list[Struggle]:
    """Every struggle: the playbooks' in order, then the pattern's."""
    return [struggle for item in book.playbooks.values() for struggle in item.struggles] + list(book.pattern.struggles)
