"""Lines in the review ledger."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from handbook.fingerprint import fingerprint
from handbook.model import Handbook
from handbook.problems import HandbookError, Problem, did_you_mean
from handbook.read.library import REVIEWS

_HEAD = "# Who read which text, and when. `handbook review` adds a line; an edit of the play un-reviews it.\n"


def add_review(root: Path, layer: str, book: Handbook, play: str, kind: str, by: str, on: date, scores: tuple[int, ...], note: str) -> str:
    """Add a line for the text of a play as it stands, to the ledger of the layer in whose folder it was read. Returns the line. Raises HandbookError."""
    if play not in book.plays:
        raise HandbookError([Problem(REVIEWS, 1, f"unknown play '{play}'", did_you_mean(play, book.plays))])
    if scores and (len(scores) != 12 or any(score not in range(4) for score in scores)):
        raise HandbookError([Problem(REVIEWS, 1, "the rubric has twelve points of 0 to 3", "Give twelve numbers, such as 3,2,3,3,2,2,3,3,2,2,3,3")])
    lines = [f"- play: {play}", f"  kind: {kind}", f"  by: {quoted(by)}", f"  date: {on.isoformat()}", f"  text: {fingerprint(book.plays[play])}"]
    if scores:
        lines.append(f"  scores: [{', '.join(map(str, scores))}]")
    if note:
        lines.append(f"  note: {quoted(note)}")
    entry = "\n".join(lines) + "\n"
    ledger = root / layer / REVIEWS
    ledger.parent.mkdir(parents=True, exist_ok=True)
    head = ledger.read_text(encoding="utf-8").rstrip() if ledger.exists() else ""
    kept = head + "\n" if head and not head.endswith("[]") else _HEAD
    ledger.write_text(kept + entry, encoding="utf-8")
    return entry


def quoted(text: str) -> str:
    """A text on one line, in quotes, as YAML reads it."""
    return '"' + " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"') + '"'
