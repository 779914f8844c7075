"""The one YAML and front matter policy: text in, plain values and their places out.

YAML 1.2 scalars (`yes` and `no` are text), duplicate keys refused, anchors, aliases and tags refused,
nesting bounded. The C parser's events are walked, so nothing is constructed that the file did not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from sys import intern
from typing import Any

import yaml

from handbook.place import Place
from handbook.problems import Problem
from handbook.spans import front_matter_end, place_in, plain_text
from handbook.syntax import syntax_problem

MAX_DEPTH = 30
MAX_BYTES = 2_000_000

_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?[0-9]+\.[0-9]+([eE][-+]?[0-9]+)?")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_CONSTANTS: dict[str, Any] = {"true": True, "false": False, "null": None, "~": None, "": None}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
# An escape of any other sign than those that texts need.
_ESCAPE = re.compile(r"\\[^\"\\/nt \n]")
_PLAIN_TAGS = {None, "!"}
_STARTS_OF_NUMBERS = frozenset("+-0123456789")


class _Refused(Exception):  # noqa: N818
    """The file cannot be read further."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


def decode(path: str, raw: bytes, problems: list[Problem]) -> str | None:
    """The text of a file in UTF-8 with plain line ends, or None and a problem."""
    if len(raw) > MAX_BYTES:
        problems.append(Problem(path, 1, f"the file has more than {MAX_BYTES:,} bytes", "Split it"))
        return None
    try:
        text = plain_text(raw)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        cure = "Open it in your editor and save it with the encoding UTF-8"
        problems.append(Problem(path, line, f"the file is not UTF-8 text (byte 0x{raw[error.start]:02x})", cure))
        return None
    if sign := invisible(text):
        line = text.count("\n", 0, text.index(chr(int(sign[2:], 16)))) + 1
        problems.append(Problem(path, line, f"an invisible control character ({sign})", "Delete it and type the text around it again"))
        return None
    return text


def invisible(text: str) -> str:
    """The first control character that a text may not hold, such as U+200E; empty where there is none.

    None of them can be printed; so a text that can, its line ends aside, needs no search.
    """
    if text.replace("\n", "").isprintable():
        return ""
    found = _CONTROL.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def _may_hide_signs(text: str) -> bool:
    """Whether a value in a YAML text may hold an invisible sign: written as it is, or as an escape."""
    return bool(_ESCAPE.search(text) or invisible(text))


def parse_yaml(path: str, text: str, problems: list[Problem]) -> tuple[Any, Place]:
    """The values of a YAML file and their places; None where it cannot be read."""
    data = _parse(path, text, 0, problems)
    return data, Place(path, tuple(text.split("\n"))) if data is None else place_in(path, lambda: text, False)


def parse_front_matter(path: str, text: str, problems: list[Problem]) -> tuple[Any, Place, str, int]:
    """Front matter, its place, the body below it and the body's first line.

    A fault in the front matter's frame or in its YAML is added to `problems` and gives None for the values.
    """
    lines = text.split("\n")
    whole = Place(path, tuple(lines))
    if lines[0].rstrip() != "---":
        problems.append(Problem(path, 1, "the file does not start with front matter", "Put --- on the first line, the fields below it, then --- again"))
        return None, whole, text, 1
    end = front_matter_end(lines)
    if end is None:
        problems.append(Problem(path, 1, "the front matter is not closed", "Put a line with --- after its last field"))
        return None, whole, "", len(lines)
    before = len(problems)
    data = _parse(path, "\n".join(lines[1:end]) + "\n", 1, problems)
    if data is None and len(problems) == before:
        problems.append(Problem(path, 1, "the front matter is empty", "Write the fields between the two lines with ---, such as title: Find hazards"))
    return data, whole if data is None else place_in(path, lambda: text, True), "\n".join(lines[end + 1 :]), end + 2


def _parse(path: str, text: str, offset: int, problems: list[Problem]) -> Any:
    data, found = _parsed(path, text, offset)
    problems.extend(found)
    return data


@lru_cache(maxsize=1 << 8)
def _parsed(path: str, text: str, offset: int) -> tuple[Any, tuple[Problem, ...]]:
    """What a text says, which nobody changes: a small handbook may be read several times. Front matter has one line above it, the `offset`."""
    problems: list[Problem] = []
    try:
        data = _Builder(path, offset, problems, _may_hide_signs(text)).document(iter(yaml.CSafeLoader(text).get_event, None))
    except _Refused as refused:
        problems.append(refused.problem)
        data = None
    except yaml.MarkedYAMLError as error:
        problems.append(syntax_problem(path, error, text, offset))
        data = None
    except yaml.YAMLError:
        problems.append(Problem(path, 1 + offset, "a character that YAML does not allow", "Retype the text; emoji and accents are fine, control signs are not"))
        data = None
    return data, tuple(problems)


