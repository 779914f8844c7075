"""Assessments: statements scored on one scale; what lacks proof counts less."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handbook.model import Assessment, Statement, StatementGroup
from handbook.tools.choose import UNCLEAR, UNCLEAR_WORDS, choose, refuse_unknown
from handbook.tools.outcome import AnswerError, Answers, Fault, Given, PartOutcome

WEAKEST = 3


@dataclass(frozen=True)
class Scored:
    """A statement with its answer: the count that was said, the proof, and what it counts for. Without a count it is unclear or open."""

    statement: Statement
    said: int | None = None
    proof: str = ""
    counts: int | None = None
    unclear: bool = False


@dataclass(frozen=True)
class Spoke:
    """A dimension of an assessment: its lowest and highest count, and how many of its statements count."""

    group: StatementGroup
    lowest: int | None
    highest: int | None
    counted: int


def run_assessment(part: Assessment, answers: Answers) -> PartOutcome:
    """Score the statements. An answer is a count, or a `step` with its `proof`. Raises AnswerError."""
    scores = scored(part, answers)
    given = tuple(Given(one.statement.id, one.statement.text, _answer(part, one)) for one in scores if one.said is not None or one.unclear)
    weak = weakest(scores)
    notes = (*(_spoke(spoke) for spoke in spokes(part, scores)), *_weak_notes(scores, weak))
    unanswered = tuple(one.statement.id for one in scores if one.said is None and not one.unclear)
    plays = tuple(dict.fromkeys(one.statement.play for one in weak if one.statement.play))
    return PartOutcome(part.id, part.kind, part.title, given, (), notes, unanswered, plays, (part.ask,))


def counts(part: Assessment) -> range:
    """What the steps of the scale count, the lowest first."""
    return range(part.counts_from, part.counts_from + len(part.scale))


def scored(part: Assessment, answers: Answers) -> tuple[Scored, ...]:
    """Every statement with its answer, in order. Raises AnswerError."""
    refuse_unknown(answers, [statement.id for statement in statements(part)])
    faults: list[Fault] = []
    found = []
    for statement in statements(part):
        try:
            found.append(_scored(part, statement, answers.get(statement.id)))
        except AnswerError as error:
            faults += [fault.within(statement.id) for fault in error.faults]
    if faults:
        raise AnswerError(*faults)
    return tuple(found)


def example_scores(part: Assessment) -> tuple[Scored, ...]:
    """The invented example, scored."""
    return scored(part, {name: {"step": step, "proof": part.proofs.get(name, "")} for name, step in part.example.items()})


def statements(part: Assessment) -> Iterator[Statement]:
    """Every statement, group by group."""
    return (statement for group in part.groups for statement in group.statements)


def spokes(part: Assessment, scores: Sequence[Scored]) -> tuple[Spoke, ...]:
    """Each dimension with the lowest and the highest count of its statements; never their average."""
    by_statement = {one.statement.id: one.counts for one in scores}
    found = []
    for group in part.groups:
        known = [count for statement in group.statements if (count := by_statement.get(statement.id)) is not None]
        found.append(Spoke(group, min(known, default=None), max(known, default=None), len(known)))
    return tuple(found)


def weakest(scores: Sequence[Scored]) -> tuple[Scored, ...]:
    """The statements with the lowest counts, in order; of equal ones the first."""
    known = [one for one in scores if one.counts is not None]
    return tuple(sorted(known, key=lambda one: one.counts or 0)[:WEAKEST])


def as_low(scores: Sequence[Scored], weak: Sequence[Scored]) -> int:
    """How many more statements count as little as the last of the weakest."""
    if not weak:
        return 0
    return sum(one.counts == weak[-1].counts for one in scores) - sum(one.counts == weak[-1].counts for one in weak)


def _scored(part: Assessment, statement: Statement, answer: Any) -> Scored:
    if answer is None:
        return Scored(statement)
    step, proof = (answer.get("step"), str(answer.get("proof") or "").strip()) if isinstance(answer, Mapping) else (answer, "")
    if isinstance(answer, Mapping):
        refuse_unknown(answer, ["step", "proof"])
    choices = {str(count): word.word for count, word in zip(counts(part), part.scale, strict=True)} | {UNCLEAR: UNCLEAR_WORDS}
    chosen = choose(step, choices, ())
    if chosen == UNCLEAR:
        return Scored(statement, proof=proof, unclear=True)
    return Scored(statement, int(chosen), proof, counted(part, int(chosen), proof))


def counted(part: Assessment, said: int, proof: str) -> int | None:
    """What a score counts: as said with proof, or where none is needed; else the step below the first that needs it, or nothing."""
    if said < part.proof_from or proof:
        return said
    return part.proof_from - 1 if part.proof_from > part.counts_from else None


def _answer(part: Assessment, one: Scored) -> str:
    if one.said is None:
        return UNCLEAR_WORDS
    words = f"{one.said} {part.scale[one.said - part.counts_from].word}"
    if one.counts is None:
        return f"{words}; does not count, no proof"
    if one.counts != one.said:
        return f"{words}; counts {one.counts}, no proof"
    return f"{words}; {one.proof}" if one.proof else words


def _spoke(spoke: Spoke) -> str:
    title, whole = spoke.group.title, len(spoke.group.statements)
    if spoke.lowest is None:
        return f"{title}: nothing counts yet"
    found = f"{spoke.lowest}" if spoke.lowest == spoke.highest else f"lowest {spoke.lowest}, highest {spoke.highest}"
    return f"{title}: {found}" + (f" ({spoke.counted} of {whole} count)" if spoke.counted < whole else "")


def _weak_notes(scores: Sequence[Scored], weak: Sequence[Scored]) -> Iterator[str]:
    for one in weak:
        yield f"Among the lowest: {one.statement.text} ({one.counts})"
    if more := as_low(scores, weak):
        yield f"{more} more {'stands' if more == 1 else 'stand'} as low"
