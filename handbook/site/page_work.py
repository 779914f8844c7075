"""Pages on their way to their files: one process converts a page, frames it and writes it, so that no page's HTML is sent to another or held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from handbook.kept import Kept
from handbook.side_by_side import side_by_side
from handbook.site.convert import LOG, Conversion, Warned, anchors_and_links, set_anchors_and_links
from handbook.site.frame import frame_key, framed, shared_by_frames
from handbook.site.output import Output, Written


@dataclass(frozen=True)
class Done:
    """What is known of a page once its file is there: whether it was converted and framed anew, and what MkDocs asks about its links."""

    written: Written
    converted: bool
    framed: bool
    warned: Warned
    anchors: Sequence[str]
    links: Mapping[str, Mapping[str, str]]


class PageWork:
    """All that pages need on their way. `kept` holds conversions of earlier runs, `output` takes the files."""

    def __init__(self, config: MkDocsConfig, files: Files, nav: Navigation, env: Environment, kept: Kept, output: Output) -> None:
        self._config, self._files, self._nav, self._env, self._kept, self._output = config, files, nav, env, kept, output
        self._conversion = Conversion(config, files, kept)
        self._shared = shared_by_frames(config)
        self._all_pages = files.documentation_pages()

    def write(self, pages: Sequence[Page]) -> tuple[int, int]:
        """Write pages, whose Markdown is expanded, to their files; they keep what other pages' links are held against.

        MkDocs's own warnings are told in the order of the pages. Returns how many were converted, and how many framed.
        """
        done = self._some(pages[:1]) + side_by_side(self._some, pages[1:])  # the first loads what every process needs
        for page, one in zip(pages, done, strict=True):
            for level, message in one.warned:
                LOG.log(level, message)
            set_anchors_and_links(page, one.anchors, one.links, self._files)
            self._output.note_page(page.file.dest_uri, one.written, one.framed)
        if any(one.converted for one in done):
            self._kept.tidy(len(self._all_pages))
        return sum(one.converted for one in done), sum(one.framed for one in done)

    def _some(self, pages: Sequence[Page]) -> list[Done]:
        return [self._one(page) for page in pages]

    def _one(self, page: Page) -> Done:
        converted, warned = self._conversion.give(page)
        page.content = self._config.plugins.on_page_content(page.content or "", page=page, config=self._config, files=self._files)
        path, key = page.file.dest_uri, frame_key(page, self._shared, self._nav)
        fresh = not self._output.takes_over(path, key)
        if fresh:
            html = framed(page, self._all_pages, self._config, self._nav, self._env)
            written = replace(self._output.write(path, html), made_from=key)
        else:
            written = self._output.known[path]
        page.content, page.markdown = None, ""  # without any Markdown at all, MkDocs would know no title of it
        return Done(written, converted, fresh, warned, *anchors_and_links(page))
