"""The one YAML and front matter policy: text in, plain values and their places out.

YAML 1.2 scalars (`yes` and `no` are text), duplicate keys refused, anchors, aliases and tags refused,
nesting bounded. The C parser's events are walked, so nothing is constructed that the file did not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import yaml

from handbook.place import Loc, Place
from handbook.problems import Problem

MAX_DEPTH = 30
MAX_BYTES = 2_000_000

_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?[0-9]+\.[0-9]+([eE][-+]?[0-9]+)?")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_CONSTANTS: dict[str, Any] = {"true": True, "false": False, "null": None, "~": None, "": None}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_PLAIN_TAGS = {None, "!"}


class _Refused(Exception):
    """The file cannot be read further."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


def decode(path: str, raw: bytes, problems: list[Problem]) -> str | None:
    """The text of a file in UTF-8 with plain line ends, or None and a problem."""
    if len(raw) > MAX_BYTES:
        problems.append(Problem(path, 1, f"the file has {len(raw):,} bytes, allowed are {MAX_BYTES:,}", "Split it"))
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        cure = "Open it in your editor and save it with the encoding UTF-8"
        problems.append(Problem(path, line, f"the file is not UTF-8 text (byte 0x{raw[error.start]:02x})", cure))
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        problems.append(Problem(path, line, f"an invisible control character (0x{ord(found[0]):02x})", "Delete it and type the text again"))
        return None
    return text


def parse_yaml(path: str, text: str, problems: list[Problem]) -> tuple[Any, Place]:
    """The values of a YAML file and their places; None where it cannot be read."""
    return _parse(path, text, tuple(text.split("\n")), 0, problems)


def parse_front_matter(path: str, text: str, problems: list[Problem]) -> tuple[Any, Place, str, int]:
    """Front matter, its place, the body below it and the body's first line.

    A fault in the front matter's frame or in its YAML is added to `problems` and gives None for the values.
    """
    lines = text.split("\n")
    whole = Place(path, tuple(lines))
    if lines[0].rstrip() != "---":
        problems.append(Problem(path, 1, "the file does not start with front matter", "Put --- on the first line, the fields below it, then --- again"))
        return None, whole, text, 1
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        problems.append(Problem(path, 1, "the front matter is not closed", "Put a line with --- after its last field"))
        return None, whole, "", len(lines)
    data, place = _parse(path, "\n".join(lines[1:end]) + "\n", tuple(lines), 1, problems)
    return data, place, "\n".join(lines[end + 1 :]), end + 2


def _parse(path: str, text: str, lines: tuple[str, ...], offset: int, problems: list[Problem]) -> tuple[Any, Place]:
    builder = _Builder(path, offset, problems)
    try:
        data = builder.document(yaml.parse(text, Loader=yaml.CSafeLoader))
    except _Refused as refused:
        problems.append(refused.problem)
        data = None
    except yaml.MarkedYAMLError as error:
        problems.append(_syntax_problem(path, error, lines, offset))
        data = None
    except yaml.YAMLError:
        problems.append(Problem(path, 1 + offset, "a character that YAML does not allow", "Retype the text; emoji and accents are fine, control signs are not"))
        data = None
    return data, Place(path, lines, builder.spans)


def _syntax_problem(path: str, error: yaml.MarkedYAMLError, lines: tuple[str, ...], offset: int) -> Problem:
    what = str(error.problem)
    unclosed = "end of stream" in what and error.context_mark is not None
    mark = error.context_mark if unclosed else error.problem_mark or error.context_mark
    line = min(mark.line + 1 + offset if mark else 1 + offset, len(lines))
    found = lines[line - 1]
    return Problem(path, line, f"this is not valid YAML ({what})", _syntax_cure(what, found, unclosed))


def _syntax_cure(what: str, found: str, unclosed: bool) -> str:
    shown = f"'{found.strip()[:60]}'"
    if unclosed:
        return f"A quote that opens here is never closed: {shown}"
    if "mapping values are not allowed" in what:
        return f"A text with a colon and a space in it needs quotes around it, and a list its own indent: {shown}"
    if "\t" in found[: len(found) - len(found.lstrip())] + found[:1]:
        return "Use spaces, not tabs, at the start of a line"
    return f"Check the spaces at the start of this line, and whether quotes and brackets are closed: {shown}"


