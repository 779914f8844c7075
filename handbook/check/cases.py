"""Worked cases: each is run through its tool, and comes to the result that it claims."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.model import Matrix, Result, Score, ToolPart, Tree
from handbook.problems import did_you_mean
from handbook.tools import AnswerError, Answers, Fault, run_part


def case_faults(part: ToolPart) -> Iterator[Fault]:
    """Cases whose answers mean nothing, stop short, go on too long, or lead elsewhere. The part has no fault of its own."""
    if not isinstance(part, Tree | Matrix | Score):
        return
    results = {result.id: result for result in _results(part)}
    for number, case in enumerate(part.cases):
        faults = _run(part, case.answers, case.result, results)
        yield from (fault.within("cases", number) for fault in faults)


def _results(part: Tree | Matrix | Score) -> list[Result]:
    if isinstance(part, Tree):
        return list(part.results)
    own = part.levels if isinstance(part, Matrix) else [band.result for band in part.bands]
    return [*own, part.unclear]


def _run(part: ToolPart, answers: Answers, claimed: str, results: dict[str, Result]) -> Iterator[Fault]:
    if claimed not in results:
        yield Fault(("result",), f"`result`: unknown result '{claimed}'", did_you_mean(claimed, results))
        return
    try:
        outcome = run_part(part, answers)
    except AnswerError as error:
        yield from (fault.within("answers") for fault in error.faults)
        return
    given = {one.id for one in outcome.given}
    for name in answers:
        if name not in given:
            yield Fault(("answers", name), f"the case answers '{name}', which these answers never reach", "Take it out, or change an answer before it")
    if outcome.open:
        yield Fault(("answers",), f"the case stops before a result: '{outcome.open[0]}' is not answered", "Answer it")
    elif outcome.findings[-1].result.id != claimed:
        came = outcome.findings[-1].result.id
        yield Fault(("result",), f"the case says '{claimed}', its answers lead to '{came}'", "Change an answer, or the result")
