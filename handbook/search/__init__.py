"""The search index: what can be found, in which words, in a form that a browser reads at its first query."""

from handbook.search.index import MAIN, MORE, SEARCH_FILES, search_files

__all__ = ["MAIN", "MORE", "SEARCH_FILES", "search_files"]
