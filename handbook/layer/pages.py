"""The pages on which an organisation gives account: what it changed, and what it does not use."""

from __future__ import annotations

from handbook import addresses
from handbook.model import GeneratedPage, Handbook, NavItem, Site


def with_own_pages(book: Handbook) -> Site:
    """The site with the pages and menu entries of a layer; the base's own where the layer changes no play."""
    site = book.site
    pages = []
    if book.marks or book.own_plays or (book.organisation and book.organisation.terms):
        pages.append(_page(book, addresses.CHANGES, "changes", "What we changed, and why", "Every play that differs from the base or is our own."))
    if book.withdrawn:
        pages.append(_page(book, addresses.NOT_USED, "not-used", "What we do not use, and why", "Plays of the base that are withdrawn here."))
    if book.waiting:
        lead = "Changes of ours whose base has moved on, or that nobody has agreed yet: what the base said then, what it says now, and what we say."
        pages.append(_page(book, addresses.WAITING, "waiting", "What waits to be read again", lead))
    if not pages:
        return site
    name = book.organisation.name if book.organisation else site.name
    entry = NavItem(title=name, items=tuple(NavItem(title=page.title, page=page.id) for page in pages))
    return site.model_copy(update={"pages": (*site.pages, *pages), "nav": (*site.nav, entry)})


def _page(book: Handbook, path: str, template: str, title: str, lead: str) -> GeneratedPage:
    owner = "hocp" if "hocp" in book.roles else next(iter(book.roles), "hocp")
    return GeneratedPage.model_validate({"id": path, "title": title, "template": template, "lead": lead, "owner": owner})
