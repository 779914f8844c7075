"""Answers in words, whatever way they were written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from handbook.problems import did_you_mean, nearest
from handbook.tools.outcome import AnswerError, Answers, Fault

_HYPHEN = re.compile(r"(?<=\w)-")  # one between words, not the sign of a number
UNCLEAR = "unclear"
UNCLEAR_WORDS = "Unclear"


def key(value: Any) -> str:
    """An answer as it is compared: lower case, spaces and hyphens alike. YAML's true and false are Yes and No."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "-".join(_HYPHEN.sub(" ", str(value).casefold()).split())


def choose(found: Any, choices: Mapping[str, str], loc: tuple[str | int, ...]) -> str:
    """The id of the choice that an answer names, by its id or by its words. Raises AnswerError."""
    named = {key(words): name for name, words in choices.items()} | {key(name): name for name in choices}
    if isinstance(found, list | dict) or key(found) not in named:
        shown = f"'{str(found)[:60]}'" if not isinstance(found, list | dict) else "a list or fields"
        raise AnswerError(Fault(loc, f"{shown} is not an answer here", nearest(str(found)[:60], choices.values()) or _allowed(choices.values())))
    return named[key(found)]


def choose_all(answers: Answers, questions: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The choice of each question that was answered, in the order of the questions. Raises AnswerError with every fault."""
    faults = _unknown(answers, questions)
    chosen = {}
    for name, choices in questions.items():
        if name in answers:
            try:
                chosen[name] = choose(answers[name], choices, (name,))
            except AnswerError as error:
                faults += error.faults
    if faults:
        raise AnswerError(*faults)
    return chosen


def refuse_unknown(answers: Answers, known: Iterable[str]) -> None:
    """Refuse answers to what was not asked. Raises AnswerError."""
    if faults := _unknown(answers, known):
        raise AnswerError(*faults)


def _unknown(answers: Answers, known: Iterable[str]) -> list[Fault]:
    names = list(known)
    return [Fault((name,), f"nothing here is called '{str(name)[:60]}'", did_you_mean(str(name), names)) for name in answers if name not in names]


def _allowed(words: Iterable[str]) -> str:
    return "Allowed: " + ", ".join(words)
