"""The list that a coordinator imports: persons, mandates, reserves, volunteers, their codes."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import bindparam, select
from sqlmodel import col

from models.errors import BadInput, SaksiError
from models.phones import e164
from models.registers.headings import Headings
from models.registers.register_row import REASONS
from models.registers.station_numbers import station_number
from models.registers.witness_list import HEADINGS, Line, Status, read_lines
from models.registers.wrong_lines import Told, field, refusal
from models.sealing import Keys
from models.stores.base import elections, participants
from models.stores.base.audit import note
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.base.named_stations import Places
from models.stores.mandates import code_list, reserve_lists
from models.stores.mandates.code_list import Waiting
from models.stores.persons.leaving import alike, same_holder
from models.stores.persons.mandates import NewMandate, put_mandate
from models.stores.persons.people import has_code, new_code, put_person
from models.stores.recruiting.volunteer_lists import Listed, put_listed
from models.tables import AreaRow, ContestRow, ElectionRow, StationRow

Progress = Callable[[int], object]
"""Is told how many lines were read."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did; `codes`: (name, phone, code) of those who got a new activation code.

    `notes`: what was in the file twice and is taken once. `listed`: all who have a mandate now.
    """

    persons: int
    mandates: int
    unchanged: int
    codes: tuple[tuple[str, str, str], ...]
    reserves: int = 0
    volunteers: int = 0
    notes: tuple[Told, ...] = ()
    listed: tuple[Waiting, ...] = ()


class Importer:
    """Writes the lines of one file, all of them or, with the errors collected, none."""

    def __init__(
        self,
        tx: Transaction,
        keys: Keys,
        election: LoadedElection,
        file: Path,
        headings: Headings = HEADINGS,
        participant: str = "",
    ) -> None:
        self.tx, self.keys, self.election, self.file = tx, keys, election, file
        self.whose = participant
        self.headings = headings
        self.errors: list[tuple[str, SaksiError]] = []
        self.notes: list[Told] = []
        self.new = self.given = self.same = self.reserves = self.volunteers = 0
        self.codes: dict[int, tuple[str, str, str]] = {}
        self.phones: dict[str, Line] = {}
        self.seen: dict[tuple[str, ...], str] = {}
        self.places = Places(tx, election.id)
        self.known: participants.Names = {}

    async def run(
        self,
        *,
        new_codes: bool = False,
        progress: Progress = lambda lines: None,
        by: str = "operator",
    ) -> Imported:
        """Import the file, as `by` (an actor of the audit log).

        Raises BadInput with every line that is wrong in its facts.
        """
        self.known = await participants.names(self.tx, self.election.id)
        left_out: list[Told] = []
        for number, line in enumerate(read_lines(self.file, left_out, self.headings), 1):
            progress(number)
            try:
                await self._line(line, new_codes)
            except SaksiError as wrong:
                self.errors.append((line.number, wrong))
        if self.errors:
            raise refusal(self.file, self.errors)
        self.notes += left_out
        data = {"new": self.new, "mandates": self.given, "unchanged": self.same}
        data |= {"reserves": self.reserves, "volunteers": self.volunteers}
        subject = f"election:{self.election.id}"
        await note(self.tx, by, "witnesses imported", subject, data)
        codes, notes = tuple(self.codes.values()), tuple(self.notes)
        listed = await code_list.listed(self.tx, self.keys, self.election.id) if codes else ()
        more = (self.reserves, self.volunteers, notes, tuple(listed))
        return Imported(self.new, self.given, self.same, codes, *more)

    async def _line(self, line: Line, all_codes: bool) -> None:
        line.readable()
        if not line.name:
            raise BadInput("name: is empty", fault="name_empty", column="name")
        with field("phone"):
            phone = e164(line.phone)
            self._told_twice(line, phone)
        with field("status"):
            status = line.kind()
        if self._repeats(line, phone):
            return
        if status in (Status.WAITING, Status.ACCEPTED):
            await self._volunteer(line, phone, status)
            return
        with field("phone"):
            await same_holder(self.tx, self.keys, phone, line.name)
        person_id, added = await put_person(self.tx, self.keys, line.name, phone)
        self.new += added
        await (self._witness if status is Status.WITNESS else self._reserve)(line, person_id)
        if person_id not in self.codes and (all_codes or not await has_code(self.tx, person_id)):
            code = await new_code(self.tx, self.keys, person_id)
            self.codes[person_id] = (line.name, phone, code)

    def _told_twice(self, line: Line, phone: str) -> None:
        """The same phone may stand for several mandates of one person, never for two persons."""
        first = self.phones.setdefault(phone, line)
        if not alike(first.name, line.name):
            raise BadInput(
                f"line {first.number} has the same phone for {first.name!r}",
                fault="phone_twice",
                line=first.number,
                name=first.name,
            )

    def _repeats(self, line: Line, phone: str) -> bool:
        """Whether an earlier line says the very same; it is taken once, and told."""
        said = (phone, line.station, line.participant.lower(), line.kelurahan.lower(), line.status)
        first = self.seen.setdefault(said, line.number)
        if first != line.number:
            told = f"{self.file}:{line.number}: the same as line {first}, taken once"
            self.notes.append(Told(told, "line_again", line=line.number, first=first))
        return first != line.number

    async def _witness(self, line: Line, person_id: int) -> None:
        with field("participant"):
            who, kind = await self._participant(line)
        with field("station"):
            station_id, contests = await self._station(await self._code(line))
        with field("ballots"):
            chosen = self._contests(line, kind, contests)
        with field("station"):
            new = NewMandate(person_id, who, station_id, chosen)
            given = await put_mandate(self.tx, new)
        self.given += given
        self.same += not given

    async def _reserve(self, line: Line, person_id: int) -> None:
        with field("participant"):
            who, _ = await self._participant(line)
        with field("kelurahan"):
            area = await self._kelurahan(line)
        place = reserve_lists.Place(self.election.id, area, who)
        new = await reserve_lists.put(self.tx, place, person_id)
        self.reserves += new
        self.same += not new

    async def _volunteer(self, line: Line, phone: str, status: Status) -> None:
        """Somebody who wants to be a witness, or was accepted already."""
        with field("kelurahan"):
            area = await self._kelurahan(line)
        with field("phone"):
            await same_holder(self.tx, self.keys, phone, line.name)
        accepted = status is Status.ACCEPTED
        new = Listed(self.election.id, line.name, phone, area, line.experience, accepted)
        put = await put_listed(self.tx, self.keys, new)
        self.volunteers += put
        self.same += not put

    async def _participant(self, line: Line) -> tuple[int, str]:
        said = line.participant or self.whose
        found = self.known.get(participants.key(said))
        return found or await participants.find(self.tx, self.election, said)

    async def _kelurahan(self, line: Line) -> int:
        """The id of the kelurahan that a line names."""
        found = await self.places.kelurahan(_place(line))
        if isinstance(found, str):
            raise BadInput(
                f"{line.kelurahan!r}: {REASONS[found]}", fault=f"place_{found}", said=line.kelurahan
            )
        return found

    async def _code(self, line: Line) -> str:
        """The station's code: as it is written, or of the number in the kelurahan that is named."""
        number = station_number(line.station)
        if number is not None and not line.kelurahan:
            said = f"kelurahan: there are many TPS {number}, and this line names no kelurahan"
            raise BadInput(said, fault="kelurahan_none", said=f"TPS {number}")
        if number is None:
            return line.station
        found = await self.places.find({**_place(line), "tps": str(number)})
        if isinstance(found, str):
            said = f"TPS {number} of {line.kelurahan!r}"
            known = {"fault": f"place_{found}", "said": f"TPS {number}, {line.kelurahan}"}
            raise BadInput(f"{said}: {REASONS[found]}{await self._meant(found, line)}", **known)
        code = select(col(StationRow.code)).where(col(StationRow.id) == found)
        return str(await self.tx.scalar(code))

    async def _meant(self, reason: str, line: Line) -> str:
        """What a name that is not there may mean: said, never taken."""
        like = await self.places.like(line.kelurahan) if reason == "area" else ""
        return f" (perhaps {like}?)" if like else ""

    async def _station(self, code: str) -> tuple[int, list[tuple[int, str]]]:
        """A station's id and its contests as (id, ballot)."""
        station, area, contest = (
            StationRow.__table__,  # type: ignore[attr-defined]
            AreaRow.__table__,  # type: ignore[attr-defined]
            ContestRow.__table__,  # type: ignore[attr-defined]
        )
        row = (
            await self.tx.execute(
                select(station.c.id, station.c.contests, area.c.contests.label("usual"))
                .join(area, area.c.id == station.c.kelurahan_id)
                .where(station.c.election_id == self.election.id, station.c.code == code)
            )
        ).first()
        if row is None:
            raise BadInput(
                f"unknown station {code!r}: the code of the kelurahan and three digits",
                fault="station_unknown",
                said=code,
            )
        ids = row.contests or row.usual or []
        ballots = await self.tx.execute(
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
            there = ", ".join(sorted(known))
            raise BadInput(
                f"the station has no ballot {unknown[0]!r}: {there}",
                fault="ballot_unknown",
                said=unknown[0],
                known=there,
            )
        return tuple(number for number, ballot in contests if ballot in wanted)


def _place(line: Line) -> dict[str, str]:
    return {name: getattr(line, name) for name in ("kelurahan", "kecamatan", "kabkota")}


_CODE = select(col(ElectionRow.code)).where(col(ElectionRow.id) == bindparam("election"))


async def import_witnesses(
    tx: Transaction,
    keys: Keys,
    election_id: int,
    file: Path,
    *,
    headings: Headings = HEADINGS,
    participant: str = "",
    new_codes: bool = False,
    progress: Progress = lambda lines: None,
    by: str = "operator",
) -> Imported:
    """Import a list; see Importer.run. `participant`: whose the lines are that name none."""
    code = await tx.scalar(_CODE, {"election": election_id})
    election = await elections.election(tx, str(code))
    importer = Importer(tx, keys, election, file, headings, participant)
    return await importer.run(new_codes=new_codes, progress=progress, by=by)
