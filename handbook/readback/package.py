"""A workbook as a package of parts: whether it is one, and whether anything in it could run or swell. Nothing is unpacked to disk."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO

from handbook.readback.parts import Frame, PartFault, Parts

MAX_BYTES = 25_000_000
MAX_UNPACKED = 200_000_000
MAX_PARTS = 2_000
_MB = 1_000_000
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
_SAVE = "Open it in Excel or LibreOffice and save it as .xlsx"
_READ_AS_XML = (".xml", ".rels", ".vml")
_CHUNK = 1 << 16

# What a part's name or type may not say: what it is then, and how to be rid of it.
_FORBIDDEN = (
    (re.compile("vbaproject|macroenabled|macrosheet"), "macros", "None was run. Save it as .xlsx, which leaves them out"),
    (re.compile("externallink"), "links to other workbooks", "Break them (Data, Edit Links), so that the values stay"),
    (re.compile(r"spreadsheetml\.connections|xl/connections|querytable"), "a connection to outside data", "Delete it (Data, Queries & Connections)"),
    (re.compile("oleobject|xl/embeddings/|activex|ctrlprop"), "an embedded object or a control", "Delete it from its sheet"),
)  # fmt: skip
# What a package without a workbook in it is, by a part that it has.
_OTHERS = (
    ("xl/workbook.bin", "a binary workbook (.xlsb)", _SAVE),
    ("word/document.xml", "a Word document", "Name the workbook"),
    ("mimetype", "an OpenDocument file", _SAVE),
)  # fmt: skip

# What people add that is not read: a part's name.
_ASIDE = (
    (re.compile("xl/(threaded)?comments"), "comments"),
    (re.compile("xl/media/"), "pictures"),
)  # fmt: skip

Fault = tuple[str, str]


@dataclass(frozen=True)
class Inspected:
    """A sound package: the frame of every sheet by its title, and what it holds beside cells, such as comments."""

    frames: Mapping[str, Frame]
    aside: tuple[str, ...]


class Unsound(Exception):  # noqa: N818
    """A file that is not read any further: it carries each message with its cure."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        super().__init__("; ".join(message for message, _ in faults))


def inspect(content: bytes) -> Inspected:
    """What the package says of its sheets. Raises Unsound."""
    if len(content) > MAX_BYTES:
        raise Unsound((f"the file has {len(content):,} bytes, more than {MAX_BYTES // _MB} million", "Take pictures out, or split it"))
    if content.startswith(_COMPOUND):
        raise Unsound(_locked_or_old(content))
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            _refuse_what_swells(package)
            return _walked(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError) as error:
        raise Unsound(("this is not a workbook, or it is damaged", _SAVE)) from error


def _locked_or_old(content: bytes) -> Fault:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "the workbook is locked with a password", "Take the password off (File, Info, Protect Workbook) and save it again"
    return "this is an old workbook (.xls), not .xlsx", _SAVE


def _refuse_what_swells(package: zipfile.ZipFile) -> None:
    """Judge the sizes that the package declares, before anything is read: no more than that is ever read of a part. Raises Unsound."""
    entries = package.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED or len(entries) > MAX_PARTS:
        what = f"unpacked, the file has {len(entries):,} parts and {unpacked // _MB:,} million bytes"
        raise Unsound((what, f"{MAX_PARTS:,} parts and {MAX_UNPACKED // _MB} million bytes are the most. Copy the rows into a fresh template"))
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unsound(("the file is locked with a password", "Save it again without one"))
    if max(Counter(entry.filename.lower() for entry in entries).values(), default=0) > 1:
        raise Unsound(("the file has two parts of one name", _SAVE))


def _walked(package: zipfile.ZipFile) -> Inspected:
    """Walk every part of XML once: what is forbidden is told, the frames are kept. Raises Unsound."""
    names = package.namelist()
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise Unsound(next(((f"this is {what}, not an .xlsx workbook", cure) for part, what, cure in _OTHERS if part in names), _no_workbook()))
    parts = Parts()
    try:
        for name in names:
            if name.lower().endswith(_READ_AS_XML):
                with package.open(name) as part:
                    parts.walk(name, iter(lambda: part.read(_CHUNK), b""))
    except PartFault as fault:
        raise Unsound((f"{fault}, in its part {name}", _SAVE)) from fault
    if found := [*_forbidden([*names, *parts.types])]:
        raise Unsound(*found)
    return Inspected(parts.frames(), tuple(what for pattern, what in _ASIDE if any(pattern.match(name.lower()) for name in names)))


def _no_workbook() -> Fault:
    return "this is a package without a workbook in it", _SAVE


def _forbidden(words: list[str]) -> Iterator[Fault]:
    for pattern, what, cure in _FORBIDDEN:
        if any(pattern.search(word.lower()) for word in words):
            yield f"the workbook holds {what}", cure
