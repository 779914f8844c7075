"""The site: its pages, its menu, its release."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, StrictBool

from handbook.model.values import Day, Id, Item, Plain, Prose, Template, Value
from handbook.place import Place


class GeneratedPage(Item):
    """A page that is made from data through one template."""

    title: Plain = Field(description="The page's title.")
    template: Template = Field(description="Name of the template in `handbook/templates/`.")
    lead: Prose = Field(description="What the page is for; cite facts as `[@id]`.")
    owner: Id = Field(description="Role id of the page's owner.")
    aliases: tuple[Plain, ...] = Field((), description="Words people search for.")
    market: Id | None = Field(None, description="Id of the market, for a page about one.")
    hide: tuple[Literal["navigation", "toc", "footer"], ...] = Field((), description="Parts of the frame that the page does without.")


class NavItem(Value):
    """An entry of the menu: a page, or a group."""

    title: Plain = Field(description="The words in the menu.")
    page: Plain | None = Field(None, description="Path of a page below the site's root, such as `library/glossary.md`.")
    playbooks: StrictBool = Field(False, description="True: the playbooks and their plays stand here. Of more than 16, a page names its own and a list.")
    journeys: StrictBool = Field(False, description="True: the journeys stand below the page.")
    tools: StrictBool = Field(False, description="True: the tools stand below the page.")
    questions: StrictBool = Field(False, description="True: the questions stand below the page.")
    documents: StrictBool = Field(False, description="True: the documents stand below the page.")
    items: tuple[NavItem, ...] = Field((), description="The entries of a group.")


class Release(Value):
    """The handbook's release: what a page says it belongs to."""

    version: Plain = Field(description="Its number, in quotes.")
    date: Day = Field(description="Its day, as YYYY-MM-DD.")


class Site(Value):
    """Name, notice, menu and generated pages of the handbook."""

    name: Plain = Field(description="The handbook's name.")
    tagline: Plain = Field(description="What it is, in a line.")
    release: Release = Field(description="The release that the pages name.")
    notice: Prose = Field(description="The plain notice at the foot of every page.")
    licence: Plain | None = Field(None, description="The line in every file to fill in: its licence, and what it is not.")
    pages: tuple[GeneratedPage, ...] = Field(description="The pages made from data.")
    nav: tuple[NavItem, ...] = Field(description="The menu.")
    place: Place = Field(default=Place(""), exclude=True, repr=False)


class PageMeta(Value):
    """The front matter of a hand-written page."""

    title: Plain = Field(description="The page's title.")
    description: Plain = Field(description="What the page is for, in a sentence.")
    owner: Id = Field(description="Role id of the page's owner.")
    aliases: tuple[Plain, ...] = Field((), description="Words people search for.")
    hide: tuple[Literal["navigation", "toc", "footer"], ...] = Field((), description="Parts of the frame that the page does without.")
    place: Place = Field(default=Place(""), exclude=True, repr=False)


class Page(Value):
    """A hand-written page in `docs/`."""

    path: str
    meta: PageMeta
    text: str
    first_line: int
    place: Place = Field(default=Place(""), exclude=True, repr=False)
