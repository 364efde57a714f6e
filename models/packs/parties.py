"""parties.csv and candidates.csv: who stands on the ballots, in what order."""

from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from sys import intern
from typing import NamedTuple

from models.errors import BadPack
from models.packs import csv_values
from models.packs.areas import Areas
from models.packs.config import ChoiceKind, ElectionConfig
from models.packs.csv_rows import rows

PARTIES, CANDIDATES = "parties.csv", "candidates.csv"
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


def read_parties(folder: Path, areas: Areas) -> list[PackParty]:
    """The parties in the order of their numbers; raises BadPack.

    A local party's provinsi may lie outside of the pack: a kota elsewhere keeps the whole list.
    """
    parties: dict[int, PackParty] = {}
    for line, row in rows(folder, PARTIES, ("number", "short", "name"), ("local_to", "names")):
        number = csv_values.number(PARTIES, line, "number", row[0], least=1)
        if number in parties:
            raise BadPack(PARTIES, line, f"party {number} stands twice")
        if row[3] in areas and areas[row[3]].level != 1:
            raise BadPack(PARTIES, line, f"local_to '{row[3]}' is no provinsi")
        short = csv_values.filled(PARTIES, line, "short", row[1])
        name = csv_values.name(PARTIES, line, "name", row[2])
        parties[number] = PackParty(number, short, name, row[3], line, csv_values.listed(row[4]))
    return [parties[number] for number in sorted(parties)]


def read_candidates(
    folder: Path, config: ElectionConfig, parties: list[PackParty], contests: set[Key]
) -> Candidates:
    """Candidates by contest in the ballot's order (party, number); raises BadPack."""
    numbers = {party.number for party in parties}
    kinds = {ballot.code.value: ballot.kind for ballot in config.ballots}
    found: Candidates = defaultdict(list)
    columns = ("ballot", "district", "party", "number", "name")
    for line, (ballot, district, party, number, name, sex, short, names) in rows(
        folder, CANDIDATES, columns, ("sex", "short", "names")
    ):
        key = (intern(ballot), intern(district))
        if key not in contests:
            raise BadPack(CANDIDATES, line, f"district {district} of {ballot} is unknown")
        if kinds[ballot] is ChoiceKind.PARTIES:
            of = csv_values.number(CANDIDATES, line, "party", party, least=1)
            if of not in numbers:
                raise BadPack(CANDIDATES, line, f"party {of} is not in {PARTIES}")
        elif party:
            raise BadPack(CANDIDATES, line, f"party must be empty on the ballot {ballot}")
        else:
            of = 0
        if sex not in _SEXES:
            raise BadPack(CANDIDATES, line, f"sex '{sex}' is neither L nor P")
        at = csv_values.number(CANDIDATES, line, "number", number, least=1 if of else 0)
        name = csv_values.name(CANDIDATES, line, "name", name)
        called = csv_values.listed(names)
        found[key].append(PackCandidate(of, at, name, short, intern(sex), line, called))
    for key, candidates in found.items():
        _sort(key, candidates)
    return found


def _sort(key: Key, candidates: list[PackCandidate]) -> None:
    """Order by party and number; the empty column ("0") comes last on its ballot."""
    candidates.sort(key=lambda one: (one.party, one.number or 10**9))
    for one, next_one in pairwise(candidates):
        if one[:2] == next_one[:2]:
            who = f"candidate {one.number}" + (f" of party {one.party}" if one.party else "")
            line = max(one.line, next_one.line)
            raise BadPack(CANDIDATES, line, f"{who} in {key[0]} {key[1]} stands twice")
