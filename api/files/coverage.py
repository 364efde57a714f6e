"""Coverage as XLSX: a row for each area or station, the sum below. Text never becomes a formula."""

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter

from api.files.texts import told
from models.stores.mandates.coverage import COUNTS, Coverage


def workbook(rows: Sequence[Coverage], whole: Coverage) -> bytes:
    """The file's bytes."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet(told("coverage.sheet"))
    sheet.set_column(0, 0, 15)
    sheet.set_column(1, 1, 28)
    sheet.set_column(2, 2 + len(COUNTS), 16)
    sheet.freeze_panes(1, 2)
    titles = [told("coverage.code"), told("coverage.area")]
    titles += [told(f"coverage_column.{name}") for name in COUNTS]
    for place, title in enumerate(titles):
        sheet.write_string(0, place, title, bold)
    for line, row in enumerate((*rows, whole), 1):
        style = bold if row is whole else None
        sheet.write_string(line, 0, row.code, style)
        sheet.write_string(line, 1, row.name, style)
        for place, name in enumerate(COUNTS, 2):
            sheet.write_number(line, place, getattr(row, name), style)
    book.close()
    return file.getvalue()
