"""A smaller handbook than this project's own: one playbook, and what it cannot do without."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import yaml

from benchmarks.renaming import playbooks, renamed, struggles

KEPT = "safety"
_ANSWERS = re.compile(r"^answers: \[(.*)\]$", re.MULTILINE)
_SAID = re.compile(r"^- id: .*\n  finds: \[(.*)\]\n  words:\n(?:    - .*\n)+", re.MULTILINE)
_NEXT = re.compile(r"^next: \[(.*)\]$", re.MULTILINE)


def leave_out(root: Path) -> None:
    """Leave one playbook in the project under `root`, with the documents and tools that it names; what led elsewhere leads to its plays."""
    plays = [f"{file.parent.name}/{file.stem}" for file in sorted(root.glob("playbooks/*/*.md"))]
    stay = [play for play in plays if play.startswith(f"{KEPT}/")]
    leads = {play: stay[number % len(stay)] for number, play in enumerate(play for play in plays if play not in stay)}
    for name in playbooks(root):
        if name != KEPT:
            shutil.rmtree(root / "playbooks" / name)
    for folder in (root / "library" / "journeys", root / "library" / "questions", root / "examples"):
        shutil.rmtree(folder)
    for file in _texts(root, "docs", "library", "playbooks"):
        file.write_text(renamed(file.read_text(encoding="utf-8"), leads), encoding="utf-8")
    _mend_lists(root, stay)
    said = root / "library" / "synonyms.yml"
    said.write_text(_SAID.sub(lambda found: found[0] if found[1] in stay else "", said.read_text(encoding="utf-8")), encoding="utf-8")
    _drop_unnamed(root)


def _mend_lists(root: Path, plays: Sequence[str]) -> None:
    """Take struggles that are gone, and a play's own name, out of what plays say; the first play answers the pattern's struggles."""
    pattern = yaml.safe_load((root / "library" / "pattern.yml").read_text(encoding="utf-8"))
    shared = [struggle["id"] for struggle in pattern["struggles"]]
    known = {*struggles(root, KEPT), *shared}
    for number, play in enumerate(plays):
        another = plays[number - 1]
        file = root / "playbooks" / f"{play}.md"
        text = file.read_text(encoding="utf-8")
        answers = [name for name in _listed(_ANSWERS, text) if name in known] + (shared if number == 0 else [])
        following = [name for name in _listed(_NEXT, text) if name != play] or [another]
        text = _ANSWERS.sub(f"answers: [{_unique(answers)}]", text, count=1)
        file.write_text(_NEXT.sub(f"next: [{_unique(following)}]", text, count=1), encoding="utf-8")


def _listed(line: re.Pattern[str], text: str) -> list[str]:
    found = line.search(text)
    return found[1].split(", ") if found else []


def _unique(names: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(names))


def _drop_unnamed(root: Path) -> None:
    """Take away the documents and tools that nothing left names, nor anything that is named."""
    naming = {kind: {file.stem: file for file in sorted((root / "library" / kind).glob("*.yml"))} for kind in ("documents", "tools")}
    waiting = [file for file in _texts(root, "docs", "library", "playbooks") if file.parent.name not in naming]
    named: set[Path] = set()
    while waiting:
        text = waiting.pop().read_text(encoding="utf-8")
        new = {file for kind, files in naming.items() for name, file in files.items() if file not in named and _names(text, kind, name)}
        named |= new
        waiting += sorted(new)
    for file in (file for files in naming.values() for file in files.values()):
        if file not in named:
            file.unlink()


def _names(text: str, kind: str, name: str) -> bool:
    if kind == "tools":
        return bool(re.search(rf"(?<![\w/-]){name}\.[a-z]+(?![\w.])|tools/{name}(?![\w-])", text))
    return bool(re.search(rf'(?:document: |document\(\\?"|documents/|documents: \[[^\]]*?(?<![\w-])){name}(?![\w-])', text))


def _texts(root: Path, *folders: str) -> list[Path]:
    return sorted(file for folder in folders for file in (root / folder).rglob("*") if file.suffix in {".md", ".yml"})
