"""What lies in `library/`: which file holds which kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from handbook.model import (
    ChangeNote,
    Document,
    Event,
    Fact,
    Item,
    Journey,
    Local,
    Market,
    Move,
    OwnItem,
    Pattern,
    Question,
    Replacement,
    Review,
    Role,
    Site,
    Source,
    Stage,
    Synonym,
    Term,
    Tool,
    Topic,
    Value,
)
from handbook.place import Place
from handbook.problems import Problem, did_you_mean
from handbook.read.files import Files, Opened, is_slug
from handbook.read.validate import build, item

V = TypeVar("V", bound=Value)

# A handbook may do without: search then knows the words of the pages alone.
SYNONYMS = "library/synonyms.yml"
LISTS: Mapping[str, tuple[str, type[Item]]] = {
    "library/roles.yml": ("roles", Role),
    "library/markets.yml": ("markets", Market),
    "library/stages.yml": ("stages", Stage),
    "library/topics.yml": ("topics", Topic),
    "library/glossary.yml": ("terms", Term),
    "library/locals.yml": ("locals", Local),
    SYNONYMS: ("synonyms", Synonym),
    "library/horizon.yml": ("horizon", Event),
}
LIST_FOLDERS: Mapping[str, tuple[str, type[Item]]] = {
    "library/facts/": ("facts", Fact),
    "library/sources/": ("sources", Source),
}
SINGLES: Mapping[str, tuple[str, type[Value]]] = {
    "library/site.yml": ("site", Site),
    "library/pattern.yml": ("pattern", Pattern),
}
SINGLE_FOLDERS: Mapping[str, tuple[str, type[Item]]] = {
    "library/documents/": ("documents", Document),
    "library/tools/": ("tools", Tool),
    "library/journeys/": ("journeys", Journey),
    "library/questions/": ("questions", Question),
}
REVIEWS = "library/reviews.yml"
_NOT_OWN = {"library/markets.yml", "library/stages.yml", "library/topics.yml"}
LEDGER = "library/ledger.yml"
CHANGES = "library/changes.yml"


@dataclass
class Shelf:
    """What has been read so far: items by kind and id, single values, reviews, and ids that could not be read."""

    items: dict[str, dict[str, Any]] = field(default_factory=dict)
    singles: dict[str, Any] = field(default_factory=dict)
    reviews: list[Review] = field(default_factory=list)
    ledger: list[Move] = field(default_factory=list)
    changes: list[ChangeNote] = field(default_factory=list)
    own_items: dict[str, OwnItem] = field(default_factory=dict)
    unread: dict[str, set[str]] = field(default_factory=dict)

    def of(self, kind: str) -> dict[str, Any]:
        """The items of a kind read so far."""
        return self.items.setdefault(kind, {})

    def lost(self, kind: str, name: str) -> None:
        """Remember that an item could not be read; `*` stands for a whole file."""
        self.unread.setdefault(kind, set()).add(name)


def read_library(files: Files, shelf: Shelf) -> None:
    """Read every file in `library/` onto the shelf."""
    seen = set()
    for path in files.under("library"):
        seen.add(path)
        if path in SINGLES:
            _read_single(files, path, shelf)
        elif path == REVIEWS:
            shelf.reviews += _read_entries(files, path, Review)
        elif path == LEDGER:
            shelf.ledger += _read_entries(files, path, Move)
        elif path == CHANGES:
            shelf.changes += _read_entries(files, path, ChangeNote)
        elif not _read_items(files, path, path, shelf):
            known = [*LISTS, *SINGLES, REVIEWS, LEDGER, CHANGES, *(f"{name}<name>.yml" for name in (*LIST_FOLDERS, *SINGLE_FOLDERS))]
            cure = did_you_mean(path, known) or "The library holds: " + ", ".join(known)
            files.problems.append(Problem(path, 1, "a file in the wrong place", cure))
    for path in (*LISTS, *SINGLES):
        if path not in seen and path != SYNONYMS:
            files.problems.append(Problem(path, 1, "the file is missing", "Bring it back; every handbook has it"))
            shelf.lost(LISTS[path][0] if path in LISTS else SINGLES[path][0], "*")


def read_own_library(files: Files, folder: str, shelf: Shelf) -> None:
    """Add the items of an organisation's own `library/`, which mirrors the base's; an id that the base has is taken.

    A tool, document, journey or question that says `replaces` takes the place of the base's.
    """
    shelf.own_items = {}
    for path in files.under(f"{folder}/library"):
        mirrored = path.removeprefix(f"{folder}/")
        if mirrored == REVIEWS:
            shelf.reviews += _read_entries(files, path, Review)
        elif mirrored in _NOT_OWN or not _read_items(files, path, mirrored, shelf):
            known = [name for name in (*LISTS, REVIEWS, *(f"{name}<name>.yml" for name in (*LIST_FOLDERS, *SINGLE_FOLDERS))) if name not in _NOT_OWN]
            cure = f"An organisation's own items stand below {folder}/ in: " + ", ".join(known)
            files.problems.append(Problem(path, 1, "a file in the wrong place", cure))


def _read_items(files: Files, path: str, mirrored: str, shelf: Shelf) -> bool:
    """Read a file of items by the place that it has in a library. Says whether it is one."""
    folder = mirrored[: mirrored.rfind("/") + 1]
    if mirrored in LISTS:
        _read_list(files, path, *LISTS[mirrored], shelf)
    elif folder in LIST_FOLDERS and mirrored.endswith(".yml"):
        _read_list(files, path, *LIST_FOLDERS[folder], shelf)
    elif folder in SINGLE_FOLDERS and mirrored.endswith(".yml"):
        _read_item(files, path, mirrored.removeprefix(folder).removesuffix(".yml"), *SINGLE_FOLDERS[folder], shelf)
    else:
        return False
    return True


def _entries(files: Files, opened: Opened) -> tuple[list[Any], Place] | None:
    found = files.values_in(opened)
    if found is None or isinstance(found[0], list):
        return found
    files.problems.append(Problem(opened.path, found[1].line(), "expected a list, each entry starting with a hyphen", "Start each entry with '- id: ...'"))
    return None


def _read_list(files: Files, path: str, kind: str, model: type[Item], shelf: Shelf) -> None:
    entries = files.built(path, partial(_listed, files, model))
    if entries is None:
        shelf.lost(kind, "*")
        return
    items = shelf.of(kind)
    for name, here, value in entries:
        if value is None:
            shelf.lost(kind, name)
        elif not is_slug(value.id):
            shelf.lost(kind, name)
            cure = "Use lower-case letters, digits and hyphens, such as uk-reg-004"
            files.problems.append(Problem(path, here.line("id"), f"'{value.id[:60]}' cannot be an id", cure))
        elif value.id in items:
            first = items[value.id].place
            files.problems.append(
                Problem(path, here.line("id"), f"the id '{value.id}' is taken", f"Choose another; it stands in {first.path}:{first.line('id')}")
            )
        else:
            items[value.id] = value


def _listed(files: Files, model: type[V], opened: Opened) -> tuple[tuple[str, Place, V | None], ...] | None:
    """The entries of a list as values, each with the id and the place that it was given."""
    data, place = _entries(files, opened) or (None, None)
    if data is None or place is None:
        return None
    names = (str(entry.get("id", "*")) if isinstance(entry, dict) else "*" for entry in data)
    return tuple((name, (here := place.within(number)), build(model, data[number], here, files.problems)) for number, name in enumerate(names))


def _read_single(files: Files, path: str, shelf: Shelf) -> None:
    kind, model = SINGLES[path]
    value = files.built(path, partial(one_of, files, model, ""))
    if value is None:
        shelf.lost(kind, "*")
    else:
        shelf.singles[kind] = value


def one_of(files: Files, model: type[V], name: str, opened: Opened) -> V | None:
    """The one value that a file holds. `name` is the id of an item, which the file's address gives."""
    found = files.values_in(opened)
    return item(model, *found, name, files.problems) if found else None


