"""A whole tool: each part by its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from handbook.choices import Choices
from handbook.model import Form, Handbook, Register, Tool
from handbook.problems import did_you_mean
from handbook.tools.assessment import run_assessment
from handbook.tools.form import run_form
from handbook.tools.matrix import run_matrix
from handbook.tools.outcome import AnswerError, Answers, Fault, Outcome, PartOutcome
from handbook.tools.register import run_register
from handbook.tools.score import run_score
from handbook.tools.tree import run_tree

# One entry a kind: a function of the part and its answers.
KINDS: Mapping[str, Callable[[Any, Answers], PartOutcome]] = {
    "tree": run_tree, "matrix": run_matrix, "score": run_score, "assessment": run_assessment,
}  # fmt: skip


def run(tool: Tool, answers: Answers, book: Handbook) -> Outcome:
    """What comes of a reader's answers, by the id of each part that was answered. Raises AnswerError with every fault."""
    parts = {part.id: part for part in tool.parts}
    outcomes: list[PartOutcome] = []
    faults = [Fault((name,), f"the tool has no part '{str(name)[:60]}'", did_you_mean(str(name), parts)) for name in answers if name not in parts]
    for name, part in parts.items():
        if name in answers:
            try:
                outcomes.append(_run_part(part, answers[name], book))
            except AnswerError as error:
                faults += [fault.within(name) for fault in error.faults]
    if faults:
        raise AnswerError(*faults)
    return Outcome(tool.id, tuple(outcomes))


def run_part(part: Any, answers: Any) -> PartOutcome:
    """What comes of the answers to one part that needs nothing but itself. Raises AnswerError."""
    return KINDS[part.kind](part, _named(answers))


def _run_part(part: Any, answers: Any, book: Handbook) -> PartOutcome:
    """The same for every kind: registers and forms are about documents of the book."""
    if isinstance(part, Register):
        sheet = next(sheet for sheet in book.documents[part.document].sheets if sheet.id == part.sheet)
        return run_register(part, sheet, Choices(book.tools), [role.title for role in book.roles.values()], _named(answers))
    if isinstance(part, Form):
        return run_form(part, book.documents[part.document], _named(answers))
    return run_part(part, answers)


def _named(answers: Any) -> Answers:
    if not isinstance(answers, Mapping):
        raise AnswerError(Fault((), "expected answers with names, such as a question's id", "Write each as id: answer"))
    return answers
