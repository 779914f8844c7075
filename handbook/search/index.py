"""Entries as two small files: what is looked for most; and documents, terms and facts, which come a moment later.

A file is a script that hands over one value, so that it loads in a worker and from a folder alike. `terms` maps a word to the
entries whose text holds it, each as the distance from the one before in base 36 and a capital letter for its weight.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from handbook.compose.page import ComposedPage
from handbook.kept import Kept, all_of
from handbook.model import Handbook
from handbook.search.entries import Entry, Plan, alike, answers, entries, heard, short, target
from handbook.search.words import bare, counted

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


def search_files(book: Handbook, pages: Mapping[str, ComposedPage], kept: Kept | None = None) -> dict[str, str]:
    """The files of the index, by path; what was worked out of an item in an earlier run is taken from what is `kept`."""
    first, second = _found(list(entries(book, pages)), kept), _found(list(answers(book, pages)), kept)
    people = heard(book)
    said = [list(map(bare, people.get(found.address.removesuffix(".md"), ()))) for found in (*first, *second)]
    main = _script({**_index(first), "heard": _numbered([sentences[:HEARD_SOON] for sentences in said[: len(first)]])})
    rest = [sentences[HEARD_SOON:] if number < len(first) else sentences for number, sentences in enumerate(said)]
    more = _script({**_index(second), "heard": _numbered(rest), "alike": alike(book)})
    contents = (_EMPTY, f"var __index = {_EMPTY};", main, more)
    return dict(zip(SEARCH_FILES, contents, strict=True))


class Found(NamedTuple):
    """All that the index needs of an entry: where it stands, its row, and how often each word stands in its text."""

    address: str
    row: list[Any]
    counts: Mapping[str, int]


def _found(plans: Sequence[Plan], kept: Kept | None) -> list[Found]:
    """The entries: those that can be kept from there or made side by side, the others now."""
    if kept is None:
        return [found for plan in plans for found in _made(plan)]
    lasting = [plan for plan in plans if plan.known_by]
    contents = all_of(kept, [plan.known_by for plan in lasting], lambda numbers: [_packed_entries(_made(lasting[number])) for number in numbers])
    known = iter(contents)
    return [found for plan in plans for found in (_unpacked_entries(next(known)) if plan.known_by else _made(plan))]


def _made(plan: Plan) -> list[Found]:
    return [Found(entry.address, _row(entry), counted(entry.text)) for entry in (make() for make in plan.makers)]


def _packed_entries(found: Sequence[Found]) -> bytes:
    return json.dumps([[address, row, " ".join(counts), list(counts.values())] for address, row, counts in found], ensure_ascii=False).encode()


def _unpacked_entries(content: bytes) -> list[Found]:
    return [Found(address, row, dict(zip(words.split(), counts, strict=True))) for address, row, words, counts in json.loads(content)]


def _numbered(said: Sequence[list[str]]) -> list[list[Any]]:
    """What people say who need an entry, behind the entry's number."""
    return [[number, *sentences] for number, sentences in enumerate(said) if sentences]


def _script(value: dict[str, Any]) -> str:
    return f"hbSearchData({json.dumps(value, ensure_ascii=False, separators=(',', ':'))});\n"


def _index(found: Sequence[Found]) -> dict[str, Any]:
    kinds = [row[0] for _, row, _ in found]
    kept = [KEPT_WORDS if kind in _MOST_LOOKED_FOR else FACTS_KEEP if kind == "fact" else OTHERS_KEEP for kind in kinds]
    return {"entries": [row for _, row, _ in found], "terms": _terms([counts for _, _, counts in found], kept)}


def _row(entry: Entry) -> list[Any]:
    """Kind, address, title, summary, note, other names and what people say without stop words, headings, facets; empty ends are cut."""
    names = [name for name in dict.fromkeys(map(bare, entry.names)) if name and name != bare(entry.title)]
    heads = [part for pair in entry.headings for part in pair]
    said = list(dict.fromkeys(map(bare, entry.said)))
    row: list[Any] = [entry.kind, target(entry), entry.title, short(entry.summary), entry.note, names, said, heads, list(entry.facets)]
    while row and not row[-1]:
        row.pop()
    return row


def _terms(texts: Sequence[Mapping[str, int]], most: Sequence[int]) -> dict[str, str]:
    """The words of the texts with their postings: for each text as many words as it may keep, those that say most about it."""
    if not any(texts):
        return {}
    spread = Counter(chain.from_iterable(texts))
    rarities = {word: _rarity(count, len(texts)) for word, count in spread.items()}
    lengths = [sum(text.values()) for text in texts]
    usual = sum(lengths) / max(1, sum(1 for text in texts if text))
    postings: dict[str, list[tuple[int, float]]] = {}
    for number, (text, length) in enumerate(zip(texts, lengths, strict=True)):
        weights = {count: _weight(count, length / usual) for count in set(text.values())}
        for word in _telling(text, weights, rarities, most[number]):
            postings.setdefault(word, []).append((number, weights[text[word]]))
    return {word: _packed(postings[word]) for word in sorted(postings)}


def _telling(text: Mapping[str, int], weights: Mapping[int, float], rarities: Mapping[str, float], most: int) -> Iterable[str]:
    """The words that say most about a text, in no order; of those that say the same, the first in the alphabet."""
    if len(text) <= most:
        return text
    says = [weights[count] * rarities[word] for word, count in text.items()]
    least = sorted(says, reverse=True)[most - 1]
    more = [word for word, much in zip(text, says, strict=True) if much > least]
    return more + sorted(word for word, much in zip(text, says, strict=True) if much == least)[: most - len(more)]


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
