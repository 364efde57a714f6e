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
from api.files.texts import told
from models.rules.recap import RecapRow

PAGE = 28
"""Rows on a page."""
MOST_COLUMNS = 40
"""Columns of votes that paper shows; with more, party totals stand here alone."""
ACROSS = 14
"""Columns of numbers side by side; more go on the next sheet with the same rows."""
_COUNTS = ("stations", "reported", "confirmed", "disputed")
_SUMS = ("valid", "invalid", "total")


def document(cover: Cover, rows: Sequence[RecapRow]) -> bytes:
    """The PDF's bytes."""
    file = BytesIO()
    columns = shown(cover.columns)
    pdf = SimpleDocTemplate(
        file,
        pagesize=landscape(A4),
        title=cover.title,
        author=cover.made_by,
        subject=told("cover.unofficial"),
        leftMargin=10 * mm,
        rightMargin=10 * mm,
        topMargin=12 * mm,
        bottomMargin=14 * mm,
    )
    story = [*_front(cover, columns), PageBreak()]
    for part, sum_ in pages(rows, PAGE):
        for sheet in _sheets(columns):
            story += [_table(sheet, [*part, sum_]), PageBreak()]
    for sheet in _sheets(columns):
        story += [_table(sheet, [cover.total]), Spacer(1, 6 * mm)]
    pdf.build(story, onFirstPage=_foot(cover), onLaterPages=_foot(cover))
    return file.getvalue()


def shown(columns: Sequence[Column]) -> Sequence[Column]:
    """The columns that fit: all, or pairs and party totals."""
    if len(columns) <= MOST_COLUMNS:
        return columns
    return [column for column in columns if "." not in column.code][:MOST_COLUMNS]


def _front(cover: Cover, columns: Sequence[Column]) -> list[object]:
    styles = getSampleStyleSheet()
    story: list[object] = [Paragraph(_text(cover.title), styles["Title"]), Spacer(1, 6 * mm)]
    table = Table([[label, said] for label, said in cover.lines()], colWidths=[60 * mm, 180 * mm])
    table.setStyle(TableStyle([("FONTNAME", (0, 0), (0, -1), "Helvetica-Bold")]))
    story += [table, Spacer(1, 4 * mm)]
    names = " · ".join(column.title for column in columns)
    story.append(Paragraph(_text(told("cover.columns", names=names)), styles["BodyText"]))
    if len(columns) < len(cover.columns):
        story.append(Paragraph(told("cover.candidates_elsewhere"), styles["BodyText"]))
    return story


def _sheets(columns: Sequence[Column]) -> list[list[Column]]:
    """The columns of numbers in groups that fit side by side: counters, votes, sums."""
    counts = [Column(code, told(f"cover.narrow_{code}")) for code in _COUNTS]
    sums = [Column(code, told(f"cover.narrow_{code}")) for code in _SUMS]
    whole = [*counts, *(Column(column.code, column.code) for column in columns), *sums]
    return [whole[first : first + ACROSS] for first in range(0, len(whole), ACROSS)]


def _table(columns: Sequence[Column], rows: Sequence[RecapRow]) -> Table:
    """Rows with their last one as the sum."""
    head = [
        told("recap_column.code"),
        told("recap_column.name"),
        *(column.title for column in columns),
    ]
    lines = [[row.code, row.name[:28], *(_cell(row, c.code) for c in columns)] for row in rows]
    widths = [26 * mm, 42 * mm, *(15 * mm for _ in columns)]
    table = Table([head, *lines], colWidths=widths, repeatRows=1, hAlign="LEFT")
    table.setStyle(
        TableStyle(
            [
                ("FONTSIZE", (0, 0), (-1, -1), 7),
                ("LEADING", (0, 0), (-1, -1), 8.5),
                ("LEFTPADDING", (0, 0), (-1, -1), 2),
                ("RIGHTPADDING", (0, 0), (-1, -1), 2),
                ("ALIGN", (2, 0), (-1, -1), "RIGHT"),
                ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold"),
                ("FONTNAME", (0, -1), (-1, -1), "Helvetica-Bold"),
                ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black),
                ("LINEABOVE", (0, -1), (-1, -1), 0.5, colors.black),
            ]
        )
    )
    return table


def _cell(row: RecapRow, code: str) -> str:
    if code in _COUNTS or code in _SUMS:
        return number(getattr(row, code))
    return number(row.votes[code]) if code in row.votes else ""


def _foot(cover: Cover) -> object:
    """Draws what stands at the foot of every page."""

    def draw(canvas: Any, pdf: Any) -> None:
        canvas.setFont("Helvetica", 7)
        canvas.drawString(
            10 * mm, 7 * mm, f"{told('cover.unofficial')}. {cover.title}, {cover.at:%d-%m-%Y %H.%M}"
        )
        canvas.drawRightString(287 * mm, 7 * mm, told("cover.page", number=pdf.page))

    return draw


def _text(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")
