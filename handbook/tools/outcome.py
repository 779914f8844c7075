"""What comes of a reader's answers, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handbook.model import Result

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Fault:
    """One answer that a tool cannot take: the way to it in the answers, what was found, and what is allowed."""

    loc: tuple[str | int, ...]
    message: str
    cure: str = ""

    def within(self, *loc: str | int) -> Fault:
        """The same fault in answers that lie deeper."""
        return Fault((*loc, *self.loc), self.message, self.cure)


class AnswerError(Exception):
    """Answers that a tool cannot take: it carries every fault found."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        super().__init__("; ".join(fault.message for fault in faults))


@dataclass(frozen=True)
class Given:
    """A question, and the answer that was given, in words."""

    id: str
    ask: str
    answer: str


@dataclass(frozen=True)
class Finding:
    """A result that was reached; `when` says for which of several, such as after controls."""

    result: Result
    when: str = ""


@dataclass(frozen=True)
class PartOutcome:
    """What came of one part of a tool.

    `notes` are worked-out lines such as a sum, `open` the ids of what is still to be answered; `plays` and `ask` are those of the
    findings, or the part's own where its kind has no results; `body` is what was filled in, as lines of Markdown.
    """

    part: str
    kind: str
    title: str
    given: tuple[Given, ...]
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    plays: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    body: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What came of a tool, part by part."""

    tool: str
    parts: tuple[PartOutcome, ...]
