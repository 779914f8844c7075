"""Valid handbooks of any size, made from this project's own: its playbooks copied under new ids until there are pages enough.

Run `python -m benchmarks.handbooks FOLDER --pages 1000`. The same wish gives the same bytes. A copy of a play has the vocabulary, links, facts
and documents of the first; its links lead to the copies that were made with it, and to the first where no copy was.
"""

from __future__ import annotations

import argparse
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.renaming import new_ids, playbooks, renamed
from benchmarks.small import leave_out
from handbook.pipeline import open_handbook

ROOT = Path(__file__).resolve().parent.parent
LAYER = "examples/blaustern"
_WHOLE = ("docs", "examples", "handbook", "library", "macros", "mkdocs.yml", "organisation", "overrides", "playbooks")
_LEFT = shutil.ignore_patterns("__pycache__")
_TITLE = re.compile(r"""^(title: (["']?).*?)(\2)$""", re.MULTILINE)
_ORDER = re.compile(r"^order: (\d+)$", re.MULTILINE)


def main() -> None:
    """Write one handbook and say how many pages it has."""
    parser = argparse.ArgumentParser(description="Write a valid handbook of some size.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=250)
    asked = parser.parse_args()
    print(f"{generate(ROOT, asked.folder, asked.pages)} pages in {asked.folder}")


def generate(root: Path, target: Path, pages: int) -> int:
    """Write a project of at least so many pages to the empty folder `target`. Returns how many it has.

    For fewer pages than the project has, one playbook is left with what it needs; what then comes is the least, and has no example organisation.
    """
    target.mkdir(parents=True, exist_ok=True)
    for name in _WHOLE:
        if (root / name).is_dir():
            shutil.copytree(root / name, target / name, ignore=_LEFT)
        else:
            shutil.copyfile(root / name, target / name)
    found = _pages(target)
    if pages < found:
        leave_out(target)
        found = _pages(target)
    first = playbooks(target)
    for number, names in _rounds(target, first, pages - found):
        ids = new_ids(target, names, number)
        found += sum(_copied(target, name, number, ids, len(first)) for name in names)
    return found


def _pages(root: Path) -> int:
    return len(open_handbook(root, {}).compiled.pages)


def _rounds(root: Path, names: Sequence[str], missing: int) -> Iterator[tuple[int, Sequence[str]]]:
    """Which playbooks to copy the second, third and further time until nothing is missing."""
    sizes = {name: len(list((root / "playbooks" / name).iterdir())) for name in names}
    number = 2
    while missing > 0:
        chosen: list[str] = []
        for name in names:
            if missing > 0:
                chosen.append(name)
                missing -= sizes[name]
        yield number, chosen
        number += 1


def _copied(root: Path, name: str, number: int, ids: Mapping[str, str], count: int) -> int:
    """Copy a playbook's folder with new ids, titles and place among the playbooks. Returns how many pages that makes."""
    files = sorted((root / "playbooks" / name).iterdir())
    folder = root / "playbooks" / f"{name}-{number}"
    folder.mkdir()
    for file in files:
        text = _TITLE.sub(rf"\1, part {number}\3", renamed(file.read_text(encoding="utf-8"), ids), count=1)
        text = _ORDER.sub(lambda found: f"order: {int(found[1]) + count * (number - 1)}", text, count=1)
        (folder / file.name).write_text(text, encoding="utf-8")
    return len(files)


if __name__ == "__main__":
    main()
