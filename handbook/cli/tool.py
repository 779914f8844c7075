"""A tool in the terminal: answers from a file, and what comes of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from handbook import addresses
from handbook.compose.tool_data import tool_data, written_out
from handbook.markdown import one_line
from handbook.model import Handbook, Register, Tool
from handbook.place import Loc, Place
from handbook.problems import HandbookError, Problem, did_you_mean
from handbook.source import decode, parse_yaml
from handbook.tools import AnswerError, Finding, Outcome, PartOutcome, blank, run

_CITED = re.compile(r"\s*\[@([^\]\s]+)\]")
_MARKUP = re.compile(r"\*\*|\[([^\]]*)\]\([^)]*\)")

Data = Mapping[str, Any]


def answered(book: Handbook, name: str, path: str, raw: bytes) -> tuple[Outcome, Data]:
    """What comes of the answers in a YAML or JSON file, and what the result names beside itself. Raises HandbookError."""
    tool = _tool(book, name)
    values, place = _answers(path, raw)
    ways = _ways(tool, values)
    answers = {part: {"rows": values["sheets"][sheet]} for part, (_, sheet) in ways.items()} if ways else values
    try:
        return run(tool, answers, book), tool_data(book, tool)
    except AnswerError as error:
        lines = [place.line(*_way(fault.loc, ways)) for fault in error.faults]
        raise HandbookError(Problem(path, line, fault.message, fault.cure) for line, fault in zip(lines, error.faults, strict=True)) from error


def questions(book: Handbook, name: str) -> str:
    """A file of answers to fill in: every part with its questions and what may be answered. Raises HandbookError."""
    return blank(_tool(book, name), book)


def _tool(book: Handbook, name: str) -> Tool:
    if name not in book.tools:
        raise HandbookError([Problem("library/tools", 1, f"unknown tool '{name}'", did_you_mean(name, book.tools) or "Allowed: " + ", ".join(book.tools))])
    return written_out(book, addresses.tool(name), book.tools[name])


def _answers(path: str, raw: bytes) -> tuple[Mapping[str, Any], Place]:
    problems: list[Problem] = []
    text = decode(path, raw, problems)
    values, place = parse_yaml(path, text, problems) if text is not None else (None, Place(path))
    if isinstance(values, dict) and not problems:
        return values, place
    message = "expected the id of a part, and under it the answers"
    raise HandbookError(problems or [Problem(path, 1, message, "Without --answers the command prints a file to fill in")])


def _ways(tool: Tool, values: Mapping[str, Any]) -> Mapping[str, tuple[str, str]]:
    """For each register of the tool the way to its rows in a file that `handbook import` wrote; none in any other file."""
    sheets = values.get("sheets")
    if "document" not in values or not isinstance(sheets, Mapping):
        return {}
    registers = [part for part in tool.parts if isinstance(part, Register) and part.document == values["document"]]
    return {part.id: ("sheets", part.sheet) for part in registers if part.sheet in sheets}


def _way(loc: Loc, ways: Mapping[str, tuple[str, str]]) -> Loc:
    """Where an answer stands in the file."""
    return (*ways[str(loc[0])], *loc[2:]) if loc and loc[0] in ways else loc


def as_markdown(outcome: Outcome, data: Data, on: date, root: str) -> str:
    """A dated result as Markdown, word for word what the page copies. `root` is the address of the site."""
    numbers: dict[str, int] = {}

    def cite(text: str) -> str:
        return _CITED.sub(lambda found: f" [{numbers.setdefault(found[1], len(numbers) + 1)}]", one_line(text))

    lines = [
        f"# {data['title']}: result", "",
        f"- Date: {on.isoformat()}",
        f"- Data: version {data['version']}, to be read again by {data['review_by']}; {data['handbook']}, release {data['release']}",
        f"- Owner of this tool: {_who(data, data['owner'])}", "",
        data["notice"],
    ]  # fmt: skip
    for part in outcome.parts:
        lines += ["", f"## {part.title}", "", *(f"- {_asked(cite(given.ask))} **{given.answer}**" for given in part.given)]
        for found in part.findings:
            lines += ["", f"**{found.when or 'Result'}: {found.result.title}.** {cite(found.result.text)}"]
        lines += ["", *part.body] if part.body else []
        tail = _tail(part, data, root)
        lines += ["", *(f"- {cite(line)}" for line in tail)] if tail else []
    if numbers:
        lines += ["", "## Sources", "", *(f"{number}. {data['sources'][name]}" for name, number in numbers.items())]
    return "\n".join(lines) + "\n"


def _asked(words: str) -> str:
    """A question as it stands before its answer: with a sign at its end."""
    return words if words.endswith(("?", ".", "!", ":", "]")) else f"{words}:"


def _tail(part: PartOutcome, data: Data, root: str) -> list[str]:
    """Notes, whether something is missing, what to run next and whom to ask."""
    plays = [data["plays"][name] for name in part.plays if name in data["plays"]]
    return [
        *part.notes,
        *(["Not finished yet: answers are missing."] if part.open else []),
        *(f"Run next: [{play['title']}]({root}{play['address']})" for play in plays),
        *(f"Ask: {_who(data, name)}" for name in part.ask),
    ]


def _who(data: Data, name: str) -> str:
    role = data["roles"][name]
    return ", ".join(part for part in (role["title"], role["contact"]) if part)


def as_text(outcome: Outcome, data: Data, on: date, root: str) -> str:
    """The same without Markdown's signs, for a terminal."""
    plain = (_MARKUP.sub(lambda found: found[1] or "", line.lstrip("#").strip()) for line in as_markdown(outcome, data, on, root).split("\n"))
    return "\n".join(plain)


def as_json(outcome: Outcome, data: Data, on: date, _root: str) -> str:
    """The outcome as data, results by their ids, with date and data version."""
    parts = [_part(part) for part in outcome.parts]
    return json.dumps({"tool": outcome.tool, "version": data["version"], "date": on.isoformat(), "parts": parts}, indent=1, ensure_ascii=False) + "\n"


def _part(part: PartOutcome) -> dict[str, Any]:
    return {**asdict(part), "findings": [_finding(found) for found in part.findings]}


def _finding(found: Finding) -> dict[str, Any]:
    return {"id": found.result.id, "title": found.result.title, "when": found.when}


TOOL_FORMATS: Mapping[str, Callable[[Outcome, Data, date, str], str]] = {"text": as_text, "markdown": as_markdown, "json": as_json}
