"""Problems as people, GitHub and programs read them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Protocol

from handbook.problems import Problem


def as_text(problems: Sequence[Problem], warnings: Sequence[Problem] = ()) -> str:
    """A line a problem, a line a warning, then how many problems there are."""
    lines = [*map(str, problems), *(f"warning: {warning}" for warning in warnings)]
    return "\n".join([*lines, "", _count(problems)]) if lines else _count(problems)


def as_github(problems: Sequence[Problem], warnings: Sequence[Problem] = ()) -> str:
    """Workflow commands that GitHub shows beside the lines of a pull request."""
    told = [("error", problem) for problem in problems] + [("warning", warning) for warning in warnings]
    lines = [f"::{kind} file={_property(problem.path)},line={problem.line},title=Handbook::{_data(_told(problem))}" for kind, problem in told]
    return "\n".join([*lines, _count(problems)])


def as_json(problems: Sequence[Problem], warnings: Sequence[Problem] = ()) -> str:
    """A list of objects with path, line, message, cure, and whether it is only a warning."""
    told = [(problem, False) for problem in problems] + [(warning, True) for warning in warnings]
    fields = ("path", "line", "message", "cure")
    entries = [{**{name: getattr(problem, name) for name in fields}, "warning": is_warning} for problem, is_warning in told]
    return json.dumps(entries, indent=1, ensure_ascii=False)


class Format(Protocol):
    """A way to tell problems and warnings."""

    def __call__(self, problems: Sequence[Problem], warnings: Sequence[Problem] = ()) -> str:
        """The text."""
        ...


FORMATS: Mapping[str, Format] = {"text": as_text, "github": as_github, "json": as_json}


def _told(problem: Problem) -> str:
    return problem.message + (f". {problem.cure}" if problem.cure else "")


def _count(problems: Sequence[Problem]) -> str:
    if not problems:
        return "No problems."
    return f"{len(problems)} {'problem' if len(problems) == 1 else 'problems'} to mend; nothing was changed."


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
