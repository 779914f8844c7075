"""Citations and links in authors' Markdown; code is left alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

CITATION = re.compile(r"\[@([^\]\n]*)\]")
LINK = re.compile(
    r"(?P<open>!?\[(?:[^\[\]]|\[[^\[\]]*\])*\]\()(?P<target>[^)\s]*)(?P<close>(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\))",
)
# The same from its bracket on, a sign for which Python's re looks without trying the rest at every other one.
_LINK_OR_IMAGE = re.compile(LINK.pattern.replace("!?", "", 1))
HTML = re.compile(r"<[a-zA-Z/!?{][^>]*>?")
CALL = re.compile(r"\{\{\s*\w+\([^{}]*\)\s*\}\}")
ATTRIBUTES = re.compile(r"(?m)^[^{\n]*(\{[^=\n]*=[^\n]*\})")
FENCE_SIGN = re.compile(r"(?m)^[ \t>]*(?:```|~~~).*")

_FENCE = re.compile(
    r"(?m)^(?P<indent>[ >]*)(?P<mark>`{3,}|~{3,})(?:[ \t]*[\w#.+-]+)?(?:[ \t]+\w+=\"[^\"\n]*\")*[ \t]*\n"
    r"(?:(?:(?P=indent)[^\n]*|(?!(?P=indent))[ \t]*)\n)*?(?P=indent)(?P=mark)[ \t]*$"
)
_RUN = re.compile(r"(?P<escape>\\*)(?P<ticks>`+)")
_BLANK = re.compile(r"\n[ \t]*\n")
_TARGET = re.compile(r"\]\(\s*(?P<target>[^\s)]*)")

Span = tuple[int, int]


@dataclass(frozen=True)
class Link:
    """A link or image in a text. `plain` tells whether it is written in the one way that is followed."""

    target: str
    at: int
    image: bool
    plain: bool


def fences(text: str) -> list[Span]:
    """Where fenced code stands."""
    return [found.span() for found in _FENCE.finditer(text)] if "```" in text or "~~~" in text else []


def spans(text: str) -> list[Span]:
    """Where code between backticks stands; it never goes on beyond its paragraph."""
    return [span for paragraph in _paragraphs(text) for span in paragraph] if "`" in text else []


def has_code(text: str) -> bool:
    """Whether a text has any sign that code may start with."""
    return "`" in text or "~~~" in text


def sure_code(text: str) -> list[Span]:
    """Where code stands however Markdown cuts the text into blocks: a paragraph with code over several lines counts as none."""
    if not has_code(text):
        return []
    one_line = [paragraph for paragraph in _paragraphs(text) if not any("\n" in text[start:end] for start, end in paragraph)]
    return [*fences(text), *(span for paragraph in one_line for span in paragraph)]


def lone_backticks(text: str) -> list[int]:
    """Where backticks stand that no others close."""
    if "`" not in text:
        return []
    shown = without(text, [*fences(text), *spans(text)])
    return [found.start("ticks") for found in _RUN.finditer(shown) if len(found["escape"]) % 2 == 0 or len(found["ticks"]) > 1]


def _paragraphs(text: str) -> list[list[Span]]:
    between = _between(_cuts(text), len(text))
    return [_pairs(list(_RUN.finditer(text, start, end))) for start, end in between if text.find("`", start, end) >= 0]


def _pairs(runs: list[re.Match[str]]) -> list[Span]:
    """Code as Markdown pairs the rows of backticks: each goes with the next of its length, unless a backslash stands before it."""
    later: dict[int, list[int]] = {}
    for run in reversed(runs):
        later.setdefault(len(run["ticks"]), []).append(run.end())
    found: list[Span] = []
    for run in runs:
        ends = later[len(run["ticks"])]
        ends.pop()
        if ends and len(run["escape"]) % 2 == 0 and (not found or run.start("ticks") >= found[-1][1]):
            found.append((run.start("ticks"), ends[-1]))
    return found


def _cuts(text: str) -> list[Span]:
    fenced = fences(text)
    blanks = [found.span() for start, end in _between(fenced, len(text)) for found in _BLANK.finditer(text, start, end)]
    return sorted([*fenced, *blanks])


def _between(cuts: list[Span], length: int) -> Iterator[Span]:
    last = 0
    for start, end in cuts:
        yield last, start
        last = max(last, end)
    yield last, length


def without(text: str, code: list[Span]) -> str:
    """The text with code blanked out, so that all else stands where it stood."""
    if not code:
        return text
    parts = []
    last = 0
    for start, end in sorted(code):
        parts += [text[last:start], re.sub(r"[^\n]", "\0", text[start:end])]
        last = end
    return "".join(parts) + text[last:]


def prose_of(text: str) -> str:
    """The text with all code blanked out."""
    return without(text, [*fences(text), *spans(text)])


def replace_outside_code(pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str], text: str) -> str:
    """The text with every match outside code replaced."""
    parts = []
    last = 0
    for found in pattern.finditer(prose_of(text)):
        parts += [text[last : found.start()], replacement(found)]
        last = found.end()
    return "".join(parts) + text[last:]


def replace_targets(replacement: Callable[[str], str], text: str) -> str:
    """The text with the targets of its links and images replaced."""
    if "](" not in text:
        return text
    parts = []
    last = 0
    for found in _LINK_OR_IMAGE.finditer(prose_of(text)):
        start, end = found.span("target")
        parts += [text[last:start], replacement(found["target"])]
        last = end
    return "".join(parts) + text[last:]


def citations(text: str) -> Iterator[tuple[str, int]]:
    """Ids cited in a text, in order, and where."""
    if "[@" not in text:
        return iter(())
    return ((found[1], found.start()) for found in CITATION.finditer(prose_of(text)))


def links(text: str) -> Iterator[Link]:
    """The links and images in a text, in order."""
    if "](" not in text:
        return
    shown = without(text, sure_code(text))
    plain = {found.end("open") - 2: found["open"].startswith("!") for found in LINK.finditer(shown)}
    for found in _TARGET.finditer(shown):
        at = found.start()
        yield Link(found["target"], at, plain.get(at, False), at in plain)
