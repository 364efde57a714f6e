"""Imports a file of the register: streamed, in batches that commit, going on where it stopped."""

import asyncio
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from sqlalchemy import text

from models.errors import BadInput
from models.registers.headings import Headings
from models.registers.register_columns import HEADINGS, positions
from models.registers.register_row import Entry, Reader
from models.registers.rows import Sheet, is_total
from models.rules.nik import masked_part
from models.stores.base.audit import note
from models.stores.base.database import Database, Transaction
from models.stores.base.named_stations import Places
from models.stores.voters.voter_batches import put_batch
from models.stores.voters.voter_register import Kind, settle_register
from models.voter_keys import VoterKeys

BATCH = 20_000
"""Rows in one commit."""
_LINES = 20
"""Line numbers that the report names for each reason."""

Progress = Callable[[int], None]
Line = int | str
"""Where a row stands: 14, or "Lembar2!14" where several sheets are read."""
_BEGIN = text("""
insert into voter_import (election_id, sha256, rows, rejected, added, changed, unchanged, done)
values (:election, :sha256, 0, '{}', 0, 0, 0, false)
on conflict (election_id, sha256) do update set started_at = now()
returning *
""")
_FRESH = text(
    "select not exists (select from voter where election_id = :election and import_id <> :id)"
)
_GO_ON = text("""
update voter_import set rows = :rows, rejected = cast(:rejected as jsonb), added = :added,
    changed = :changed, unchanged = :unchanged, done = :done,
    done_at = case when :done then now() end
where id = :id
""")


@dataclass
class Report:
    """How an import went; `rejected`: reason -> how many rows, and the first of their lines.

    `notes`: sheets and columns that nothing was read from, and what each of several sheets held.
    """

    id: int = 0
    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: dict[str, tuple[int, list[Line]]] = field(default_factory=dict)
    again: bool = False
    resumed_at: int = 0
    notes: tuple[str, ...] = ()

    def reject(self, reason: str, line: Line | None, count: int = 1) -> None:
        """Count rows that were not taken."""
        so_far, lines = self.rejected.get(reason, (0, []))
        more = [line] if line is not None and len(lines) < _LINES else []
        self.rejected[reason] = (so_far + count, [*lines, *more])


