"""The whole handbook as plain Markdown with a plain `mkdocs.yml`: the way out when an engine dies."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import yaml

from handbook import addresses
from handbook.cli.folders import swapped_in
from handbook.compose import menu
from handbook.compose.tools import tool_scripts
from handbook.data import data_files
from handbook.downloads import SIZES, downloads, sizes
from handbook.look import STYLE, logo_path, look_files
from handbook.machines import FEED, Edition, edition, feed, page_markdown
from handbook.model import Handbook
from handbook.pipeline import Compiled
from handbook.source import parse_yaml

MARKER = ".handbook-compiled"
# The engine's own search: ours hangs on this project's templates. Without these settings it finds no short forms such as "(PCCP)".
_SEARCH = {"lang": "en", "separator": r'[\s\-,:!=\[\]()"/“”]+|(?!\b)(?=[A-Z][a-z])|\.(?!\d)|&[lg]t;', "pipeline": ["stopWordFilter"]}
_KEPT = ("site_name", "copyright", "use_directory_urls", "extra_css", "extra_javascript", "markdown_extensions")


def export(root: Path, compiled: Compiled, target: Path) -> int:
    """Write every page, its assets and a configuration that stock MkDocs Material and Zensical build. Returns the number of pages.

    Raises HandbookError where the folder holds something else.
    """
    with swapped_in(target, root, MARKER) as folder:
        docs = folder / "docs"
        for page in compiled.pages.values():
            _write(docs / page.path, _leading_to_texts(page.markdown) if page.path == addresses.PACK else page.markdown)
        files = {**downloads(compiled.book, root), **_texts(compiled)}
        counted = sizes({path: len(content) for path, content in files.items()})
        for path, content in {**_data(compiled.book), **look_files(compiled.book), **files, SIZES: counted}.items():
            _write(docs / path, content)
        for path in sorted(compiled.book.assets):
            _copy(root / "docs" / path, docs / path)
        for asset in sorted((root / "overrides" / "assets").rglob("*")):
            if asset.is_file():
                _copy(asset, docs / "assets" / asset.relative_to(root / "overrides" / "assets"))
        _write(folder / "mkdocs.yml", yaml.safe_dump(_configuration(root, compiled), sort_keys=False, allow_unicode=True))
        _write(folder / MARKER, "Written by `handbook compile`; the next run replaces this folder.\n")
    return len(compiled.pages)


def _data(book: Handbook) -> dict[str, str]:
    """The book as data, and the feed that the page of changes links to."""
    return {**data_files(book), FEED: feed(book, _about(book))}


def _about(book: Handbook) -> Edition:
    return edition(book, book.organisation.site_url if book.organisation else None)


def _texts(compiled: Compiled) -> dict[str, bytes]:
    """Each play's own text for my pack. These engines make a page of every `.md` file and publish none, so it has another ending."""
    pages, about = [compiled.pages[addresses.play(name)] for name in compiled.book.plays], _about(compiled.book)
    return {f"{page.path}.txt": page_markdown(page, about).encode() for page in pages}


def _leading_to_texts(page: str) -> str:
    return re.sub(r'(<a href="[^"]+\.md)(?=" download=)', r"\1.txt", page)


def _configuration(root: Path, compiled: Compiled) -> dict[str, Any]:
    """Ours without what needs this project: our plugin, macros and templates."""
    text = (root / "mkdocs.yml").read_text(encoding="utf-8").replace("!ENV ", "")
    ours, _ = parse_yaml("mkdocs.yml", text, [])
    plain = {key: ours[key] for key in _KEPT if key in ours}
    if compiled.book.organisation:
        plain["site_name"] = compiled.book.organisation.name
    theme = {key: value for key, value in ours["theme"].items() if key != "custom_dir"}
    if compiled.book.logo:
        theme["logo"] = logo_path(compiled.book)
    if STYLE in look_files(compiled.book):
        plain["extra_css"] = [*plain.get("extra_css", []), STYLE]
    if compiled.book.tools:
        plain["extra_css"] = [*plain.get("extra_css", []), "assets/tools.css"]
        plain["extra_javascript"] = [*plain.get("extra_javascript", []), *_tool_scripts(compiled.book)]
    if addresses.PACK in compiled.pages:
        plain["extra_css"] = [*plain.get("extra_css", []), "assets/pack.css"]
        plain["extra_javascript"] = [*plain.get("extra_javascript", []), {"path": "assets/pack.js", "defer": True}]
    return {**plain, "theme": theme, "plugins": [{"search": _SEARCH}], "nav": menu(compiled.book)}


def _tool_scripts(book: Handbook) -> list[dict[str, Any]]:
    """The scripts of all tools; on a page without one they do nothing."""
    names = dict.fromkeys(["tools", *(name for tool in book.tools.values() for name in tool_scripts(tool))])
    return [{"path": f"assets/tools/{name}.js", "defer": True} for name in names]


def _write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
