"""A converted page in the theme's frame."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from handbook.site.menu import shown_menu


def framed(page: Page, files: Sequence[File], config: MkDocsConfig, nav: Navigation, env: Environment) -> bytes:
    """A page's whole HTML."""
    page.active = True
    try:
        context = config.plugins.on_page_context(get_context(nav, files, config, page), page=page, config=config, nav=nav)
        html = env.get_template(page.meta.get("template", "main.html")).render(context)
        return config.plugins.on_post_page(html, page=page, config=config).encode("utf-8", errors="xmlcharrefreplace")
    finally:
        page.active = False


def shared_by_frames(config: MkDocsConfig) -> str:
    """What all frames are made from: settings and theme. What a page shows of the menu is its own, in `shown_menu`."""
    theme = {name: config.theme[name] for name in sorted(config.theme)}
    plain = {name: value for name, value in sorted(config.items()) if name not in {"plugins", "theme", "extra", "site_dir", "hooks", "nav"}}
    extra = {name: repr(value) for name, value in sorted(config.extra.items()) if name != "handbook"}
    versions = [f"{name} {version(name)}" for name in ("mkdocs", "mkdocs-material", "jinja2")]
    return repr((versions, plain, theme, extra, [_templates(folder) for folder in config.theme.dirs[:1]]))


def _templates(folder: str) -> str:
    """The digest of our own templates; the theme's are known by its version."""
    digest = hashlib.sha256()
    for path in sorted(Path(folder).rglob("*.html")):
        digest.update(str(path).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def frame_key(page: Page, shared: str, nav: Navigation) -> str:
    """The digest of all that a page's HTML is made from; `shared` is what all frames are."""
    toc = [(link.title, link.id, link.level) for entry in page.toc for link in _with_below(entry)]
    own = repr((page.file.src_uri, page.url, page.title, page.meta, page.edit_url, page.canonical_url, str(page.update_date), toc, shown_menu(page, nav)))
    return hashlib.sha256("\0".join((shared, own, page.content or "")).encode()).hexdigest()[:40]


def _with_below(link: Any) -> list[Any]:
    return [link, *(entry for child in link.children for entry in _with_below(child))]
