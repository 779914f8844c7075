"""Pictures for link previews: a title on the colour of its challenge, drawn without a browser."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONT = Path(__file__).resolve().parent.parent / "fonts" / "Roboto-Bold.ttf"
WIDTH, HEIGHT = 1200, 630
_MARGIN = 80
_SIZES = (76, 64, 54, 46)
_SMALL = 32
_SHADES = 16
_SHADE_OF = [round(grey * (_SHADES - 1) / 255) for grey in range(256)]
_NO_SUCH_SIGN = "\uffff"


@dataclass(frozen=True)
class Card:
    """What a picture says, and its two colours."""

    title: str
    kicker: str
    name: str
    back: str
    words: str


def draw(card: Card) -> bytes:
    """The picture as PNG."""
    image = _frame(card.kicker, card.name).copy()
    pen = ImageDraw.Draw(image)
    size, lines = _fitted(card.title)
    top = (HEIGHT - len(lines) * size * 1.25) / 2
    for number, line in enumerate(lines):
        pen.text((_MARGIN, top + number * size * 1.25), line, font=_font(size), fill=255)
    return _png(image, card.back, card.words)


@lru_cache(maxsize=4)
def _frame(kicker: str, name: str) -> Image.Image:
    """What stands around the title, in shades of grey: the same for all plays of a challenge, which are drawn one after the other."""
    image = Image.new("L", (WIDTH, HEIGHT), 0)
    pen = ImageDraw.Draw(image)
    small = _font(_SMALL)
    pen.text((_MARGIN, _MARGIN), _cut(kicker, small), font=small, fill=210)
    pen.rectangle((_MARGIN, HEIGHT - 2 * _MARGIN + 16, _MARGIN + 120, HEIGHT - 2 * _MARGIN + 22), fill=255)
    pen.text((_MARGIN, HEIGHT - _MARGIN - _SMALL), _cut(name, small), font=small, fill=210)
    return image


def can_draw(card: Card) -> bool:
    """Whether the font knows every sign; a picture with holes in its words is worse than none."""
    missing = _sign(_NO_SUCH_SIGN)
    return all(sign.isspace() or _sign(sign) != missing for sign in {*card.title, *card.kicker, *card.name})


def _png(image: Image.Image, back: str, words: str) -> bytes:
    """Shades between two colours, of which sixteen are enough for smooth letters."""
    picture = image.point(_SHADE_OF)
    ends = [[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in (back, words)]
    steps = [round(low + (high - low) * shade / (_SHADES - 1)) for shade in range(_SHADES) for low, high in zip(*ends, strict=True)]
    picture.putpalette(steps)
    target = BytesIO()
    picture.save(target, "PNG", bits=4, compress_type=zlib.Z_RLE)  # runs of one colour: less than half the time, and an eighth larger
    return target.getvalue()


def _fitted(title: str) -> tuple[int, list[str]]:
    """The largest size at which a title fits, and its lines."""
    for size in _SIZES:
        lines = list(_lines(title, _font(size)))
        if len(lines) * size * 1.25 <= HEIGHT - 4.2 * _MARGIN:
            return size, lines
    return _SIZES[-1], lines[:5]


def _lines(text: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and _width(font, longer) > WIDTH - 2 * _MARGIN:
            yield _cut(line, font)
            longer = word
        line = longer
    yield _cut(line, font)


def _cut(text: str, font: ImageFont.FreeTypeFont) -> str:
    if _width(font, text) <= WIDTH - 2 * _MARGIN:
        return text
    while text and _width(font, text + "…") > WIDTH - 2 * _MARGIN:
        text = text[:-1]
    return text.rstrip() + "…"


@lru_cache(maxsize=64)
def _width(font: ImageFont.FreeTypeFont, text: str) -> float:
    """A line is measured when its last word is put to it, and again before it is drawn."""
    return font.getlength(text)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _sign(sign: str) -> bytes:
    return bytes(_font(_SMALL).getmask(sign))
