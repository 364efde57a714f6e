"""A pack as one value: small lists read and checked, stations still to be streamed."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from models.errors import BadPack
from models.packs import districts as districts_file
from models.packs import shapes
from models.packs.areas import Areas, ancestor, read_areas
from models.packs.choices import choices
from models.packs.config import ChoiceKind, ElectionConfig, read_config
from models.packs.districts import (
    DISTRICT_AREAS,
    PackDistrict,
    Territory,
    inherited,
    read_districts,
    read_territory,
)
from models.packs.parties import (
    CANDIDATES,
    PARTIES,
    Candidates,
    Key,
    PackParty,
    read_candidates,
    read_parties,
)
from models.packs.stations import PackStation, read_stations
from models.values import Ballot, Contest

FORMAT = 2
"""Raised when the same files would be loaded differently than before."""
_FILES = (
    "election.toml",
    "areas.csv",
    districts_file.DISTRICTS,
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
            of = choices(
                self.config.ballot(district.ballot),
                provinsi.get(district.key, ""),
                self.parties,
                self.candidates.get(district.key, ()),
            )
            if not of:
                reason = f"{district.code} of {district.ballot} has no candidates"
                raise BadPack(districts_file.DISTRICTS, district.line, reason)
            yield Contest(Ballot(district.ballot), district.code, district.name, district.seats, of)

    def stations(self) -> Iterator[PackStation]:
        """The stations one by one; at the end every code of district_areas.csv must be known."""
        unresolved = dict(self.territory.unresolved)
        for station in read_stations(self.folder, self.areas):
            if unresolved:
                unresolved.pop(station.code, None)
            yield station
        for code, line in unresolved.items():
            raise BadPack(DISTRICT_AREAS, line, f"area '{code}' is neither an area nor a station")

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
    """Read and check everything but the stations, which are checked as they are streamed."""
    if not folder.is_dir():
        raise BadPack(str(folder), None, "there is no such folder")
    config = read_config(folder)
    areas = read_areas(folder, config.timezone)
    districts = read_districts(folder, config)
    parties = read_parties(folder, areas)
    keys = {district.key for district in districts}
    territory = read_territory(folder, areas, districts)
    candidates = read_candidates(folder, config, parties, keys)
    voting = inherited(areas, territory)
    return Pack(folder, config, areas, districts, parties, candidates, territory, voting)


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
