"""A zip file from entries that are compressed already, so that those of an earlier one are taken over as they are.

Python's zipfile compresses whatever it writes, which for a large site takes seconds that an edit to one page need not cost.
The form is that of PKWARE's APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.14 to 4.3.16; zipfile reads it back in the tests.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

_LOCAL = struct.Struct("<IHHHHHIIIHH")
_CENTRAL = struct.Struct("<IHHHHHHIIIHHHHHII")
_END = struct.Struct("<IHHHHIIH")
_MANY = struct.Struct("<IQHHIIQQQQ")
_WHERE = struct.Struct("<IIQI")
_VERSION, _VERSION_OF_MANY, _UNIX, _UTF_8 = 20, 45, 3, 0x800
_MODE = 0o644 << 16
_MOST, _LARGEST = 0xFFFF, 0xFFFFFFFF
# Bytes that are gathered before they are written: a file of the zip alone is small.
_AT_ONCE = 1 << 20

# One below the usual: a fifth less time for a hundredth more bytes.
LEVEL = 5


@dataclass(frozen=True)
class Entry:
    """A file as it stands in a zip: `packed` is its content, deflated or not; `size` and `crc` are those of the content itself."""

    packed: bytes | memoryview
    method: int
    size: int
    crc: int


def entry(content: bytes, deflate: bool) -> Entry:
    """A content as an entry."""
    if not deflate:
        return Entry(content, ZIP_STORED, len(content), zlib.crc32(content))
    return Entry(zlib.compress(content, LEVEL, wbits=-zlib.MAX_WBITS), ZIP_DEFLATED, len(content), zlib.crc32(content))


def entries_of(path: Path) -> Mapping[str, Entry]:
    """The entries of a zip that `write` wrote; none where it is missing or damaged."""
    try:
        with ZipFile(path) as archive:
            known = archive.infolist()
        whole = memoryview(path.read_bytes())
    except (OSError, BadZipFile):
        return {}
    found = {}
    for info in known:
        begin = info.header_offset + _LOCAL.size + len(info.filename.encode())
        found[info.filename] = Entry(whole[begin : begin + info.compress_size], info.compress_type, info.file_size, info.CRC)
    return found


def write(path: Path, entries: Iterable[tuple[str, Entry]], day: date) -> None:
    """Write a zip whose files all have one date. Raises ValueError for one of four gigabytes or more."""
    stamp = (0, (day.year - 1980) << 9 | day.month << 5 | day.day)
    central: list[bytes] = []
    at = 0
    with path.open("wb", buffering=_AT_ONCE) as file:
        for name, one in entries:
            words = name.encode()
            if at + len(one.packed) > _LARGEST - _LOCAL.size - len(words):
                raise ValueError(f"{path.name} would have more than {_LARGEST:,} bytes")
            same = (0 if name.isascii() else _UTF_8, one.method, *stamp, one.crc, len(one.packed), one.size, len(words), 0)
            file.write(_LOCAL.pack(0x04034B50, _VERSION, *same) + words)
            file.write(one.packed)
            central.append(_CENTRAL.pack(0x02014B50, _UNIX << 8 | _VERSION, _VERSION, *same, 0, 0, 0, _MODE, at) + words)
            at += _LOCAL.size + len(words) + len(one.packed)
        file.write(b"".join(central) + _end(len(central), sum(map(len, central)), at))


def _end(count: int, size: int, at: int) -> bytes:
    """The record at the end; one of the longer form before it where there are too many files for the short one."""
    longer = b""
    if count >= _MOST:
        longer = _MANY.pack(0x06064B50, _MANY.size - 12, _UNIX << 8 | _VERSION_OF_MANY, _VERSION_OF_MANY, 0, 0, count, count, size, at)
        longer += _WHERE.pack(0x07064B50, 0, at + size, 1)
    shown = min(count, _MOST)
    return longer + _END.pack(0x06054B50, 0, 0, shown, shown, size, at, 0)
