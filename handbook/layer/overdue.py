"""Changes that have waited longer than the organisation allows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from handbook.fingerprint import of_text, parts
from handbook.model import Drift, Handbook
from handbook.problems import Problem
from handbook.read.past import is_whole, play_in, versions


def overdue_problems(root: Path, book: Handbook, today: date) -> Iterator[Problem]:
    """Changes to a play of an urgent playbook that have waited for more days than `overdue_after_days`.

    `book` is the organisation's. The days count from the commit in which the base's text moved on; where git does not know the
    whole history, from the base's release, which is later. A change that nobody ever agreed counts from its own date.
    """
    limit = book.organisation.overdue_after_days if book.organisation else None
    if limit is None:
        return
    knows = is_whole(root)
    for drift in book.waiting:
        play = book.plays.get(drift.play)
        if play is None or not book.playbooks[play.playbook].urgent:
            continue
        since, what = _since(root, book, drift, play.place.path, knows)
        waited = (today - since).days
        if waited > limit:
            cure = f"Read both with `handbook drift`, mend yours, then run `handbook accept {drift.play} {drift.part} --by ROLE`"
            message = f"the change of '{drift.play}' {drift.part} waits since {what} {since}: {waited} days, and {limit} are allowed"
            yield Problem(drift.place.path, drift.place.line(), message, cure)


def _since(root: Path, book: Handbook, drift: Drift, path: str, knows: bool) -> tuple[date, str]:
    if drift.kind == "not agreed":
        return drift.since, "it was made on"
    moved = _moved_on(root, drift, path) if knows else None
    return (moved, "the base moved on") if moved else (book.site.release.date, "the base's release of")


def _moved_on(root: Path, drift: Drift, path: str) -> date | None:
    """The day of the oldest commit since which the base's part is not what was agreed against."""
    agreed = of_text(drift.then)
    found = None
    for version in versions(root, path):
        play = play_in(root, version)
        if play is not None and of_text(parts(play).get(drift.part, "")) == agreed:
            break
        found = version.day
    return found
