"""Rules that need the whole book."""

from __future__ import annotations

from dataclasses import replace

from handbook.check.adapted import adapted_problems
from handbook.check.documents import document_problems
from handbook.check.guard import MANIFEST, edited_problems, manifest_text
from handbook.check.ledger import ledger_problems
from handbook.check.pages import page_problems
from handbook.check.references import reference_problems
from handbook.check.rules import rule_problems
from handbook.check.texts import text_problems
from handbook.check.tools import tool_problems, tool_warnings
from handbook.check.voice import uncited_facts, voice_warnings
from handbook.problems import Problem
from handbook.read import Reading

__all__ = ["MANIFEST", "adapted_problems", "check", "edited_problems", "manifest_text", "tool_warnings", "uncited_facts", "voice_warnings"]


def check(reading: Reading) -> tuple[Problem, ...]:
    """Every problem in a reading, those of the reading itself included, in the order of their places.

    An organisation's own plays are checked like the base's; one that takes a base play's id is told by the layer.
    """
    book = reading.book.with_own_items()
    own = {name: play for name, play in book.own_plays.items() if name not in book.plays}
    reading = replace(reading, book=book.model_copy(update={"plays": {**book.plays, **own}}))
    found = [
        *reading.problems,
        *reference_problems(reading),
        *rule_problems(reading),
        *document_problems(reading),
        *tool_problems(reading),
        *ledger_problems(reading),
        *page_problems(reading),
        *text_problems(reading),
    ]
    return tuple(sorted(set(found)))
