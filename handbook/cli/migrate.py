"""An organisation's files brought to the ids that the base uses now."""

from __future__ import annotations

import re
from pathlib import Path

from handbook.cli.drift import write_agreed
from handbook.layer import moved_agreement, moved_part
from handbook.ledger import Ledger
from handbook.model import Adaptation, Handbook
from handbook.read.organisation import AGREED_FILE
from handbook.renames import respelled


def migrate(root: Path, folder: str, book: Handbook) -> list[str]:
    """Rewrite every renamed id in the layer's files, and the names of files that change a renamed play.

    `book` is the base as read, with the layer's own words. Returns a line for each thing done. A file is not moved onto another.
    """
    if not book.ledger or not folder:
        return []
    ledger = Ledger(book.ledger)
    respell = respelled(book.ledger)
    done = []
    adaptations = {f"{folder}/playbooks/{name}.md": item for name, item in book.adaptations.items()}
    for path in sorted([*(root / folder).rglob("*.yml"), *(root / folder).rglob("*.md")]):
        name = path.relative_to(root).as_posix()
        if name != f"{folder}/{AGREED_FILE}":
            text = path.read_text(encoding="utf-8")
            new = _parts(ledger, respell(text), adaptations.get(name))
            if new != text:
                path.write_text(new, encoding="utf-8")
                done.append(f"{name}: ids renamed")
    agreements = tuple(moved_agreement(ledger, entry) for entry in book.agreements)
    if agreements != book.agreements:
        write_agreed(root, folder, agreements)
        done.append(f"{folder}/{AGREED_FILE}: ids renamed")
    return done + _moved_files(root, folder, ledger, book)


def _parts(ledger: Ledger, text: str, item: Adaptation | None) -> str:
    """The text of an adaptation with the names of parts that the base has renamed."""
    for change in item.changes if item else ():
        new = moved_part(ledger, item.adapts, change) if item else None
        if new is not None:
            old, operation = change.target[2], change.operations[0]
            text = re.sub(rf"(\b{operation}:\s*[\"']?){re.escape(old)}(?![\w-])", rf"\g<1>{new}", text)
    return text


def _moved_files(root: Path, folder: str, ledger: Ledger, book: Handbook) -> list[str]:
    done = []
    for old in book.adaptations:
        end = ledger.fate(old)
        source, target = root / folder / "playbooks" / f"{old}.md", root / folder / "playbooks" / f"{end.name}.md"
        if end.kind == "renamed" and source.exists() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            source.rename(target)
            done.append(f"{source.relative_to(root)}: moved to {target.relative_to(root)}")
    return done
