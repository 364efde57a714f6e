"""Witnesses, reserves and volunteers as CSV or XLSX that can be imported again.

Phones and codes are text; nothing becomes a formula.
"""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

import xlsxwriter

from models.sealing import Keys
from models.stores.recruiting.volunteer_lists import Exported

HEAD = (
    *("status", "name", "phone", "station", "participant", "ballots", "kelurahan", "experience"),
    *("trained", "letter"),
)


def lines(rows: Sequence[Exported], keys: Keys) -> list[tuple[str, ...]]:
    """The rows as texts, phones open."""
    return [_line(row, keys) for row in rows]


def _line(row: Exported, keys: Keys) -> tuple[str, ...]:
    phone = keys.unseal_text(row.phone_sealed) if row.phone_sealed else ""
    participant = f"{row.kind}:{row.participant}" if row.kind else ""
    ballots, letter = row.ballots or "", str(row.letter or "")
    place = (row.station, participant, ballots, row.kelurahan, row.experience)
    return (row.status, row.name, phone, *place, "ya" if row.trained else "", letter)


def table(found: Sequence[tuple[str, ...]]) -> bytes:
    """CSV, UTF-8; a text that a spreadsheet would take for a formula gets an apostrophe before it.

    A phone (+62...) begins with 0 here, as people write it, so that it needs none.
    """
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(HEAD)
    writer.writerows([_plain(cell) for cell in line] for line in found)
    return text.getvalue().encode()


def _plain(cell: str) -> str:
    if cell.startswith("+62") and cell[1:].isdigit():
        return f"0{cell[3:]}"
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def workbook(found: Sequence[tuple[str, ...]]) -> bytes:
    """XLSX with every cell as text."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("Saksi")
    bold = book.add_format({"bold": True})
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, len(HEAD) - 1, 18)
    for place, name in enumerate(HEAD):
        sheet.write_string(0, place, name, bold)
    for number, line in enumerate(found, 1):
        for place, cell in enumerate(line):
            sheet.write_string(number, place, cell)
    book.close()
    return file.getvalue()
