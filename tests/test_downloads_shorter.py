"""Files to fill in by shorter ways: the same as by the plain ones."""

from __future__ import annotations

from textwrap import wrap

import docx
import pytest
from docx.opc.oxml import serialize_part_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.downloads.letterhead import _put
from handbook.downloads.markup import element, paragraph, plain_paragraph, words
from handbook.downloads.sheet import _lines

TEXTS = st.text(st.sampled_from("ab &<>\"'\t\n\r é“"), max_size=10)
EMPTY = docx.Document()


@settings(max_examples=60, deadline=None)
@given(text=TEXTS, style=st.sampled_from(["", "Title", "Heading 1"]), together=st.booleans())
def test_a_paragraph_is_what_python_docx_makes(text: str, style: str, together: bool) -> None:
    made = EMPTY.add_paragraph(text, style or None)
    made.paragraph_format.keep_with_next = True if style and together else None
    markup = paragraph(style.replace(" ", ""), words(text), together) if style else plain_paragraph(words(text))
    assert _canonical(markup) == _canonical(serialize_part_xml(made._p).decode().partition("\n")[2])


def _canonical(markup: str) -> bytes:
    """One form of the same markup, whatever names its root declares; an empty list of properties says nothing."""
    start, end = markup.split(">", 1) if markup.startswith("<w:p ") else ("<w:p", markup.removeprefix("<w:p>"))
    bare = f"<w:p>{end}" if not start.endswith("/") else "<w:p/>"
    return bytes(serialize_part_xml(element(bare.replace("<w:pPr/>", ""))))


def test_nothing_is_put_where_its_place_is_missing() -> None:
    assert _put(b"<a></a>", "</a>", "é") == "<a>é</a>".encode()
    with pytest.raises(ValueError, match="no </b> in a Word file"):
        _put(b"<a></a>", "</b>", "x")


@settings(max_examples=100, deadline=None)
@given(text=st.text(st.sampled_from("ab -\té"), max_size=40), width=st.integers(4, 30))
def test_a_row_is_as_high_as_its_wrapped_text(text: str, width: int) -> None:
    assert _lines(text, width) == (len(wrap(text, width)) or 1)