class _Builder:
    """Builds plain values from YAML events and remembers where each stood."""

    def __init__(self, path: str, offset: int, problems: list[Problem]) -> None:
        self.path = path
        self.offset = offset
        self.problems = problems
        self.spans: dict[Loc, tuple[int, int]] = {}

    def document(self, events: Iterator[yaml.Event]) -> Any:
        data: Any = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _Refused(self._problem(event, "a second document after ---", "Keep one document in a file"))
            elif not isinstance(event, yaml.StreamStartEvent | yaml.StreamEndEvent | yaml.DocumentEndEvent):
                data = self._value(event, events, (), 0)
        return data

    def _problem(self, event: yaml.Event, message: str, cure: str) -> Problem:
        return Problem(self.path, event.start_mark.line + 1 + self.offset, message, cure)

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], loc: Loc, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise _Refused(self._problem(event, f"lists inside lists more than {MAX_DEPTH} deep", "Make it flat"))
        if isinstance(event, yaml.AliasEvent):
            raise _Refused(self._problem(event, f"an alias (*{event.anchor})", "Write the value out; anchors and aliases are not used here"))
        if getattr(event, "anchor", None):
            raise _Refused(self._problem(event, f"an anchor (&{event.anchor})", "Take it out, or put the text in quotes if it starts with &"))
        if getattr(event, "tag", None) not in _PLAIN_TAGS:
            raise _Refused(self._problem(event, f"a tag ({event.tag})", "Take it out, or put the text in quotes if it starts with !"))
        if isinstance(event, yaml.MappingStartEvent):
            value, end = self._mapping(event, events, loc, depth)
        elif isinstance(event, yaml.SequenceStartEvent):
            value, end = self._sequence(events, loc, depth)
        else:
            value, end = self._scalar(event), event
        first = event.start_mark.line + 1 + self.offset
        mark = end.end_mark
        last = mark.line + (1 if mark.column else 0) + self.offset
        known = self.spans.get(loc)
        self.spans[loc] = (known[0] if known else first, max(first, last))
        return value

    def _mapping(self, start: yaml.Event, events: Iterator[yaml.Event], loc: Loc, depth: int) -> tuple[dict[str, Any], yaml.Event]:
        result: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                return result, event
            key = self._key(event)
            way = (*loc, key)
            if key in result:
                cure = f"Keep one of the two; the first is on line {self.spans[way][0]}"
                self.problems.append(self._problem(event, f"the key '{key}' stands twice", cure))
                way = (*loc, key, "again")
            self.spans[way] = (event.start_mark.line + 1 + self.offset,) * 2
            value = self._value(next(events), events, way, depth + 1)
            result.setdefault(key, value)
        raise _Refused(self._problem(start, "a mapping that does not end", "Close it"))

    def _sequence(self, events: Iterator[yaml.Event], loc: Loc, depth: int) -> tuple[list[Any], yaml.Event]:
        result: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                return result, event
            result.append(self._value(event, events, (*loc, len(result)), depth + 1))
        raise AssertionError("the parser ends every sequence that it starts")

    def _key(self, event: yaml.Event) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            found = f"an alias (*{event.anchor})" if isinstance(event, yaml.AliasEvent) else "a list or mapping used as a key"
            raise _Refused(self._problem(event, found, "A key is one word, such as title"))
        if event.anchor or event.tag not in _PLAIN_TAGS:
            raise _Refused(self._problem(event, "an anchor or tag at a key", "Take it out"))
        return str(event.value)

    def _scalar(self, event: yaml.Event) -> Any:
        text = str(event.value)
        if not event.implicit[0]:
            return text
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if _INT.fullmatch(text):
            return int(text) if len(text) < 19 else text
        if _FLOAT.fullmatch(text):
            return float(text)
        if found := _DATE.fullmatch(text):
            try:
                return date(*map(int, found.groups()))
            except ValueError:
                return text
        return text
