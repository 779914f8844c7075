"""Recalls in the ledger: a text that nobody may build on any more."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from handbook.cli.review import quoted
from handbook.fingerprint import of_text, parts
from handbook.model import Handbook
from handbook.problems import HandbookError, Problem, did_you_mean
from handbook.read.library import LEDGER


def add_recall(root: Path, book: Handbook, play: str, part: str, because: str, on: date) -> str:
    """Add a recall of one part of a play as it stands. Returns the entry. Raises HandbookError."""
    if play not in book.plays:
        raise HandbookError([Problem(LEDGER, 1, f"unknown play '{play}'", did_you_mean(play, book.plays))])
    known = [name for name in parts(book.plays[play]) if not name.startswith("field:")]
    if part not in known:
        cure = did_you_mean(part, known) or "Its parts: " + ", ".join(known)
        raise HandbookError([Problem(LEDGER, 1, f"the play '{play}' has no part '{part}'", cure)])
    lines = ["- kind: recalled", f"  play: {play}", f"  part: {part}", f"  text: {of_text(parts(book.plays[play])[part])}"]
    entry = "\n".join([*lines, f"  because: {quoted(because)}", f"  date: {on.isoformat()}"]) + "\n"
    ledger = root / LEDGER
    kept = ledger.read_text(encoding="utf-8").rstrip() + "\n" if ledger.exists() else ""
    ledger.write_text(kept + entry, encoding="utf-8")
    return entry
