"""The tree as text."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import HTML_EMPTY, Element

from markdown.serializers import _escape_attrib_html, _escape_cdata, to_xhtml_string  # type: ignore[attr-defined]


def quick_xhtml(element: Element) -> str:
    """What `to_xhtml_string` gives; it gets the trees with scripts, styles, or tags that are no small words."""
    tags = {part.tag for part in element.iter()}
    if any(type(tag) is not str or tag != tag.lower() or tag in ("script", "style") for tag in tags):
        return to_xhtml_string(element)
    parts: list[str] = []
    _write(element, parts.append)
    return "".join(parts)


def _write(element: Element, write: Callable[[str], None]) -> None:
    tag, text, tail, attributes = element.tag, element.text, element.tail, element.items()
    if attributes:
        write(f"<{tag}")
        for key, value in sorted(attributes):
            write(f" {key}" if value is None else f' {key}="{_attribute(value)}"')
        write(" />" if tag in HTML_EMPTY else ">")
    else:
        write(f"<{tag} />" if tag in HTML_EMPTY else f"<{tag}>")
    if tag not in HTML_EMPTY:
        if text:
            write(_escape_cdata(text) if "&" in text or "<" in text or ">" in text else text)
        for child in element:
            _write(child, write)
        write(f"</{tag}>")
    if tail:
        write(_escape_cdata(tail) if "&" in tail or "<" in tail or ">" in tail else tail)


def _attribute(value: str) -> str:
    escaped: str = _escape_attrib_html(value) if "&" in value or "<" in value or ">" in value or '"' in value else value
    return escaped