class Importer:
    """One file of one election; the settings have decided what kind of register it may be."""

    def __init__(
        self,
        database: Database,
        keys: VoterKeys,
        election_id: int,
        file: Path,
        kind: Kind,
        progress: Progress = lambda rows: None,
        headings: Headings = HEADINGS,
    ) -> None:
        self._database, self._keys, self._election = database, keys, election_id
        self._file, self._kind, self._progress = file, kind, progress
        self._headings = headings
        self._stations: dict[tuple[str, ...], int | str] = {}
        self._fresh = False

    async def run(self) -> Report:
        """Import all of it; the report says if it was imported before.

        Raises BadInput, Unsure where headings have to be confirmed.
        """
        parts = await asyncio.to_thread(self._parts)
        report = await self._begin()
        if report.again:
            return report
        async with self._database.transaction() as tx:
            places = Places(tx, self._election)
            behind = report.rows
            for part in parts:
                behind -= await asyncio.to_thread(part.skip, behind)
                await self._put(part, places, report)
        report.notes = self._notes(parts)
        await self._finish(report)
        return report

    async def check(self) -> Report:
        """Read all of it and write nothing: the rows, and which would be rejected, and why."""
        report = Report()
        parts = await asyncio.to_thread(self._parts)
        async with self._database.transaction() as tx:
            places = Places(tx, self._election)
            for part in parts:
                batch = await self._prepare(part, places)
                while batch.read:
                    report.rows += batch.read
                    for reason, number in batch.rejects:
                        report.reject(reason, number)
                    self._progress(report.rows)
                    batch = await self._prepare(part, places)
        report.notes = self._notes(parts)
        return report

    async def _put(self, part: "_Part", places: Places, report: Report) -> None:
        batch = await self._prepare(part, places)
        while batch.read:
            writing = asyncio.create_task(self._write(batch, report))
            batch = await self._prepare(part, places)
            await writing
            self._progress(report.rows)

    def _parts(self) -> "list[_Part]":
        found = self._headings.read(self._file)
        self._left = self._headings.notes(found)
        return [_Part(sheet, self._reader(sheet)) for sheet in found.sheets]

    def _reader(self, sheet: Sheet) -> Reader:
        found = positions(self._headings, self._file, sheet)
        return Reader(self._keys, found, masked=self._kind.masked, fact=self._kind.fact)

    def _notes(self, parts: "list[_Part]") -> tuple[str, ...]:
        several = [f"sheet {one.sheet.name!r}: {one.read:,} rows" for one in parts]
        return (*self._left, *(several if len(parts) > 1 else ()))

    async def _begin(self) -> Report:
        sha256 = await asyncio.to_thread(_hash, self._file)
        async with self._database.transaction() as tx:
            await settle_register(tx, self._keys, self._election, self._kind)
            values = {"election": self._election, "sha256": sha256}
            row = (await tx.execute(_BEGIN, values)).one()
            self._fresh = bool(await tx.scalar(_FRESH, {**values, "id": row.id}))
        rejected = {reason: (count, lines) for reason, (count, lines) in row.rejected.items()}
        counts = (row.rows, row.added, row.changed, row.unchanged)
        return Report(row.id, *counts, rejected, again=row.done, resumed_at=row.rows)

    async def _prepare(self, part: "_Part", places: Places) -> "Batch":
        """Read and hash the next rows while the database writes the last ones."""
        first, raw = await asyncio.to_thread(part.next)
        whole = [row for row in raw if part.reader.unusable(row) is None]
        for where in {part.reader.where(row) for row in whole} - self._stations.keys():
            self._stations[where] = await places.find(part.reader.named(where))
        return await asyncio.to_thread(self._hashed, part, raw, first)

    def _hashed(self, part: "_Part", raw: list[list[str]], first: int) -> "Batch":
        batch, reader = Batch(len(raw)), part.reader
        for number, row in enumerate(raw, first):
            if is_total(row):
                continue
            problem = reader.unusable(row)
            if problem is not None:
                if any(cell.strip() for cell in row):
                    batch.rejects.append((problem, part.line(number)))
                continue
            taken = reader.read(row, self._stations[reader.where(row)])
            if isinstance(taken, str):
                batch.rejects.append((taken, part.line(number)))
            else:
                batch.entries.append((number, taken))
        return batch

    async def _write(self, batch: "Batch", report: Report) -> None:
        async with self._database.transaction() as tx:
            added, changed, twice = await put_batch(
                tx,
                batch.entries,
                self._election,
                report.id,
                layer=self._keys.layers,
                masked=self._kind.masked,
                fresh=self._fresh,
            )
            report.rows += batch.read
            report.added += added
            report.changed += changed
            report.unchanged += len(batch.entries) - added - changed - twice
            for reason, number in batch.rejects:
                report.reject(reason, number)
            if twice:
                report.reject("twice", None, twice)
            await self._keep(tx, report)

    async def _keep(self, tx: Transaction, report: Report, *, done: bool = False) -> None:
        values = {"id": report.id, "rows": report.rows, "added": report.added}
        rejected = json.dumps(report.rejected)
        more = {"changed": report.changed, "unchanged": report.unchanged, "done": done}
        await tx.execute(_GO_ON, {**values, **more, "rejected": rejected})

    async def _finish(self, report: Report) -> None:
        async with self._database.transaction() as tx:
            await self._keep(tx, report, done=True)
            counts = {reason: count for reason, (count, _) in report.rejected.items()}
            data = {"rows": report.rows, "added": report.added, "changed": report.changed}
            kind = {"masked": self._kind.masked, "legal_basis": self._kind.legal_basis}
            await note(
                tx,
                "operator",
                "voters imported",
                f"voter_import:{report.id}",
                {**data, "rejected": counts, **kind},
            )
            await tx.execute(text("analyze voter"))


@dataclass
class Batch:
    """Rows read and hashed, not yet written."""

    read: int
    entries: list[tuple[int, Entry]] = field(default_factory=list)
    rejects: list[tuple[str, Line]] = field(default_factory=list)


@dataclass
class _Part:
    """One sheet and the reader of its columns; `read`: rows of it so far."""

    sheet: Sheet
    reader: Reader
    read: int = 0

    def skip(self, rows: int) -> int:
        """Pass over what was imported before; how much of it stood here."""
        gone = sum(1 for _ in islice(self.sheet.rows, max(0, rows)))
        self.read += gone
        return gone

    def next(self) -> tuple[int, list[list[str]]]:
        """The next rows, and the line of the first."""
        first, raw = self.sheet.first + self.read, list(islice(self.sheet.rows, BATCH))
        self.read += len(raw)
        return first, raw

    def line(self, number: int) -> Line:
        """Where a row stands, as people find it."""
        return number if self.sheet.alone else self.sheet.place(number)


def is_masked(file: Path, headings: Headings = HEADINGS) -> bool:
    """Whether the first row's NIK has its last digits masked. Raises BadInput, Unsure."""
    for sheet in headings.read(file).sheets:
        place = positions(headings, file, sheet)["nik"]
        for row in sheet.rows:
            if len(row) > place and row[place].strip():
                return masked_part(row[place].strip().strip("'")) is not None
    raise BadInput(f"{file.name}: holds no row with a NIK")


def _hash(file: Path) -> bytes:
    try:
        with file.open("rb") as content:
            return hashlib.file_digest(content, "sha256").digest()
    except OSError as problem:
        raise BadInput(f"{file.name}: cannot be read ({problem})") from None
