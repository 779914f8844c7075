"""The frame around a page: it prints of the menu what it says it does, and what is made once is what would be made for each page."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment
from mkdocs.config import load_config
from mkdocs.theme import Theme
from mkdocs.utils import get_relative_url

from handbook.layer.pages import MANY
from handbook.pipeline import Compiled, compile_handbook
from handbook.site.alike import FOLDERS, keep_alike
from handbook.site.build import page_of, prepared, theme_page
from handbook.site.frame import framed
from handbook.site.menu import Entry, ShownMenu, shown_menu
from tests.repository import ROOT, make


class Frames:
    """The frames of a book's pages, with nothing in them."""

    def __init__(self, root: Path, compiled: Compiled) -> None:
        config = load_config(str(root / "mkdocs.yml"), site_url="https://example.org/", strict=False)
        config.plugins.on_startup(command="build", dirty=False)
        config.plugins["handbook"].give(compiled)  # type: ignore[attr-defined]
        self.config, self.files, self.nav, env = prepared(config)
        self.env: Environment = self.config.plugins.on_env(env, config=self.config, files=self.files)
        self.pages = [page_of(file, self.config) for file in self.files.documentation_pages()]
        for page in self.pages:
            page.meta = dict(compiled.pages[page.file.src_uri].meta)
            page.content = "<h1>A heading</h1>"

    def all(self) -> dict[str, bytes]:
        frames = {page.url: framed(page, [], self.config, self.nav, self.env) for page in self.pages}
        return frames | {"404": theme_page("404.html", self.config, self.files, self.nav, self.env)}


@pytest.fixture(scope="module")
def frames(compiled: Compiled) -> Frames:
    return Frames(ROOT, compiled)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Frames:
    """The tiny handbook with more playbooks than a menu names."""
    return _with_playbooks(tmp_path_factory.mktemp("large"), MANY + 1)


def _with_playbooks(folder: Path, count: int) -> Frames:
    root = make(folder, {})
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / "overrides").symlink_to(ROOT / "overrides")
    (root / "macros").symlink_to(ROOT / "macros")
    safety = root / "playbooks" / "safety"
    for number in range(2, count + 1):
        other = safety.with_name(f"book-{number}")
        shutil.copytree(safety, other)
        (other / "playbook.yml").write_text(
            (safety / "playbook.yml").read_text().replace("Build safety in", f"Book {number}").replace("safety-1", f"book-{number}"), encoding="utf-8"
        )
        for play in other.glob("*.md"):
            text = play.read_text(encoding="utf-8").replace("safety/", f"book-{number}/").replace("safety-1", f"book-{number}")
            play.write_text(text.replace("title: ", f"title: {number} ", 1), encoding="utf-8")
    return Frames(root, compile_handbook(root, {}))


def _told(entries: tuple[Entry, ...]) -> Iterator[tuple[str, str]]:
    for entry in entries:
        yield entry.title, entry.url
        yield from _told((*entry.before, *entry.inner, *entry.after))


class Poison:
    """A title that nobody may print, and nobody may look at."""

    def _found(self, *_: object) -> Any:
        raise AssertionError("a frame asks for an entry of the menu that it does not show")

    __str__ = __repr__ = __html__ = __eq__ = __len__ = __add__ = __radd__ = __hash__ = _found


def _named(items: Any) -> Iterator[Any]:
    for item in items:
        yield item
        yield from _named(item.children or ())


