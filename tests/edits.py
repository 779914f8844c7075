"""Edits to a small handbook, of every kind that an author, an adopter or an engineer makes, and its site before and after."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from handbook.problems import HandbookError
from handbook.site.publish import publish
from tests.repository import ROOT, make

PLAY = "playbooks/safety/find-hazards.md"
OTHER = "playbooks/safety/read-the-log.md"
FACTS = "library/facts/uk.yml"
SITE = "library/site.yml"
LAYER = "organisation/organisation.yml"
ADAPTED = "organisation/playbooks/safety/find-hazards.md"
PLAYBOOK = "playbooks/safety/playbook.yml"
LOG = "library/documents/hazard-log.yml"


@dataclass
class Edited:
    """A small handbook under `root` that is edited and built again and again; `refused` counts the edits that the check refused."""

    root: Path
    refused: int = 0

    @classmethod
    def start(cls, folder: Path) -> Edited:
        """The tiny handbook with what a site needs, built once."""
        book = cls.unbuilt(folder)
        book.build()
        return book

    @classmethod
    def unbuilt(cls, folder: Path) -> Edited:
        """The same, not built yet."""
        root = make(folder, {})
        shutil.copy(ROOT / "mkdocs.yml", root)
        shutil.copytree(ROOT / "overrides", root / "overrides")
        (root / "macros").symlink_to(ROOT / "macros")
        (root / "organisation").mkdir()
        return cls(root)

    def edit(self, name: str, number: int) -> None:
        """Make an edit; `number` makes it another one each time."""
        EDITS[name](self.root, number)

    def build(self) -> None:
        """Build on what was kept; an edit that is refused leaves the last site."""
        try:
            publish(self.root, self.root / "site")
        except HandbookError:
            self.refused += 1

    def built(self) -> Mapping[str, str]:
        """The site's files by digest."""
        return digests(self.root / "site")

    def cold(self) -> Mapping[str, str]:
        """The same of a build from nothing; of the last site, where the check refuses."""
        target = self.root / "cold"
        shutil.move(self.root / ".cache", self.root / ".cache-away")
        try:
            publish(self.root, target)
            return digests(target)
        except HandbookError:
            return self.built()
        finally:
            for path in (target, self.root / ".cache"):
                shutil.rmtree(path, ignore_errors=True)
            shutil.move(self.root / ".cache-away", self.root / ".cache")


def digests(folder: Path) -> dict[str, str]:
    """The files below a folder by their digests."""
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def _swap(path: str, old: str, new: str) -> Callable[[Path, int], None]:
    """Words in place of others; nothing where they are not there any more."""

    def edit(root: Path, number: int) -> None:
        file = root / path
        if file.is_file():
            file.write_text(file.read_text(encoding="utf-8").replace(old, new.format(number=number), 1), encoding="utf-8")

    return edit


def _append(path: str, text: str) -> Callable[[Path, int], None]:
    def edit(root: Path, number: int) -> None:
        if (root / path).is_file():
            with (root / path).open("a", encoding="utf-8") as file:
                file.write(text.format(number=number))

    return edit


def _page(root: Path, number: int) -> None:
    """A page more, in the menu."""
    head = f"---\ntitle: More {number}\ndescription: More of it.\nowner: cso\n---\n\n"
    (root / "docs" / f"more-{number}.md").write_text(f"{head}# More {number}\n\nSee [home](index.md).\n", encoding="utf-8")
    _append(SITE, f"      - {{{{title: More {number}, page: more-{number}.md}}}}\n")(root, number)


def _no_page(root: Path, number: int) -> None:
    """The newest page less, and its line in the menu."""
    pages = sorted((root / "docs").glob("more-*.md"))
    for page in pages[-1:]:
        page.unlink()
        file = root / SITE
        file.write_text("".join(line for line in file.read_text(encoding="utf-8").splitlines(True) if page.name not in line), encoding="utf-8")


def _renamed(root: Path, number: int) -> None:
    """A play under another id, with what names it."""
    names = sorted(path.stem for path in (root / "playbooks" / "safety").glob("*.md"))
    old, new = names[-1], f"play-{number}"
    (root / "playbooks" / "safety" / f"{old}.md").rename(root / "playbooks" / "safety" / f"{new}.md")
    for file in [*root.rglob("playbooks/**/*.*"), *root.rglob("docs/*.md"), *root.rglob("library/**/*.yml")]:
        text = file.read_text(encoding="utf-8")
        if old in text:
            file.write_text(text.replace(old, new), encoding="utf-8")


