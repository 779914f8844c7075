"""A composed page as plain Markdown: no theme's marks, notes as a numbered list, tables and drawings in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape

from handbook.machines.grids import drawing_words, markdown_table
from handbook.text.markup import fences, prose_of

_SCRIPT = re.compile(r"(?s)<script\b.*?</script>")
_SVG = re.compile(r"(?s)<svg\b.*?</svg>")
_TABLE = re.compile(r"(?s)<table\b.*?</table>")
_SHORT = re.compile(r"(?m)^\*\[(?P<short>[^\]\n]+)\]: (?P<long>.*)\n?")
_NOTE = re.compile(r"(?m)^\[\^(?P<number>[\w-]+)\]: (?P<text>.*)\n?")
_INLINE = re.compile(
    r"""(?P<flag><small\ class="hb-flag">(?P<word>[^<]*)</small>)
    |(?P<bold></?(?:strong|b|summary)\b[^>]*>)
    |(?P<item><li\b[^>]*>\n?)
    |(?P<tag></?(?:a|abbr|article|br|details|div|em|figure|i|kbd|li|ol|p|section|small|span|sub|sup|ul)\b[^>]*>)
    |(?P<attributes>[ \t]*\{(?::[^{}\n]*|[ ]?[.#][\w:-][^{}\n]*)\})
    |(?P<entity>&(?:\#39|\#34|\#x27|quot|amp|nbsp);)
    |(?P<mark>\[\^(?P<number>[\w-]+)\](?P<round>\(?))""",
    re.VERBOSE,
)
_TAB = re.compile(r'(?P<indent> *)===[!+]? "(?P<title>.*)"\s*')
_BOX = re.compile(r'(?P<indent> *)(?:!!!|\?\?\?\+?) (?P<kind>\w+)[^"\n]*(?:"(?P<title>.*)")?\s*')
_GAP = re.compile(r"[ \t]*\n(?:[ \t]*\n)+")
_DEFINED = re.compile(r":   (?P<text>.*)")


def plain_markdown(text: str) -> str:
    """The Markdown of a page in the form that any reader of Markdown knows; what stands in code is left as it is."""
    for pattern, words in ((_SCRIPT, lambda _: ""), (_SVG, drawing_words), (_TABLE, markdown_table)):
        text = _swap(pattern, words, text)
    text, shorts = _taken(_SHORT, text)
    text, notes = _taken(_NOTE, text)
    text = _inline("\n".join(_lines(text)))
    tail = [f"## Notes\n\n{_numbered(notes)}"] if notes else []
    tail += ["Short forms: " + "; ".join(f"{found['short']}: {found['long'].strip()}" for found in shorts) + "."] if shorts else []
    return "\n\n".join([_tidy(text), *tail]) + "\n"


def _swap(pattern: re.Pattern[str], words: Callable[[str], str], text: str) -> str:
    """The text with each match outside code in other words, which are made from what stands there, code included."""
    if not pattern.search(text):
        return text
    parts, last = [], 0
    for found in pattern.finditer(prose_of(text)):
        parts += [text[last : found.start()], words(text[found.start() : found.end()])]
        last = found.end()
    return "".join(parts) + text[last:]


def _taken(pattern: re.Pattern[str], text: str) -> tuple[str, list[re.Match[str]]]:
    """The text without the lines that a pattern finds outside code, and those lines."""
    shown = prose_of(text) if pattern.search(text) else ""
    found = [match for at in pattern.finditer(shown) if (match := pattern.match(text, at.start()))]
    for match in reversed(found):
        text = text[: match.start()] + text[match.end() :]
    return text, found


def _numbered(notes: list[re.Match[str]]) -> str:
    return "\n".join(f"{note['number']}. {_inline(note['text']).strip()}" for note in notes)


def _inline(text: str) -> str:
    """A text without attributes and HTML in its lines, its note marks as numbers in brackets."""
    return _swap(_INLINE, _plain_inline, text)


def _plain_inline(found: str) -> str:
    match = _INLINE.match(found)
    kind = match.lastgroup if match else ""
    if match and kind in {"flag", "word"}:
        return f" ({match['word']})"
    if match and match["number"]:
        return f"[{match['number']}]" + (" (" if match["round"] else "")
    if kind == "item":
        return "- "
    if kind == "entity":
        return unescape(found)
    return "**" if kind == "bold" else " " if found.startswith("<br") else ""


def _lines(text: str) -> Iterator[str]:
    """The lines with tabs, boxes and definitions in plain words."""
    lines, shown = text.split("\n"), prose_of(text).split("\n")
    opened: list[tuple[int, str]] = []  # how far the inside of each open tab or box is indented, and what its lines begin with
    term = ""
    for number, line in enumerate(lines):
        coming = line if line.strip() else next((later for later in lines[number + 1 :] if later.strip()), "")
        while opened and not coming.startswith(" " * opened[-1][0]):
            opened.pop()
        begin = "".join(sign for _, sign in opened)
        inner = line[opened[-1][0] :] if opened else line
        depth = opened[-1][0] if opened else 0
        bare = shown[number][depth:]
        if tab := _TAB.fullmatch(bare):
            yield begin + tab["indent"] + f"**{tab['title']}**"
            opened.append((depth + len(tab["indent"]) + 4, ""))
            yield begin.rstrip()
        elif box := _BOX.fullmatch(bare):
            yield f"{begin}> **{box['title'] or box['kind'].capitalize()}**"
            yield f"{begin}>"
            opened.append((depth + len(box["indent"]) + 4, "> "))
        elif found := _DEFINED.fullmatch(bare):
            yield f"{begin}{term or '  '}{inner[found.start('text') :]}"
            term = ""
        elif number + 1 < len(lines) and bare.strip() and _DEFINED.fullmatch(shown[number + 1][depth:]):
            term = f"- **{inner.strip()}:** "
        else:
            yield (begin + inner).rstrip()


def _tidy(text: str) -> str:
    """One blank line between blocks; fenced code as it is."""
    parts, last = [], 0
    for start, end in [*fences(text), (len(text), len(text))]:
        parts += [_GAP.sub("\n\n", text[last:start]), text[start:end]]
        last = end
    return "".join(parts).strip()
