"""Kinds of text, dates and fixed words, and what every value shares."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictInt, StringConstraints

from handbook.place import Place

Status = Literal["in-force", "coming", "final", "draft", "proposal", "superseded", "published"]
Confidence = Literal["verified", "partly", "unverified"]
Format = Literal["docx", "xlsx", "md", "yml", "csv"]
StruggleKind = Literal["pressure", "voice", "signal"]
Template = Literal[
    "a-to-z", "by-market", "by-role", "by-stage", "changes", "documents", "facts-by-topic", "facts-of-market", "find", "glossary", "horizon", "journeys",
    "library", "my-pack", "not-used", "playbooks", "questions", "roles", "sources", "struggles", "tools", "updates", "waiting",
]  # fmt: skip
SourceKind = Literal["law", "guidance", "standard", "programme", "research", "commentary", "tool"]
PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?|undated")


def _partial_date(value: object) -> object:
    """A year, month or day as text; YAML hands over numbers and dates for some of them."""
    if isinstance(value, bool) or not isinstance(value, str | int | date):
        return value
    text = value.isoformat() if isinstance(value, date) else str(value)
    if not PARTIAL_DATE.fullmatch(text):
        raise ValueError("expected a date as YYYY, YYYY-MM or YYYY-MM-DD, or undated")
    if len(text) == 10:
        _refuse_no_day(text)
    return text


def _refuse_no_day(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise ValueError("expected a day that the calendar has") from None


def _event_date(value: object) -> object:
    """A partial date that is one: an event without a date stands on no timeline."""
    try:
        text = _partial_date(value)
    except ValueError:
        text = "undated"
    if text == "undated":
        raise ValueError("expected a date as YYYY, YYYY-MM or YYYY-MM-DD")
    return text


PROSE = "prose"
PLAIN = "plain"
NAME = "name"
DATE = "date"
ADDRESS = "address"
FINGERPRINT = "fingerprint"
COLOUR = "colour"
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$"), NAME]
Id = Annotated[str, StringConstraints(min_length=1)]
Plain = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), PLAIN]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), PROSE]
EventDate = Annotated[str, BeforeValidator(_event_date), DATE]
PartialDate = Annotated[str, BeforeValidator(_partial_date), DATE]
Day = date
Minutes = Annotated[StrictInt, Field(ge=0, le=480)]
Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$"), ADDRESS]


Fingerprint = Annotated[str, StringConstraints(pattern=r"^b1:[0-9a-f]{16}$"), FINGERPRINT]
Part = Annotated[str, StringConstraints(pattern=r"^(step|section):[a-z0-9]+(-[a-z0-9]+)*$"), NAME]
ItemName = Annotated[str, StringConstraints(pattern=r"^(roles|terms|locals|facts|sources|documents):[^\s:]+$"), NAME]


class Value(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Item(Value):
    """A value with an id that other files may name."""

    id: Id = Field(description="The permanent id. Never change it; other files and forks point at it.")
    place: Place = Field(default=Place(""), exclude=True, repr=False)
