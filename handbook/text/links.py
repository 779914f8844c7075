"""Links between authors' files, as links between pages."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from handbook import addresses
from handbook.text.markup import LINK, replace_outside_code, replace_targets

_FOLDERS = ("playbooks/", "docs/")


def author_page(author: str, target: str) -> str | None:
    """The page or file that a relative link in the file `author` means, both relative to the project.

    Returns the page's path on the site, or None where the link leaves what is published.
    """
    path = posixpath.normpath(posixpath.join(posixpath.dirname(author), target))
    for folder in ("docs/",) if author.startswith("docs/") else _FOLDERS:
        if path.startswith(folder):
            return path.removeprefix(folder).replace("/playbook.yml", "/index.md")
    layer, mirrored, rest = path.partition("/playbooks/")
    return rest if mirrored and not layer.startswith("..") and not author.startswith("docs/") else None


def rebase(text: str, author: str, here: str, moved: Mapping[str, str]) -> str:
    """The text with links that were relative to the author's file made relative to the page `here`.

    `moved` gives a new address for pages that an organisation has withdrawn.
    """

    def replace(target: str) -> str:
        path, mark, anchor = target.partition("#")
        if not path or "://" in path or path.startswith("mailto:"):
            return target
        page = author_page(author, path)
        if page is None:
            return target
        return addresses.relative(here, moved.get(page) or page + mark + anchor)

    return replace_targets(replace, text)


def unlink(text: str, here: str, gone: frozenset[str]) -> str:
    """The text of the page `here` with the words alone where a link led to a page or an anchor that is gone."""
    if not gone:
        return text

    def replace(found: re.Match[str]) -> str:
        path, mark, anchor = found["target"].partition("#")
        page = posixpath.normpath(posixpath.join(posixpath.dirname(here), path)) if path else here
        return found["open"].lstrip("!")[1:-2] if gone & {page, page + mark + anchor} else found[0]

    return replace_outside_code(LINK, replace, text)
