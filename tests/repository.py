"""Small handbooks for tests: the folder `tiny/` with a case's changes on top."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

TINY = Path(__file__).parent / "tiny"
ROOT = Path(__file__).parent.parent


def make(folder: Path, case: Mapping[str, Any]) -> Path:
    """A copy of the tiny handbook in `folder`, changed as the case says. Returns its root.

    `files` writes texts, `append` adds to one, `replace` swaps words in one, `remove` takes files away, `latin_1` writes in
    that encoding, `bytes` writes hexadecimal bytes, `folders` makes folders, `links` makes symbolic links.
    """
    root = folder / "book"
    shutil.copytree(TINY, root)
    for path in case.get("remove", []):
        (root / path).unlink()
    for path in case.get("folders", []):
        (root / path).mkdir(parents=True)
    for path, text in case.get("files", {}).items():
        _file(root, path).write_text(text, encoding="utf-8")
    for path, text in case.get("append", {}).items():
        with _file(root, path).open("a", encoding="utf-8") as file:
            file.write(text)
    for path, pairs in case.get("replace", {}).items():
        _replace(_file(root, path), pairs)
    for path, text in case.get("latin_1", {}).items():
        _file(root, path).write_text(text, encoding="latin-1")
    for path, digits in case.get("bytes", {}).items():
        _file(root, path).write_bytes(bytes.fromhex(digits))
    for path, target in case.get("links", {}).items():
        _file(root, path).symlink_to(target)
    return root


def _file(root: Path, path: str) -> Path:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    return root / path


def _replace(file: Path, pairs: Mapping[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for old, new in pairs.items():
        assert old in text, f"{file} does not hold {old!r}: the case tests nothing"
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
