"""Files to fill in, made from the documents: Word, Excel, Markdown, YAML and CSV."""

from handbook.downloads.make import downloads

__all__ = ["downloads"]
