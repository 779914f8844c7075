"""A page as it is published: Markdown with its front matter as data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import yaml


@dataclass(frozen=True)
class ComposedPage:
    """A page: its path on the site, its Markdown, its front matter, and the author's file it comes from."""

    path: str
    text: str
    meta: Mapping[str, Any] = field(default_factory=dict)
    author: str = ""

    @property
    def markdown(self) -> str:
        """The page as a Markdown file."""
        front = yaml.dump(dict(self.meta), Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1000)
        return f"---\n{front}---\n\n{self.text}"

    def kept(self) -> bytes:
        """The page in the form in which it is kept."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_kept(cls, content: bytes) -> ComposedPage:
        """The page again."""
        return cls(**json.loads(content))
