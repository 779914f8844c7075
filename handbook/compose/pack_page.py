"""What the templates of my pack may call: the plays and files to choose from, and the links that choose some."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from handbook import addresses
from handbook.compose.documents import FORMATS
from handbook.model import Document, Handbook, Journey, Play, Playbook

Group = tuple[Playbook, list[tuple[Play, list[Document]]]]


def functions(book: Handbook) -> Mapping[str, Callable[..., Any]]:
    """The functions by name."""

    def pack_documents(plays: Iterable[Play]) -> list[Document]:
        """The documents with files that the plays leave, each once."""
        named = dict.fromkeys(leave.document for play in plays for leave in play.leaves)
        return [book.documents[name] for name in named if addresses.downloads(book.documents[name])]

    def pack_groups() -> list[Group]:
        """Every playbook that has plays, each play with the documents that it leaves."""
        plays: dict[str, list[tuple[Play, list[Document]]]] = {}
        for play in book.plays.values():
            plays.setdefault(play.playbook, []).append((play, pack_documents([play])))
        return [(item, plays[item.id]) for item in book.playbooks.values() if item.id in plays]

    def pack_others() -> list[Document]:
        """Documents with files that no play leaves."""
        left = {document.id for document in pack_documents(book.plays.values())}
        return [item for item in book.documents.values() if item.id not in left and addresses.downloads(item)]

    def journey_plays(journey: Journey) -> list[Play]:
        return [book.plays[stop.play] for stop in journey.stops if stop.play in book.plays]

    def play_file(play: Play) -> str:
        """A link to the play's own text. As HTML: the engine makes any Markdown link that ends in `.md` one to the page."""
        root = "../" * (addresses.PACK.count("/") + 1)
        return f'<a href="{root}{addresses.play(play.id)}" download="{play.id.rpartition("/")[2]}.md">{FORMATS["md"]} (md)</a>'

    has_page = any(page.id == addresses.PACK for page in book.site.pages)

    def pack_link(here: str, name: str = "") -> str:
        """Where my pack is, with something chosen; empty where a handbook has no such page."""
        return addresses.relative(here, addresses.pack(name) if name else addresses.PACK) if has_page else ""

    return {
        "pack_documents": pack_documents, "pack_groups": pack_groups, "pack_others": pack_others, "pack_link": pack_link, "play_file": play_file,
        "journey_plays": journey_plays, "pack_name": lambda: addresses.slug(f"{_name(book)} pack"),
    }  # fmt: skip


def _name(book: Handbook) -> str:
    return book.organisation.name if book.organisation else book.site.name
