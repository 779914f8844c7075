"""An organisation's logo: a picture that a browser may show and that runs nothing."""

from __future__ import annotations

from xml.etree import ElementTree

from handbook.model import Organisation, Picture
from handbook.problems import Problem
from handbook.read.files import Files
from handbook.shape import shape

MAX_LOGO = 300_000
_STARTS = {"png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff", "webp": b"RIFF"}
_DRAWN = frozenset(
    {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "title", "desc", "defs"}
    | {"linearGradient", "radialGradient", "stop", "clipPath", "mask", "symbol", "use"}
)


def read_logo(files: Files, folder: str, organisation: Organisation | None) -> Picture | None:
    """The logo that the profile names, or None; a file that is missing, too big or no picture is a problem."""
    look = organisation.look if organisation else None
    if organisation is None or look is None or look.logo is None:
        return None
    place = organisation.place
    ending = look.logo.rpartition(".")[2].lower()
    path = (files.root / folder / look.logo).resolve()
    fault = None
    if not path.is_relative_to(files.root / folder):
        fault = "lies outside the organisation's folder", "Put it inside, such as logo.png"
    elif ending not in {*_STARTS, "svg"}:
        fault = "is not a picture", "Use a .png, .jpg, .webp or plain .svg file"
    elif not path.is_file():
        fault = "is not there", f"Put the file into {folder}/, or take `logo` out"
    elif path.stat().st_size > MAX_LOGO:
        fault = f"is larger than {MAX_LOGO // 1000} kB", "Make it smaller; it stands on every page"
    if fault is None:
        content = path.read_bytes()
        if ending == "svg":
            fault = _svg_fault(content)
        elif not content.startswith(_STARTS[ending]) or (content[8:12] != b"WEBP" if ending == "webp" else shape(look.logo, content) is None):
            fault = f"is not a .{ending} picture", "Save the picture anew in a picture program"
    if fault is None:
        return Picture(name=f"logo.{ending}", content=content)
    files.problems.append(Problem(place.path, place.line("look", "logo"), f"`logo`: '{look.logo[:60]}' {fault[0]}", fault[1]))
    return None


def _svg_fault(content: bytes) -> tuple[str, str] | None:
    """Why a drawing is not shown: it is read as XML without entities, and may hold shapes and words only."""
    cure = "Save it as a plain SVG, or as a PNG"
    if b"<!" in content.replace(b"<!--", b""):
        return "holds a document type or entity", cure
    try:
        root = ElementTree.fromstring(content)  # noqa: S314 - entities are refused above
    except ElementTree.ParseError:
        return "is not an SVG drawing", cure
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2]
        if name not in _DRAWN or (element is root) != (name == "svg"):
            return f"holds <{name[:20]}>, which a logo may not", cure
        for key, value in element.attrib.items():
            word = key.rpartition("}")[2].lower()
            outside = word == "href" and not value.startswith("#")
            if word.startswith("on") or outside or "url(" in value.replace("url(#", "") or word == "style":
                return f"holds the attribute {word[:20]}, which a logo may not", cure
    return None
