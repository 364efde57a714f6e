"""The list for attendance pay as CSV, JSON and XLSX, written row by row as it is read."""

import csv
import json
from collections.abc import AsyncIterator
from dataclasses import asdict, fields
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import xlsxwriter

from api.files.recap_table import safe
from api.files.texts import plain, told
from models.stores.attendance.pay_list import Attended

COLUMNS = tuple(field.name for field in fields(Attended))
_CODED = ("attended_by", "location", "copy")


def said(name: str, value: Any) -> str | int:
    """A cell as people read it: yes and no, hours without offset, words for codes."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return told("attendance.yes" if value else "attendance.no")
    if isinstance(value, datetime):
        return f"{value:%d-%m-%Y %H.%M} {value.tzname() or ''}".strip()
    if name in _CODED:
        return plain(f"attendance_word.{value}", str(value))
    return value if isinstance(value, int) else str(value)


async def lines(rows: AsyncIterator[Attended]) -> AsyncIterator[bytes]:
    """CSV in UTF-8, a head and a line for each witness; nothing becomes a formula."""
    yield _line([told(f"attendance_column.{name}") for name in COLUMNS])
    async for row in rows:
        yield _line([safe(said(name, getattr(row, name))) for name in COLUMNS])


def _line(values: list[object]) -> bytes:
    text = StringIO()
    csv.writer(text).writerow(values)
    return text.getvalue().encode()


async def document(head: dict[str, Any], rows: AsyncIterator[Attended]) -> AsyncIterator[bytes]:
    """JSON: what `head` says, then `rows`, one object for each witness."""
    opening = json.dumps({**head, "rows": []}, ensure_ascii=False)
    yield opening[:-2].encode()
    before = ""
    async for row in rows:
        one = {name: _plain(value) for name, value in asdict(row).items()}
        yield f"{before}{json.dumps(one, ensure_ascii=False)}".encode()
        before = ","
    yield b"]}"


def _plain(value: object) -> object:
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value


async def workbook(path: Path, title: str, rows: AsyncIterator[Attended]) -> int:
    """Write XLSX to a file, row by row in flat memory; how many witnesses are in it."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    sheet = book.add_worksheet(told("attendance.sheet"))
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 5)
    sheet.set_header(f"&L{title.replace('&', '&&')}")
    sheet.set_footer(f"&R{told('cover.pages')}")
    sheet.set_column(0, len(COLUMNS) - 1, 14)
    for place, name in enumerate(COLUMNS):
        sheet.write_string(0, place, told(f"attendance_column.{name}"), bold)
    line = 0
    async for row in rows:
        line += 1
        for place, name in enumerate(COLUMNS):
            value = said(name, getattr(row, name))
            if isinstance(value, int):
                sheet.write_number(line, place, value)
            else:
                sheet.write_string(line, place, value)
    sheet.autofilter(0, 0, max(line, 1), len(COLUMNS) - 1)
    book.close()
    return line
