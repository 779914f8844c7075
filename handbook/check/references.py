"""Ids that name nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from handbook.ledger import Ledger
from handbook.model import Handbook, Play
from handbook.place import Loc, Place
from handbook.problems import Problem, did_you_mean, nearest
from handbook.read import Reading

# What each field of each kind names. `cites` is a fact or a source; a star stands for every entry of a list.
REFERENCES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "plays": (
        ("answers.*", "struggles"), ("stages.*", "stages"), ("lead", "roles"), ("who.*", "roles"), ("owner", "roles"),
        ("leaves.*.document", "documents"), ("markets.keys", "own markets"), ("next.*", "plays"), ("sources.*", "cites"),
    ),
    "playbooks": (("owner", "roles"), ("sources.*", "cites"), ("sequence.*.play", "plays")),
    "journeys": (("markets.*", "own markets"), ("stops.*.play", "plays"), ("owner", "roles"), ("sources.*", "cites")),
    "tools": (("owner", "roles"), ("plays.*", "plays"), ("documents.*", "documents"), ("sources.*", "cites")),
    "questions": (
        ("short.keys", "own markets"), ("rows.*.answers.keys", "own markets"), ("plays.*", "plays"), ("owner", "roles"), ("sources.*", "cites"),
    ),
    "documents": (("owner", "roles"), ("sections.*.market", "own markets")),
    "facts": (("market", "markets"), ("topic", "topics"), ("sources.*", "sources")),
    "sources": (("market", "markets"),),
    "terms": (("market", "markets"),),
    "synonyms": (("finds.*", "found"),),
    "horizon": (("market", "markets"), ("facts.*", "facts")),
    "reviews": (("play", "plays"),),
    "changes": (("plays.*", "plays"),),
    "generated pages": (("owner", "roles"), ("market", "markets")),
    "hand-written pages": (("owner", "roles"),),
    "pattern": (("sources.*", "cites"),),
}  # fmt: skip
_WORDS = {
    "struggles": "struggle", "stages": "stage", "roles": "role", "documents": "document", "markets": "market", "own markets": "market",
    "plays": "play", "cites": "fact or source", "sources": "source", "facts": "fact", "topics": "topic",
    "found": "play or page",
}  # fmt: skip
_WHERE = {
    "struggles": "the playbooks' playbook.yml and library/pattern.yml", "stages": "library/stages.yml", "roles": "library/roles.yml",
    "documents": "library/documents/", "markets": "library/markets.yml", "own markets": "library/markets.yml", "plays": "playbooks/",
    "cites": "library/facts/ and library/sources/", "sources": "library/sources/", "facts": "library/facts/", "topics": "library/topics.yml",
    "found": "playbooks/; a tool is written as tools/its-id, and so are documents, questions and journeys",
}  # fmt: skip
_MADE_OF = {
    "cites": ("facts", "sources"), "found": ("plays", "tools", "documents", "questions", "journeys"), "own markets": ("markets",),
    "struggles": ("struggles", "playbooks", "pattern"),
}  # fmt: skip


def known_ids(book: Handbook) -> dict[str, Collection[str]]:
    """The ids of each kind."""
    struggles = [struggle.id for item in book.playbooks.values() for struggle in item.struggles]
    return {
        "struggles": {*struggles, *(struggle.id for struggle in book.pattern.struggles)},
        "stages": book.stages, "roles": book.roles, "documents": book.documents, "markets": book.markets, "plays": book.plays,
        "own markets": [name for name, market in book.markets.items() if not market.shared],
        "sources": book.sources, "facts": book.facts, "topics": book.topics, "cites": {*book.facts, *book.sources},
        "found": _found(book),
    }  # fmt: skip


def _found(book: Handbook) -> set[str]:
    """What people can be led to: plays by id, and pages by address."""
    pages = {path.removesuffix(".md") for path in (*book.pages, *(page.id for page in book.site.pages))}
    listed = (("tools", book.tools), ("documents", book.documents), ("questions", book.questions), ("journeys", book.journeys))
    return {*book.plays, *pages, *(f"{kind}/{name}" for kind, items in listed for name in items)}


def is_lost(reading: Reading, kind: str, name: str) -> bool:
    """Whether an id may belong to something that could not be read, so that its absence is no news."""
    lost = [reading.unread.get(part, frozenset()) for part in _MADE_OF.get(kind, (kind,))]
    if kind == "struggles" and any(lost):
        return True
    short = name.rpartition("/")[2] if kind == "found" else name
    return any(name in names or short in names or "*" in names for names in lost)


def reference_problems(reading: Reading) -> Iterator[Problem]:
    """Every field that names something which is not there."""
    book = reading.book
    known = known_ids(book)
    for kind, items in _items(book).items():
        for item in items:
            for path, target in REFERENCES[kind]:
                for loc, name in _values(item, path.split(".")):
                    if name is not None and name not in known[target] and not is_lost(reading, target, name):
                        yield _problem(book, item.place, loc, target, name, known[target])


def field_problems(reading: Reading, play: Play, field: str, place: Place) -> Iterator[Problem]:
    """Every id in one field of a play that names nothing, told at `value` in `place`."""
    known = known_ids(reading.book)
    known["plays"] = {*reading.book.plays, *reading.book.own_plays}
    for path, target in REFERENCES["plays"]:
        if path.split(".")[0] == field:
            for loc, name in _values(play, path.split(".")):
                if name is not None and name not in known[target] and not is_lost(reading, target, name):
                    yield _problem(reading.book, place, ("value", *loc[1:]), target, name, known[target])


def _items(book: Handbook) -> dict[str, list[Any]]:
    named = {
        kind: list(getattr(book, kind).values())
        for kind in ("plays", "playbooks", "tools", "documents", "journeys", "questions", "facts", "sources", "terms", "horizon", "synonyms")
    }
    pages = [page.meta for page in book.pages.values() if page.meta.owner]
    pattern = [book.pattern] if book.pattern.title else []
    lists: dict[str, list[Any]] = {"reviews": list(book.reviews), "changes": list(book.changes), "generated pages": list(book.site.pages)}
    return {**named, **lists, "hand-written pages": pages, "pattern": pattern}


def _problem(book: Handbook, place: Place, loc: Loc, target: str, name: str, known: Collection[str]) -> Problem:
    line = place.line(*loc)
    if target == "own markets" and name in book.markets:
        return Problem(place.path, line, f"'{name}' stands for what applies in every market", "Write it under each market that the play is about")
    field = ".".join(str(key) for key in loc if not isinstance(key, int))
    cure = (
        _moved(book, target, name) or nearest(name, known) or _by_title(book, target, name) or did_you_mean(name, known) or f"The ids stand in {_WHERE[target]}"
    )
    return Problem(place.path, line, f"`{field}`: unknown {_WORDS[target]} '{name}'", cure)


def _moved(book: Handbook, target: str, name: str) -> str:
    """What became of an id that the base had once."""
    ledger = Ledger(book.ledger)
    subjects = [name] if target in {"plays", "found"} else [f"{kind}:{name}" for kind in _MADE_OF.get(target, (target,))]
    ends = [end for end in map(ledger.fate, subjects) if end.kind not in {"here", "circle"}]
    if not ends:
        return ""
    names = " and ".join(f"'{found.rpartition(':')[2]}'" for found in ends[0].names)
    if ends[0].kind == "renamed":
        return f"It is called {names} now"
    if ends[0].kind == "removed":
        return "It was removed" + (f"; its successor is {names}" if names else "")
    return f"It was {ends[0].kind} into {names}"


def _by_title(book: Handbook, target: str, name: str) -> str:
    """A cure for an author who wrote what the reader sees in place of the id."""
    items: Mapping[str, Any] = getattr(book, target, {})
    titles = {item.title.casefold(): item.id for item in items.values() if hasattr(item, "title")}
    near = get_close_matches(name.casefold(), titles, n=1, cutoff=0.7)
    return f"Write its id: '{titles[near[0]]}'" if near else ""


def _values(item: Any, keys: list[str]) -> Iterator[tuple[Loc, str | None]]:
    if not keys:
        yield (), item
    elif keys[0] == "*":
        for number, part in enumerate(item):
            yield from (((number, *loc), value) for loc, value in _values(part, keys[1:]))
    elif keys[0] == "keys":
        yield from (((name,), name) for name in item)
    else:
        yield from (((keys[0], *loc), value) for loc, value in _values(getattr(item, keys[0]), keys[1:]))
