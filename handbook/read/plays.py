"""Playbooks and plays: one folder a challenge, one Markdown file a play."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from itertools import pairwise
from typing import Any

from handbook.model import Play, Playbook, Section
from handbook.place import Place
from handbook.problems import Problem
from handbook.read.files import Files, Opened, is_slug
from handbook.read.library import Shelf, one_of
from handbook.read.validate import item
from handbook.source import parse_front_matter

_HEADING = re.compile(r"##\s+(?P<heading>.*?)\s*(\{#(?P<id>[^}]*)\})?\s*")
_STARTS = re.compile(r"#{1,2}(?!#)\s*\S")
_UNDERLINE = re.compile(r"(-{2,}|={2,})\s*")
_FENCE = re.compile(r"\s{0,3}(```+|~~~+)")


def read_plays(files: Files, shelf: Shelf) -> None:
    """Read every playbook and play onto the shelf."""
    for path in files.under("playbooks"):
        parts = path.split("/")
        stem, _, ending = parts[-1].rpartition(".")
        if len(parts) == 3 and parts[2] == "playbook.yml" and is_slug(parts[1]):
            _read_playbook(files, path, parts[1], shelf)
        elif len(parts) == 3 and ending == "md" and is_slug(parts[1]) and is_slug(stem) and stem != "index":
            _read_play(files, path, f"{parts[1]}/{stem}", shelf)
        elif len(parts) == 3 and ending == "md" and is_slug(parts[1]) and stem != "index":
            cure = "Use lower-case letters, digits and hyphens, such as find-hazards.md"
            files.problems.append(Problem(path, 1, f"the file name '{parts[2]}' cannot be an id", cure))
        else:
            cure = "A play is playbooks/<playbook>/<play>.md and a playbook playbooks/<playbook>/playbook.yml, in lower case with hyphens"
            files.problems.append(Problem(path, 1, "a file in the wrong place", cure))
    plays = {*shelf.of("plays"), *shelf.unread.get("plays", set())}
    for folder in {name.split("/")[0] for name in plays} - set(shelf.of("playbooks")) - shelf.unread.get("playbooks", set()):
        path = f"playbooks/{folder}/playbook.yml"
        files.problems.append(Problem(path, 1, "the file is missing", "Every folder of plays has a playbook.yml that introduces it"))
        shelf.lost("playbooks", folder)


def _read_playbook(files: Files, path: str, name: str, shelf: Shelf) -> None:
    value = files.built(path, partial(one_of, files, Playbook, name))
    if value is None:
        shelf.lost("playbooks", name)
        shelf.lost("struggles", "*")
    else:
        shelf.of("playbooks")[name] = value


def _read_play(files: Files, path: str, name: str, shelf: Shelf) -> None:
    value = files.built(path, partial(_play, files, name))
    if value is None:
        shelf.lost("plays", name)
    else:
        shelf.of("plays")[name] = value


def _play(files: Files, name: str, opened: Opened) -> Play | None:
    data, place = fields_of(files, opened) or (None, None)
    return item(Play, data, place, name, files.problems) if place else None


def fields_of(files: Files, opened: Opened) -> tuple[Any, Place] | None:
    """The front matter of a play, with the sections below it as `body`, and its place; None where it cannot be read."""
    if (data := opened.known.said()) is not None:
        return data, opened.place(front_matter=True)
    text = files.text(opened)
    if text is None:
        return None
    before = len(files.problems)
    data, place, body, first_line = parse_front_matter(opened.path, text, files.problems)
    sections = sections_of(opened.path, body, first_line, files.problems) if first_line > 1 else ()
    if isinstance(data, dict):
        if "body" in data:
            files.problems.append(Problem(opened.path, place.line("body"), "unknown field `body`", "Write the body below the front matter"))
        data = {**data, "body": sections}
    if len(files.problems) == before:
        opened.known.says(opened.raw, data)
    return None if data is None else (data, place)


def play_of(path: str, text: str, problems: list[Problem]) -> Play | None:
    """The play in a text that stood at `playbooks/<playbook>/<play>.md`, or None and its problems."""
    data, place, body, first_line = parse_front_matter(path, text, problems)
    sections = sections_of(path, body, first_line, problems) if first_line > 1 else ()
    name = path.removeprefix("playbooks/").removesuffix(".md")
    return item(Play, {**data, "body": sections}, place, name, problems) if isinstance(data, dict) else None


def sections_of(path: str, body: str, first_line: int, problems: list[Problem]) -> tuple[Section, ...]:
    """The body cut at its `##` headings; each needs a fixed id."""
    sections: list[Section] = []
    lines = body.split("\n")
    shown = _outside_fences(lines)
    starts = [number for number, line in shown.items() if _STARTS.match(line)]
    before = "\n".join(lines[: starts[0]] if starts else lines)
    if before.strip():
        offset = next(number for number, line in enumerate(lines) if line.strip())
        problems.append(Problem(path, first_line + offset, "text before the first heading", "Start the body with '## Worked example {#worked-example}'"))
    for number in _underlined(shown):
        problems.append(Problem(path, first_line + number, "a heading made by a line of signs under it", "Write it as '## Words {#a-fixed-name}'"))
    for start, end in pairwise([*starts, len(lines)]):
        name, heading, fault = _heading(lines[start], {section.id for section in sections})
        if fault is not None:
            problems.append(Problem(path, first_line + start, *fault))
        text = "\n".join(lines[start + 1 : end]).rstrip()
        sections.append(Section(id=name, heading=heading, text=text, line=first_line + start))
    return tuple(sections)


def _heading(line: str, taken: set[str]) -> tuple[str, str, tuple[str, str] | None]:
    """The id and words of a section's heading, and what is wrong with it; a wrong one gets an id for the time being."""
    found = _HEADING.fullmatch(line)
    name, heading = (found["id"] or "", found["heading"]) if found else ("", "")
    heading = heading or line.strip("# ").split("{")[0].strip() or "section"
    fault = None
    if not is_slug(name):
        name = re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-") or "section"
        fault = "a heading without a fixed id", f"Write it as '## {heading} {{#{name}}}'; adaptations point at the name"
    elif name in taken:
        fault = f"the section id '{name}' stands twice", "Give one of the two another id"
    while name in taken:
        name += "-again"
    return name, heading, fault


def _underlined(shown: Mapping[int, str]) -> list[int]:
    """Line numbers of texts that a line of hyphens or equals signs below them makes a heading."""
    return [number for number, line in shown.items() if _is_text(line) and _UNDERLINE.fullmatch(shown.get(number + 1, ""))]


def _is_text(line: str) -> bool:
    return bool(line.strip()) and not line.startswith((" ", "|", "#"))


def _outside_fences(lines: list[str]) -> dict[int, str]:
    """The lines that are not in code fences, by number."""
    fence = ""
    shown = {}
    for number, line in enumerate(lines):
        if opened := _FENCE.match(line):
            mark = opened[1]
            fence = mark if not fence else "" if mark.startswith(fence) else fence
        elif not fence:
            shown[number] = line
    return shown
