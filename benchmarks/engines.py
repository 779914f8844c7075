"""The engines that the benchmark compares: ours on the handbook, the others on the same pages as `handbook compile` writes them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.handbooks import LAYER, generate
from benchmarks.trees import hugo_tree, mkdocs_tree, sphinx_tree

PLAY = "safety/run-a-hazard-workshop"
TITLE = "Run a 90-minute hazard workshop"
GROUPS: Mapping[str, Sequence[str]] = {
    "mkdocs": ("mkdocs", "pruned"),
    "macros": ("macros",),
    "zensical": ("zensical",),
    "hugo": ("hugo",),
    "sphinx": ("sphinx",),
}
NAMES = {
    "ours": "This handbook",
    "mkdocs": "MkDocs Material",
    "pruned": "MkDocs Material, menu pruned",
    "macros": "MkDocs Material with macros",
    "zensical": "Zensical",
    "hugo": "Hugo, menu pruned",
    "sphinx": "Sphinx with MyST",
}
_PYTHON = (sys.executable, "-m")
_VERSION = re.compile(r"\d+(?:\.\d+)+")


@dataclass(frozen=True)
class Engine:
    """One way to build the pages: the project's folder, what it runs, what it writes, and the page that is edited."""

    name: str
    version: str
    folder: Path
    build: Sequence[str]
    output: Path
    kept: Sequence[Path]
    page: Path
    serve: Callable[[int], Sequence[str]] | None = None

    def forget(self) -> None:
        """Take away the site and all that was kept from earlier runs."""
        for folder in (self.output, *self.kept):
            shutil.rmtree(folder, ignore_errors=True)

    def edit(self, text: str, word: str) -> None:
        """Write the page with one more sentence."""
        self.page.write_text(f"{text.rstrip()}\n\nRead in the round of {word}.\n", encoding="utf-8")

    def rename(self, text: str, word: str) -> None:
        """Write the page with one more word in its title."""
        self.page.write_text(text.replace(f"title: {TITLE}", f"title: {TITLE} {word}", 1), encoding="utf-8")


def environment() -> dict[str, str]:
    """This process's own, without what would build another site than the one measured."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("HANDBOOK_") and name not in {"SITE_URL", "PYTHONPATH"}}
    return {**own, "NO_MKDOCS_2_WARNING": "1"}


def ours(root: Path, folder: Path, pages: int) -> tuple[Engine, int]:
    """A generated handbook, with the compiler in it, and the number of its pages."""
    found = generate(root, folder, pages)
    subprocess.run([*_PYTHON, "compileall", "-q", "handbook", "macros"], cwd=folder, check=True)
    build = (*_PYTHON, "handbook", "build", "-v", "--site-dir", "site")
    page = folder / "playbooks" / f"{PLAY}.md"
    kept = (folder / ".cache", folder / "site-of-organisation")
    return Engine("ours", version("clinical-product-handbook"), folder, build, folder / "site", kept, page, _ours_serving), found


def check_command() -> Sequence[str]:
    """Our check."""
    return (*_PYTHON, "handbook", "check")


def organisation_command() -> Sequence[str]:
    """Our build of an organisation's site from the same base."""
    return (*_PYTHON, "handbook", "build", "-v", "--site-dir", "site-of-organisation", "--organisation", LAYER)


def others(asked: Sequence[str], plain: Path, folder: Path, programs: str) -> tuple[list[Engine], list[str]]:
    """The other engines that were asked for, ready to build in folders of their own, and the names of those that are not installed.

    `plain` is the tree of `handbook compile`; `programs` lists folders to look for programs in, as PATH does.
    """
    found: list[Engine] = []
    missing: list[str] = []
    for name in (name for group in asked for name in GROUPS[group]):
        engine = _MAKERS[name](plain, folder / name, programs)
        if engine is None:
            missing.append(name)
        else:
            found.append(engine)
    return found, missing


def plain_tree(engine: Engine) -> Path:
    """The pages of our engine's handbook as plain Markdown."""
    folder = engine.folder.parent / "plain"
    subprocess.run([*_PYTHON, "handbook", "compile", str(folder)], cwd=engine.folder, env=environment(), check=True, stdout=subprocess.DEVNULL)
    return folder


def _ours_serving(port: int) -> Sequence[str]:
    return (*_PYTHON, "handbook", "serve", "--port", str(port))


def _mkdocs(name: str, package: str, pruned: bool, macros: bool) -> Callable[[Path, Path, str], Engine | None]:
    def make(plain: Path, folder: Path, _programs: str) -> Engine | None:
        if not (known := _installed(package)) or not (material := _installed("mkdocs-material")):
            return None
        mkdocs_tree(plain, folder, pruned, macros)
        told = material if package == "mkdocs-material" else f"{material}, macros {known}"
        serve = (*_PYTHON, "mkdocs", "serve", "-a")
        return Engine(
            name, told, folder, (*_PYTHON, "mkdocs", "build", "-q"), folder / "site", (folder / ".cache",), folder / "docs" / f"{PLAY}.md", _at(serve)
        )

    return make


def _zensical(plain: Path, folder: Path, _programs: str) -> Engine | None:
    if not (known := _installed("zensical")):
        return None
    mkdocs_tree(plain, folder, pruned=True, macros=False)
    run = (*_PYTHON, "zensical")
    page = folder / "docs" / f"{PLAY}.md"
    return Engine("zensical", known, folder, (*run, "build"), folder / "site", (folder / ".cache",), page, _at((*run, "serve", "-a")))


def _hugo(plain: Path, folder: Path, programs: str) -> Engine | None:
    program = shutil.which("hugo", path=programs)
    if program is None:
        return None
    hugo_tree(plain, folder)
    page = folder / "content" / f"{PLAY}.md"

    def serve(port: int) -> Sequence[str]:
        return (program, "server", "--port", str(port), "--baseURL", f"http://127.0.0.1:{port}/", "--noBuildLock")

    build = (program, "--quiet", "--cleanDestinationDir")
    return Engine("hugo", _said((program, "version")), folder, build, folder / "public", (folder / "resources",), page, serve)


def _sphinx(plain: Path, folder: Path, programs: str) -> Engine | None:
    program = shutil.which("sphinx-build", path=programs)
    if program is None:
        return None
    sphinx_tree(plain, folder / "source")
    build = (program, "-q", "-j", "auto", "-b", "html", "-d", "trees", "source", "site")
    return Engine("sphinx", _said((program, "--version")), folder, build, folder / "site", (folder / "trees",), folder / "source" / f"{PLAY}.md")


_MAKERS: Mapping[str, Callable[[Path, Path, str], Engine | None]] = {
    "mkdocs": _mkdocs("mkdocs", "mkdocs-material", pruned=False, macros=False),
    "pruned": _mkdocs("pruned", "mkdocs-material", pruned=True, macros=False),
    "macros": _mkdocs("macros", "mkdocs-macros-plugin", pruned=False, macros=True),
    "zensical": _zensical,
    "hugo": _hugo,
    "sphinx": _sphinx,
}


def _at(command: Sequence[str]) -> Callable[[int], Sequence[str]]:
    return lambda port: (*command, f"127.0.0.1:{port}")


def _installed(package: str) -> str:
    """The version of a package for this Python; empty where it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _said(command: Sequence[str]) -> str:
    """The version that a program tells of itself, in the last line with one."""
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return next((found[0] for line in reversed(told) if (found := _VERSION.search(line))), "")
