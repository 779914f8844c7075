"""What an author may call inside a page: pure functions of the book and the page, each returning Markdown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from handbook.model import Handbook
from macros import links, lists
from macros.links import MacroError

if TYPE_CHECKING:
    from mkdocs_macros.plugin import MacrosPlugin

__all__ = ["FUNCTIONS", "MacroError", "bound", "define_env"]

FUNCTIONS: Mapping[str, Callable[..., str]] = {
    function.__name__: function
    for function in (
        links.play, links.playbook, links.role, links.our, links.document, links.term, links.fact,
        lists.count, lists.challenges, lists.hurting, lists.fields,
    )
}  # fmt: skip


def bound(book: Handbook, here: str) -> dict[str, Callable[..., str]]:
    """The functions as an author on the page `here` calls them."""
    return {name: partial(function, book, here) for name, function in FUNCTIONS.items()}


def define_env(env: MacrosPlugin) -> None:
    """Offer the same functions to mkdocs-macros, for the hand-written pages in `docs/`."""
    book: Handbook = env.conf["extra"]["handbook"]

    def offer(name: str) -> Callable[..., str]:
        def call(*arguments: Any, **named: Any) -> str:
            return FUNCTIONS[name](book, env.page.file.src_uri, *arguments, **named)

        return call

    for name in FUNCTIONS:
        env.macro(offer(name), name)  # type: ignore[no-untyped-call]