class _Builder:
    """Builds plain values from YAML events. Where nothing in the whole text can stand for an invisible sign, no value is searched for one."""

    def __init__(self, path: str, offset: int, problems: list[Problem], hides_signs: bool = True) -> None:
        self.path = path
        self.offset = offset
        self.problems = problems
        self.hides_signs = hides_signs

    def document(self, events: Iterator[Any]) -> Any:
        """The only document's value."""
        data: Any = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _Refused(self._problem(event, "a second document after ---", "Keep one in a file: take the line with --- out"))
            elif not isinstance(event, yaml.StreamStartEvent | yaml.StreamEndEvent | yaml.DocumentEndEvent):
                data = self._value(event, events, 0)
        return data

    def _line(self, event: Any) -> int:
        return int(event.start_mark.line) + 1 + self.offset

    def _problem(self, event: Any, message: str, cure: str) -> Problem:
        return Problem(self.path, self._line(event), message, cure)

    def _value(self, event: Any, events: Iterator[Any], depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise _Refused(self._problem(event, f"lists inside lists more than {MAX_DEPTH} deep", "Make it flat"))
        if event.anchor or event.tag not in _PLAIN_TAGS:
            self._refuse(event)
        kind = type(event)
        if kind is yaml.ScalarEvent:
            return self._scalar(event)
        return self._mapping(event, events, depth) if kind is yaml.MappingStartEvent else self._sequence(events, depth)

    def _refuse(self, event: Any) -> None:
        """Stop at an alias, an anchor or a tag. An alias has an anchor, too."""
        if isinstance(event, yaml.AliasEvent):
            cure = f"Put the text in quotes if it starts with *; otherwise write out what {event.anchor} stands for"
            raise _Refused(self._problem(event, f"an alias (*{event.anchor})", cure))
        if event.anchor:
            raise _Refused(self._problem(event, f"an anchor (&{event.anchor})", "Put the text in quotes if it starts with &; otherwise take it out"))
        raise _Refused(self._problem(event, f"a tag ({event.tag})", "Put the text in quotes if it starts with !; otherwise take it out"))

    def _mapping(self, start: Any, events: Iterator[Any], depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        first: dict[str, Any] = {}
        for event in events:
            if type(event) is yaml.MappingEndEvent:
                return result
            key = self._key(event)
            if key in first:
                cure = f"Keep one of the two; the first is on line {self._line(first[key])}"
                self.problems.append(self._problem(event, f"the field '{key}' stands twice", cure))
            value = self._value(next(events), events, depth + 1)
            if key not in first:
                first[key] = event
                result[key] = value
        raise _Refused(self._problem(start, "fields that do not end", "Close the bracket"))

    def _sequence(self, events: Iterator[Any], depth: int) -> list[Any]:
        result: list[Any] = []
        for event in events:
            if type(event) is yaml.SequenceEndEvent:
                return result
            result.append(self._value(event, events, depth + 1))
        raise AssertionError("the parser ends every sequence that it starts")

    def _key(self, event: Any) -> str:
        if event.anchor or event.tag not in _PLAIN_TAGS:
            self._refuse(event)
        if type(event) is not yaml.ScalarEvent:
            cure = "A name is one word, such as title. A text that starts with { or [ needs quotes around it"
            raise _Refused(self._problem(event, "brackets where a field's name should stand", cure))
        return intern(event.value)

    def _scalar(self, event: Any) -> Any:
        text: str = event.value
        if self.hides_signs and (sign := invisible(text)):
            self.problems.append(self._problem(event, f"an invisible control character ({sign})", "Take the escape that stands for it out"))
        return _plain_value(text) if event.implicit[0] else text


def _plain_value(text: str) -> Any:
    """What a text without quotes means."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in _STARTS_OF_NUMBERS:
        return text
    if _INT.fullmatch(text) and len(text) < 19:
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    found = _DATE.fullmatch(text)
    return _day(text, found) if found else text


def _day(text: str, found: re.Match[str]) -> date | str:
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return text
