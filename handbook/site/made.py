"""A file of the site that is made when it is first read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, InclusionLevel

Content = str | bytes


class Made(File):
    """A generated file whose content nobody has to make before somebody asks for it."""

    def __init__(self, config: MkDocsConfig, path: str, make: Callable[[], Content], inclusion: InclusionLevel = InclusionLevel.UNDEFINED) -> None:
        super().__init__(path, None, config.site_dir, config.use_directory_urls, inclusion=inclusion)
        self.generated_by = "handbook"
        self.make = make
        self.made: bytes | None = None

    @property
    def content_bytes(self) -> bytes:
        """The content, made now if nobody has asked for it before."""
        if self.made is None:
            self.content_string = self.make()
        return self.made or b""

    @content_bytes.setter
    def content_bytes(self, value: bytes) -> None:
        self.made = value

    @property
    def content_string(self) -> str:
        """The same as text."""
        return self.content_bytes.decode()

    @content_string.setter
    def content_string(self, value: Content) -> None:
        self.made = value.encode() if isinstance(value, str) else value

    def copy_file(self, dirty: bool = False) -> None:  # noqa: ARG002 - MkDocs names it
        """Write it to its place, for MkDocs's own build."""
        target = Path(self.abs_dest_path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(self.content_bytes)


def made_together(config: MkDocsConfig, paths: Iterable[str], make: Callable[[], Mapping[str, Content]]) -> list[Made]:
    """Files that one piece of work makes, at the first that is read."""
    done: dict[str, Content] = {}

    def content(path: str) -> Content:
        if not done:
            done.update(make())
        return done[path]

    return [Made(config, path, partial(content, path)) for path in paths]
