"""The site as it would be built now, each page made when somebody asks for it."""

from __future__ import annotations

import logging
import mimetypes
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation

from handbook.kept import Kept
from handbook.pipeline import Opened, open_handbook
from handbook.problems import HandbookError
from handbook.read import Memory
from handbook.runs import stamps
from handbook.site.build import page_of, prepared, read_page, theme_page
from handbook.site.code import Code
from handbook.site.convert import LOG, Conversion
from handbook.site.frame import framed
from handbook.site.generated import page_source
from handbook.site.made import Made

log = logging.getLogger("mkdocs.plugins.handbook")
RELOAD = "_reload.js"
PAGES = Path(".cache", "pages")
# Files that hold an author's content, of which the book tells whether more than one page shows it.
CONTENT = (".md", ".yml")
SETTINGS = "mkdocs.yml"
# How long (seconds) the whole check waits after an edit: the page that somebody looks at comes first.
_LATER = 0.3


@dataclass(frozen=True)
class Answer:
    """What an address gives."""

    status: int
    kind: str
    content: bytes


@dataclass(frozen=True)
class Snapshot:
    """One state of the handbook, ready to make pages from; `at` holds its files by address and by path."""

    opened: Opened
    config: MkDocsConfig
    files: Files
    at: Mapping[str, File]
    nav: Navigation
    env: Environment
    kept: Kept

    def answer(self, path: str, notice: str) -> Answer | None:
        """A page or file by its address below the root; a page with a notice on top. None where nothing is there."""
        file = self.at.get(path or "./")
        if file is None or file.inclusion.is_excluded():  # type: ignore[no-untyped-call]
            return None
        if not file.is_documentation_page():
            return Answer(200, mimetypes.guess_type(file.dest_uri)[0] or "application/octet-stream", file.content_bytes)
        page = page_of(file, self.config)
        read_page(page, self.config, self.files)
        for level, message in Conversion(self.config, self.files, self.kept).give(page)[1]:
            LOG.log(level, message)
        page.content = notice + self.config.plugins.on_page_content(page.content or "", page=page, config=self.config, files=self.files)
        return Answer(200, "text/html", framed(page, self.files.documentation_pages(), self.config, self.nav, self.env))

    def showing(self, opened: Opened) -> Snapshot:
        """A state that differs in items' own texts alone: menu, addresses and frames are this one's, which is of no more use itself.

        Only pages are ready to be made at once; for other files, all of them are described anew when the first is asked for.
        """
        plugin, compiled = self.config.plugins["handbook"], opened.compiled
        plugin.show(compiled)  # type: ignore[attr-defined]
        others = cache(lambda: {file.src_uri: file for file in plugin.files_of(compiled, self.config)})  # type: ignore[attr-defined]
        for file in self.files:
            if isinstance(file, Made):
                path = file.src_uri
                file.make = partial(page_source, compiled, path) if path in compiled.pages else partial(_content, others, path)
        return replace(self, opened=opened)

    def lost(self) -> Answer:
        """The page for an address that leads nowhere."""
        return Answer(404, "text/html", theme_page("404.html", self.config, self.files, self.nav, self.env))


class Preview:
    """Follows the files under `root`. Safe to ask from several threads.

    An edit that cannot be read, or that the check refuses, is told on top of the pages from before it. The check of the whole book comes
    after the page that was asked for, since it takes longer; a page that fails, and a newer edit, have the check come first.
    Raises HandbookError for a first state with problems.
    """

    def __init__(self, root: Path, address: str) -> None:
        self.root, self.address = root, address
        self.code = Code.now(Path(__file__).resolve().parents[2])
        self.lock = threading.RLock()
        self.began, self.state = time.time_ns(), 0
        self.seen = stamps(root)
        self.faults: HandbookError | None = None
        self.unchecked: Opened | None = None
        self.memory = Memory(root)
        opened = open_handbook(root, memory=self.memory)
        if problems := opened.problems():
            raise HandbookError(problems)
        self.shown = _snapshot(root, address, opened)
        self.good = self.shown

    def answer(self, path: str) -> Answer:
        """What an address below the root gives now."""
        with self.lock:
            self.follow()
            try:
                return self._answer(path)
            except Exception:
                if not self.check():
                    return self._answer(path)
                raise

    def _answer(self, path: str) -> Answer:
        found = self.shown.answer(path, self._notice()) or self.shown.lost()
        return replace(found, content=following(found.content, self._name())) if found.kind == "text/html" else found

    def follow(self) -> str:
        """Take in what has changed on the disk. Returns a name for what is shown, another one after each change and each start."""
        with self.lock:
            found = stamps(self.root)
            if found != self.seen:
                self.code.restart_if_changed()
                self.check()
                changed, self.seen = _changed(self.seen, found), found
                self._take_in(changed)
            return self._name()

    def _name(self) -> str:
        return f"{self.began:x}-{self.state}"

    def _take_in(self, changed: frozenset[str]) -> None:
        self.state += 1
        try:
            self.unchecked = open_handbook(self.root, memory=self.memory, before=self.shown.opened.pages)
            alike = self.unchecked.followed and all(name.endswith(CONTENT) and name != SETTINGS for name in changed)
            self.shown = self.shown.showing(self.unchecked) if alike else _snapshot(self.root, self.address, self.unchecked)
            self.faults = None
        except HandbookError as error:
            self._refuse(error)
        else:
            threading.Timer(_LATER, self.check).start()

    def check(self) -> bool:
        """Check the whole of what is shown, if that was not done. Says whether it is without problems."""
        with self.lock:
            if self.unchecked is None:
                return self.faults is None
            problems = self.unchecked.problems()
            if problems:
                self.state += 1
                self._refuse(HandbookError(problems))
            else:
                self.good, self.unchecked = self.shown, None
            return not problems

    def _refuse(self, error: HandbookError) -> None:
        self.good = self.good.showing(self.good.opened)
        self.shown, self.faults, self.unchecked = self.good, error, None
        log.error("%s\nThe pages shown are from before this edit.", error)

    def _notice(self) -> str:
        if self.faults is None:
            return ""
        return f'<div class="hb-stop" role="alert"><p><strong>Your last edit is not shown yet.</strong></p><pre>{escape(str(self.faults))}</pre></div>'


def _content(files: Callable[[], Mapping[str, Made]], path: str) -> bytes:
    return files()[path].content_bytes


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> frozenset[str]:
    """The files that are not as they were, gone or new ones included."""
    return frozenset(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))


def _snapshot(root: Path, address: str, opened: Opened) -> Snapshot:
    config = load_config(str(root / "mkdocs.yml"), site_url=address, strict=False)
    config.plugins.on_startup(command="serve", dirty=False)
    config.plugins["handbook"].give(opened.compiled)  # type: ignore[attr-defined]
    config, files, nav, env = prepared(config)
    env = config.plugins.on_env(env, config=config, files=files)
    at = {name: file for file in files for name in (file.url, file.dest_uri)}
    return Snapshot(opened, config, files, at, nav, env, Kept(root / PAGES))


def following(html: bytes, state: str) -> bytes:
    """The page of a state, with the script that loads it again once there is another."""
    return html.replace(b"</body>", f'<script src="/{RELOAD}" data-state="{state}" defer></script></body>'.encode(), 1)