def test_a_frame_asks_the_menu_for_nothing_that_is_not_in_its_key(frames: Frames, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in ("", "safety/run-a-hazard-workshop/", "library/documents/", "documents/hazard-log/", "contributing/architecture/"):
        page = next(page for page in frames.pages if page.url == path)
        shown = shown_menu(page, frames.nav)
        expected = framed(page, [], frames.config, frames.nav, frames.env)
        neighbours = [one for one in (shown.homepage, shown.previous, shown.next) if one]
        titles = {title for title, _ in _told(shown.items)} | {one.title for one in neighbours}
        hidden = [item for item in _named(frames.nav.items) if item.title not in titles]
        assert len(hidden) > 100
        with monkeypatch.context() as patch:
            for item in hidden:
                patch.setattr(item, "title", Poison())
            assert framed(page, [], frames.config, frames.nav, frames.env) == expected
            assert shown_menu(page, frames.nav) == shown


def test_all_that_a_menu_shows_is_printed(frames: Frames) -> None:
    page = next(page for page in frames.pages if page.url == "safety/run-a-hazard-workshop/")
    html = framed(page, [], frames.config, frames.nav, frames.env).decode()
    for title, url in _told(shown_menu(page, frames.nav).items):
        assert f'<span class="md-ellipsis">{title}</span>' in html, url


def test_parts_that_pages_have_in_common_are_what_each_would_make(frames: Frames, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = frames.all()
    monkeypatch.setitem(frames.env.globals, "alike_part", lambda name, caller: caller())
    monkeypatch.setitem(frames.env.globals, "alike_rows", lambda entries, row: "".join(map(row, entries)))
    assert kept == frames.all()


URLS = st.lists(st.sampled_from(["a", "b", "assets"]), max_size=3).map(lambda parts: "".join(f"{part}/" for part in parts))
ENV = Theme(name="mkdocs").get_env()
KEPT = ENV.from_string(
    """{% macro row(item) %}<a href="{{ item.url | url }}">{% endmacro %}{{ alike_rows(entries, row) }}
    {% call alike_part("common") %}{{ "assets/x.css" | url }} {{ "" | url }} {{ base_url }}{% endcall %}"""
)
EACH = ENV.from_string(
    """{% for item in entries %}<a href="{{ item.url | url }}">{% endfor %}
    {{ "assets/x.css" | url }} {{ "" | url }} {{ base_url }}"""
)


@settings(max_examples=100, deadline=None)
@given(pages=st.lists(URLS, min_size=2, max_size=FOLDERS + 4), links=st.lists(URLS, min_size=1, max_size=6), flat=st.booleans())
def test_an_address_kept_for_a_folder_is_right_for_each_page(pages: list[str], links: list[str], flat: bool) -> None:
    """Pages in any order, with addresses that end in a slash or in `.html`."""
    keep_alike(ENV)
    for url in pages:
        context = _context(url.rstrip("/") + ".html" if flat and url else url, tuple(Entry(link, link) for link in links))
        assert KEPT.render(context) == EACH.render(context), url


class _At:
    """A page, as far as addresses are concerned."""

    def __init__(self, url: str) -> None:
        self.url = url


def _context(url: str, entries: tuple[Entry, ...]) -> dict[str, Any]:
    return {"page": _At(url), "base_url": get_relative_url(".", url), "entries": entries}


def test_a_neighbour_that_nobody_has_read_is_shown_with_its_title(frames: Frames) -> None:
    headed = [page for page in frames.nav.pages if page.is_index]
    assert len(headed) > 6
    assert [page.url for page in frames.nav.pages if page.title is None] == []
    for page in headed:
        assert page.next_page is None or page.title in framed(page.next_page, [], frames.config, frames.nav, frames.env).decode()


def _menu(frames: Frames, url: str) -> tuple[ShownMenu, list[str]]:
    """What is shown, and the words of the printed menu's links, without those of the page's own contents."""
    page = next(page for page in frames.pages if page.url == url)
    html = framed(page, [], frames.config, frames.nav, frames.env).decode()
    return shown_menu(page, frames.nav), re.findall(r'<span class="md-ellipsis">([^<\n]+)</span>', html.partition("md-sidebar--primary")[2])


@pytest.mark.parametrize("url", ["book-3/find-hazards/", "book-3/", "playbooks/", "library/glossary/", ""])
def test_of_very_many_playbooks_a_page_names_its_own_and_the_list(large: Frames, url: str) -> None:
    shown, words = _menu(large, url)
    own = ["Book 3"] if url.startswith("book-3") else []
    assert [word for word in words if word.startswith("Book ")] == own
    assert words.count("All playbooks") == (url not in {"", "library/glossary/"})
    assert [entry.url for entry in shown.items if entry.title == "Playbooks"] == ["playbooks/"]


def test_the_list_of_very_many_playbooks_leads_to_each(large: Frames) -> None:
    book = large.config.plugins["handbook"].compiled  # type: ignore[attr-defined]
    text = book.pages["playbooks.md"].text
    assert [name for name in book.book.playbooks if f"({name}/index.md)" not in text] == []
    assert [page.url for page in large.nav.pages if page.title is None] == []


def test_few_playbooks_are_all_named(tmp_path: Path) -> None:
    frames = _with_playbooks(tmp_path, MANY)
    _, words = _menu(frames, "safety/find-hazards/")
    assert len([word for word in words if word.startswith("Book ")]) == MANY - 1
    assert "All playbooks" not in words
    assert not any(page.url == "playbooks/" for page in frames.pages)
