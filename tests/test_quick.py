"""The quick converter gives what MkDocs's own gives, to the byte, for any Markdown and for the handbook's own pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, tostring

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions.md_in_html import HtmlBlockPreprocessor
from markdown.extensions.wikilinks import WikiLinksInlineProcessor
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page

from handbook import kept
from handbook.kept import Kept
from handbook.pipeline import Compiled
from handbook.site import page_work
from handbook.site.convert import _warnings
from handbook.site.focus import focusable_abbreviations
from handbook.site.output import Output
from handbook.site.page_work import PageWork
from handbook.site.quick.blocks import QuickMeanings, QuickRule
from handbook.site.quick.converter import STAND_INS, VERSIONS, Converter, QuickMarkdown, _parts
from handbook.site.quick.raw import QuickHtml
from tests.markdown_texts import markdown_texts
from tests.repository import ROOT

PATHS = ("index.md", "other.md", "sub/page.md", "sub/third.md", "picture.png")


@pytest.fixture(scope="module")
def config() -> MkDocsConfig:
    """The settings of the real site."""
    return load_config(str(ROOT / "mkdocs.yml"))


def book(config: MkDocsConfig, paths: Iterable[str]) -> Files:
    return Files([File(path, None, config.site_dir, config.use_directory_urls) for path in paths])


def result(render: Any, page: Page) -> dict[str, Any]:
    """All that a page has once it is converted, with what MkDocs warns of."""
    with _warnings() as told:
        try:
            render()
        except Exception as error:
            return {"raised": type(error)}
    toc = [(link.title, link.id, link.level, len(link.children)) for entry in page.toc for link in (entry, *entry.children)]
    links = {file.src_uri: anchors for file, anchors in (page.links_to_anchors or {}).items()}
    return {"content": page.content, "toc": toc, "title": page.title, "anchors": page.present_anchor_ids, "links": links, "told": told}


def convert(config: MkDocsConfig, files: Files, path: str, text: str, converter: Converter | None) -> dict[str, Any]:
    """What a text comes to by this converter, else by MkDocs's own."""
    file = files.get_file_from_path(path)
    assert file is not None
    page = Page(None, file, config)
    page.markdown = text
    return result((lambda: converter.render(page)) if converter else (lambda: page.render(config, files)), page)


@pytest.fixture(scope="module")
def small(config: MkDocsConfig) -> tuple[MkDocsConfig, Files, Converter]:
    """A few pages and one converter for all examples: what one leaves behind would show in the next."""
    files = book(config, PATHS)
    return config, files, Converter(config, files)


@settings(max_examples=100, deadline=None)
@given(text=markdown_texts)
def test_any_markdown_comes_to_the_same(small: tuple[MkDocsConfig, Files, Converter], text: str) -> None:
    config, files, converter = small
    expected = convert(config, files, "sub/page.md", text, None)
    assert convert(config, files, "sub/page.md", text, Converter(config, files) if "raised" in expected else converter) == expected


@settings(max_examples=60, deadline=None)
@given(text=markdown_texts)
@example('<div>a<hr markdown="1">\n</div>\n\nb')
@example("<div>a</div> b <div><p>c</p></div>\n\nd")
@example('<p markdown="1">a\n<p title="b > c" markdown="1">\n\n\nd <div>e</div>\n\nf</p> g <div>h</div>')
def test_raw_html_is_put_aside_in_the_same_pieces(small: tuple[MkDocsConfig, Files, Converter], text: str) -> None:
    markdown = small[2].md
    assert markdown is not None

    def pieces(kind: type[HtmlBlockPreprocessor]) -> tuple[list[str], list[str]]:
        lines = kind(markdown.reset()).run(text.split("\n"))
        return lines, [piece if isinstance(piece, str) else tostring(piece, "unicode") for piece in markdown.htmlStash.rawHtmlBlocks]

    assert pieces(QuickHtml) == pieces(HtmlBlockPreprocessor)


LINE = st.builds(
    "{}{}".format, st.integers(0, 4).map(" ".__mul__), st.sampled_from(("---", "- - -x", "*  *  *", "_   _ _", "**", "-_-", ": x", ":x", ":  x", "x"))
)


@settings(max_examples=60)
@given(block=st.lists(LINE, max_size=3).map("\n".join))
@pytest.mark.parametrize("quick", [QuickRule, QuickMeanings])
def test_a_block_is_taken_for_the_same(small: tuple[MkDocsConfig, Files, Converter], quick: type[QuickRule] | type[QuickMeanings], block: str) -> None:
    markdown = small[2].md
    assert markdown is not None
    original = quick.__mro__[1](markdown.parser)
    assert quick(markdown.parser).test(Element("p"), block) == original.test(Element("p"), block)


