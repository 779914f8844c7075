"""Citations and links in authors' Markdown; code is left alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

CITATION = re.compile(r"\[@([^\]\s]*)\]")
LINK = re.compile(r"(?P<open>!?\[(?:[^\[\]]|\[[^\[\]]*\])*\]\()(?P<target>[^)\s]*)(?P<close>(?:\s+\"[^\"]*\")?\))")
HTML = re.compile(r"<[a-zA-Z/!][^>]*>?")
ATTRIBUTES = re.compile(r"\{:?[^{}\n]*=[^{}\n]*\}")

_CODE = re.compile(r"(?ms)^(?P<fence>[ \t]*(?:```+|~~~+)).*?(?:^(?P=fence)[ \t]*$|\Z)|(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)")


def outside_code(text: str) -> Iterator[str]:
    """The parts of a text that are not code."""
    last = 0
    for code in _CODE.finditer(text):
        yield text[last : code.start()]
        last = code.end()
    yield text[last:]


def replace_outside_code(pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str], text: str) -> str:
    """The text with every match outside code replaced."""
    parts = []
    last = 0
    for code in _CODE.finditer(text):
        parts += [pattern.sub(replacement, text[last : code.start()]), code[0]]
        last = code.end()
    return "".join(parts) + pattern.sub(replacement, text[last:])


def citations(text: str) -> list[str]:
    """Ids cited in a text, in order."""
    return [found for part in outside_code(text) for found in CITATION.findall(part)]


def links(text: str) -> list[str]:
    """Targets of the links and images in a text, in order."""
    return [found["target"] for part in outside_code(text) for found in LINK.finditer(part)]


def one_line(text: str) -> str:
    """A text on one line, for lists and table cells."""
    return " ".join(text.split())
