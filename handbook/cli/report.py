"""Problems as people, GitHub and programs read them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from handbook.problems import Problem


def as_text(problems: Sequence[Problem]) -> str:
    """A line a problem, then how many there are."""
    lines = [str(problem) for problem in problems]
    return "\n".join([*lines, "", _count(problems)]) if lines else _count(problems)


def as_github(problems: Sequence[Problem]) -> str:
    """Workflow commands that GitHub shows beside the lines of a pull request."""
    lines = [f"::error file={_property(problem.path)},line={problem.line},title=Handbook::{_data(_told(problem))}" for problem in problems]
    return "\n".join([*lines, _count(problems)])


def as_json(problems: Sequence[Problem]) -> str:
    """A list of objects with path, line, message and cure."""
    return json.dumps([vars(problem) for problem in problems], indent=1, ensure_ascii=False)


FORMATS: Mapping[str, Callable[[Sequence[Problem]], str]] = {"text": as_text, "github": as_github, "json": as_json}


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
