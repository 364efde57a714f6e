"""A made-up election small enough to recount by hand, put into the tables directly.

One provinsi with two kabkota; the first has two kecamatan. Two contests: the president for all,
the DPR in one district that holds the first kabkota only.
"""

import json
import tomllib
from dataclasses import dataclass

from sqlalchemy import text

from models.packs.config import ElectionConfig
from models.stores.base.database import Transaction
from models.values import Ballot, Choice, Contest
from tests.packs.tiny import ELECTION

PRESIDENT = Contest(
    Ballot.PPWP,
    "0",
    "Presiden dan Wakil Presiden",
    1,
    (Choice("1", "Satu"), Choice("2", "Dua"), Choice("3", "Tiga")),
)
PARLIAMENT = Contest(
    Ballot.DPR,
    "9801",
    "Contoh I",
    4,
    tuple(
        Choice(code, f"Pilihan {code}", f"P{code}", "")
        for party in "12"
        for code in (party, f"{party}.0", f"{party}.1", f"{party}.2")
    ),
)

AREAS = {
    "0": ("Indonesia", 0, None),
    "98": ("Contoh", 1, "0"),
    "9801": ("Kota Satu", 2, "98"),
    "9802": ("Kota Dua", 2, "98"),
    "980101": ("Kecamatan A", 3, "9801"),
    "980102": ("Kecamatan B", 3, "9801"),
    "980201": ("Kecamatan C", 3, "9802"),
    "9801011001": ("Kelurahan A1", 4, "980101"),
    "9801011002": ("Kelurahan A2", 4, "980101"),
    "9801021001": ("Kelurahan B1", 4, "980102"),
    "9802011001": ("Kelurahan C1", 4, "980201"),
}
STATIONS = 2
"""Stations of each kelurahan, with 300 voters each."""


@dataclass(frozen=True, slots=True)
class Places:
    """The ids that the tables gave: areas and stations by code, people and contests in order."""

    election: int
    areas: dict[str, int]
    stations: dict[str, int]
    people: list[int]
    president: int
    parliament: int

    def station(self, number: int) -> int:
        """The id of the n-th station, from 0, in the order of codes."""
        return list(self.stations.values())[number]


async def settle_in(tx: Transaction, people: int = 6) -> Places:
    """Fill the tables."""

    async def one(statement: str, **values: object) -> int:
        return int(await tx.scalar(text(statement + " returning id"), values) or 0)

    config = ElectionConfig.model_validate(tomllib.loads(ELECTION))
    election = await one(
        "insert into election (code, name, held_on, config, fingerprint) "
        "values ('contoh-2024', 'Contoh 2024', '2024-02-14', cast(:config as jsonb), '')",
        config=config.model_dump_json(),
    )
    contests = []
    for contest in (PRESIDENT, PARLIAMENT):
        choices = [{"code": c.code, "name": c.name, "short": c.short} for c in contest.choices]
        contests.append(
            await one(
                "insert into contest (election_id, ballot, code, name, seats, choices) "
                "values (:e, :ballot, :code, :name, :seats, cast(:choices as jsonb))",
                e=election,
                ballot=contest.ballot.value,
                code=contest.code,
                name=contest.name,
                seats=contest.seats,
                choices=json.dumps(choices),
            )
        )
    areas: dict[str, int] = {}
    paths: dict[str, str] = {}
    stations: dict[str, int] = {}
    for code, (name, level, parent) in AREAS.items():
        paths[code] = f"{paths[parent]}.{code}" if parent else code
        votes_in = contests if code.startswith("9801") else contests[:1]
        areas[code] = await one(
            "insert into area (election_id, parent_id, code, path, level, name, local_word, "
            "timezone, noken, contests) "
            "values (:e, :parent, :code, :path, :level, :name, '', 'Asia/Jakarta', false, :c)",
            e=election,
            parent=areas[parent] if parent else None,
            code=code,
            path=paths[code],
            level=level,
            name=name,
            c=votes_in if level == 4 else None,
        )
        for number in range(1, STATIONS + 1) if level == 4 else ():
            stations[f"{code}{number:03}"] = await one(
                "insert into station (election_id, kelurahan_id, code, number, voters, special) "
                "values (:e, :kelurahan, :code, :number, 300, false)",
                e=election,
                kelurahan=areas[code],
                code=f"{code}{number:03}",
                number=number,
            )
    await tx.execute(
        text(
            "insert into contest_area (area_id, contest_id, stations, voters) "
            "select a.id, c.id, count(*), sum(s.voters) from station s "
            "join area k on k.id = s.kelurahan_id "
            "join area a on a.code = any(string_to_array(k.path, '.')) "
            "cross join unnest(k.contests) c (id) group by a.id, c.id"
        )
    )
    names = [
        await one(
            "insert into person (name, language, active) values (:name, 'id', true)",
            name=f"Saksi {number}",
        )
        for number in range(people)
    ]
    return Places(election, areas, stations, names, *contests)
