"""Files of the base that a fork edited in place: such an edit is overwritten, or conflicts, when upstream's next change comes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from handbook.problems import Problem

MANIFEST = "base.sha256"
_GUARDED = ("playbooks", "library", "docs", "overrides", "mkdocs.yml")


def digests(root: Path) -> dict[str, str]:
    """SHA-256 of every file of the base, by path; line ends of Windows count as none. Hidden files and links are left out."""
    found = {}
    for name in _GUARDED:
        start = root / name
        for path in sorted(start.rglob("*")) if start.is_dir() else [start]:
            inner = path.relative_to(root)
            if path.is_file() and not path.is_symlink() and not any(part.startswith(".") for part in inner.parts):
                found[inner.as_posix()] = hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
    return found


def manifest_text(root: Path) -> str:
    """The digests as `sha256sum` writes them."""
    return "".join(f"{digest}  {path}\n" for path, digest in digests(root).items())


def edited_problems(root: Path, folder: str) -> Iterator[Problem]:
    """Files that differ from the release's digests, each with the adaptation to write instead. `folder` is the organisation's."""
    manifest = root / MANIFEST
    if not manifest.is_file():
        return
    lines = (line.partition("  ") for line in manifest.read_text(encoding="utf-8").splitlines())
    released = {path: digest for digest, _, path in lines}
    now = digests(root)
    for path in sorted({*released, *now}):
        if now.get(path) != released.get(path):
            did = "was edited in place" if path in released and path in now else "was taken out" if path in released else "was added to the base"
            yield Problem(path, 1, f"this file of the base {did}; the next update may undo it or conflict with it", _instead(path, did, folder))


def _instead(path: str, did: str, folder: str) -> str:
    """What to write instead."""
    if did == "was added to the base":
        return (
            f"Move it to {folder}/{path}" if path.startswith(("playbooks/", "library/")) else "Write a play of your own instead; pages of docs/ are the base's"
        )
    back = f"Take it back (`git checkout <upstream> -- {path}`)"
    if path.startswith("playbooks/") and path.endswith(".md"):
        return f"{back} and withdraw the play in {folder}/organisation.yml" if did == "was taken out" else f"{back} and write {folder}/{path} with `adapts`"
    if path.startswith("library/"):
        return f"{back} and write what is your own into {folder}/{path}, or titles and names into {folder}/organisation.yml"
    if path in {"mkdocs.yml"} or path.startswith("overrides/"):
        return f"{back}; name, address, logo and colour stand in {folder}/organisation.yml"
    return f"{back}; propose the change upstream, or write a play of your own"
