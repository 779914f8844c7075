"""The search index by shorter ways: the same words and postings as by the plain ones."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.compose import ComposedPage
from handbook.kept import Kept
from handbook.pipeline import Compiled
from handbook.search import index, search_files
from handbook.search import words as module
from handbook.search.words import counted, raw_words, root, words

TEXTS = st.text(st.sampled_from("abAB 's’.-/1(é\u0301ﬁ—“\u0345İ\n"), max_size=30) | st.text(max_size=20)
ENDINGS = ("", "s", "es", "sses", "xes", "ed", "ing", "ation", "isation", "yse", "tre", "ogue", "lled", "ence", "ies")
STEMS = ("haz", "our", "colour", "programme", "judgement", "lic", "def", "art", "ca", "anae", "oe", "cent", "trave", "reali", "ana", "watch", "z")


@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_words_are_those_of_a_text_looked_at_sign_by_sign(text: str) -> None:
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text.replace("’", "'")) if not unicodedata.combining(sign)).lower()
    found = module._WORD.findall(module._NUMBERED.sub(r"\1\2", plain))
    assert raw_words(text) == [word.removesuffix("'s") for word in found]
    assert list(counted(text).items()) == list(Counter(words(text)).items())


@pytest.mark.parametrize("word", [stem + ending for stem in STEMS for ending in ENDINGS])
def test_a_root_is_the_same_with_every_spelling_tried(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = root.__wrapped__(word)
    monkeypatch.setattr(module, "_SPELT", re.compile(""))
    assert root.__wrapped__(word) == quick


@settings(max_examples=80, deadline=None)
@given(
    texts=st.lists(st.dictionaries(st.sampled_from(["a", "b", "c", "d", "e", "f", "g"]), st.integers(1, 4)), min_size=1, max_size=6),
    most=st.integers(1, 5),
)
def test_a_text_keeps_the_words_that_say_most_about_it(texts: list[dict[str, int]], most: int) -> None:
    spread = Counter(word for text in texts for word in text)
    usual = sum(sum(text.values()) for text in texts) / max(1, sum(1 for text in texts if text))
    postings: dict[str, list[tuple[int, float]]] = {}
    for number, text in enumerate(texts):
        weights = {word: index._weight(count, sum(text.values()) / usual) for word, count in text.items()}
        for word in sorted(weights, key=lambda word: (-weights[word] * index._rarity(spread[word], len(texts)), word))[:most]:
            postings.setdefault(word, []).append((number, weights[word]))
    assert index._terms(texts, [most] * len(texts)) == {word: index._packed(postings[word]) for word in sorted(postings)}


def test_what_is_kept_of_entries_gives_the_same_index_and_is_not_worked_out_again(compiled: Compiled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = {path: ComposedPage(path, page.text, page.meta, page.author, f"made-{number}") for number, (path, page) in enumerate(compiled.pages.items())}
    plain: dict[str, Any] = dict(search_files(compiled.book, pages))
    assert search_files(compiled.book, pages, Kept(tmp_path)) == plain
    monkeypatch.setattr(index, "counted", lambda text: {} if not text else pytest.fail("it was counted again"))
    assert search_files(compiled.book, pages, Kept(tmp_path)) == plain
