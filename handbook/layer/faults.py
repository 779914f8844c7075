"""What is wrong with a layer as a whole: files, ids, withdrawals and agreements that do not fit the base or one another."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.fingerprint import of_text
from handbook.ledger import Ledger
from handbook.model import Adaptation, Handbook, Withdrawal
from handbook.place import Place
from handbook.problems import Problem, did_you_mean
from handbook.read import Reading


def layer_problems(reading: Reading) -> Iterator[Problem]:
    """Every fault that no single change has."""
    for name, item in reading.book.adaptations.items():
        yield from _adaptation_problems(reading, name, item)
    yield from _own_play_problems(reading)
    yield from _agreement_problems(reading.book)
    organisation = reading.book.organisation
    for number, entry in enumerate(organisation.withdrawn if organisation else ()):
        place = organisation.place if organisation else Place("")
        yield from _withdrawal_problems(reading, entry, number, place)


def _is_lost(reading: Reading, name: str) -> bool:
    """Whether a play could not be read, so that its absence is no news."""
    file = f"{reading.layer}/playbooks/{name}.md"
    return bool({name, "*"} & reading.unread.get("plays", frozenset())) or any(problem.path == file for problem in reading.problems)


def _adaptation_problems(reading: Reading, name: str, item: Adaptation) -> Iterator[Problem]:
    """An adaptation stands where the play stands, so that links in it lead where they seem to, and there is one for each play."""
    fault = _adaptation_fault(reading, name, item)
    if fault is not None:
        yield Problem(item.place.path, item.place.line("adapts"), *fault)


def _adaptation_fault(reading: Reading, name: str, item: Adaptation) -> tuple[str, str] | None:
    plays, organisation = reading.book.plays, reading.book.organisation
    if item.adapts in reading.book.withdrawn:
        return f"`adapts`: the layer below does not use '{item.adapts}'", "Take this file out, or write the play whole as your own"
    if item.adapts not in plays:
        if _is_lost(reading, item.adapts) or Ledger(reading.book.ledger).fate(item.adapts).kind in {"removed", "merged", "split"}:
            return None
        return f"`adapts`: there is no play '{item.adapts}' in the base", did_you_mean(item.adapts, plays)
    if item.adapts not in {name, Ledger(reading.book.ledger).fate(name).name}:
        cure = f"Move it to {reading.layer}/playbooks/{item.adapts}.md, or change `adapts`"
        return f"`adapts`: '{item.adapts}' is not the play that the file's own name gives, '{name}'", cure
    if any(entry.play == name for entry in (organisation.withdrawn if organisation else ())):
        return f"`adapts`: '{name}' is withdrawn in organisation.yml", "Take this file out, or the withdrawal"
    return None


def _own_play_problems(reading: Reading) -> Iterator[Problem]:
    book = reading.book
    for name, play in sorted(book.own_plays.items()):
        if name in book.plays:
            cure = f"Give yours another name; or write `adapts: {name}` to change the base's; or withdraw the base's under another id of yours"
            yield Problem(play.place.path, 1, f"the base has a play '{name}' too", cure)
        elif play.playbook not in book.playbooks and not {play.playbook, "*"} & reading.unread.get("playbooks", frozenset()):
            yield Problem(play.place.path, 1, f"there is no playbook '{play.playbook}'", did_you_mean(play.playbook, book.playbooks))


def _agreement_problems(book: Handbook) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for entry in book.agreements:
        place = entry.place
        if of_text(entry.text) != entry.against:
            cure = "Undo the edit; or read the base's text again and run `handbook accept`"
            yield Problem(place.path, place.line("against"), f"the fingerprint of '{entry.play} {entry.part}' is not that of its text", cure)
        if (entry.play, entry.part) in seen:
            cure = "Take the older one out; or take both out and run `handbook accept`"
            yield Problem(place.path, place.line("part"), f"'{entry.play} {entry.part}' stands twice", cure)
        seen.add((entry.play, entry.part))


def _withdrawal_problems(reading: Reading, entry: Withdrawal, number: int, place: Place) -> Iterator[Problem]:
    book = reading.book
    entries = book.organisation.withdrawn if book.organisation else ()
    gone = [other.play for other in entries]
    known = {*book.plays, *book.own_plays}
    line = place.line("withdrawn", number, "play")
    if entry.play in gone[:number]:
        yield Problem(place.path, line, f"`withdrawn.play`: '{entry.play}' stands twice", "Take one out")
    if entry.play in book.own_plays and entry.play not in book.plays:
        yield Problem(
            place.path, line, f"`withdrawn.play`: '{entry.play}' is a play of your own", f"Take its file out: {book.own_plays[entry.play].place.path}"
        )
    elif entry.play not in known and not _is_lost(reading, entry.play):
        yield Problem(place.path, line, f"`withdrawn.play`: unknown play '{entry.play}'", did_you_mean(entry.play, book.plays))
    for at, name in enumerate(entry.covered_by):
        line = place.line("withdrawn", number, "covered_by", at)
        if name in gone:
            yield Problem(place.path, line, f"`withdrawn.covered_by`: '{name}' is withdrawn as well", "Name a play that you use")
        elif name not in known and not _is_lost(reading, name):
            yield Problem(place.path, line, f"`withdrawn.covered_by`: unknown play '{name}'", did_you_mean(name, known))
