"""The menu, as MkDocs and Zensical take it."""

from __future__ import annotations

from typing import Any

from handbook import addresses
from handbook.model import Handbook, NavItem


def menu(book: Handbook) -> list[dict[str, Any]]:
    """The menu as nested `{title: page}` and `{title: [...]}` entries."""
    return [_entry(book, item) for item in book.site.nav]


def _entry(book: Handbook, item: NavItem) -> dict[str, Any]:
    if item.playbooks:
        listed = [{titles(book)[item.page]: item.page}] if item.page else []
        return {item.title: [*listed, *({playbook.title: _playbook(book, playbook.id)} for playbook in book.playbooks.values())]}
    below: list[Any] = []
    if item.journeys:
        below = [{journey.title: addresses.journey(journey.id)} for journey in book.journeys.values()]
    if item.tools:
        below = [{tool.title: addresses.tool(tool.id)} for tool in book.tools.values()]
    if item.questions:
        below = [{question.title: addresses.question(question.id)} for question in book.questions.values()]
    if item.documents:
        documents = sorted(book.documents.values(), key=lambda document: (document.title.casefold(), document.id))
        below = [{document.title: addresses.document(document.id)} for document in documents]
    if below:
        return {item.title: [item.page, *below] if item.page else below}
    if item.page is not None:
        return {item.title: item.page}
    return {item.title: [_entry(book, part) for part in item.items]}


def _playbook(book: Handbook, name: str) -> list[Any]:
    plays = [{play.title: addresses.play(play.id)} for play in book.plays.values() if play.playbook == name]
    return [addresses.playbook(name), *plays]


def titles(book: Handbook) -> dict[str, str]:
    """The titles of all pages that may stand for a group of the menu, by path. There, the menu says the group's own."""
    known = {page.id: page.title for page in book.site.pages} | {path: page.meta.title for path, page in book.pages.items()}
    return known | {addresses.playbook(playbook.id): playbook.title for playbook in book.playbooks.values()}
