"""An organisation's files brought to the ids that the base uses now."""

from __future__ import annotations

import re
from pathlib import Path

from handbook.ledger import fate
from handbook.model import Handbook


def migrate(root: Path, folder: str, book: Handbook) -> list[str]:
    """Rewrite every renamed play's id in the layer's files, and the names of files that change such a play.

    Returns a line for each thing done. A file is not moved onto another.
    """
    names = {move.play: fate(book.ledger, move.play) for move in book.ledger}
    renamed = {old: end.play for old, end in names.items() if end.kind == "renamed"}
    done: list[str] = []
    if not renamed or not folder:
        return done
    ids = re.compile(rf"(?<![\w/-])({'|'.join(map(re.escape, sorted(renamed, key=len, reverse=True)))})(?![\w/-])")
    for path in sorted([*(root / folder).rglob("*.yml"), *(root / folder).rglob("*.md")]):
        text = path.read_text(encoding="utf-8")
        new = ids.sub(lambda found: renamed[found[0]], text)
        if new != text:
            path.write_text(new, encoding="utf-8")
            done.append(f"{path.relative_to(root)}: ids renamed")
    return done + _moved_files(root, folder, renamed)


def _moved_files(root: Path, folder: str, renamed: dict[str, str]) -> list[str]:
    done = []
    for old, new in renamed.items():
        source, target = root / folder / "playbooks" / f"{old}.md", root / folder / "playbooks" / f"{new}.md"
        if source.exists() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            source.rename(target)
            done.append(f"{source.relative_to(root)}: moved to {target.relative_to(root)}")
    return done
