"""The small language of a sheet's formulas: read without running anything, worked out on rows, and written for a spreadsheet."""

from handbook.formulas.excel import Grid, excel
from handbook.formulas.meaning import Kind, Known, gives, inputs, levels_of, may_be_empty, names
from handbook.formulas.parse import Formula, FormulaFault, parse
from handbook.formulas.work import FIRST_DAY, Cell, CellFault, Sight, work_out

__all__ = [
    "FIRST_DAY",
    "Cell",
    "CellFault",
    "Formula",
    "FormulaFault",
    "Grid",
    "Kind",
    "Known",
    "Sight",
    "excel",
    "gives",
    "inputs",
    "levels_of",
    "may_be_empty",
    "names",
    "parse",
    "work_out",
]
