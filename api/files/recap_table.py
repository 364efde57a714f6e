"""The recap as CSV and XLSX. Text is always written as text: nothing becomes a formula."""

import csv
import unicodedata
from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

from api.files.cover import Column, Cover, pages, percent
from api.files.texts import told
from models.rules.recap import RecapRow

HEAD = (
    *("code", "name", "stations", "reported", "confirmed", "disputed", "voters"),
    "voters_reported",
)
TAIL = ("valid", "invalid", "total", "turnout", "invalid_share")
PAGE = 40
"""Rows on a printed sheet."""


def lines(cover: Cover, rows: Sequence[RecapRow]) -> Iterator[bytes]:
    """CSV: the cover as lines that begin with "#", the head, one line a row, UTF-8."""
    opening = "".join(f"# {one_line(f'{label}: {said}')}\r\n" for label, said in cover.lines())
    yield opening.encode()
    yield _line([*HEAD, *(column.code for column in cover.columns), *TAIL])
    for row in rows:
        shares = [_share(row.turnout), _share(row.invalid_share)]
        votes = [row.votes.get(column.code, "") for column in cover.columns]
        sums = [row.valid, row.invalid, row.total]
        yield _line([*(getattr(row, name) for name in HEAD), *votes, *sums, *shares])


def one_line(text: str) -> str:
    """The text with a space for whatever would begin another line, or is no letter at all."""
    return "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)


def _line(values: Sequence[object]) -> bytes:
    text = StringIO()
    csv.writer(text).writerow([safe(value) for value in values])
    return text.getvalue().encode()


def safe(value: object) -> object:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    risky = isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r")
    return f"'{value}" if risky else value


def _share(part: float | None) -> str:
    return "" if part is None else f"{part:.4f}"


def workbook(cover: Cover, rows: Sequence[RecapRow]) -> bytes:
    """XLSX: a cover sheet, then the rows with a sum on each printed page and one at the end."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    bold = book.add_format({"bold": True})
    front = book.add_worksheet(told("cover.front_sheet"))
    front.set_column(0, 0, 26)
    front.set_column(1, 1, 70)
    front.write_string(0, 0, cover.title, book.add_format({"bold": True, "font_size": 16}))
    for place, (label, said) in enumerate(cover.lines(), 2):
        front.write_string(place, 0, label, bold)
        front.write_string(place, 1, said)
    sheet = book.add_worksheet(told("cover.rows_sheet"))
    _print_settings(sheet, cover)
    _rows(book, sheet, cover, rows)
    book.close()
    return file.getvalue()


def _print_settings(sheet: Any, cover: Cover) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 2)
    sheet.set_header(f"&L{cover.title.replace('&', '&&')}&R{cover.at:%d-%m-%Y %H.%M}")
    sheet.set_footer(f"&L{told('cover.unofficial')}&R{told('cover.pages')}")
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 26)


def _rows(book: Any, sheet: Any, cover: Cover, rows: Sequence[RecapRow]) -> None:
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    strong = book.add_format({"bold": True, "top": 1, "num_format": "#,##0"})
    plain = book.add_format({"num_format": "#,##0"})
    titles = [told(f"recap_column.{name}") for name in HEAD]
    titles += [column.title for column in cover.columns]
    for place, title in enumerate([*titles, *(told(f"recap_column.{name}") for name in TAIL)]):
        sheet.write_string(0, place, title, head)
    line, breaks = 1, []
    for part, sum_ in pages(rows, PAGE):
        for row in part:
            _row(sheet, line, row, cover.columns, plain)
            line += 1
        _row(sheet, line, sum_, cover.columns, strong)
        line += 1
        breaks.append(line)
    _row(sheet, line, cover.total, cover.columns, strong)
    sheet.set_h_pagebreaks(breaks[:-1])


def _row(sheet: Any, line: int, row: RecapRow, columns: Sequence[Column], style: Any) -> None:
    sheet.write_string(line, 0, row.code, style)
    sheet.write_string(line, 1, row.name, style)
    numbers: list[int | None] = [getattr(row, name) for name in HEAD[2:]]
    numbers += [row.votes.get(column.code) for column in columns]
    numbers += [row.valid, row.invalid, row.total]
    for place, value in enumerate(numbers, 2):
        if value is not None:
            sheet.write_number(line, place, value, style)
    for place, part in enumerate((row.turnout, row.invalid_share), 2 + len(numbers)):
        sheet.write_string(line, place, percent(part), style)
