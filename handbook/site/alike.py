"""HTML that comes out the same for all pages of a folder: made for the first of them, and kept as long as the templates are."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from mkdocs.structure.pages import Page

from handbook.site.menu import Entry

# How many folders are remembered. Pages come folder by folder.
FOLDERS = 16
# What parts that all pages have in common link to, beside the first page.
ASSETS = "assets/"


class Alike:
    """Parts of pages by folder. An address relative to a page depends on the page's folder alone, unless it leads to the page or below it."""

    def __init__(self) -> None:
        self._folders: dict[Hashable, dict[Hashable, str]] = {}

    @pass_context
    def part(self, context: Context, name: str, caller: Callable[[], str]) -> str:
        """A part that shows nothing of the page, by a name of its own; it links to the first page, assets and files beside the first page."""
        page = context["page"]
        if page and ASSETS.startswith(page.url):
            return caller()
        known = self._of_folder(context["base_url"], page)
        if name not in known:
            known[name] = caller()
        return known[name]

    @pass_context
    def rows(self, context: Context, entries: Iterable[Entry], row: Callable[[Entry], str]) -> str:
        """Entries of the menu that the page is not, and does not stand below."""
        page = context["page"]
        known = self._of_folder(context["base_url"], page)
        found = []
        for entry in entries:
            if page and entry.url.startswith(page.url):
                found.append(row(entry))
            else:
                if entry not in known:
                    known[entry] = row(entry)
                found.append(known[entry])
        return "".join(found)

    def _of_folder(self, base: str, page: Page | None) -> dict[Hashable, str]:
        folder = (base, page.url.rstrip("/").rpartition("/")[0] if page else "")
        if folder not in self._folders:
            if len(self._folders) == FOLDERS:
                del self._folders[next(iter(self._folders))]
            self._folders[folder] = {}
        return self._folders[folder]


def keep_alike(env: Environment) -> None:
    """Let templates call `alike_part` and `alike_rows`."""
    alike = Alike()
    env.globals |= {"alike_part": alike.part, "alike_rows": alike.rows}
