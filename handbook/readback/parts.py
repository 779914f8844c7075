"""The parts of a workbook walked as XML: no entity and no document type is let through, and each sheet's frame is kept."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_RELATION_ID = "id"


class PartFault(Exception):  # noqa: N818
    """XML that a spreadsheet program does not write."""


@dataclass
class Frame:
    """What a sheet says beside its cells' values: merged ranges, hidden rows, and the last row and column that hold anything."""

    merged: list[str] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    last_row: int = 0
    last_column: int = 0


class Parts:
    """What the parts said. `types` are the types of content that the package declares."""

    def __init__(self) -> None:
        self.types: list[str] = []
        self._titles: dict[str, str] = {}
        self._targets: dict[str, str] = {}
        self._frames: dict[str, Frame] = {}

    def walk(self, name: str, chunks: Iterable[bytes]) -> None:
        """Read one part. Raises PartFault."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = _refuse_type
        parser.StartElementHandler = self._handler(name)
        try:
            for chunk in chunks:
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise PartFault("XML that cannot be read") from error

    def frames(self) -> Mapping[str, Frame]:
        """The frames of the sheets by their titles."""
        return {title: self._frames[part] for relation, title in self._titles.items() if (part := self._targets.get(relation, "")) in self._frames}

    def _handler(self, name: str) -> Any:
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            return _Rows(self._frames.setdefault(name, Frame())).start
        return {"[Content_Types].xml": self._type, _WORKBOOK: self._sheet, _RELATIONS: self._relation}.get(name, _pass_over)

    def _type(self, _tag: str, attributes: Mapping[str, str]) -> None:
        self.types.append(attributes.get("ContentType", ""))

    def _sheet(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag.startswith(_STRICT):
            raise PartFault("it is a Strict Open XML workbook")
        if tag.endswith(" sheet"):
            relation = next((value for key, value in attributes.items() if key.rpartition(" ")[2] == _RELATION_ID), "")
            self._titles[relation] = attributes.get("name", "")

    def _relation(self, _tag: str, attributes: Mapping[str, str]) -> None:
        target = attributes.get("Target", "")
        self._targets[attributes.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


class _Rows:
    """Where the cells of a sheet stand. A cell counts once it holds a value."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.row = self.column = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        match tag.rpartition(" ")[2]:
            case "c":
                self.column = _column(attributes.get("r", "")) or self.column + 1
            case "v" | "t" | "f":
                self.frame.last_row, self.frame.last_column = self.row, max(self.frame.last_column, self.column)
            case "row":
                self._start_row(attributes)
            case "mergeCell":
                self.frame.merged.append(attributes.get("ref", ""))

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        before, self.column = self.row, 0
        self.row = int(attributes["r"]) if attributes.get("r", "").isdecimal() else before + 1
        if self.row <= before:
            raise PartFault("rows that do not stand in order")
        if attributes.get("hidden") in {"1", "true"}:
            self.frame.hidden.add(self.row)


def _column(reference: str) -> int:
    """The number of a column, of a cell's name such as AB7."""
    number = 0
    for letter in reference:
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - 64
    return number


def _pass_over(_tag: str, _attributes: Mapping[str, str]) -> None:
    """Most parts are only read to see that they are sound."""


def _refuse_type(*_declared: Any) -> None:
    raise PartFault("a document type, with which entities come")
