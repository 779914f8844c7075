"""A composed page as HTML, through the Markdown extensions of the site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lxml import html
from lxml.html import HtmlElement
from markdown import Markdown

from handbook.compose import ComposedPage
from handbook.source import parse_yaml

_NOT_ON_PAPER = ("script", "form", "input", "template")
_TABLE = '<div class="hb-scroll"><table class="hb-table">'


class Renderer:
    """Turns pages into trees of HTML elements that need neither a script nor a click."""

    def __init__(self, root: Path) -> None:
        names, settings = _extensions(root)
        self._markdown = Markdown(extensions=names, extension_configs=settings)

    def tree(self, page: ComposedPage) -> HtmlElement:
        """The page as an article: tabs one below the other, folded parts open."""
        text = self._markdown.reset().convert(page.text)
        boxed = text.replace("<table>", _TABLE).replace("</table>", "</table></div>") if text.count("<table>") == text.count("</table>") else text
        article = html.fragment_fromstring(boxed, create_parent="article")
        for element in list(article.iter(*_NOT_ON_PAPER)):
            element.drop_tree()
        for folded in article.iter("details"):
            folded.set("open", "")
        for tabs in list(article.find_class("tabbed-set")):
            _spread(tabs)
        return article


def _extensions(root: Path) -> tuple[list[str], dict[str, dict[str, Any]]]:
    """The extensions that `mkdocs.yml` names, and their settings."""
    text = (root / "mkdocs.yml").read_text(encoding="utf-8").replace("!ENV ", "")
    values, _ = parse_yaml("mkdocs.yml", text, [])
    entries = [entry if isinstance(entry, dict) else {entry: {}} for entry in values["markdown_extensions"]]
    settings = {name: dict(options) for entry in entries for name, options in entry.items()}
    settings["toc"] = {"permalink": False}
    return list(settings), settings


def _spread(tabs: HtmlElement) -> None:
    """Each tab's name above its text."""
    labels = tabs.xpath("./div[@class='tabbed-labels']/label")
    blocks = tabs.xpath("./div[@class='tabbed-content']/div")
    tabs.clear(keep_tail=True)
    tabs.set("class", "hb-spread")
    for label, block in zip(labels, blocks, strict=True):
        name = html.Element("p", {"class": "hb-tab"})
        name.text = label.text_content()
        block.insert(0, name)
        block.set("class", "hb-tabbed")
        tabs.append(block)
