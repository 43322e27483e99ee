"""Tables as spreadsheets open them: CSV and XLSX, written as a stream and read whole.

Nothing written can be taken for a formula, and nothing read is trusted: size, depth and entities
are bounded.
"""

from onevisit.kernel.sheets.reading import LONGEST_CELL, MOST_ROWS, read_sheet
from onevisit.kernel.sheets.writing import CSV, XLSX, Cell, as_csv, as_xlsx

__all__ = [
    "CSV",
    "LONGEST_CELL",
    "MOST_ROWS",
    "XLSX",
    "Cell",
    "as_csv",
    "as_xlsx",
    "read_sheet",
]
