"""Shorter ways of reading, checking and composing, held against the plain ones on random input."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from handbook import addresses, source
from handbook.check import markup
from handbook.check.markup import MARKS, PLAIN_MARKS, markup_problems, plain_problems
from handbook.check.notes import calls_in_a_fact
from handbook.check.pieces import Piece, items_with_texts
from handbook.compose.abbreviations import Abbreviations
from handbook.model import PLAIN, PROSE, Handbook
from handbook.pipeline import Compiled
from handbook.place import Loc, Place
from handbook.read.memory import _MAY_BE_A_DATE
from handbook.source import _parsed
from handbook.text import expand as expanding
from handbook.text.expand import Call, TextFault, calls, expand
from handbook.text.markup import _FENCE, _RUN, _TARGET, CITATION, LINK, _between, _cuts, _pairs, citations, fences, has_code, links, spans
from handbook.text.walk import _marked_fields, texts
from macros import MacroError

CALLED = (
    "{{", "}}", "{{ ", " }}", "{%", "%}", "{=#", "#=}", "{", "}", "(", ")", '"', "'", "our", "not", "none", "lost", '("a")', '("a", "b")', "()", ", ", "=",
    "words", '{{ our("a") }}', '{{our("é")}}', '{{ our("a", words="b") }}', '{{ lost("b") }}', '{{ our("{") }}', "{% raw %}", "{% endraw %}",
    "-", "+", "\\", "\n", "\r", "x", " ",
)  # fmt: skip
MARKED = (
    "`", "``", "```", "~~~", "~", "<", "<b>", "</b>", "{", "}", "{: .x }", "{a=b}", "=", "[", "]", "](", ")", "[@", "[@a]", "[^1]", "[a]:", ":", "!", "\\",
    "{{ our('a') }}", "{%", "{% raw %}", "{=#", "#=}", "\n", "\n\n", " ", "word", "é", "#", "## A {#a}", "(", "*", "|",
)  # fmt: skip


QUICK = settings(deadline=None)


def _made_of(parts: Sequence[str]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(parts), max_size=12).map("".join)


def _our(name: str, words: str = "") -> str:
    if name == "b":
        raise MacroError("unknown", "another")
    return f"<{name} {words}>"


FUNCTIONS = {"our": _our}


@QUICK
@given(_made_of(CALLED))
@example('{{{ our("a") }}')
@example('{{ our("a") }}}')
@example('{{ not("a") }}')
@example('{{ our("a")\n}}')
@example('a\r\n{{ our("a") }}')
@example('{{ our("a" "c") }}{{ our("a",) }}')
def test_plain_calls_are_read_as_jinja_reads_them(text: str) -> None:
    ways = [(_expanded(text), _called(text))]
    with patch.object(expanding, "_plain_parts", lambda text: None if expanding._STARTS.search(text) else [text]):
        ways.append((_expanded(text), _called(text)))
    assert ways[0] == ways[1]


def _expanded(text: str) -> object:
    try:
        return expand(text, FUNCTIONS)
    except TextFault as fault:
        return fault.message, fault.cure, fault.at, fault.name


def _called(text: str) -> set[Call] | str:
    try:
        return calls(text)
    except TextFault as fault:
        return fault.message


@QUICK
@given(_made_of(MARKED))
def test_a_text_without_marks_has_nothing_to_tell_or_follow(text: str) -> None:
    piece = Piece("library/x.yml", text, Place("library/x.yml"))
    if not MARKS.search(text):
        assert [*markup_problems(piece), *citations(text), *links(text), *calls(text)] == []
        assert not calls_in_a_fact(replace(piece, path="library/facts/x.yml"))
    if not PLAIN_MARKS.search(text):
        assert list(plain_problems(piece)) == []


@QUICK
@given(_made_of(MARKED))
def test_each_mark_is_looked_for_only_where_its_first_sign_is(text: str) -> None:
    piece = Piece("library/x.yml", text, Place("library/x.yml"))
    if not has_code(text):
        assert [*markup._code_problems(piece), *fences(text), *spans(text)] == []
    assert "<" in text or not list(markup._tag_problems(piece, text))
    assert ("{" in text and "=" in text) or not list(markup._attribute_problems(piece, text))
    assert "[" in text or not any(pattern.search(text) for pattern, _, _ in markup._OWN)
    assert "{%" in text or not markup._RAW.search(text)
    assert "[@" in text or not CITATION.search(text)
    assert "](" in text or not (LINK.search(text) or _TARGET.search(text))


@QUICK
@given(_made_of(("a", "b", "/", "/", ".", "..", "-")), _made_of(("a", "b", "/", "/", ".", "..", "#", "x.md")))
@example("a/b/c.md", "a/b")
@example("/a.md", "b.md")
def test_links_lead_where_the_file_systems_rules_say(here: str, target: str) -> None:
    path, mark, anchor = target.partition("#")
    if not path:
        return
    plain = posixpath.relpath(path, posixpath.dirname(here) or ".") + mark + anchor
    assert addresses.relative(here, target) == (f"#{anchor}" if path == here and anchor else plain)


NAMES = ("API", "A1", "UK API", "e-RS", "eGFR", "A_B", "Éa", "HTI-1", "C&A", "9a", "-X")


@QUICK
@given(_made_of((*NAMES, *NAMES, "-", "_", " ", "\n", ".", "a", "Z", "é", "É", "1", "&")))
def test_abbreviations_are_found_as_whole_words(text: str) -> None:
    terms = {name: SimpleNamespace(term=name, long=f"{name} in full", everyday=False) for name in NAMES}
    words = set(re.findall(r"[\w-]+", text))
    used = [name for name in NAMES if (name in words if re.fullmatch(r"\w+", name) else re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text))]
    found = Abbreviations(cast("Handbook", SimpleNamespace(terms=terms))).used_in(text)
    assert found == "\n".join(f"*[{name}]: {name} in full" for name in used)


YAML = (
    "a: ", "- ", "\n", "  ", '"', "\\", "\\n", "\\x07", "\\u200e", "\\N", "\\_", "\\\\", "x", "N", "\u200e", "\u00a0", "é", "1", "-", "+1.5",
    "2026-01-31", "'", "~", "true",
)  # fmt: skip


@QUICK
@given(_made_of(YAML))
@example('a: "\\N"')
@example('a: "\\\\N"')
def test_only_texts_that_may_hide_signs_are_searched_for_them(text: str) -> None:
    told = [_parsed("x.yml", text, 0)]
    with patch.object(source, "_may_hide_signs", lambda text: True), patch.object(source, "_STARTS_OF_NUMBERS", frozenset(text) | source._STARTS_OF_NUMBERS):
        told.append(_parsed.__wrapped__("x.yml", text, 0))
    assert told[0] == told[1]


@QUICK
@given(st.text(max_size=3))
def test_no_sign_that_can_be_printed_is_refused(text: str) -> None:
    found = source._CONTROL.search(text)
    assert source.invisible(text) == (f"U+{ord(found[0]):04X}" if found else "")


@QUICK
@given(_made_of(("`", "``", "```", "~~~", "\n", "\n\n", "\\", " ", "> ", "a", "python")))
def test_code_is_found_as_in_every_paragraph(text: str) -> None:
    assert fences(text) == [found.span() for found in _FENCE.finditer(text)]
    paragraphs = [_pairs(list(_RUN.finditer(text, start, end))) for start, end in _between(_cuts(text), len(text))]
    assert spans(text) == [span for paragraph in paragraphs for span in paragraph]


@QUICK
@given(_made_of(("2", "0", "26", "-", "-", "01", "x", "2026-01-31", "\n")))
def test_dates_are_found_by_their_hyphen(text: str) -> None:
    assert bool(_MAY_BE_A_DATE.search(text.encode())) == bool(re.search("[0-9]{4}-[0-9]{2}-[0-9]{2}", text))


@pytest.mark.parametrize("mark", [PROSE, PLAIN])
def test_the_walk_finds_every_text(compiled: Compiled, mark: str) -> None:
    for item in items_with_texts(compiled.book):
        assert list(texts(item, mark)) == list(_every_text(item, (), False, mark))


def _every_text(value: Any, loc: Loc, marked: bool, mark: str) -> Iterator[tuple[Loc, str]]:
    """The texts of a value by a walk through all of its fields."""
    if isinstance(value, str):
        yield from [(loc, value)] if marked else []
    elif isinstance(value, BaseModel):
        for name, marks in _marked_fields(type(value)):
            yield from _every_text(getattr(value, name), (*loc, name), mark in marks, mark)
    elif isinstance(value, Mapping | tuple):
        for key, part in value.items() if isinstance(value, Mapping) else enumerate(value):
            yield from _every_text(part, (*loc, key), marked, mark)
