"""Changes that wait for somebody, told in three forms; and the ledger of what was agreed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from handbook.fingerprint import item_text, of_text, parts
from handbook.layer import ITEM
from handbook.model import Agreement, Drift, Handbook
from handbook.problems import HandbookError, Problem, did_you_mean
from handbook.read.organisation import AGREED_FILE

_HEAD = (
    "# What each change was agreed against. `handbook accept` writes this file; nobody types in it.\n"
    "# `text` is the base's text on that day, so that a later change can be shown beside it.\n"
)
_SAYS = {"changed": "the base changed since this was agreed", "not agreed": "nobody has agreed this against the base yet"}


class _Dumper(yaml.SafeDumper):
    """YAML without aliases, long texts as blocks that a person can read."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        """Write every value out."""
        return True


def _block(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _block)


def as_text(drifts: Sequence[Drift]) -> str:
    """Base then, base now and ours, one change after the other."""
    if not drifts:
        return "Nothing waits."
    blocks = [f"{drift.place.path}:{drift.place.line()}: {drift.play} {drift.part}: {_SAYS[drift.kind]}\n{_three(drift)}" for drift in drifts]
    return "\n\n".join([*blocks, f"{len(drifts)} waiting. Read each, mend yours, then run: handbook accept PLAY PART --by ROLE"])


def as_markdown(drifts: Sequence[Drift]) -> str:
    """The same as the text of an issue."""
    if not drifts:
        return "Nothing waits."
    blocks = [f"## `{drift.play}` `{drift.part}`\n\n{_SAYS[drift.kind].capitalize()}.\n\n{_fenced(drift)}" for drift in drifts]
    return "\n\n".join(blocks)


def as_json(drifts: Sequence[Drift]) -> str:
    """A list of objects."""
    return json.dumps([_plain(drift) for drift in drifts], indent=1, ensure_ascii=False)


DRIFT_FORMATS: Mapping[str, Callable[[Sequence[Drift]], str]] = {"text": as_text, "markdown": as_markdown, "json": as_json}


def accept(root: Path, folder: str, book: Handbook, play: str, part: str, by: str, on: date) -> list[str]:
    """Record that the changes of a play, or of one part of it, are agreed against the base as it stands. Returns the parts.

    `book` is the base with the layer's adaptations. Raises HandbookError where nothing is adapted.
    """
    changed, now = _changed(book, play)
    chosen = sorted(name for name in changed if name in now and part in {"", name})
    if not chosen:
        adapted = {*(item.adapts for item in book.adaptations.values()), *book.own_items}
        cure = did_you_mean(part, changed) if play in adapted else did_you_mean(play, adapted)
        raise HandbookError([Problem(f"{folder}/{AGREED_FILE}", 1, f"there is no change of '{play}' {part}".rstrip(), cure)])
    kept = [entry for entry in book.agreements if not (entry.play == play and entry.part in chosen) and _still_changed(book, entry)]
    added = [Agreement(play=play, part=name, against=of_text(now[name]), text=now[name], by=by, date=on) for name in chosen]
    write_agreed(root, folder, [*kept, *added])
    return chosen


def write_agreed(root: Path, folder: str, entries: Iterable[Agreement]) -> None:
    """Write the ledger of what was agreed, in the order of plays and parts."""
    sorted_entries = sorted(entries, key=lambda entry: (entry.play, entry.part))
    text = yaml.dump([entry.model_dump(mode="json") for entry in sorted_entries], Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
    (root / folder / AGREED_FILE).write_text(_HEAD + text, encoding="utf-8")


def _changed(book: Handbook, play: str) -> tuple[set[str], Mapping[str, str]]:
    """The parts of a play that are changed, or the item that is replaced, and the base's texts now."""
    if own := book.own_items.get(play):
        return {ITEM}, {ITEM: item_text(getattr(book, own.kind)[own.item.id])}
    changed = {change.part for item in book.adaptations.values() if item.adapts == play for change in item.changes}
    return changed, parts(book.plays[play]) if play in book.plays else {}


def _still_changed(book: Handbook, entry: Agreement) -> bool:
    if entry.part == ITEM:
        return entry.play in book.own_items
    return any(item.adapts == entry.play and any(change.part == entry.part for change in item.changes) for item in book.adaptations.values())


def _three(drift: Drift) -> str:
    named = (("Base then", drift.then or "(not recorded)"), ("Base now", drift.now), ("Ours", drift.ours))
    return "\n".join(f"  {name}:\n{_indented(text)}" for name, text in named)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.split("\n"))


def _fenced(drift: Drift) -> str:
    named = (("Base then", drift.then or "(not recorded)"), ("Base now", drift.now), ("Ours", drift.ours))
    return "\n\n".join(f"**{name}**\n\n~~~~text\n{text}\n~~~~" for name, text in named)


def _plain(drift: Drift) -> dict[str, Any]:
    fields = ("play", "part", "kind", "then", "now", "ours")
    return {"path": drift.place.path, "line": drift.place.line(), **{name: getattr(drift, name) for name in fields}}
