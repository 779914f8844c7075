"""A page as it is published: Markdown with its front matter as data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from handbook.compose.abbreviations import without_citations


@dataclass(frozen=True)
class ComposedPage:
    """A page: its path on the site, its Markdown, its front matter, and the author's file it comes from.

    `made_from` is the digest of all that it is composed from; empty where nobody has asked to keep it.
    """

    path: str
    text: str
    meta: Mapping[str, Any] = field(default_factory=dict)
    author: str = ""
    made_from: str = field(default="", compare=False)

    @property
    def markdown(self) -> str:
        """The page as a Markdown file."""
        front = yaml.dump(dict(self.meta), Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1000)
        return f"---\n{front}---\n\n{self.text}"

    def kept(self) -> bytes:
        """The page in the form in which it is kept: a line of JSON, and its text as it is, which is read faster."""
        return f"{json.dumps([self.path, dict(self.meta), self.author])}\n{self.text}".encode()

    @classmethod
    def from_kept(cls, content: bytes, made_from: str) -> ComposedPage:
        """The page again."""
        head, _, text = content.partition(b"\n")
        path, meta, author = json.loads(head)
        return cls(path, text.decode(), meta, author, made_from)


def front_matter(title: str, description: str, aliases: tuple[str, ...], boost: float = 1) -> dict[str, Any]:
    """What most pages have as front matter: `boost` lifts a page in Material's search, so that a play stands before the pages that mention it."""
    tags: dict[str, Any] = {"aliases": list(aliases)} if aliases else {}
    if boost != 1:
        tags["search"] = {"boost": boost}
    return {"title": title, "description": without_citations(description), **tags}


def hidden(parts: tuple[str, ...]) -> dict[str, Any]:
    """Front matter that hides parts of a page, if any."""
    return {"hide": list(parts)} if parts else {}
