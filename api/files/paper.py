"""The recap as PDF: a cover, then tables with the sum of each page and the sum of all."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from api.files.cover import Column, Cover, number, pages
from api.streams import NOTE
from models.rules.recap import RecapRow

PAGE = 28
"""Rows on a page."""
MOST_COLUMNS = 26
"""Columns of votes that a page has room for; with more, party totals stand here alone."""
_COUNTS = ("stations", "reported", "confirmed", "disputed")
_SUMS = ("valid", "invalid", "total")
_HEAD = ("Kode", "Wilayah", "TPS", "Masuk", "Konf.", "Beda")
_TAIL = ("Sah", "Tidak sah", "Jumlah")


def document(cover: Cover, rows: Sequence[RecapRow]) -> bytes:
    """The PDF's bytes."""
    file = BytesIO()
    columns = shown(cover.columns)
    pdf = SimpleDocTemplate(
        file,
        pagesize=landscape(A4),
        title=cover.title,
        author=cover.made_by,
        subject=NOTE,
        leftMargin=10 * mm,
        rightMargin=10 * mm,
        topMargin=12 * mm,
        bottomMargin=14 * mm,
    )
    story = [*_front(cover, columns), PageBreak()]
    for part, sum_ in pages(rows, PAGE):
        story += [_table(columns, [*part, sum_], 1), PageBreak()]
    story.append(_table(columns, [cover.total], 1))
    pdf.build(story, onFirstPage=_foot(cover), onLaterPages=_foot(cover))
    return file.getvalue()


def shown(columns: Sequence[Column]) -> Sequence[Column]:
    """The columns that fit: all, or pairs and party totals."""
    if len(columns) <= MOST_COLUMNS:
        return columns
    return [column for column in columns if "." not in column.code][:MOST_COLUMNS]


def _front(cover: Cover, columns: Sequence[Column]) -> list[Any]:
    styles = getSampleStyleSheet()
    story: list[Any] = [Paragraph(_text(cover.title), styles["Title"]), Spacer(1, 6 * mm)]
    table = Table([[label, said] for label, said in cover.lines()], colWidths=[60 * mm, 180 * mm])
    table.setStyle(TableStyle([("FONTNAME", (0, 0), (0, -1), "Helvetica-Bold")]))
    story += [table, Spacer(1, 4 * mm)]
    names = " · ".join(column.title for column in columns)
    story.append(Paragraph(_text(f"Kolom: {names}"), styles["BodyText"]))
    if len(columns) < len(cover.columns):
        story.append(Paragraph("Suara calon ada di berkas XLSX.", styles["BodyText"]))
    return story


def _table(columns: Sequence[Column], rows: Sequence[RecapRow], sums: int) -> Table:
    head = [*_HEAD, *(column.code for column in columns), *_TAIL]
    lines = [_line(row, columns) for row in rows]
    table = Table([head, *lines], repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("FONTSIZE", (0, 0), (-1, -1), 6.5),
                ("LEADING", (0, 0), (-1, -1), 8),
                ("LEFTPADDING", (0, 0), (-1, -1), 2),
                ("RIGHTPADDING", (0, 0), (-1, -1), 2),
                ("ALIGN", (2, 0), (-1, -1), "RIGHT"),
                ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold"),
                ("FONTNAME", (0, -sums), (-1, -1), "Helvetica-Bold"),
                ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black),
                ("LINEABOVE", (0, -sums), (-1, -sums), 0.5, colors.black),
            ]
        )
    )
    return table


def _line(row: RecapRow, columns: Sequence[Column]) -> list[str]:
    counts = [number(getattr(row, name)) for name in _COUNTS]
    votes = [number(row.votes[c.code]) if c.code in row.votes else "" for c in columns]
    return [row.code, row.name[:28], *counts, *votes, *(number(getattr(row, n)) for n in _SUMS)]


def _foot(cover: Cover) -> Any:
    """Draws what stands at the foot of every page."""

    def draw(canvas: Any, pdf: Any) -> None:
        canvas.setFont("Helvetica", 7)
        canvas.drawString(10 * mm, 7 * mm, f"{NOTE}. {cover.title}, {cover.at:%d-%m-%Y %H.%M}")
        canvas.drawRightString(287 * mm, 7 * mm, f"Halaman {pdf.page}")

    return draw


def _text(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")
