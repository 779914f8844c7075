"""Where a value was written: the author's own file and line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Key = str | int
Loc = tuple[Key, ...]


@dataclass(frozen=True)
class Place:
    """A file, its text, and the first and last line of every value in it.

    `spans` maps the way to a value (`("steps", 2, "min")`) to its lines, counted from 1; `base` is the way
    to the item that this place stands for, when the file holds a list of items.
    """

    path: str
    lines: Sequence[str] = field(default=(), repr=False, compare=False)
    spans: Mapping[Loc, tuple[int, int]] = field(default_factory=dict, repr=False, compare=False)
    base: Loc = ()

    def within(self, *loc: Key) -> Place:
        """The place of a value inside this one."""
        return Place(self.path, self.lines, self.spans, self.base + loc)

    def line(self, *loc: Key, containing: str = "", skip: int = 0) -> int:
        """The line of the value at `loc` or of its nearest parent; the line in it that holds `containing`, if any, `skip` times passed over."""
        way = self.base + loc
        while way and way not in self.spans:
            way = way[:-1]
        first, last = self.spans.get(way, (1, len(self.lines)))
        if containing:
            for number, text in enumerate(self.lines[first - 1 : last], first):
                if skip < text.count(containing):
                    return number
                skip -= text.count(containing)
        return first
