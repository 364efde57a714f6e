"""The list of roles that an organisation imports: persons, their roles by area, their codes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from models.errors import BadInput, SaksiError
from models.phones import e164
from models.registers.headings import Headings
from models.registers.listed_roles import RoleLine, read_lines
from models.registers.wrong_lines import Told, field, refusal
from models.rules.organisation import require_role
from models.sealing import Keys
from models.stores.base import participants
from models.stores.base.areas import LEVELS, Area, area, areas_named
from models.stores.base.audit import note
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.base.named_areas import NamedAreas
from models.stores.persons import roles
from models.stores.persons.holders_waiting import Holder, holders
from models.stores.persons.leaving import alike, same_holder
from models.stores.persons.people import has_code, new_code, put_person
from models.stores.persons.roles import NewRole
from models.values import Level, Role

_WITH_NAME = ("kelurahan", "kecamatan", "kabkota")
_MOST = 5
"""Areas that may be meant and are told."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A role as it was typed; `area` None: the whole election."""

    role: Role
    area: Area | None = None
    participant: str | None = None
    list_: str | None = None
    number: int | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class ImportedRoles:
    """What an import did; `codes`: (name, phone, code) of those who got an activation code."""

    persons: int
    granted: int
    unchanged: int
    codes: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...] = ()
    listed: tuple[Holder, ...] = ()
    """All who hold a role now, where codes were made."""


async def role_of(
    tx: Transaction, election: LoadedElection, person: int, wanted: Wanted
) -> NewRole:
    """The role by its ids; raises NotFound, BadInput."""
    require_role(election.config.installation.kind, wanted.role)
    tie = contest = None
    whom = await participants.coded(tx, election.id, wanted.participant or "")
    if whom:
        tie = await roles.participant_id(tx, election.id, whom)
    if wanted.list_ is not None or wanted.number is not None:
        where = (whom or "", wanted.list_ or "", wanted.number)
        contest = await roles.stands_in(tx, election.id, *where)
    place = wanted.area
    level = election.config.installation.level_of(wanted.level, place.level if place else None)
    ids = (place.id if place else None, tie, contest, wanted.number)
    return NewRole(person, wanted.role, election.id, *ids, level.code if level else None)


class RoleImporter:
    """Writes the lines of one file, all of them or, with the errors collected, none."""

    def __init__(
        self, tx: Transaction, keys: Keys, election: LoadedElection, headings: Headings
    ) -> None:
        self.tx, self.keys, self.election, self.headings = tx, keys, election, headings
        self.persons = self.granted = self.unchanged = 0
        self.areas = NamedAreas(tx, election.id)
        self.names: dict[str, RoleLine] = {}
        self.codes: dict[int, tuple[str, str, str]] = {}

    async def run(
        self, file: Path, progress: Callable[[int], object] = lambda lines: None
    ) -> ImportedRoles:
        """Import the file. Raises BadInput with every line that is wrong in its facts."""
        notes: list[Told] = []
        errors: list[tuple[str, SaksiError]] = []
        for number, line in enumerate(read_lines(file, self.headings, notes), 1):
            progress(number)
            try:
                await self._line(line)
            except SaksiError as wrong:
                errors.append((line.place, wrong))
        if errors:
            raise refusal(file, errors)
        counts = (self.persons, self.granted, self.unchanged)
        data = dict(zip(("new", "granted", "unchanged"), counts, strict=True))
        await note(self.tx, "operator", "roles imported", f"election:{self.election.id}", data)
        codes = tuple(self.codes.values())
        listed = await holders(self.tx, self.keys, self.election) if codes else ()
        return ImportedRoles(*counts, codes, tuple(notes), tuple(listed))

    async def _line(self, line: RoleLine) -> None:
        line.readable()
        if not line.name:
            raise BadInput("name: is empty", fault="name_empty")
        phone = e164(line.phone)
        first = self.names.setdefault(phone, line)
        if not alike(first.name, line.name):
            raise BadInput(f"phone: line {first.place} has the same one for {first.name!r}")
        wanted = await self._wanted(line)
        await same_holder(self.tx, self.keys, phone, line.name)
        person, added = await put_person(self.tx, self.keys, line.name, phone)
        self.persons += added
        new = await role_of(self.tx, self.election, person, wanted)
        given = await roles.grant(self.tx, new)
        self.granted += given
        self.unchanged += not given
        if given:
            data = {"role": new.role.value, "area": wanted.area.code if wanted.area else None}
            await note(self.tx, "operator", "role granted", f"person:{person}", data)
        if person not in self.codes and not await has_code(self.tx, person):
            code = await new_code(self.tx, self.keys, person)
            self.codes[person] = (line.name, phone, code)

    async def _wanted(self, line: RoleLine) -> Wanted:
        role = line.meant()
        number = int(line.number) if line.number.isdecimal() else None
        if line.number and number is None:
            raise BadInput(f"number: {line.number!r} is no number on a list")
        place = None
        if role is not Role.CANDIDATE:
            said = line.where()
            place = await self._place(line, said) if said else None
        more = (line.participant or None, line.list or None, number, line.level or None)
        return Wanted(role, place, *more)

    async def _place(self, line: RoleLine, said: str) -> Area:
        above = {name: getattr(line, name) for name in _WITH_NAME}
        column = next((name for name in _WITH_NAME if above[name] == said), "")
        level = LEVELS.index(Level(column)) if column else None
        with field("area"):
            return await one_area(self.tx, self.election, self.areas, said, above, level)


async def one_area(
    tx: Transaction,
    election: LoadedElection,
    areas: NamedAreas,
    said: str,
    above: Mapping[str, str],
    level: int | None = None,
) -> Area:
    """The area that is named, by code or by a name that means one alone.

    Raises BadInput; NotFound for a code that there is not.
    """
    found = await areas.find(said, above, level)
    if len(found) == 1:
        return await area(tx, election.id, found[0].code)
    if said.isalnum() and any(letter.isdigit() for letter in said):
        return await area(tx, election.id, said)
    like = [] if found else await areas_named(tx, election, said, most=_MOST)
    named = [await area(tx, election.id, one.code) for one in found[:_MOST]] or like
    if not named:
        told = f"no area {said!r} here: write its name or code"
        raise BadInput(told, fault="area_unknown", said=said)
    none = "" if found else "there is none of this name; perhaps "
    meant = "; ".join(f"{one.title} ({one.code})" for one in named)
    told = f"{said!r}: which one? {none}{meant}: write the code"
    raise BadInput(told, fault="area_several", said=said, meant=meant)
