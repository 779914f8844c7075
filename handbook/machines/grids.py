"""Tables and drawings in HTML, as plain Markdown."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from handbook.markdown import one_line, plain

_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL)
_TEXT = re.compile(r"<desc[^>]*>(.*?)</desc>", re.DOTALL)


def markdown_table(html: str) -> str:
    """An HTML table with its caption, as a Markdown table."""
    reader = _Table()
    reader.feed(html)
    width = max((len(row) for row in reader.rows), default=0)
    if not width:
        return ""
    head, *body = [[*row, *[""] * (width - len(row))] for row in reader.rows]
    lines = [_row(head), "|" + "---|" * width, *map(_row, body)]
    return "\n".join([*([f"**{reader.caption}**", ""] if reader.caption else []), *lines])


def drawing_words(svg: str) -> str:
    """What stands for a drawing: its title and its description."""
    found = [one_line(unescape(part[1])).rstrip(".") for part in (_TITLE.search(svg), _TEXT.search(svg)) if part]
    return f"*Drawing: {plain('. '.join(found))}.*" if found else ""


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


class _Table(HTMLParser):
    """Rows of cells in Markdown; the first row is the head."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.caption = ""
        self._text: list[str] = []
        self._targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th", "caption"}:
            self._text = []
        if tag == "a":
            self._targets.append(dict(attrs).get("href") or "")
            self._text.append("[")
        if tag in {"b", "strong"}:
            self._text.append("**")
        if tag in {"br", "p", "li"}:
            self._text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"} and self.rows:
            self.rows[-1].append(one_line("".join(self._text)))
        if tag == "caption":
            self.caption = one_line("".join(self._text))
        if tag == "a" and self._targets:
            self._text.append(f"]({self._targets.pop()})")
        if tag in {"b", "strong"}:
            self._text.append("**")

    def handle_data(self, data: str) -> None:
        start, end = data[: len(data) - len(data.lstrip())], data[len(data.rstrip()) :] if data.strip() else ""
        self._text.append(start + plain(data) + end)
