"""From a question to a file: reads the rows, writes the cover, calls the writer of the kind."""

import asyncio
from contextlib import aclosing
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from api.files.cover import Column, Cover, total
from api.http.answers import Asked
from models.errors import BadInput
from models.rules.recap import RecapRow
from models.stores.base import elections, participants
from models.stores.base.database import Database, Transaction
from models.stores.recap import recap
from models.stores.recap.recap import Scope

MOST_ROWS = {"csv": 1_000_000, "xlsx": 20_000, "pdf": 3_000}


class FileKind(StrEnum):
    """What the recap can be written as."""

    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"


MEDIA = {
    FileKind.CSV: "text/csv; charset=utf-8",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.PDF: "application/pdf",
}


async def recap_file(database: Database, asked: Asked, kind: FileKind, made_for: str = "") -> bytes:
    """The file's bytes; raises BadInput when it would be too long for its kind."""
    async with database.transaction() as tx:
        scope = await recap.understand(tx, asked.question, asked.election)
        columns = await _columns(tx, scope)
        rows: list[RecapRow] = []
        async with aclosing(recap.rows(tx, scope)) as found:
            async for row in found:
                rows.append(row)
                if len(rows) > MOST_ROWS[kind]:
                    raise BadInput(
                        f"more than {MOST_ROWS[kind]} rows do not fit into {kind}: "
                        "choose a higher level or a smaller area",
                        level=scope.level,
                    )
    return await asyncio.to_thread(write, kind, _cover(scope, columns, rows, made_for), rows)


def write(kind: FileKind, cover: Cover, rows: list[RecapRow]) -> bytes:
    """The bytes of a file of this kind."""
    if kind is FileKind.PDF:
        from api.files import paper

        return paper.document(cover, rows)
    from api.files import recap_table

    if kind is FileKind.XLSX:
        return recap_table.workbook(cover, rows)
    return b"".join(recap_table.lines(cover, rows))


def file_name(asked: Asked, kind: FileKind, at: datetime) -> str:
    """A name that says what is inside, safe for every system."""
    question = asked.question
    place = question.district or question.area or "nasional"
    plain = "".join(letter for letter in place if letter.isalnum())
    return f"rekap-{question.ballot.value}-{plain}-{at:%Y%m%d-%H%M}.{kind.value}"


async def _columns(tx: Transaction, scope: Scope) -> tuple[Column, ...]:
    """The columns of votes: a contest's choices, or the parties of all contests."""
    if scope.details:
        contest = await elections.contest(tx, next(iter(scope.layouts)))
        return tuple(Column(c.code, f"{c.code} {c.short or c.name}") for c in contest.choices)
    names = await participants.party_names(tx, scope.election.id)
    codes: dict[str, None] = {}
    for layout in scope.layouts.values():
        codes |= dict.fromkeys(layout.sums(()))
    ordered = sorted(codes, key=lambda code: (len(code), code))
    return tuple(Column(code, f"{code} {names.get(code, '')}".strip()) for code in ordered)


def _cover(scope: Scope, columns: tuple[Column, ...], rows: list[RecapRow], made_for: str) -> Cover:
    config = scope.election.config
    said = {one.code: one.name for one in config.ballots}
    district = f"Dapil {next(iter(scope.layouts.values())).name}" if scope.question.district else ""
    return Cover(
        scope.election.name,
        said.get(scope.question.ballot, scope.question.ballot.value),
        district or scope.area.title,
        scope.level,
        scope.question.trust.value,
        config.installation.name or "Saksi",
        made_for,
        datetime.now(UTC).astimezone(ZoneInfo(config.timezone)),
        columns,
        total(rows),
    )
