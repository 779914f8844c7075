"""Chosen plays and documents in one folder, and the handbook on paper."""

from __future__ import annotations

from handbook.pack.chapters import whole
from handbook.pack.choice import choose
from handbook.pack.folder import FORMATS, pack_files
from handbook.pack.pdf import as_pdf, is_ours

__all__ = ["FORMATS", "as_pdf", "choose", "is_ours", "pack_files", "whole"]
