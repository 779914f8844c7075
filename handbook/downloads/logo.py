"""The organisation's logo in a Word file."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.shared import Cm, Emu
from docx.text.run import Run

from handbook.downloads.markup import drawing_extension
from handbook.shape import shape

HEIGHT = Cm(0.9)
MAX_WIDTH = Cm(5)
_TYPES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "svg": "image/svg+xml"}
# One clear point: what a program shows that does not know SVG. The name stands beside it in words.
_CLEAR = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000b4944415478da636000020000050001e9fadcd80000000049454e44ae426082"
)


def add_logo(run: Run, name: str, content: bytes, words: str) -> None:
    """Put the logo into a run. A kind of picture that Word does not show is left out; the name stands there in words anyway."""
    ratio = shape(name, content)
    ending = name.rpartition(".")[2].lower()
    if ratio is None or ending not in _TYPES:
        return
    width = min(Emu(int(HEIGHT * ratio)), MAX_WIDTH)
    inline: Any = run.add_picture(BytesIO(_CLEAR), width=width, height=Emu(int(width / ratio)))._inline
    inline.docPr.set("descr", f"Logo: {words}")
    part = Part(PackURI(f"/word/media/logo.{ending}"), _TYPES[ending], content, run.part.package)
    related = run.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    blip = next(inline.iter(qn("a:blip")))
    if ending == "svg":
        blip.append(drawing_extension(related))
    else:
        blip.set(qn("r:embed"), related)
