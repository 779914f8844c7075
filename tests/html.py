"""What a test asks of a built page: its ids, its links, and what it loads."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin

_LOADS = {"script": "src", "img": "src", "source": "src", "iframe": "src", "link": "href"}
_LINK_RELATIONS_WITHOUT_LOADING = {"canonical", "prev", "next", "edit", "alternate"}


@dataclass
class Html:
    """Ids, links (`href` of `a`) and loaded addresses of a page, in order."""

    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)


def parse(path: Path) -> Html:
    """Read a built page."""
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader.found


def dead_links(folder: Path, address: str) -> list[str]:
    """Every link of a built site that leads to no page or no anchor of it. `address` is the site's root, with a slash at the end."""
    pages = {path.relative_to(folder).as_posix(): parse(path) for path in sorted(folder.rglob("*.html"))}
    dead = []
    for path, page in pages.items():
        here = address if path == "404.html" else urljoin(address, path)
        for link in page.links:
            target, _, anchor = urljoin(here, link).partition("#")
            if target.startswith(address):
                file = _file_of(unquote(target.removeprefix(address)), folder)
                ids = pages[file.relative_to(folder).as_posix()].ids if file.is_file() and file.suffix == ".html" else set()
                if not file.is_file() or (anchor and file.suffix == ".html" and unquote(anchor) not in ids):
                    dead.append(f"{path}: {link}")
    return dead


def _file_of(path: str, folder: Path) -> Path:
    file = folder / path
    return file / "index.html" if file.is_dir() or path.endswith("/") or not path else file


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = Html()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self.found.ids.add(str(values["id"]))
        if tag == "a" and values.get("href"):
            self.found.links.append(str(values["href"]))
        if tag == "link" and set((values.get("rel") or "").split()) & _LINK_RELATIONS_WITHOUT_LOADING:
            return
        if tag in _LOADS and values.get(_LOADS[tag]):
            self.found.loads.append(str(values[_LOADS[tag]]))
