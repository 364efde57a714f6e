"""A table as CSV or XLSX: every row of the question, marked with for whom and when it was made.

Nothing becomes a formula. The mark stands above the headings, where our own reader skips titles.
"""

import csv
from asyncio import to_thread
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from itertools import count

import xlsxwriter

from api.files.recap_table import safe
from api.screen.desks.desk_table import Value

LONGEST_SHEET = 1_000_000
"""Rows of a sheet: spreadsheets hold 1,048,576."""
_PIECE = 2_000
Row = Sequence[Value]


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands above the rows: the table's title, for whom and when, and the headings."""

    title: str
    mark: str
    headings: tuple[str, ...]
    more: str = ""
    """What is said below a sheet that cannot hold all rows."""


async def lines(cover: Cover, rows: AsyncIterator[Row]) -> AsyncGenerator[bytes, None]:
    """CSV in UTF-8, row by row as it is read."""
    yield _csv([[cover.mark], list(cover.headings)])
    async for piece in _pieces(rows):
        yield _csv(piece)


def _csv(rows: Sequence[Row]) -> bytes:
    text = StringIO()
    csv.writer(text).writerows([safe(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


async def _pieces(rows: AsyncIterator[Row]) -> AsyncIterator[list[Row]]:
    piece: list[Row] = []
    async for row in rows:
        piece.append(row)
        if len(piece) == _PIECE:
            yield piece
            piece = []
    yield piece


async def workbook(cover: Cover, rows: AsyncIterator[Row]) -> bytes:
    """XLSX, written beside the event loop in flat memory."""
    sheet = _Sheet(cover)
    async for piece in _pieces(rows):
        await to_thread(sheet.write, piece)
        if sheet.full:
            break
    return await to_thread(sheet.close)


@dataclass(slots=True)
class _Sheet:
    cover: Cover
    line: int = 2
    _file: BytesIO = field(default_factory=BytesIO)
    _book: xlsxwriter.Workbook = field(init=False)
    _page: xlsxwriter.worksheet.Worksheet = field(init=False)

    def __post_init__(self) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(self._file, options)
        self._page = self._book.add_worksheet(self.cover.title[:31])
        bold = self._book.add_format({"bold": True, "bottom": 1})
        self._page.set_landscape()
        self._page.set_paper(9)  # A4
        self._page.fit_to_pages(1, 0)
        self._page.repeat_rows(0, 1)
        self._page.freeze_panes(2, 1)
        self._page.set_footer(f"&L{self.cover.mark.replace('&', '&&')[:200]}&R&P/&N")
        self._page.set_column(0, len(self.cover.headings) - 1, 20)
        self._page.write_string(0, 0, self.cover.mark)
        for place, name in enumerate(self.cover.headings):
            self._page.write_string(1, place, name, bold)

    @property
    def full(self) -> bool:
        """Whether it holds no more rows."""
        return self.line >= LONGEST_SHEET

    def write(self, rows: Sequence[Row]) -> None:
        """The next rows."""
        for number, row in zip(count(self.line), rows, strict=False):
            for place, cell in enumerate(row):
                if isinstance(cell, int):
                    self._page.write_number(number, place, cell)
                else:
                    self._page.write_string(number, place, cell)
        self.line += len(rows)

    def close(self) -> bytes:
        """The whole file."""
        if self.full:
            self._page.write_string(self.line, 0, self.cover.more)
        self._page.autofilter(1, 0, max(self.line - 1, 2), len(self.cover.headings) - 1)
        self._book.close()
        return self._file.getvalue()
