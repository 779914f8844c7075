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
_SHORT_SIGN, _SHORT = "*[", re.compile(r"\*\[(?P<short>[^\]\n]+)\]: (?P<long>.*)\n?")
_NOTE_SIGN, _NOTE = "[^", re.compile(r"\[\^(?P<number>[\w-]+)\]: (?P<text>.*)\n?")
# It starts with a choice of signs, which Python's re looks for without trying the rest at every other one.
_INLINE = re.compile(
    r"""[<{&\[](?:
    (?<=<)(?P<flag>small\ class="hb-flag">(?P<word>[^<]*)</small>)
    |(?<=<)(?P<bold>/?(?:strong|b|summary)\b[^>]*>)
    |(?<=<)(?P<item>li\b[^>]*>\n?)
    |(?<=<)(?P<tag>/?(?:a|abbr|article|br|details|div|em|figure|i|kbd|li|ol|p|section|small|span|sub|sup|ul)\b[^>]*>)
    |(?<=\{)(?P<attributes>(?::[^{}\n]*|[ ]?[.#][\w:-][^{}\n]*)\})
    |(?<=&)(?P<entity>(?:\#39|\#34|\#x27|quot|amp|nbsp);)
    |(?<=\[)(?P<mark>\^(?P<number>[\w-]+)\](?P<round>\(?)))""",
    re.VERBOSE,
)
_TAB = re.compile(r'(?P<indent> *)===[!+]? "(?P<title>.*)"\s*')
_BOX = re.compile(r'(?P<indent> *)(?:!!!|\?\?\?\+?) (?P<kind>\w+)[^"\n]*(?:"(?P<title>.*)")?\s*')
_GAP = re.compile(r"[ \t]*\n(?:[ \t]*\n)+")
_DEFINED = ":   "


def plain_markdown(text: str) -> str:
    """The Markdown of a page in the form that any reader of Markdown knows; what stands in code is left as it is."""
    for pattern, words in ((_SCRIPT, lambda _: ""), (_SVG, drawing_words), (_TABLE, markdown_table)):
        text = _swap(pattern, words, text)
    text, shorts = _taken(_SHORT_SIGN, _SHORT, text)
    text, notes = _taken(_NOTE_SIGN, _NOTE, text)
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


def _taken(sign: str, pattern: re.Pattern[str], text: str) -> tuple[str, list[re.Match[str]]]:
    """The text without the lines outside code that a pattern matches, and those lines. Each of them begins with a sign."""
    if sign not in text:
        return text, []
    shown, found, parts, last = prose_of(text), [], [], 0
    for at in _starts(sign, shown):
        if pattern.match(shown, at) and (match := pattern.match(text, at)):
            found.append(match)
            parts.append(text[last:at])
            last = match.end()
    return "".join(parts) + text[last:], found


def _starts(sign: str, text: str) -> Iterator[int]:
    """Where lines begin with a sign."""
    if text.startswith(sign):
        yield 0
    at = text.find("\n" + sign)
    while at >= 0:
        yield at + 1
        at = text.find("\n" + sign, at + 1)


def _numbered(notes: list[re.Match[str]]) -> str:
    return "\n".join(f"{note['number']}. {_inline(note['text']).strip()}" for note in notes)


def _inline(text: str) -> str:
    """A text without attributes and HTML in its lines, its note marks as numbers in brackets."""
    parts, last = [], 0
    for found in _INLINE.finditer(prose_of(text)):
        before = text[last : found.start()]
        parts += [before.rstrip(" \t") if found.lastgroup == "attributes" else before, _plain_inline(found, text)]
        last = found.end()
    return "".join(parts) + text[last:]


def _plain_inline(found: re.Match[str], text: str) -> str:
    """What stands for a match; in `text` the code that it may hold has not been blanked out."""
    kind = found.lastgroup
    if kind == "flag":
        return f" ({text[found.start('word') : found.end('word')]})"
    if kind == "mark":
        return f"[{found['number']}]" + (" (" if found["round"] else "")
    if kind == "item":
        return "- "
    if kind == "entity":
        return unescape(found[0])
    return "**" if kind == "bold" else " " if kind == "tag" and found["tag"].startswith("br") else ""


def _lines(text: str) -> Iterator[str]:
    """The lines with tabs, boxes and definitions in plain words."""
    lines, shown = text.split("\n"), prose_of(text).split("\n")
    opened = [(0, "")]  # how far the inside of each open tab or box is indented, and what its lines begin with
    term = ""
    for number, line in enumerate(lines):
        if len(opened) > 1:
            coming = line if line.strip() else next((later for later in lines[number + 1 :] if later.strip()), "")
            while not coming.startswith(" " * opened[-1][0]):
                opened.pop()
        depth, begin = opened[-1]
        inner, bare = line[depth:], shown[number][depth:]
        sign = bare.lstrip(" ")[:3]
        if sign == "===" and (tab := _TAB.fullmatch(bare)):
            yield begin + tab["indent"] + f"**{tab['title']}**"
            opened.append((depth + len(tab["indent"]) + 4, begin))
            yield begin.rstrip()
        elif sign in {"!!!", "???"} and (box := _BOX.fullmatch(bare)):
            yield f"{begin}> **{box['title'] or box['kind'].capitalize()}**"
            yield f"{begin}>"
            opened.append((depth + len(box["indent"]) + 4, begin + "> "))
        elif bare.startswith(_DEFINED):
            yield f"{begin}{term or '  '}{inner[len(_DEFINED) :]}"
            term = ""
        elif number + 1 < len(lines) and shown[number + 1].startswith(_DEFINED, depth) and bare.strip():
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
