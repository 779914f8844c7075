"""What the handbook holds, for language models: `llms.txt`, and every page in one text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from handbook import addresses
from handbook.compose.page import ComposedPage
from handbook.machines.edition import Edition
from handbook.markdown import one_line, plain
from handbook.model import Handbook

INDEX, FULL = "llms.txt", "llms-full.txt"
_OPTIONAL = "Optional"
_GROUPS = {
    "journeys": "Journeys through the plays", "questions": "One question, three markets", "tools": "Tools", "library": "Library",
    "documents": _OPTIONAL, "contributing": _OPTIONAL, "find": _OPTIONAL, "ours": "What this organisation changed",
}  # fmt: skip
_LISTS = "find/"


def listings(book: Handbook, about: Edition, pages: Mapping[str, ComposedPage], texts: Mapping[str, str]) -> dict[str, str]:
    """Both files; `texts` holds the pages as plain Markdown. The pages that only list others stand in the first alone."""
    groups = _grouped(book, pages)
    whole = _head(about, "Every page in one text.") + "".join(
        f"\n---\n\n{texts[path].rstrip()}\n" for group in groups.values() for path in group if not path.startswith(_LISTS)
    )
    size = f"{len(whole.encode()) / 1_000_000:.1f} MB"
    intro = (
        "Each page stands as Markdown beside its address, with `.md`. Facts carry a status and a date: quote both, and the source. "
        f"All pages in one text: [{FULL}]({about.file(FULL)}), {size}. As data: [handbook.json]({about.file('handbook.json')})."
    )
    sections = [f"## {plain(title)}\n\n" + "\n".join(_line(about, pages[path]) for path in paths) for title, paths in groups.items()]
    return {INDEX: _head(about, intro) + "\n" + "\n\n".join(sections) + "\n", FULL: whole}


def _head(about: Edition, intro: str) -> str:
    return f"# {plain(about.name)}\n\n> {about.tagline}. {about.release}. {about.notice}\n\n{intro}\n"


def _line(about: Edition, page: ComposedPage) -> str:
    note = one_line(str(page.meta.get("description", "")))
    return f"- [{plain(str(page.meta['title']))}]({about.file(page.path)})" + (f": {note}" if note else "")


def _grouped(book: Handbook, pages: Mapping[str, ComposedPage]) -> dict[str, list[str]]:
    """The paths of the pages under their headings, what a reader needs first on top; pages that only say where something went are left out."""
    gone = {addresses.moved_play(move) for move in book.ledger}
    groups: dict[str, list[str]] = {}
    for title, path in sorted(((_group(book, path), path) for path in pages if path not in gone), key=lambda entry: _order(book, *entry)):
        groups.setdefault(title, []).append(path)
    return groups


def _group(book: Handbook, path: str) -> str:
    folder, inside, _ = path.partition("/")
    if not inside:
        return "About"
    return book.playbooks[folder].title if folder in book.playbooks else _GROUPS.get(folder, _OPTIONAL)


def _order(book: Handbook, title: str, path: str) -> tuple[int, bool, str]:
    titles = ["About", *(item.title for item in sorted(book.playbooks.values(), key=lambda item: item.order)), *_without_optional(), _OPTIONAL]
    return titles.index(title), not path.endswith("index.md"), path


def _without_optional() -> Iterator[str]:
    yield from dict.fromkeys(title for title in _GROUPS.values() if title != _OPTIONAL)
