"""What the base's update changed, by play, since the organisation last looked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from handbook.fingerprint import of_text, parts
from handbook.ledger import Ledger
from handbook.model import ChangeNote, Handbook, Move, Seen
from handbook.problems import HandbookError, Problem
from handbook.read.organisation import SEEN_FILE

_HEAD = "# What the base said when somebody last read an update. `handbook report --seen --by ROLE` writes this file; nobody types in it.\n"
_DID = {"renamed": "renamed to", "merged": "merged into", "split": "split into", "removed": "removed; successor", "here": "", "circle": ""}


@dataclass(frozen=True)
class Line:
    """One thing that the update did. `ours` says whether the organisation changes the play."""

    about: str
    did: str
    parts: tuple[str, ...] = ()
    ours: bool = False


@dataclass(frozen=True)
class Update:
    """What changed since `since`: recalls first, then plays, facts, and upstream's own notes."""

    since: str
    release: str
    recalls: tuple[Line, ...]
    plays: tuple[Line, ...]
    facts: tuple[Line, ...]
    notes: tuple[Line, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not (self.recalls or self.plays or self.facts or self.notes)


def update_since(book: Handbook, seen: Seen | None, folder: str) -> Update:
    """The update since `seen`. `book` is the base with the layer's names. Raises HandbookError where nobody has looked yet."""
    if seen is None:
        cure = "Run `handbook report --seen --by ROLE` once, before you take the next update"
        raise HandbookError([Problem(f"{folder or 'organisation'}/{SEEN_FILE}", 1, "nobody has recorded what the base said last time", cure)])
    ours = {item.adapts for item in book.adaptations.values()}
    ledger = Ledger(book.ledger)
    return Update(
        since=f"{seen.release} ({seen.date})",
        release=f"{book.site.release.version} ({book.site.release.date})",
        recalls=tuple(_recall(move, ours) for move in book.ledger if move.kind == "recalled" and _print(move) not in seen.told),
        plays=tuple(_plays(book, seen, ledger, ours)),
        facts=tuple(_facts(book, seen, ledger)),
        notes=tuple(_note(note) for note in book.changes if _print(note) not in seen.told),
    )


def mark_seen(root: Path, folder: str, book: Handbook, by: str, on: date) -> Path:
    """Record what the base says now. `book` is the base with the layer's names. Returns the file."""
    told = [*map(_print, book.ledger), *map(_print, book.changes)]
    lines = [_HEAD + f"release: {json.dumps(book.site.release.version)}", f"date: {on.isoformat()}", f"by: {json.dumps(by, ensure_ascii=False)}", "plays:"]
    lines[-1:-1] = ["told:" if told else "told: []", *(f"  - {found}" for found in told)]
    lines += [f"  {name}: {json.dumps(_prints(parts(play)))}" for name, play in book.plays.items()]
    lines += ["facts:", *(f"  {name}: {of_text(fact.statement)}" for name, fact in book.facts.items())]
    path = root / folder / SEEN_FILE
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _prints(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: of_text(text) for name, text in texts.items()}


def _print(entry: Move | ChangeNote) -> str:
    return of_text(entry.model_dump_json(exclude={"place"}))


def _recall(move: Move, ours: set[str]) -> Line:
    return Line(move.subject, f"recalled on {move.date}: {move.because}", ours=move.play in ours)


def _plays(book: Handbook, seen: Seen, ledger: Ledger, ours: set[str]) -> Iterator[Line]:
    """Plays that moved, plays that changed, and plays that are new."""
    known = set()
    for old, parts_then in seen.plays.items():
        end = ledger.fate(old)
        name = end.name if end.kind == "renamed" else old
        known.add(name)
        if end.kind != "here":
            yield Line(old, f"{_DID[end.kind]} {', '.join(end.names)}".strip(), ours=name in ours)
        if name in book.plays:
            now = _prints(parts(book.plays[name]))
            then = {_part(ledger, old, part): found for part, found in parts_then.items()}
            changed = sorted(part for part in {*then, *now} if then.get(part) != now.get(part))
            if changed:
                yield Line(name, "changed", tuple(f"{part} ({_how(part, then, now)})" for part in changed), name in ours)
        elif end.kind == "here":
            yield Line(old, "gone")
    for name in book.plays:
        if name not in known:
            yield Line(name, "new")


def _part(ledger: Ledger, play: str, part: str) -> str:
    """A part's name as the base calls it now."""
    end = ledger.part(play, part)
    return end.name.partition(" ")[2] if end.kind == "renamed" else part


def _how(part: str, then: Mapping[str, str], now: Mapping[str, str]) -> str:
    return "new" if part not in then else "gone" if part not in now else "changed"


def _facts(book: Handbook, seen: Seen, ledger: Ledger) -> Iterator[Line]:
    ends = {old: ledger.fate(f"facts:{old}") for old in seen.facts}
    names = {old: end.name.partition(":")[2] if end.kind == "renamed" else old for old, end in ends.items()}
    for old, then in seen.facts.items():
        fact = book.facts.get(names[old])
        if fact is None:
            yield Line(old, "gone")
        elif of_text(fact.statement) != then:
            yield Line(names[old], "changed")
    for name in book.facts:
        if name not in names.values():
            yield Line(name, "new")


def _note(note: ChangeNote) -> Line:
    return Line(", ".join(note.plays) or "the handbook", f"{note.date}: {note.note}")


def as_text(update: Update) -> str:
    """A block a kind of thing, a line a thing."""
    if update.is_empty:
        return f"Nothing changed since {update.since}."
    blocks = [f"Since {update.since}; the base is at {update.release} now."]
    for heading, lines in _blocks(update):
        blocks.append("\n".join([heading, *(_line(line) for line in lines)]))
    return "\n\n".join([*blocks, "Read, then run: handbook report --seen --by ROLE"])


def as_markdown(update: Update) -> str:
    """The same as the text of an issue."""
    if update.is_empty:
        return f"Nothing changed since {update.since}."
    blocks = [f"Since {update.since}; the base is at {update.release} now."]
    for heading, lines in _blocks(update):
        blocks.append("\n".join([f"## {heading}", "", *(f"- {_line(line).strip()}" for line in lines)]))
    return "\n\n".join(blocks)


def as_json(update: Update) -> str:
    """One object."""
    return json.dumps(asdict(update), indent=1, ensure_ascii=False)


REPORT_FORMATS: Mapping[str, Callable[[Update], str]] = {"text": as_text, "markdown": as_markdown, "json": as_json}


def _blocks(update: Update) -> list[tuple[str, tuple[Line, ...]]]:
    named = (("Recalled", update.recalls), ("Plays", update.plays), ("Facts", update.facts), ("Upstream's notes", update.notes))
    return [(heading, lines) for heading, lines in named if lines]


def _line(line: Line) -> str:
    told = f": {', '.join(line.parts)}" if line.parts else ""
    return f"  {line.about} {line.did}{told}{' [you change this play: see handbook drift]' if line.ours else ''}"
