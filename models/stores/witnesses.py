"""The list of witnesses that a coordinator imports: persons, their mandates, their codes."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from models.errors import BadInput, SaksiError
from models.phones import e164
from models.sealing import Keys
from models.stores.audit import note
from models.stores.leaving import same_holder
from models.stores.mandates import NewMandate, put_mandate
from models.stores.people import has_code, new_code, put_person
from models.stores.session import Session
from models.tables import AreaRow, ContestRow, ParticipantRow, StationRow

COLUMNS = ("name", "phone", "station", "participant")
ALIASES = {
    "nama": "name",
    "hp": "phone",
    "telepon": "phone",
    "no_hp": "phone",
    "tps": "station",
    "kode_tps": "station",
    "peserta": "participant",
    "surat_suara": "ballots",
}
MOST_ERRORS = 20


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did; `codes`: (name, phone, code) of those who got a new activation code."""

    persons: int
    mandates: int
    unchanged: int
    codes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file: where it stands, and what it says."""

    number: int
    name: str
    phone: str
    station: str
    participant: str
    ballots: tuple[str, ...]


def read_lines(file: Path) -> Iterator[Line]:
    """The rows of a CSV file (comma or semicolon, header in English or Indonesian).

    Raises BadInput naming file and line.
    """
    try:
        content = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise BadInput(f"{file}: cannot be read ({problem})") from None
    first = content.partition("\n")[0]
    rows = csv.reader(content.splitlines(), delimiter=";" if ";" in first else ",")
    header = [ALIASES.get(name, name) for name in (n.strip().lower() for n in next(rows, []))]
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        raise BadInput(f"{file}:1: column {missing[0]} is missing; needed: {', '.join(COLUMNS)}")
    for row in rows:
        if any(cell.strip() for cell in row):
            cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
            ballots = tuple(cells.get("ballots", "").replace(",", " ").lower().split())
            name, phone, station, participant = (cells.get(column, "") for column in COLUMNS)
            yield Line(rows.line_num, name, phone, station, participant, ballots)


class Importer:
    """Writes the lines of one file, all of them or, with the errors collected, none."""

    def __init__(self, session: Session, keys: Keys, election_id: int, file: Path) -> None:
        self.session, self.keys, self.election_id, self.file = session, keys, election_id, file
        self.errors: list[str] = []
        self.new = self.given = self.same = 0
        self.codes: dict[int, tuple[str, str, str]] = {}

    async def run(self, *, new_codes: bool = False) -> Imported:
        """Import the file. Raises BadInput with every line that is wrong, up to MOST_ERRORS."""
        participants = await self._participants()
        for line in read_lines(self.file):
            try:
                await self._line(line, participants, new_codes)
            except SaksiError as wrong:
                self.errors.append(f"{self.file}:{line.number}: {wrong}")
        if self.errors:
            more = len(self.errors) - MOST_ERRORS
            tail = [f"... and {more} more"] if more > 0 else []
            raise BadInput("\n".join([*self.errors[:MOST_ERRORS], *tail, "nothing was imported"]))
        await note(
            self.session,
            actor="operator",
            action="witnesses imported",
            subject=f"election:{self.election_id}",
            data={"new": self.new, "mandates": self.given, "unchanged": self.same},
        )
        return Imported(self.new, self.given, self.same, tuple(self.codes.values()))

    async def _line(
        self, line: Line, participants: dict[str, tuple[int, str]], all_codes: bool
    ) -> None:
        if not line.name:
            raise BadInput("the name is empty")
        phone = e164(line.phone)
        who, kind = self._participant(line, participants)
        station_id, contests = await self._station(line.station)
        chosen = self._contests(line, kind, contests)
        await same_holder(self.session, self.keys, phone, line.name)
        person_id, added = await put_person(self.session, self.keys, line.name, phone)
        given = await put_mandate(self.session, NewMandate(person_id, who, station_id, chosen))
        self.new += added
        self.given += given
        self.same += not given
        if person_id not in self.codes and (
            all_codes or not await has_code(self.session, person_id)
        ):
            code = await new_code(self.session, self.keys, person_id)
            self.codes[person_id] = (line.name, phone, code)

    def _participant(self, line: Line, participants: dict[str, tuple[int, str]]) -> tuple[int, str]:
        found = participants.get(line.participant.lower())
        if found is None:
            raise BadInput(
                f"unknown participant {line.participant!r}: write a party's short name (PDIP), "
                "its number, or pair:2"
            )
        return found

    async def _participants(self) -> dict[str, tuple[int, str]]:
        """Every way to name a participant: "party:3", "3" (party first), "pdip", full name."""
        table = ParticipantRow.__table__  # type: ignore[attr-defined]
        rows = (
            await self.session.execute(select(table).where(table.c.election_id == self.election_id))
        ).all()
        names: dict[str, tuple[int, str]] = {}
        for row in sorted(rows, key=lambda row: row.kind != "party"):
            for name in (f"{row.kind}:{row.code}", row.code, row.short, row.name):
                if name:
                    names.setdefault(name.lower(), (row.id, row.kind))
        return names

    async def _station(self, code: str) -> tuple[int, list[tuple[int, str]]]:
        """A station's id and its contests as (id, ballot)."""
        station, area, contest = (
            StationRow.__table__,  # type: ignore[attr-defined]
            AreaRow.__table__,  # type: ignore[attr-defined]
            ContestRow.__table__,  # type: ignore[attr-defined]
        )
        row = (
            await self.session.execute(
                select(station.c.id, station.c.contests, area.c.contests.label("usual"))
                .join(area, area.c.id == station.c.kelurahan_id)
                .where(station.c.election_id == self.election_id, station.c.code == code)
            )
        ).first()
        if row is None:
            raise BadInput(f"unknown station {code!r}: the code of the kelurahan and three digits")
        ids = row.contests or row.usual or []
        ballots = await self.session.execute(
            select(contest.c.id, contest.c.ballot).where(contest.c.id.in_(ids))
        )
        return row.id, [(found.id, found.ballot) for found in ballots]

    def _contests(
        self, line: Line, kind: str, contests: list[tuple[int, str]]
    ) -> tuple[int, ...] | None:
        """A pair's witness counts the pair's own ballot unless the line says more."""
        wanted = line.ballots or (("ppwp", "gubernur", "bupati") if kind == "pair" else ())
        if not wanted:
            return None
        known = {ballot for _, ballot in contests}
        unknown = [name for name in line.ballots if name not in known]
        if unknown:
            raise BadInput(f"the station has no ballot {unknown[0]!r}: {', '.join(sorted(known))}")
        return tuple(number for number, ballot in contests if ballot in wanted)


async def import_witnesses(
    session: Session, keys: Keys, election_id: int, file: Path, *, new_codes: bool = False
) -> Imported:
    """Import a list of witnesses; see Importer.run."""
    return await Importer(session, keys, election_id, file).run(new_codes=new_codes)
