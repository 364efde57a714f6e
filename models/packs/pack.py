"""A pack as one value: small lists read and checked, stations still to be streamed."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from models.errors import BadPack
from models.packs import shapes
from models.packs.areas import FILE as AREAS
from models.packs.areas import Areas, ancestor, read_areas
from models.packs.choices import choices
from models.packs.config import ChoiceKind, ElectionConfig, checked_config, read_config
from models.packs.districts import (
    DISTRICT_AREAS,
    PackDistrict,
    Territory,
    inherited,
    read_districts,
    read_territory,
)
from models.packs.pack_faults import Faults
from models.packs.parties import (
    CANDIDATES,
    DISTRICTS,
    PARTIES,
    Candidates,
    Contests,
    Key,
    PackParty,
    read_candidates,
    read_parties,
)
from models.packs.stations import FILE as STATIONS
from models.packs.stations import PackStation, read_stations
from models.values import WEST, Ballot, Choice, Contest

FORMAT = 2
"""Raised when the same files would be loaded differently than before."""
_FILES = (
    "election.toml",
    "areas.csv",
    DISTRICTS,
    DISTRICT_AREAS,
    PARTIES,
    CANDIDATES,
    "stations.csv",
)


class PackParticipant(NamedTuple):
    """Who may mandate witnesses: kind "party", "pair", "dpd" or "watchdog", code unique in it."""

    kind: str
    code: str
    name: str
    short: str
    local_to: str


@dataclass(frozen=True)
class Pack:
    """An election as its pack tells it.

    `voting`: for each area the district by ballot that its stations vote in, unless the station
    itself is named in district_areas.csv (`territory.stations`).
    """

    folder: Path
    config: ElectionConfig
    areas: Areas
    districts: list[PackDistrict]
    parties: list[PackParty]
    candidates: Candidates
    territory: Territory
    voting: dict[str, dict[str, str]]

    def contests(self) -> Iterator[Contest]:
        """The contests with their choices, in the ballots' counting order, then by code."""
        provinsi = self._provinsi()
        for district in self.districts:
            of = self._choices(district, provinsi)
            yield Contest(Ballot(district.ballot), district.code, district.name, district.seats, of)

    def check_choices(self, faults: Faults) -> None:
        """Nobody can vote where nobody stands."""
        provinsi = self._provinsi()
        for one in self.districts:
            if not faults.doubts(CANDIDATES, one.code) and not self._choices(one, provinsi):
                reason = f"{one.code} of {one.ballot} has no candidates"
                faults.add(BadPack(DISTRICTS, one.line, reason))

    def _choices(self, district: PackDistrict, provinsi: Mapping[Key, str]) -> tuple[Choice, ...]:
        return choices(
            self.config.ballot(district.ballot),
            provinsi.get(district.key, ""),
            self.parties,
            self.candidates.get(district.key, ()),
        )

    def stations(self) -> Iterator[PackStation]:
        """The stations one by one; raises BadPack behind the last, with all that is wrong."""
        faults = Faults()
        yield from checked_stations(self.folder, self.areas, self.territory, faults)
        faults.settle()

    def participants(self) -> Iterator[PackParticipant]:
        """Parties, pairs and single candidates; codes of districts' candidates name the district.

        "2" is pair 2 of the president's ballot, "34.7" candidate 7 of the DPD in provinsi 34.
        """
        for party in self.parties:
            code = str(party.number)
            yield PackParticipant("party", code, party.name, party.short, party.local_to)
        provinsi = self._provinsi()
        for district in self.districts:
            kind = self.config.ballot(district.ballot).kind
            if kind is ChoiceKind.PARTIES:
                continue
            name = "pair" if kind is ChoiceKind.PAIRS else district.ballot
            before = "" if district.ballot == Ballot.PPWP else f"{district.code}."
            where = provinsi.get(district.key, "")
            for one in self.candidates.get(district.key, ()):
                if one.number:
                    code = f"{before}{one.number}"
                    yield PackParticipant(name, code, one.name, one.short, where)
        if self.config.installation.kind == "pemantau":
            name = self.config.installation.name or "Pemantau"
            yield PackParticipant("watchdog", "1", name, "", "")

    def _provinsi(self) -> dict[Key, str]:
        """The provinsi of each district, empty for nationwide ones; the first area decides."""
        found: dict[Key, str] = {}
        for code, of in self.territory.areas.items():
            for key in of.items():
                found.setdefault(key, ancestor(self.areas, code, 1))
        return found


def read_pack(folder: Path) -> Pack:
    """Read and check everything; of a right pack the stations are checked as they are streamed.

    Raises BadPack with all that is wrong, the stations looked through as well.
    """
    if not folder.is_dir():
        raise BadPack(str(folder), None, "there is no such folder")
    faults = Faults()
    config, ballots = checked_config(folder, faults)
    areas = read_areas(folder, config.timezone if config else WEST, faults)
    districts = read_districts(folder, ballots, faults)
    parties = read_parties(folder, areas, faults)
    territory = read_territory(folder, areas, districts, faults)
    keys = {district.key for district in districts}
    numbers = {party.number for party in parties}
    of = Contests({one.code.value: one for one in ballots}, keys, numbers)
    candidates = read_candidates(folder, of, faults)
    if config is not None:
        voting = inherited(areas, territory) if areas else {}
        pack = Pack(folder, config, areas, districts, parties, candidates, territory, voting)
        pack.check_choices(faults)
        if not faults:
            return pack
    for _ in checked_stations(folder, areas, territory, faults):
        pass
    for _ in shapes.read_shapes(folder, areas, faults):
        pass
    raise faults.together()


def checked_stations(
    folder: Path, areas: Areas, territory: Territory, faults: Faults
) -> Iterator[PackStation]:
    """The stations one by one; at the end every code of district_areas.csv must be known."""
    unresolved = dict(territory.unresolved)
    for station in read_stations(folder, areas, faults):
        if unresolved:
            unresolved.pop(station.code, None)
        yield station
    for code, line in unresolved.items():
        if not faults.doubts(AREAS, code) and not faults.doubts(STATIONS, code):
            reason = f"area '{code}' is neither an area nor a station"
            faults.add(BadPack(DISTRICT_AREAS, line, reason))


def read_head(folder: Path) -> tuple[ElectionConfig, str]:
    """The settings and the hash of the files; raises BadPack with all that is wrong."""
    try:
        return read_config(folder), fingerprint(folder)
    except BadPack:
        read_pack(folder)
        raise


def fingerprint(folder: Path) -> str:
    """Hash of what the files of a pack hold: equal ones load the same."""
    digest = hashlib.sha256(f"format {FORMAT}".encode())
    for name in _FILES:
        try:
            with (folder / name).open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
        except FileNotFoundError:
            raise BadPack(name, None, f"there is no such file in {folder}") from None
    for file_ in shapes.files(folder):
        digest.update(file_.name.encode() + hashlib.sha256(file_.read_bytes()).digest())
    return digest.hexdigest()
