"""A volume as one HTML document to print: cover, contents, pages."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lxml import html

from handbook.compose.words import day
from handbook.compose.writer import TEMPLATES
from handbook.downloads.words import Words
from handbook.look import STYLE, look_files
from handbook.model import Handbook
from handbook.pack.volume import Leaf, Part, anchor

_STYLES = ("handbook.css", "tools.css", "tools-collect.css")
_KINDS = {".svg": "svg+xml", ".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp", ".gif": "gif"}


def as_html(book: Handbook, root: Path, title: str, parts: Sequence[Part], numbers: Mapping[str, int]) -> str:
    """The volume with its cover and its contents; `numbers` gives the page on which an id stands."""
    page: str = _template().render(
        title=title,
        style=_style(book, root),
        logo=picture(book.logo.name, book.logo.content) if book.logo else "",
        owner=book.organisation.name if book.organisation else "",
        about=book.site.tagline,
        facts=_facts(book, parts),
        notice=notice(book),
        parts=[_shown(part) for part in parts],
        numbers=numbers,
    )
    return page


def owner(book: Handbook) -> str:
    """Whose handbook it is: the organisation's name, or the handbook's own."""
    return book.organisation.name if book.organisation else book.site.name


def release(book: Handbook) -> str:
    """The release in words."""
    return f"{book.site.release.version} of {day(book.site.release.date.isoformat())}"


def notice(book: Handbook) -> str:
    """The handbook's notice in plain words."""
    return Words(book, "index.md").line(book.site.notice)


def entries(parts: Sequence[Part]) -> list[str]:
    """The ids that the contents lead to."""
    return [name for part in parts for name in (*([_id(part)] if part.title else []), *(anchor(leaf.path) for leaf in _listed(part)))]


def picture(name: str, content: bytes) -> str:
    """A picture as an address that holds it."""
    return f"data:image/{_KINDS[Path(name).suffix.lower()]};base64,{b64encode(content).decode()}"


def _id(part: Part) -> str:
    """Where a part starts: at its heading, or at the page that is its heading."""
    first = anchor(part.leaves[0].path)
    return first if part.opens else f"part:{first}"


def _listed(part: Part) -> tuple[Leaf, ...]:
    return part.leaves[1:] if part.opens else part.leaves


def _shown(part: Part) -> dict[str, Any]:
    listed = [{"id": anchor(leaf.path), "title": leaf.title} for leaf in _listed(part)]
    pages = "".join(html.tostring(leaf.article, encoding="unicode", with_tail=False) for leaf in part.leaves)
    return {"id": _id(part), "title": part.title, "headed": part.title and not part.opens, "listed": listed, "html": pages}


def _facts(book: Handbook, parts: Sequence[Part]) -> list[tuple[str, str]]:
    own = book.organisation
    count = sum(len(part.leaves) for part in parts)
    told = [
        ("Handbook", book.site.name if own else ""),
        ("Release", release(book)),
        ("Holds", f"{count} pages of the handbook" if any(part.title for part in parts) else f"{count} {'play' if count == 1 else 'plays'}"),
        ("Contact", own.contact or "" if own else ""),
        ("Published at", own.site_url or "" if own else ""),
    ]
    return [(name, value) for name, value in told if value]


def _style(book: Handbook, root: Path) -> str:
    """Our own style sheets, with the words at the foot of the pages in signs that CSS cannot take for anything else."""
    own = look_files(book).get(STYLE, b"")
    sheets = [(root / "overrides" / "assets" / name).read_text(encoding="utf-8") for name in _STYLES]
    sheets += [own.decode() if isinstance(own, bytes) else own, (TEMPLATES / "volume.css").read_text(encoding="utf-8")]
    size = "letter" if book.organisation and book.organisation.markets == ("us",) else "A4"
    left = " · ".join([*([owner(book)] if book.organisation else []), f"{book.site.name} {release(book)}"])
    return "\n".join([*sheets, _FEET % (size, _quoted(left))])


_FEET = """
@page { size: %s; @bottom-left { content: %s; width: 80%%; } @bottom-right { content: "Page " counter(page) " of " counter(pages); } }
@page :first { @bottom-left { content: ""; } @bottom-right { content: ""; } }
"""


def _quoted(text: str) -> str:
    """A text in CSS, in which no sign has a meaning."""
    return '"' + "".join(sign if sign.isalnum() or sign in " .,-" else f"\\{ord(sign):x} " for sign in text) + '"'


@cache
def _template() -> Any:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template("volume.html.jinja")
