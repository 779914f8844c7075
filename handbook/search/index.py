"""Entries as two small files: what is looked for most; and documents, terms and facts, which come a moment later.

A file is a script that hands over one value, so that it loads in a worker and from a folder alike. `terms` maps a word to the
entries whose text holds it, each as the distance from the one before in base 36 and a capital letter for its weight.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from handbook.compose.page import ComposedPage
from handbook.model import Handbook
from handbook.search.entries import Entry, alike, answers, entries, heard, short, target
from handbook.search.words import bare, words

MAIN, MORE = "search/main.js", "search/answers.js"
# The first two the theme fetches on every page before anybody searches: an index of nothing.
SEARCH_FILES = ("search/search_index.json", "search/search_index.js", MAIN, MORE)
_EMPTY = '{"config":{"lang":["en"],"separator":" "},"docs":[],"options":{}}'
# How many words of a text are kept, those that say most about it: all of its names are.
KEPT_WORDS = 40
OTHERS_KEEP = 12
FACTS_KEEP = 16
# How many sentences that people say come with the first part, for each entry; the others a moment later.
HEARD_SOON = 12
_MOST_LOOKED_FOR = frozenset({"play", "question", "journey", "tool", "playbook"})
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_SATURATION, _LENGTH = 1.2, 0.5


def search_files(book: Handbook, pages: Mapping[str, ComposedPage]) -> dict[str, str]:
    """The files of the index, by path."""
    first, second = list(entries(book, pages)), list(answers(book))
    said = [list(map(bare, heard(book, entry))) for entry in (*first, *second)]
    main = _script({**_index(first), "heard": _numbered([sentences[:HEARD_SOON] for sentences in said[: len(first)]])})
    rest = [sentences[HEARD_SOON:] if number < len(first) else sentences for number, sentences in enumerate(said)]
    more = _script({**_index(second), "heard": _numbered(rest), "alike": alike(book)})
    contents = (_EMPTY, f"var __index = {_EMPTY};", main, more)
    return dict(zip(SEARCH_FILES, contents, strict=True))


def _numbered(said: Sequence[list[str]]) -> list[list[Any]]:
    """What people say who need an entry, behind the entry's number."""
    return [[number, *sentences] for number, sentences in enumerate(said) if sentences]


def _script(value: dict[str, Any]) -> str:
    return f"hbSearchData({json.dumps(value, ensure_ascii=False, separators=(',', ':'))});\n"


def _index(found: Sequence[Entry]) -> dict[str, Any]:
    kept = [KEPT_WORDS if entry.kind in _MOST_LOOKED_FOR else FACTS_KEEP if entry.kind == "fact" else OTHERS_KEEP for entry in found]
    return {"entries": [_row(entry) for entry in found], "terms": _terms([words(entry.text) for entry in found], kept)}


def _row(entry: Entry) -> list[Any]:
    """Kind, address, title, summary, note, other names and what people say without stop words, headings, facets; empty ends are cut."""
    names = [name for name in dict.fromkeys(map(bare, entry.names)) if name and name != bare(entry.title)]
    heads = [part for pair in entry.headings for part in pair]
    said = list(dict.fromkeys(map(bare, entry.said)))
    row: list[Any] = [entry.kind, target(entry), entry.title, short(entry.summary), entry.note, names, said, heads, list(entry.facets)]
    while row and not row[-1]:
        row.pop()
    return row


def _terms(texts: Sequence[Sequence[str]], most: Sequence[int]) -> dict[str, str]:
    """The words of the texts with their postings: for each text as many words as it may keep, those that say most about it."""
    if not any(texts):
        return {}
    spread = Counter(word for text in texts for word in set(text))
    usual = sum(map(len, texts)) / max(1, sum(1 for text in texts if text))
    postings: dict[str, list[tuple[int, float]]] = {}
    for number, text in enumerate(texts):
        weights = {word: _weight(count, len(text) / usual) for word, count in Counter(text).items()}
        kept = sorted(weights, key=lambda word: (-weights[word] * _rarity(spread[word], len(texts)), word))[: most[number]]
        for word in kept:
            postings.setdefault(word, []).append((number, weights[word]))
    return {word: _packed(postings[word]) for word in sorted(postings)}


def _weight(count: int, length: float) -> float:
    """How much a word counts in a text: more often counts more, but less and less (BM25); from 0 to 1."""
    return count / (count + _SATURATION * (1 - _LENGTH + _LENGTH * length))


def _rarity(spread: int, all_: int) -> float:
    return math.log(1 + (all_ - spread + 0.5) / (spread + 0.5))


def _packed(postings: Iterable[tuple[int, float]]) -> str:
    last = -1
    parts = []
    for number, weight in postings:
        parts.append(_base36(number - last) + _LETTERS[min(25, int(weight * 26))])
        last = number
    return "".join(parts)


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
        if not number:
            return digits
