"""Columns with their words and formulas settled, and filled rows with the formulas worked out."""

from handbook.tables.columns import Fault, Head, known, settled
from handbook.tables.rows import MOST_IN_A_CELL, Table, shown, table

__all__ = ["MOST_IN_A_CELL", "Fault", "Head", "Table", "known", "settled", "shown", "table"]
