"""parties.csv and candidates.csv: who stands on the ballots, in what order."""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from itertools import pairwise
from pathlib import Path
from sys import intern
from typing import NamedTuple

from models.errors import BadPack
from models.packs import csv_values
from models.packs.areas import Areas
from models.packs.config import FILE as ELECTION
from models.packs.config import BallotConfig, ChoiceKind
from models.packs.csv_rows import rows
from models.packs.pack_faults import AT_ONCE, Faults

DISTRICTS, PARTIES, CANDIDATES = "districts.csv", "parties.csv", "candidates.csv"
_SEXES = {"L", "P", ""}


class PackParty(NamedTuple):
    """A party; `local_to` the code of the only provinsi in which it stands, or empty.

    `names`: what people call it besides (nicknames, its symbol).
    """

    number: int
    short: str
    name: str
    local_to: str
    line: int
    names: tuple[str, ...] = ()


class PackCandidate(NamedTuple):
    """A candidate or pair; `party` 0 on ballots without parties.

    `names`: what people call it besides (nicknames, surnames).
    """

    party: int
    number: int
    name: str
    short: str
    sex: str
    line: int
    names: tuple[str, ...] = ()


Key = tuple[str, str]
"""A contest: ballot and district."""
Candidates = dict[Key, list[PackCandidate]]


def read_parties(folder: Path, areas: Areas, faults: Faults = AT_ONCE) -> list[PackParty]:
    """The parties in the order of their numbers; raises BadPack.

    A local party's provinsi may lie outside of the pack: a kota elsewhere keeps the whole list.
    """
    parties: dict[int, PackParty] = {}
    columns, optional = ("number", "short", "name"), ("local_to", "names")
    for line, row in rows(folder, PARTIES, columns, optional, faults):
        try:
            party = _party(line, row, areas)
            if party.number in parties:
                faults.unread(PARTIES)  # one of the two was meant to be another
                raise BadPack(PARTIES, line, f"party {party.number} stands twice")
        except BadPack as fault:
            faults.add(fault, row[0])
            continue
        parties[party.number] = party
    return [parties[number] for number in sorted(parties)]


def _party(line: int, row: list[str], areas: Areas) -> PackParty:
    number = csv_values.number(PARTIES, line, "number", row[0], least=1)
    if row[3] in areas and areas[row[3]].level != 1:
        raise BadPack(PARTIES, line, f"local_to '{row[3]}' is no provinsi")
    short = csv_values.filled(PARTIES, line, "short", row[1])
    name = csv_values.name(PARTIES, line, "name", row[2])
    return PackParty(number, short, name, row[3], line, csv_values.listed(row[4]))


class Contests(NamedTuple):
    """What candidates may stand for: ballots by code, the contests, the parties' numbers."""

    ballots: Mapping[str, BallotConfig]
    known: Set[Key]
    parties: Set[int]

    def doubtful(self, row: Sequence[str], faults: Faults) -> bool:
        """Whether what a candidate's row refers to may stand in a broken line of another file."""
        ballot, district, party = row[:3]
        if (ballot, district) not in self.known:
            if faults.doubts(DISTRICTS, district):
                return True
            return ballot not in self.ballots and faults.doubts(ELECTION, ballot)
        if party.isascii() and party.isdigit() and int(party) not in self.parties:
            return faults.doubts(PARTIES, party)
        return False


def read_candidates(folder: Path, of: Contests, faults: Faults = AT_ONCE) -> Candidates:
    """Candidates by contest in the ballot's order (party, number); raises BadPack."""
    found: Candidates = defaultdict(list)
    columns = ("ballot", "district", "party", "number", "name")
    for line, row in rows(folder, CANDIDATES, columns, ("sex", "short", "names"), faults):
        try:
            if faults and of.doubtful(row, faults):
                faults.doubt(CANDIDATES, row[1])
                continue
            candidate = _candidate(line, row, of)
        except BadPack as fault:
            faults.add(fault, row[1])
            continue
        found[intern(row[0]), intern(row[1])].append(candidate)
    for key, candidates in found.items():
        _sort(key, candidates, faults)
    return found


def _candidate(line: int, row: list[str], of: Contests) -> PackCandidate:
    ballot, district, party, number, name, sex, short, names = row
    if (ballot, district) not in of.known:
        raise BadPack(CANDIDATES, line, f"district {district} of {ballot} is unknown")
    stands_for = _party_of(line, ballot, party, of)
    if sex not in _SEXES:
        raise BadPack(CANDIDATES, line, f"sex '{sex}' is neither L nor P")
    at = csv_values.number(CANDIDATES, line, "number", number, least=1 if stands_for else 0)
    name = csv_values.name(CANDIDATES, line, "name", name)
    called = csv_values.listed(names)
    return PackCandidate(stands_for, at, name, short, intern(sex), line, called)


def _party_of(line: int, ballot: str, party: str, of: Contests) -> int:
    """The number of a candidate's party, 0 on ballots without parties."""
    if of.ballots[ballot].kind is ChoiceKind.PARTIES:
        number = csv_values.number(CANDIDATES, line, "party", party, least=1)
        if number not in of.parties:
            raise BadPack(CANDIDATES, line, f"party {number} is not in {PARTIES}")
        return number
    if party:
        raise BadPack(CANDIDATES, line, f"party must be empty on the ballot {ballot}")
    return 0


def _sort(key: Key, candidates: list[PackCandidate], faults: Faults) -> None:
    """Order by party and number; the empty column ("0") comes last on its ballot."""
    candidates.sort(key=lambda one: (one.party, one.number or 10**9))
    for one, next_one in pairwise(candidates):
        if one[:2] == next_one[:2]:
            who = f"candidate {one.number}" + (f" of party {one.party}" if one.party else "")
            line = max(one.line, next_one.line)
            reason = f"{who} in {key[0]} {key[1]} stands twice"
            faults.add(BadPack(CANDIDATES, line, reason))
