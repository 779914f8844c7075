"""Pages bound into one: ids made unique, links led to where they stand in the volume."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import html
from lxml.html import HtmlElement

from handbook.data import site_address

_LISTS_OF_IDS = ("for", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns")
_URL = re.compile(r"url\(#([^)]+)\)")


@dataclass(frozen=True)
class Leaf:
    """A page of a volume: its path on the site, its title, and its HTML."""

    path: str
    title: str
    article: HtmlElement


@dataclass(frozen=True)
class Part:
    """Pages below one heading. Without a title they stand for themselves; a first page of that title is the heading."""

    title: str
    leaves: tuple[Leaf, ...]

    @property
    def opens(self) -> bool:
        """Whether the first page is the heading."""
        return self.leaves[0].title == self.title


def bind(parts: Sequence[Part], site: str) -> None:
    """Make the pages of `parts` one document. A link that leads out of it leads to the `site`, or becomes its words without one."""
    leaves = {leaf.path: leaf for part in parts for leaf in part.leaves}
    known = {path: frozenset(element.get("id") for element in leaf.article.iter() if element.get("id")) for path, leaf in leaves.items()}
    for part in parts:
        for leaf in part.leaves:
            if part.title and not (part.opens and leaf is part.leaves[0]):
                _lower_headings(leaf.article)
            _link(leaf, known, site)
            _rename_ids(leaf)


def anchor(path: str, name: str = "") -> str:
    """The id that a page, or something on it, has in the volume."""
    page = path.removesuffix(".md").replace("/", ".")
    return f"{page}:{name}" if name else page


def _lower_headings(article: HtmlElement) -> None:
    for heading in list(article.iter("h1", "h2", "h3", "h4", "h5")):
        heading.tag = f"h{int(heading.tag[1]) + 1}"


def _rename_ids(leaf: Leaf) -> None:
    for element in leaf.article.iter():
        if not isinstance(element.tag, str):
            continue
        if name := element.get("id"):
            element.set("id", anchor(leaf.path, name))
        for attribute in _LISTS_OF_IDS:
            if names := element.get(attribute):
                element.set(attribute, " ".join(anchor(leaf.path, name) for name in names.split()))
        for attribute, value in element.attrib.items():
            if "url(#" in value:
                element.set(attribute, _URL.sub(lambda found: f"url(#{anchor(leaf.path, found[1])})", value))
    leaf.article.set("id", anchor(leaf.path))


def _link(leaf: Leaf, known: Mapping[str, frozenset[str]], site: str) -> None:
    told: set[str] = set()
    for link in list(leaf.article.iter("a")):
        target = _target(leaf.path, link.get("href", ""), known, site)
        if not target:
            link.drop_tag()
            continue
        link.set("href", target)
        if target.startswith("http") and target not in told:
            told.add(target)
            if target != link.text_content().strip():
                _tell(link, target)


def _tell(link: HtmlElement, address: str) -> None:
    """Print the address behind a link."""
    told = html.Element("span", {"class": "hb-address"})
    told.text = f" <{address}>"
    link.addnext(told)
    told.tail, link.tail = link.tail, None


def _target(here: str, href: str, known: Mapping[str, frozenset[str]], site: str) -> str:
    """Where a link leads in the volume, on the site or elsewhere; empty where it leads nowhere."""
    if "://" in href or href.startswith("mailto:"):
        return href
    path, _, name = href.partition("#")
    page = posixpath.normpath(posixpath.join(posixpath.dirname(here), path)) if path else here
    if page in known:
        return "#" + anchor(page, name if name in known[page] else "")
    return outside(site, page, name)


def outside(site: str, page: str, name: str) -> str:
    """The address of a page or a file on the site; empty without a site."""
    address = site_address(page) if page.endswith(".md") else page
    return f"{site}{address}{'#' + name if name else ''}" if site else ""
