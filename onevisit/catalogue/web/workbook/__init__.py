"""Items in a workbook: the boxes of the editor as columns, filled in by an office, taken in."""