def _read_item(files: Files, path: str, name: str, kind: str, model: type[Item], shelf: Shelf) -> None:
    """Read a file that holds one item, whose id is the file's name."""
    if not is_slug(name):
        files.problems.append(Problem(path, 1, f"the file name '{name}.yml' cannot be an id", "Use lower-case letters, digits and hyphens"))
    own = not path.startswith("library/")
    value, decision, place = _own_item(files, path, name, model) if own else (files.built(path, partial(one_of, files, model, name)), None, None)
    items = shelf.of(kind)
    if value is None:
        shelf.lost(kind, name)
    elif decision is not None and place is not None:
        _replace(files, OwnItem(kind=kind, item=value, decision=decision, place=place), items, shelf)
    elif name in items:
        cure = f"Choose another; it stands in {items[name].place.path}"
        if own:
            cure += ". To put yours in its place, add `replaces` with because, approved_by and date"
        files.problems.append(Problem(path, 1, f"the id '{name}' is taken", cure))
    else:
        items[name] = value


def _own_item(files: Files, path: str, name: str, model: type[V]) -> tuple[V | None, Replacement | None, Place | None]:
    """An organisation's item, and what its file says about taking the place of the base's."""
    data, place = files.values(path) or (None, None)
    if place is None:
        return None, None, None
    decision = _replacement(files, data, place)
    fields = {key: part for key, part in data.items() if key != "replaces"} if isinstance(data, dict) else data
    return item(model, fields, place, name, files.problems), decision, place


def _replacement(files: Files, data: Any, place: Place) -> Replacement | None:
    """What an organisation's file says about taking the place of the base's item."""
    if not isinstance(data, dict) or "replaces" not in data:
        return None
    return build(Replacement, data["replaces"], place.within("replaces"), files.problems)


def _replace(files: Files, own: OwnItem, items: Mapping[str, Any], shelf: Shelf) -> None:
    if own.item.id in items:
        shelf.own_items[own.subject] = own
        return
    line = own.place.line("replaces")
    cure = did_you_mean(own.item.id, items) or "Take `replaces` out to add it"
    files.problems.append(Problem(own.place.path, line, f"`replaces`: the base has no '{own.subject}'", cure))


def _read_entries(files: Files, path: str, model: type[V]) -> list[V]:
    """The entries of a list without ids."""
    return [value for _, _, value in files.built(path, partial(_listed, files, model)) or () if value is not None]
