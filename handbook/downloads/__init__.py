"""Files to fill in, made from the documents: Word, Excel, Markdown, YAML and CSV."""

from handbook.downloads.cache import known_by
from handbook.downloads.make import downloads
from handbook.downloads.sizes import SIZES, sizes

__all__ = ["SIZES", "downloads", "known_by", "sizes"]
