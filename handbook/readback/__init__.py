"""A workbook that people filled in, read back: its rows as values, or every fault by its sheet and row."""

from handbook.readback.read import ReadBack, read_back
from handbook.readback.write import written

__all__ = ["ReadBack", "read_back", "written"]
