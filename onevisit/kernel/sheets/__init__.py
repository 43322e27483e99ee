"""Tables as spreadsheets open them: CSV and XLSX, written as a stream and read whole.

Nothing written can be taken for a formula, and nothing read is trusted: size, depth and entities
are bounded.
"""

from onevisit.kernel.sheets.books import (
    BookRow,
    BookSheet,
    Column,
    Page,
    as_book,
    letters,
    read_book,
)
from onevisit.kernel.sheets.reading import LONGEST_CELL, MOST_ROWS, read_sheet
from onevisit.kernel.sheets.writing import CSV, XLSX, Cell, as_csv, as_xlsx

__all__ = [
    "CSV",
    "LONGEST_CELL",
    "MOST_ROWS",
    "XLSX",
    "BookRow",
    "BookSheet",
    "Cell",
    "Column",
    "Page",
    "as_book",
    "as_csv",
    "as_xlsx",
    "letters",
    "read_book",
    "read_sheet",
]
