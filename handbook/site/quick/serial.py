"""The tree as text."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import HTML_EMPTY, Element

from markdown.serializers import _escape_attrib_html, _escape_cdata, to_xhtml_string  # type: ignore[attr-defined]


def quick_xhtml(element: Element) -> str:
    """What `to_xhtml_string` gives, for trees whose tags are words, as all are that come from Markdown."""
    if not {type(part.tag) for part in element.iter()} <= {str}:
        return to_xhtml_string(element)
    parts: list[str] = []
    _write(element, parts.append)
    return "".join(parts)


def _write(element: Element, write: Callable[[str], None]) -> None:
    tag, text, tail = element.tag, element.text, element.tail
    name = tag.lower()
    write(f"<{tag}")
    for key, value in sorted(element.items()):
        write(f" {key}" if value is None else f' {key}="{_escape_attrib_html(value)}"')
    if name in HTML_EMPTY:
        write(" />")
    else:
        write(">")
        if text:
            write(text if name in ("script", "style") else _escape_cdata(text))
        for child in element:
            _write(child, write)
        write(f"</{tag}>")
    if tail:
        write(_escape_cdata(tail))
