"""Where each value of a YAML text stands. Only a problem needs it, so a text is looked through when the first line is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, overload

import yaml

from handbook.place import Loc, Place

Span = tuple[int, int]


def place_in(path: str, text: Callable[[], str], front_matter: bool) -> Place:
    """The place of what a file says, in its front matter or as a whole. The text can be read: values were made from it."""
    written = _Written(text, front_matter)
    return Place(path, _Lines(written), _Spans(written))


def plain_text(raw: bytes) -> str:
    """The text of a file, with plain line ends. Raises UnicodeDecodeError."""
    return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def front_matter_end(lines: Sequence[str]) -> int | None:
    """The number of the line that closes the front matter, counted from 0."""
    return next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)


class _Written:
    """A file's lines, and the lines of each value in it."""

    def __init__(self, text: Callable[[], str], front_matter: bool) -> None:
        self._text, self._front_matter = text, front_matter

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines of the whole file."""
        return tuple(self._text().split("\n"))

    @cached_property
    def spans(self) -> Mapping[Loc, Span]:
        """The first and last line of each value, as far as the text can be read."""
        if not self._front_matter:
            return _Finder(0).found("\n".join(self.lines))
        return _Finder(1).found("\n".join(self.lines[1 : front_matter_end(self.lines)]) + "\n")


class _Lines(Sequence[str]):
    """The lines of a text, cut when the first is asked for."""

    def __init__(self, written: _Written) -> None:
        self._written = written

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        return self._written.lines[at]

    def __len__(self) -> int:
        return len(self._written.lines)


class _Spans(Mapping[Loc, Span]):
    """The lines of each value, found when the first is asked for."""

    def __init__(self, written: _Written) -> None:
        self._written = written

    def __getitem__(self, loc: Loc) -> Span:
        return self._written.spans[loc]

    def __iter__(self) -> Iterator[Loc]:
        return iter(self._written.spans)

    def __len__(self) -> int:
        return len(self._written.spans)


class _Finder:
    """Walks YAML events and notes the lines of each value; what is wrong with the values is told by whoever builds them."""

    def __init__(self, offset: int) -> None:
        self._offset = offset
        self._spans: dict[Loc, Span] = {}

    def found(self, text: str) -> Mapping[Loc, Span]:
        """The lines of the values, by the way to each."""
        try:
            events = iter(yaml.CSafeLoader(text).get_event, None)
            for event in events:
                if not isinstance(event, yaml.StreamStartEvent | yaml.StreamEndEvent | yaml.DocumentStartEvent | yaml.DocumentEndEvent):
                    self._value(event, events, ())
        except yaml.YAMLError:
            return self._spans
        return self._spans

    def _value(self, event: Any, events: Iterator[Any], loc: Loc) -> None:
        end = event
        if isinstance(event, yaml.MappingStartEvent):
            end = self._mapping(events, loc)
        elif isinstance(event, yaml.SequenceStartEvent):
            end = self._sequence(events, loc)
        first = self._line(event)
        mark = end.end_mark
        last = mark.line + (1 if mark.column else 0) + self._offset
        known = self._spans.get(loc)
        self._spans[loc] = (known[0] if known else first, max(first, last))

    def _line(self, event: Any) -> int:
        return int(event.start_mark.line) + 1 + self._offset

    def _mapping(self, events: Iterator[Any], loc: Loc) -> Any:
        keys: set[str] = set()
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                return event
            key = str(getattr(event, "value", ""))
            way: Loc = (*loc, key, "again") if key in keys else (*loc, key)
            keys.add(key)
            self._spans[way] = (self._line(event),) * 2
            self._value(next(events), events, way)
        raise AssertionError("the parser ends every mapping that it starts")

    def _sequence(self, events: Iterator[Any], loc: Loc) -> Any:
        for number, event in enumerate(events):
            if isinstance(event, yaml.SequenceEndEvent):
                return event
            self._value(event, events, (*loc, number))
        raise AssertionError("the parser ends every sequence that it starts")