@pytest.mark.parametrize("first", range(3))
def test_pages_of_the_handbook_come_to_the_same(config: MkDocsConfig, compiled: Compiled, first: int) -> None:
    files = book(config, compiled.pages)
    converter = Converter(config, files)
    for path in sorted(compiled.pages)[first * 5 :: 45]:
        text = compiled.pages[path].markdown
        assert convert(config, files, path, text, converter) == convert(config, files, path, text, None), path


HTML = (
    '<abbr title="Long">API</abbr>',
    '<abbr title="L &quot;o&quot;">é</abbr>',
    "<abbr>",
    '<a href="x">',
    "</a>",
    "<a",
    "<b>x</b>",
    "<h2>",
    "</h2>",
    "<h1>",
    "\n",
    "</",
)


@given(html=st.lists(st.sampled_from(HTML)).map("".join))
def test_an_abbreviation_gets_a_focus_unless_a_link_has_it(html: str) -> None:
    outside = re.sub(r"<a\b.*?</a>", "\0", html, flags=re.DOTALL)
    made = focusable_abbreviations(html)
    assert re.sub(r' tabindex="-?\d"', "", made) == html
    assert made.count("tabindex") == len(re.findall(r'<abbr title="[^"]*">[^<]*</abbr>', outside))


def test_an_abbreviation_is_reached_by_tab_once_a_section() -> None:
    short = '<abbr title="Long">API</abbr>'
    made = focusable_abbreviations(f"{short}<a>{short}</a>{short}<h2>{short}</h2>{short}")
    assert re.findall(r'tabindex="(-?\d)"', made) == ["0", "-1", "0", "-1"]


def test_the_code_was_read_for_the_releases_in_use() -> None:
    assert {name: version(name) for name in VERSIONS} == VERSIONS, "read what changed in these against handbook/site/quick/, then name the new releases there"


def test_a_page_leaves_nothing_to_the_next(small: tuple[MkDocsConfig, Files, Converter]) -> None:
    config, files, converter = small
    first = (
        '# One {#here}\n\nAPI, a note[^1], [ref] and\n\n=== "Tab"\n\n    text\n\n*[API]: Interface\n\n[^1]: Words.\n\n[ref]: other.md\n\n??? note\n\n    More.'
    )
    convert(config, files, "index.md", first, converter)
    then = '    code\n\n# Here\n\nAPI, no note[^1], no [ref]\n\n=== "Tab"\n\n    text'
    for text in (then, "", " \n"):
        assert convert(config, files, "other.md", text, converter) == convert(config, files, "other.md", text, None)


def test_an_edit_leaves_the_conversions_of_a_large_site(config: MkDocsConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "LEAST", 1)
    monkeypatch.setattr(page_work, "framed", lambda *_: b"")
    files = book(config, [f"{number}.md" for number in range(2 * kept.RUNS)])
    pages = [Page(None, file, config) for file in files]

    texts = {page.file.src_uri: page.file.src_uri for page in pages}

    def converted(some: Sequence[Page]) -> int:
        for page in some:
            page.markdown = texts[page.file.src_uri]
        output = Output(tmp_path / "site", tmp_path / "none")
        return PageWork(config, files, get_navigation(files, config), config.theme.get_env(), Kept(tmp_path / "kept"), output).write(some)[0]

    assert converted(pages) == len(pages)
    texts[pages[0].file.src_uri] = "Edited"
    assert converted(pages[:1]) == 1
    assert converted(pages) == 0


def test_every_stand_in_is_in_use(small: tuple[MkDocsConfig, Files, Converter]) -> None:
    markdown = small[2].md
    assert markdown is not None
    assert not markdown.unknown()
    assert {type(part) for part in _parts(markdown)} >= set(STAND_INS.values())


def test_the_libraries_stay_as_they_are(small: tuple[MkDocsConfig, Files, Converter]) -> None:
    config = small[0]
    plain = Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)
    assert not {type(part) for part in _parts(plain)} & set(STAND_INS.values())


def test_another_release_is_left_to_itself(config: MkDocsConfig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(VERSIONS, "markdown", "0")
    files = book(config, PATHS)
    converter = Converter(config, files)
    assert converter.md is None
    assert convert(config, files, "index.md", "*Words*", converter)["content"] == "<p><em>Words</em></p>"


def test_an_unknown_mark_is_left_to_the_libraries(config: MkDocsConfig) -> None:
    markdown = QuickMarkdown(extensions=[*config.markdown_extensions, "wikilinks"], extension_configs=config.mdx_configs)
    assert markdown.unknown() == {WikiLinksInlineProcessor}
    assert markdown.convert("[[Page]]").startswith('<p><a class="wikilink" href="/Page/">')
