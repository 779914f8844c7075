"""The ids below a playbook, and texts in which they are called anew."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml


def playbooks(root: Path) -> list[str]:
    """The ids of a project's playbooks."""
    return sorted(folder.name for folder in (root / "playbooks").iterdir() if folder.is_dir())


def struggles(root: Path, playbook: str) -> list[str]:
    """The ids of a playbook's struggles."""
    found = yaml.safe_load((root / "playbooks" / playbook / "playbook.yml").read_text(encoding="utf-8"))
    return [str(struggle["id"]) for struggle in found["struggles"]]


def new_ids(root: Path, names: Sequence[str], number: int) -> dict[str, str]:
    """Every id below the named playbooks, with the id that its copy has: plays, struggles, and calls of the playbook."""
    ids: dict[str, str] = {}
    for name in names:
        copy = f"{name}-{number}"
        ids |= {f"{name}/{file.stem}": f"{copy}/{file.stem}" for file in sorted((root / "playbooks" / name).glob("*.md"))}
        ids |= {struggle: f"{copy}-{struggle.removeprefix(f'{name}-')}" for struggle in struggles(root, name)}
        ids[f'playbook("{name}"'] = f'playbook("{copy}"'
    return ids


def renamed(text: str, ids: Mapping[str, str]) -> str:
    """The text with each id that stands alone in it called anew; a part of a longer name is left."""
    longest_first = "|".join(re.escape(name) for name in sorted(ids, key=len, reverse=True))
    return re.sub(rf"(?<![\w/-])(?:{longest_first})(?![\w/-])", lambda found: ids[found[0]], text)
