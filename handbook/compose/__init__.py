"""The book as pages: values, nothing written."""

from __future__ import annotations

from handbook.compose.makers import finish_written
from handbook.compose.menu import menu, titles
from handbook.compose.page import ComposedPage
from handbook.compose.pages import Pages, compose

__all__ = ["ComposedPage", "Pages", "compose", "finish_written", "menu", "titles"]
