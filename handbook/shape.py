"""The shape of a picture, read from its first bytes: nothing is decoded."""

from __future__ import annotations

import re
import struct

_MARGIN = re.compile(r"[\d.]+")
_START = re.compile(rb"<svg\b[^>]*>")
_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_ALONE = frozenset({0x01, *range(0xD0, 0xDA)})


def shape(name: str, content: bytes) -> float | None:
    """Width over height of a PNG, a JPEG or an SVG drawing; None where it does not say, or is something else."""
    sizes = {"png": _png, "jpg": _jpeg, "jpeg": _jpeg, "svg": _svg}
    found = sizes.get(name.rpartition(".")[2].lower(), lambda _: None)(content)
    return found[0] / found[1] if found and min(found) > 0 else None


def _png(content: bytes) -> tuple[float, float] | None:
    if len(content) < 24 or content[12:16] != b"IHDR":
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _jpeg(content: bytes) -> tuple[float, float] | None:
    at = 2
    while at + 9 <= len(content):
        mark = content[at + 1]
        if content[at] != 0xFF or mark == 0xFF:
            at += 1
        elif mark in _JPEG_SIZES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        else:
            at += 2 + (0 if mark in _JPEG_ALONE else struct.unpack(">H", content[at + 2 : at + 4])[0])
    return None


def _svg(content: bytes) -> tuple[float, float] | None:
    start = _START.search(content)
    head = start[0].decode("utf-8", "replace") if start else ""
    box = re.search(r"viewBox=[\"']([^\"']*)[\"']", head)
    given = [re.search(rf"\b{side}=[\"']([\d.]+)", head) for side in ("width", "height")]
    sides = _MARGIN.findall(box[1])[2:4] if box else [found[1] for found in given if found]
    try:
        return (float(sides[0]), float(sides[1])) if len(sides) == 2 else None
    except ValueError:
        return None
