"""A file of the site that is made when it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, InclusionLevel

from handbook.side_by_side import beside

Content = str | bytes


class Made(File):
    """A generated file whose content is made when somebody asks for it, and held by nobody: a site may have thousands, each read once.

    `known_by` tells the digest of all that it is made from, where that is known before it is made; otherwise nothing.
    """

    def __init__(
        self,
        config: MkDocsConfig,
        path: str,
        make: Callable[[], Content],
        inclusion: InclusionLevel = InclusionLevel.UNDEFINED,
        known_by: Callable[[], str] = str,
    ) -> None:
        super().__init__(path, None, config.site_dir, config.use_directory_urls, inclusion=inclusion)
        self.generated_by = "handbook"
        self.make, self.known_by = make, known_by
        self._place: Path | None = None

    @property
    def content_bytes(self) -> bytes:
        """The content, made now."""
        content = self.make()
        return content.encode() if isinstance(content, str) else content

    @content_bytes.setter
    def content_bytes(self, value: Content) -> None:
        self.make = lambda: value

    @property
    def content_string(self) -> str:
        """The same as text."""
        return self.content_bytes.decode()

    @content_string.setter
    def content_string(self, value: Content) -> None:
        self.content_bytes = value

    def stands_at(self, place: Path) -> None:
        """From now on, its content is what stands there."""
        self.make, self._place = place.read_bytes, place

    @property
    def size(self) -> int:
        """The content's length in bytes."""
        return self._place.stat().st_size if self._place else len(self.content_bytes)

    def copy_file(self, dirty: bool = False) -> None:  # noqa: ARG002 - MkDocs names it
        """Write it to its place, for MkDocs's own build."""
        target = Path(self.abs_dest_path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(self.content_bytes)


class Together:
    """Files that one piece of work makes, when the first of them is read. `known_by` tells what all of them are known by before."""

    def __init__(self, make: Callable[[], Mapping[str, Content]], known_by: Callable[[], str] = str) -> None:
        self.make, self._known_by = make, known_by
        self._done: Mapping[str, Content] | None = None

    def files(self, config: MkDocsConfig, paths: Iterable[str]) -> list[Made]:
        """The files, none of which is made yet."""
        return [Made(config, path, partial(self._content, path), known_by=self._known_by) for path in paths]

    def _content(self, path: str) -> Content:
        if self._done is None:
            self._done = self.make()
        return self._done[path]


def begin(groups: Sequence[Together], first: Callable[[], None] | None = None) -> None:
    """Make groups of files in another process from now on, after some work whose results are kept; whoever reads one waits for all."""

    def work() -> list[Mapping[str, Content]]:
        if first:
            first()
        return [make() for make in makers]

    makers = [group.make for group in groups]
    contents = cache(beside(work))
    for number, group in enumerate(groups):
        group.make = partial(_from, contents, number)


def _from(contents: Callable[[], Sequence[Mapping[str, Content]]], number: int) -> Mapping[str, Content]:
    return contents()[number]
