"""Links between authors' files, as links between pages."""

from __future__ import annotations

import posixpath
import re

from handbook import addresses
from handbook.text.markup import LINK, replace_outside_code

_FOLDERS = ("playbooks/", "docs/")


def author_page(author: str, target: str) -> str | None:
    """The page or file that a relative link in the file `author` means, both relative to the project.

    Returns the page's path on the site, or None where the link leaves what is published.
    """
    path = posixpath.normpath(posixpath.join(posixpath.dirname(author), target))
    for folder in _FOLDERS:
        if path.startswith(folder):
            return path.removeprefix(folder).replace("/playbook.yml", "/index.md")
    return None


def rebase(text: str, author: str, here: str) -> str:
    """The text with links that were relative to the author's file made relative to the page `here`."""

    def replace(found: re.Match[str]) -> str:
        path, mark, anchor = found["target"].partition("#")
        if not path or "://" in path or path.startswith("mailto:"):
            return found[0]
        page = author_page(author, path)
        return found[0] if page is None else found["open"] + addresses.relative(here, page + mark + anchor) + found["close"]

    return replace_outside_code(LINK, replace, text)
