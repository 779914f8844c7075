"""An organisation's layer: its profile, its changes to plays, its own plays, and what it has agreed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from handbook.model import Adaptation, Agreement, Move, Organisation, Picture, Play, Seen
from handbook.place import Place
from handbook.problems import Problem
from handbook.read.files import Files, is_slug
from handbook.read.look import read_logo
from handbook.read.plays import fields_of
from handbook.read.validate import build, item
from handbook.renames import respelled

ORGANISATION_FILE = "organisation.yml"
AGREED_FILE = "agreed.yml"
SEEN_FILE = "seen.yml"


@dataclass
class Layer:
    """What an organisation's folder says. `folder` is empty where there is none."""

    folder: str = ""
    organisation: Organisation | None = None
    logo: Picture | None = None
    adaptations: dict[str, Adaptation] = field(default_factory=dict)
    plays: dict[str, Play] = field(default_factory=dict)
    agreements: list[Agreement] = field(default_factory=list)
    seen: Seen | None = None
    lost: set[str] = field(default_factory=set)


def read_layers(files: Files, environment: Mapping[str, str], moves: Iterable[Move]) -> list[Layer]:
    """Read the layer in `$HANDBOOK_ORGANISATION`, else in `organisation/`, and those that it stands on: the lowest first.

    Nothing is read without an `organisation.yml`. Ids that the base has renamed are read as it calls them now.
    """
    respell = respelled(moves)
    layers: list[Layer] = []
    folder = _folder(files, environment)
    while folder:
        layer = _read_layer(files, folder, respell)
        layers.insert(0, layer)
        folder = _extended(files, layer, {other.folder for other in layers})
    return layers


def _read_layer(files: Files, folder: str, respell: Callable[[str], str]) -> Layer:
    layer = Layer(folder)
    for path in files.under(folder):
        name = path.removeprefix(f"{folder}/")
        if name not in {AGREED_FILE, SEEN_FILE}:
            files.respell(path, respell)
        if name == ORGANISATION_FILE:
            found = files.values(path)
            layer.organisation = build(Organisation, *found, files.problems) if found else None
            layer.logo = read_logo(files, folder, layer.organisation)
        elif name == AGREED_FILE:
            _read_agreed(files, layer, path)
        elif name == SEEN_FILE:
            found = files.values(path)
            layer.seen = build(Seen, *found, files.problems) if found else None
        elif name.startswith("playbooks/"):
            _read_play(files, layer, path)
    return layer


def _extended(files: Files, layer: Layer, seen: set[str]) -> str:
    """The folder of the layer that a layer stands on; empty where it stands on the base."""
    organisation = layer.organisation
    if organisation is None or organisation.extends is None:
        return ""
    where = (files.root / layer.folder / organisation.extends).resolve()
    place = organisation.place
    folder = where.relative_to(files.root).as_posix() if where.is_relative_to(files.root) else ""
    fault = None
    if not folder or folder == ".":
        fault = "leads out of the project", "Put the other layer inside, such as in hospital/"
    elif folder in seen:
        fault = "leads back to a layer that stands on this one", "Break the circle: the lowest layer has no `extends`"
    elif not (where / ORGANISATION_FILE).is_file():
        fault = f"names no layer: there is no {folder}/{ORGANISATION_FILE}", "Name the folder of a layer, seen from this one"
    if fault is None:
        return folder
    files.problems.append(Problem(place.path, place.line("extends"), f"`extends`: '{organisation.extends[:60]}' {fault[0]}", fault[1]))
    return ""


def _folder(files: Files, environment: Mapping[str, str]) -> str:
    named = environment.get("HANDBOOK_ORGANISATION", "")
    where = (files.root / (named or "organisation")).resolve()
    if not where.is_relative_to(files.root) or where == files.root:
        path = str(Path(named) / ORGANISATION_FILE)
        files.problems.append(Problem(path, 1, "the organisation's folder lies outside the project", "Put it inside, such as in organisation/"))
        return ""
    folder = where.relative_to(files.root).as_posix()
    if (where / ORGANISATION_FILE).exists():
        return folder
    if named:
        files.problems.append(Problem(f"{folder}/{ORGANISATION_FILE}", 1, "there is no such organisation", "Check $HANDBOOK_ORGANISATION, or unset it"))
    return ""


def _read_play(files: Files, layer: Layer, path: str) -> None:
    """A file with `adapts` changes a play of the base; one without is a play of the organisation's own."""
    parts = path.removeprefix(f"{layer.folder}/").split("/")
    stem, _, ending = parts[-1].rpartition(".")
    if len(parts) != 3 or ending != "md" or not is_slug(parts[1]) or not is_slug(stem) or stem == "index":
        cure = f"A play or a change to one is {layer.folder}/playbooks/<playbook>/<play>.md, in lower case with hyphens"
        files.problems.append(Problem(path, 1, "a file in the wrong place", cure))
        return
    name = f"{parts[1]}/{stem}"
    layer.lost.add(name)
    opened = files.opened(path)
    if opened is None:
        return
    if found := fields_of(files, opened):
        _keep_play(files, layer, name, *found)
    layer.lost -= {*layer.adaptations, *layer.plays}


def _keep_play(files: Files, layer: Layer, name: str, data: Any, place: Place) -> None:
    """Put an adaptation or a play into the layer. One with changes and without a title is an adaptation that lacks `adapts`."""
    if isinstance(data, dict) and ("adapts" in data or ("changes" in data and "title" not in data)):
        if (change := item(Adaptation, data, place, name, files.problems)) is not None:
            layer.adaptations[name] = change
    elif (play := item(Play, data, place, name, files.problems)) is not None:
        layer.plays[name] = play


def _read_agreed(files: Files, layer: Layer, path: str) -> None:
    data, place = files.values(path) or (None, None)
    if place is None:
        return
    if not isinstance(data, list):
        files.problems.append(Problem(path, 1, "expected the list that `handbook accept` writes", "Delete the file and accept again"))
        return
    for number, entry in enumerate(data):
        if (value := build(Agreement, entry, place.within(number), files.problems)) is not None:
            layer.agreements.append(value)
