"""An organisation's own titles, names and document numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from handbook.model import Document, Handbook, Local, OwnDocument, OwnRole, Role
from handbook.problems import Problem, did_you_mean


def own_words(book: Handbook) -> Handbook:
    """The book with the organisation's titles, names and document numbers in place."""
    organisation = book.organisation
    if organisation is None:
        return book
    adapted: dict[str, Any] = {
        "roles": {name: _role(role, organisation.roles.get(name)) for name, role in book.roles.items()},
        "locals": {name: _local(item, organisation.names.get(name)) for name, item in book.locals.items()},
        "documents": {name: _document(item, organisation.documents.get(name)) for name, item in book.documents.items()},
    }
    return book.model_copy(update=adapted)


def _role(role: Role, own: OwnRole | None) -> Role:
    """The role under its own title; the base's stays an alias, so that search still finds it."""
    if own is None:
        return role
    renamed = own.title is not None and own.title != role.title
    aliases = (role.title, *role.aliases) if renamed else role.aliases
    return role.model_copy(update={"title": own.title or role.title, "contact": own.contact, "aliases": aliases})


def _local(item: Local, words: str | None) -> Local:
    return item.model_copy(update={"words": words}) if words else item


def _document(item: Document, own: OwnDocument | None) -> Document:
    return item.model_copy(update={"title": own.title or item.title, "number": own.number}) if own else item


def word_problems(book: Handbook, unread: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    """Every key of the profile that names nothing."""
    organisation = book.organisation
    if organisation is None:
        return
    place = organisation.place
    named = (("roles", "role", "roles", book.roles), ("names", "local name", "locals", book.locals), ("documents", "document", "documents", book.documents))
    for field, word, kind, known in named:
        for name in getattr(organisation, field):
            if name not in known and not {name, "*"} & unread.get(kind, frozenset()):
                cure = did_you_mean(name, known) or f"The ids stand in library/{kind}" + ("/" if kind == "documents" else ".yml")
                yield Problem(place.path, place.line(field, name), f"`{field}`: unknown {word} '{name}'", cure)
