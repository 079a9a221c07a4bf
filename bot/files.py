"""Rows as the files that a spreadsheet opens, whatever people have written in them."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

Rows = Sequence[Sequence[str | int]]
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet may take for the beginning of a formula, in a file without types."""
WIDE = 30


def as_csv(rows: Rows) -> bytes:
    """As Swedish Excel reads it: semicolons, and the mark that says UTF-8. Words are never formulas."""
    made = StringIO()
    csv.writer(made, delimiter=";", lineterminator="\r\n").writerows([_harmless(cell) for cell in row] for row in rows)
    return made.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Rows) -> bytes:
    """Words are written as words: nothing in them is looked at. Rows go to disk one by one, not to memory."""
    from xlsxwriter import Workbook

    made = BytesIO()
    book = Workbook(made, {"constant_memory": True})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    sheet.set_column(1, max(1, len(rows[0]) - 1), WIDE)
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(place, column, cell, bold if place == 0 else None)
            else:
                sheet.write_number(place, column, cell)
    book.close()
    return made.getvalue()


def _harmless(cell: str | int) -> str | int:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