def _layer(root: Path, number: int) -> None:
    (root / LAYER).write_text(f"name: Larkfield {number} (invented)\n", encoding="utf-8")


def _no_layer(root: Path, number: int) -> None:
    (root / LAYER).unlink(missing_ok=True)
    _no_adaptation(root, number)


def _adaptation(root: Path, number: int) -> None:
    """A layer that changes a field and a step of a play, not agreed yet."""
    _layer(root, number)
    decided = "because: Ours is a ward.\n    approved_by: Clinical Safety Officer\n    date: 2026-02-03\n"
    step = f"  - replace_step: look\n    step: {{name: look, min: 10, do: Look at board {number}.}}\n    {decided}"
    field = f"  - set_field: monday\n    value: Write {number} sentences.\n    {decided}"
    (root / ADAPTED).parent.mkdir(parents=True, exist_ok=True)
    (root / ADAPTED).write_text(f"---\nadapts: safety/find-hazards\nchanges:\n{step}{field}---\n", encoding="utf-8")


def _no_adaptation(root: Path, number: int) -> None:
    (root / ADAPTED).unlink(missing_ok=True)


def _synonym(root: Path, number: int) -> None:
    words = f"- {{id: said, words: [somebody may be harmed {number}], finds: [safety/find-hazards]}}\n- {{id: alike, words: [vendor, supplier {number}]}}\n"
    (root / "library" / "synonyms.yml").write_text(words, encoding="utf-8")


EDITS: Mapping[str, Callable[[Path, int], None]] = {
    "a word in a play": _append(PLAY, "\nOne word more: {number}.\n"),
    "a word in another play": _append(OTHER, "\nOne word more: {number}.\n"),
    "a play's title": _swap(PLAY, "title: ", "title: Now {number} "),
    "a play's next": _swap(PLAY, "next: [safety/read-the-log]", "next: []"),
    "a play's step": _swap(PLAY, 'do: "Look at', 'do: "Look {number} times at'),
    "a play's sign": _swap(PLAY, "A design is new", "A design {number} is new"),
    "a play's purpose": _swap(OTHER, "purpose: ", "purpose: Again {number}, "),
    "a play's order": _swap(PLAYBOOK, "introduction: ", "introduction: Number {number}. "),
    "a struggle": _swap(PLAYBOOK, "in_their_words: ", "in_their_words: Time {number}, "),
    "a fact": _swap(FACTS, "statement: ", "statement: Again {number} "),
    "a fact's status": _swap(FACTS, "status: in-force", "status: draft"),
    "a role": _swap("library/roles.yml", "title: ", "title: Senior {number} "),
    "a term": _swap("library/glossary.yml", "A standard", "A standard of {number}"),
    "a document's row": _swap(LOG, "Dose too high", "Dose {number} too high"),
    "a term more": _append("library/glossary.yml", '- {{id: more-{number}, term: More{number}, long: One more of them, meaning: "A sketch."}}\n'),
    "a synonym": _synonym,
    "an adaptation": _adaptation,
    "no adaptation": _no_adaptation,
    "a document": _swap(LOG, "purpose: ", "purpose: Again {number}, "),
    "the site's name": _swap(SITE, "name: ", "name: The {number} "),
    "the release": _swap(SITE, "version: ", "version: 1{number}"),
    "a template": _swap("overrides/main.html", '<meta name="referrer"', '<meta name="mark" content="{number}">\n  <meta name="referrer"'),
    "a style": _append("overrides/assets/handbook.css", "body {{ --hb-now: {number}; }}\n"),
    "the configuration": _swap("mkdocs.yml", "toc_depth: 2", "toc_depth: 3"),
    "the copyright": _swap("mkdocs.yml", "Text CC BY", "Text {number} CC BY"),
    "the front page": _append("docs/index.md", "\nMore of it: {number}.\n"),
    "a page more": _page,
    "a page less": _no_page,
    "a play renamed": _renamed,
    "a layer": _layer,
    "no layer": _no_layer,
    "a fault": _append(PLAY, "\nSee [nothing](nothing-{number}.md).\n"),
    "a fault mended": _swap(PLAY, "See [nothing](nothing-", "See nothing (nothing-"),
}
