"""Pages as plain Markdown, by shorter ways: the same words as by the plain ones, which search each text for everything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape
from html.parser import HTMLParser
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.machines import cards, plain
from handbook.machines.cards import Card, draw
from handbook.machines.grids import markdown_table
from handbook.machines.plain import plain_markdown
from handbook.markdown import one_line
from handbook.markdown import plain as plain_words
from handbook.text import markup
from handbook.text.markup import prose_of
from tests.markdown_texts import markdown_texts

SHORT = re.compile(r"(?m)^\*\[(?P<short>[^\]\n]+)\]: (?P<long>.*)\n?")
NOTE = re.compile(r"(?m)^\[\^(?P<number>[\w-]+)\]: (?P<text>.*)\n?")
INLINE = re.compile(
    r"""(?P<flag><small\ class="hb-flag">(?P<word>[^<]*)</small>)
    |(?P<bold></?(?:strong|b|summary)\b[^>]*>)
    |(?P<item><li\b[^>]*>\n?)
    |(?P<tag></?(?:a|abbr|article|br|details|div|em|figure|i|kbd|li|ol|p|section|small|span|sub|sup|ul)\b[^>]*>)
    |(?P<attributes>[ \t]*\{(?::[^{}\n]*|[ ]?[.#][\w:-][^{}\n]*)\})
    |(?P<entity>&(?:\#39|\#34|\#x27|quot|amp|nbsp);)
    |(?P<mark>\[\^(?P<number>[\w-]+)\](?P<round>\(?))""",
    re.VERBOSE,
)
DEFINED = re.compile(r":   (?P<text>.*)")
PIECES = (
    "[^1]", "[^1](", "[^two]: A note.",
    "*[NHS]: A service ", "\n", "\n\n", "  ", "\t", "{: .x }", " \t{#id}", "{ .a}", "{::}", "{", "}", "<br>", "<br/>", "<li>",
    "<li>\n", "<b>", "</b>", "</strong>", "<summary >", "<div markdown=\"1\">", "</div>", "<p", ">", "<small class=\"hb-flag\">draft</small>",
    "<small class=\"hb-flag\">`x`</small>", "<small>", "&#39;", "&amp;", "&quot", ";", "&", "`", "``", "`<br>`", "~~~\n", "```\n", '=== "UK"\n', "    ",
    '!!! warning "Mind"\n', "??? tip\n", ":   text", ":   ", "Term\n", "a", "* [x](y.md)",
)  # fmt: skip


def swapped(text: str) -> str:
    """The text without what the theme understands, each sign tried against every pattern."""
    parts, last = [], 0
    for found in INLINE.finditer(prose_of(text)):
        parts += [text[last : found.start()], instead(INLINE.match(text[found.start() : found.end()]))]
        last = found.end()
    return "".join(parts) + text[last:]


def instead(match: re.Match[str] | None) -> str:
    kind = match.lastgroup if match else ""
    if match and kind in {"flag", "word"}:
        return f" ({match['word']})"
    if match and match["number"]:
        return f"[{match['number']}]" + (" (" if match["round"] else "")
    if match and kind == "entity":
        return unescape(match[0])
    return "- " if kind == "item" else "**" if kind == "bold" else " " if match and match[0].startswith("<br") else ""


def taken(sign: str, pattern: re.Pattern[str], text: str) -> tuple[str, list[re.Match[str]]]:
    pattern = {plain._SHORT_SIGN: SHORT, plain._NOTE_SIGN: NOTE}[sign]
    found = [match for at in pattern.finditer(prose_of(text)) if (match := pattern.match(text, at.start()))]
    for match in reversed(found):
        text = text[: match.start()] + text[match.end() :]
    return text, found


def lines_of(text: str) -> Iterator[str]:
    lines, shown = text.split("\n"), prose_of(text).split("\n")
    opened: list[tuple[int, str]] = []
    term = ""
    for number, line in enumerate(lines):
        coming = line if line.strip() else next((later for later in lines[number + 1 :] if later.strip()), "")
        while opened and not coming.startswith(" " * opened[-1][0]):
            opened.pop()
        begin = "".join(sign for _, sign in opened)
        depth = opened[-1][0] if opened else 0
        inner, bare = line[depth:], shown[number][depth:]
        if tab := plain._TAB.fullmatch(bare):
            yield begin + tab["indent"] + f"**{tab['title']}**"
            opened.append((depth + len(tab["indent"]) + 4, ""))
            yield begin.rstrip()
        elif box := plain._BOX.fullmatch(bare):
            yield f"{begin}> **{box['title'] or box['kind'].capitalize()}**"
            yield f"{begin}>"
            opened.append((depth + len(box["indent"]) + 4, "> "))
        elif found := DEFINED.fullmatch(bare):
            yield f"{begin}{term or '  '}{inner[found.start('text') :]}"
            term = ""
        elif number + 1 < len(lines) and bare.strip() and DEFINED.fullmatch(shown[number + 1][depth:]):
            term = f"- **{inner.strip()}:** "
        else:
            yield (begin + inner).rstrip()


@settings(max_examples=100, deadline=None)
@given(page=markdown_texts | st.lists(st.sampled_from(PIECES), max_size=16).map("".join))
def test_a_page_says_the_same_as_by_the_plain_way(page: str) -> None:
    with mock.patch.multiple(plain, _inline=swapped, _taken=taken, _lines=lines_of):
        expected = plain_markdown(page)
    assert plain_markdown(page) == expected


class Table(HTMLParser):
    """Rows of cells in Markdown, by a parser for the whole table."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.caption = ""
        self.text: list[str] = []
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th", "caption"}:
            self.text = []
        if tag == "a":
            self.targets.append(dict(attrs).get("href") or "")
        self.text.append({"a": "[", "b": "**", "br": " "}.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self.rows[-1].append(one_line("".join(self.text)))
        if tag == "caption":
            self.caption = one_line("".join(self.text))
        self.text.append(f"]({self.targets.pop()})" if tag == "a" else "**" if tag == "b" else "")

    def handle_data(self, data: str) -> None:
        start, end = data[: len(data) - len(data.lstrip())], data[len(data.rstrip()) :] if data.strip() else ""
        self.text.append(start + plain_words(data) + end)


WORDS = st.text(st.sampled_from("a b|*_&<>\"'`[];#39ä\n"), max_size=12)
INSIDE = st.lists(
    st.one_of(
        WORDS.map(escape), WORDS.map(lambda words: f"<b>{escape(words)}</b>"), st.just("<br>"), st.just("&nbsp;"),
        st.builds(lambda target, words: f'<a href="{escape(target)}">{escape(words)}</a>', WORDS, WORDS),
    ),
    max_size=3,
).map("".join)  # fmt: skip
CELL = st.builds(
    lambda kind, label, inside: f'<{kind} role="cell" data-label="{escape(label)}">{inside}</{kind}>', st.sampled_from(["td", "th"]), WORDS, INSIDE
)
ROW = st.lists(CELL, max_size=4).map(lambda cells: f'<tr role="row">{"".join(cells)}</tr>\n')


@settings(max_examples=100, deadline=None)
@given(caption=WORDS, rows=st.lists(ROW, max_size=4))
def test_a_table_says_the_same_as_by_a_parser_for_the_whole(caption: str, rows: list[str]) -> None:
    html = f'<table>\n<caption>{escape(caption)}</caption>\n<thead>{"".join(rows[:1])}</thead>\n<tbody role="rowgroup">\n{"".join(rows[1:])}</tbody></table>'
    reader = Table()
    reader.feed(html)
    width = max((len(row) for row in reader.rows), default=0)
    lines = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in reader.rows]
    head = [f"**{reader.caption}**", ""] if reader.caption else []
    assert markdown_table(html) == ("\n".join([*head, lines[0], "|" + "---|" * width, *lines[1:]]) if width else "")


def test_a_picture_does_not_show_what_was_drawn_before() -> None:
    first, second = (Card(title, "Safety", "Handbook", "#123456", "#ffffff") for title in ("A first title", "Second"))
    cards._frame.cache_clear()
    alone = draw(second)
    cards._frame.cache_clear()
    draw(first)
    assert draw(second) == alone


@settings(max_examples=100, deadline=None)
@given(
    text=st.lists(st.sampled_from(("!", "[", "]", "a", "](", "(", ")", "b.md", " ", '"t"', "`", "``", "\n", "\n\n", "\\", "~~~\n")), max_size=24).map("".join)
)
def test_links_are_found_where_each_sign_is_tried(text: str) -> None:
    parts, last = [], 0
    shown = markup.without(text, [*markup.fences(text), *(span for runs in _every_paragraph(text) for span in runs)])
    for found in markup.LINK.finditer(shown):
        parts += [text[last : found.start("target")], "x"]
        last = found.end("target")
    assert markup.replace_targets(lambda _: "x", text) == "".join(parts) + text[last:]


def _every_paragraph(text: str) -> list[list[markup.Span]]:
    return [markup._pairs(list(markup._RUN.finditer(text, start, end))) for start, end in markup._between(markup._cuts(text), len(text))]
