"""Links between authors' files, as links between pages."""

from __future__ import annotations

import posixpath

from handbook import addresses
from handbook.text.markup import replace_targets

_FOLDERS = ("playbooks/", "docs/")


def author_page(author: str, target: str) -> str | None:
    """The page or file that a relative link in the file `author` means, both relative to the project.

    Returns the page's path on the site, or None where the link leaves what is published.
    """
    path = posixpath.normpath(posixpath.join(posixpath.dirname(author), target))
    for folder in ("docs/",) if author.startswith("docs/") else _FOLDERS:
        if path.startswith(folder):
            return path.removeprefix(folder).replace("/playbook.yml", "/index.md")
    return None


def rebase(text: str, author: str, here: str) -> str:
    """The text with links that were relative to the author's file made relative to the page `here`."""

    def replace(target: str) -> str:
        path, mark, anchor = target.partition("#")
        if not path or "://" in path or path.startswith("mailto:"):
            return target
        page = author_page(author, path)
        return target if page is None else addresses.relative(here, page + mark + anchor)

    return replace_targets(replace, text)
