"""The pages that no file asks for: on which an organisation gives account, and the list of very many playbooks."""

from __future__ import annotations

from handbook import addresses
from handbook.model import GeneratedPage, Handbook, NavItem, Site

# The most playbooks that the menu of a page may name. With more, it names the page's own, and a page that lists all of them.
MANY = 16


def with_own_pages(book: Handbook) -> Site:
    """The site with the pages and menu entries of a layer; the base's own where the layer changes no play, and there are not too many playbooks."""
    site = _with_all_playbooks(book)
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


def _with_all_playbooks(book: Handbook) -> Site:
    """With very many playbooks, the site with a page for them, unless its address is taken or the menu names one."""
    site = book.site
    nav = tuple(map(_naming_all_playbooks, site.nav))
    taken = {*book.pages, *(page.id for page in site.pages), *(f"{name}.md" for name in book.playbooks)}
    if len(book.playbooks) <= MANY or nav == site.nav or addresses.PLAYBOOKS in taken:
        return site
    lead = "Each playbook with its challenge, and the signal that tells you to open it."
    page = _page(book, addresses.PLAYBOOKS, "playbooks", "All playbooks", lead).model_copy(update={"hide": ("toc",)})
    return site.model_copy(update={"pages": (*site.pages, page), "nav": nav})


def _naming_all_playbooks(item: NavItem) -> NavItem:
    if item.playbooks and item.page is None:
        return item.model_copy(update={"page": addresses.PLAYBOOKS})
    return item.model_copy(update={"items": tuple(map(_naming_all_playbooks, item.items))}) if item.items else item


def _page(book: Handbook, path: str, template: str, title: str, lead: str) -> GeneratedPage:
    owner = "hocp" if "hocp" in book.roles else next(iter(book.roles), "hocp")
    return GeneratedPage.model_validate({"id": path, "title": title, "template": template, "lead": lead, "owner": owner})
