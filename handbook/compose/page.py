"""A page as it is published: Markdown with its front matter as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
