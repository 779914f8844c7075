"""Tables and drawings in HTML, as plain Markdown."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from handbook.markdown import one_line, plain

_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL)
_TEXT = re.compile(r"<desc[^>]*>(.*?)</desc>", re.DOTALL)
_INSIDE = r"""\b(?:[^>"]|"[^"]*")*>"""
_CAPTION = re.compile(rf"<caption{_INSIDE}(.*?)</caption>", re.DOTALL)
_ROW = re.compile(rf"<tr{_INSIDE}")
_CELL = re.compile(rf"<t([dh]){_INSIDE}(.*?)</t\1>", re.DOTALL)


def markdown_table(html: str) -> str:
    """An HTML table with its caption, as a Markdown table."""
    rows = [[_words(cell[2]) for cell in _CELL.finditer(row)] for row in _ROW.split(html)[1:]]
    width = max(map(len, rows), default=0)
    if not width:
        return ""
    head, *body = [[*row, *[""] * (width - len(row))] for row in rows]
    lines = [_row(head), "|" + "---|" * width, *map(_row, body)]
    caption = _CAPTION.search(html)
    words = _words(caption[1]) if caption else ""
    return "\n".join([*([f"**{words}**", ""] if words else []), *lines])


def _words(html: str) -> str:
    """What stands in a cell, in Markdown. Most hold nothing but words, for which no parser is needed."""
    if "<" not in html:
        return plain(unescape(html))
    reader = _Inside()
    reader.feed(html)
    reader.close()
    return one_line("".join(reader.text))


def drawing_words(svg: str) -> str:
    """What stands for a drawing: its title and its description."""
    found = [one_line(unescape(part[1])).rstrip(".") for part in (_TITLE.search(svg), _TEXT.search(svg)) if part]
    return f"*Drawing: {plain('. '.join(found))}.*" if found else ""


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


class _Inside(HTMLParser):
    """What stands inside a cell, in Markdown."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self._targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._targets.append(dict(attrs).get("href") or "")
            self.text.append("[")
        if tag in {"b", "strong"}:
            self.text.append("**")
        if tag in {"br", "p", "li"}:
            self.text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._targets:
            self.text.append(f"]({self._targets.pop()})")
        if tag in {"b", "strong"}:
            self.text.append("**")

    def handle_data(self, data: str) -> None:
        start, end = data[: len(data) - len(data.lstrip())], data[len(data.rstrip()) :] if data.strip() else ""
        self.text.append(start + plain(data) + end)
