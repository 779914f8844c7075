"""Texts as search words. `overrides/assets/search.js` does the same to a query; a test holds the two together."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

_STOPS = """
    a about all also am an and any are as at be been being both but by can cannot cant could couldn couldnt did didn didnt do does doesn doesnt doing
    don dont else even ever for from get gets getting got had has hasn hasnt have haven havent having he her here hers him his how i if im in into is
    isn isnt it its ive just know knows let lets like likes may me might more most much must my need needs now of on once one only or other our ours
    out over per please put puts same say saying says she should so some somebody someone such tell tells than that thats the their them then there
    theres these they theyre this those through to too until up use used uses using very want wanted wants was wasn wasnt we were weve what whats
    when where wheres whether which while who whom whos why will with within wont would wouldn wouldnt you your youre yours
"""
STOP_WORDS = frozenset(_STOPS.split())
_IRREGULAR = """
    bought buy, broke break, broken break, brought bring, built build, caught catch, children child, chose choose, chosen choose, criteria
    criterion, dead die, death die, died die, forgot forget, forgotten forget, fought fight, found find, gave give, given give, grew grow, grown
    grow, held hold, hid hide, hidden hide, knew know, known know, led lead, lost lose, men man, met meet, paid pay, ran run, rang ring, sent
    send, shown show, sold sell, spent spend, spoke speak, spoken speak, taught teach, thought think, understood understand, withdrawn withdraw,
    withdrew withdraw, women woman, wrote write, written write
"""
IRREGULAR = dict(pair.split() for pair in _IRREGULAR.split(","))
_WORD = re.compile(r"[a-z0-9]+(?:['./_-][a-z0-9]+)*")
_JOINTS = re.compile(r"['./_-]")
_NUMBERED = re.compile(r"(\d)\s?\(([a-z])\)")
_SPELLINGS = tuple(
    (re.compile(pattern), new)
    for pattern, new in (
        (r"ae|oe", "e"), (r"our", "or"), (r"is(e|ed|es|ing|ation|ations|er|ers)$", r"iz\1"), (r"ys(e|ed|es|ing|er)$", r"yz\1"), (r"tre(s?)$", r"ter\1"),
        (r"ogue(s?)$", r"og\1"), (r"ll(ed|ing|er|ers)$", r"l\1"), (r"programme", "program"), (r"judgement", "judgment"), (r"(lic|def|off)ence", r"\1ense"),
        (r"^arts?$", "article"),
    )
)  # fmt: skip
# Whether any of them changes a word: the first to do so finds it as it is.
_SPELT = re.compile("|".join(pattern.pattern for pattern, _ in _SPELLINGS))


def counted(text: str) -> dict[str, int]:
    """The search words of a text, each with how often it stands there. A word is taken apart once, however often it comes."""
    counts: dict[str, int] = {}
    for raw, times in Counter(raw_words(text)).items():
        for word in _pieces(raw):
            counts[word] = counts.get(word, 0) + times
    return counts


def words(text: str) -> list[str]:
    """The search words of a text in order, stop words left out; a compound gives itself in one piece, and its parts."""
    return [word for raw in raw_words(text) for word in _pieces(raw)]


@lru_cache(maxsize=1 << 16)
def _pieces(raw: str) -> tuple[str, ...]:
    parts = [part for part in _JOINTS.split(raw) if part]
    joined = "".join(parts)
    whole = (root(joined),) if len(parts) > 1 and joined not in STOP_WORDS else ()
    return (*whole, *(root(part) for part in parts if part not in STOP_WORDS and (len(parts) == 1 or len(part) > 1)))


def bare(text: str) -> str:
    """A text without its stop words, for what is only searched and never shown."""
    return " ".join(word for word in raw_words(text) if word not in STOP_WORDS)


def raw_words(text: str) -> list[str]:
    """The words of a text in lower case, without accents and possessive endings."""
    plain = text.replace("’", "'")
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        for accent in filter(unicodedata.combining, set(plain)):
            plain = plain.replace(accent, "")
    plain = plain.lower()
    found: list[str] = _WORD.findall(_NUMBERED.sub(r"\1\2", plain))
    return [word.removesuffix("'s") for word in found] if "'s" in plain else found


@lru_cache(maxsize=1 << 16)
def root(word: str) -> str:
    """A word without its ending, in one spelling for Britain and America."""
    word = IRREGULAR.get(word, word)
    if _SPELT.search(word):
        for pattern, new in _SPELLINGS:
            word = pattern.sub(new, word)
    if len(word) > 4 and word.endswith(("ies", "ied")):
        word = word[:-3] + "y"
    elif len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes", "zes")):
        word = word[:-2]
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if len(word) > 7 and word.endswith("ation"):
        word = word[:-3]
    elif len(word) > 5 and word.endswith("ing"):
        word = _undoubled(word[:-3])
    elif len(word) > 4 and word.endswith("ed"):
        word = _undoubled(word[:-2])
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def _undoubled(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls" else word
