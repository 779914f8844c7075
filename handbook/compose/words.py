"""How the book's fixed values read on a page."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.model import Confidence, Fact, Source, Status, Tone

STATUS: Mapping[Status, str] = {
    "in-force": "In force",
    "coming": "Made, applies later",
    "final": "Final",
    "draft": "Draft",
    "proposal": "Proposal, not law",
    "superseded": "Superseded",
    "published": "Published",
}
STATUS_MEANS: Mapping[Status, str] = {
    "in-force": "law, or a rule with the same force, that applies today",
    "coming": "law that has been made and applies from a later date",
    "final": "final guidance, policy or programme of an authority; not law",
    "draft": "a draft or a consultation; it may change",
    "proposal": "proposed or announced; it is not law",
    "superseded": "replaced, withdrawn or expired",
    "published": "a standard, study or commentary; nobody is bound by it alone",
}
CONFIDENCE: Mapping[Confidence, str] = {
    "verified": "Read in a primary or reliable page",
    "partly": "Partly confirmed",
    "unverified": "Not confirmed",
}
TONE: Mapping[Tone, str] = {"go": "Go on", "care": "Take care", "stop": "Stop", "ask": "Ask a person", "plain": "Result"}
# What a reader must not mistake for law in force is named beside the note number in the text.
FLAGGED: Mapping[Status, str] = {"coming": "not yet applying", "draft": "draft", "proposal": "proposal", "superseded": "superseded"}

_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


def day(text: str) -> str:
    """A date as people write it: 22 November 2026, November 2026, 2026."""
    if text == "undated":
        return text
    parts = text.split("-")
    if len(parts) == 1:
        return text
    month = f"{_MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return month if len(parts) == 2 else f"{int(parts[2])} {month}"


def minutes(number: int) -> str:
    """A length of time: 45 minutes, 1 h 30."""
    if number < 60:
        return f"{number} minutes"
    hours, rest = divmod(number, 60)
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"


def clock(number: int) -> str:
    """A time since the start: 0:10, 1:05."""
    return f"{number // 60}:{number % 60:02d}"


def flag(item: Fact | Source) -> str:
    """The word that stands beside a note number, if any."""
    return FLAGGED.get(item.status, "")
