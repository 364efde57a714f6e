"""Who plays: stations that nobody serves yet, each with a made-up witness."""

import csv
import random
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import text

from api.cli.rehearsal.truth import FormFigures, drawn
from models.errors import BadInput
from models.sealing import Keys
from models.stores.elections import LoadedElection, station_contests
from models.stores.people import count_people
from models.stores.session import Session
from models.stores.witnesses import import_witnesses
from models.values import Contest

_FIRST = ("Siti", "Budi", "Dewi", "Agus", "Rina", "Joko", "Wati", "Hendra", "Ani", "Slamet")
_LAST = ("Contoh", "Latihan", "Gladi", "Percobaan")
_PREFIXES = ("811", "812", "813", "821", "822", "823", "851", "852", "853")

_FREE = text(
    """
select s.id, s.code, s.voters, a.code as kelurahan, a.lat, a.lon
from station s join area a on a.id = s.kelurahan_id
where s.election_id = :election and s.active and a.path like :path
  and not exists (select from mandate m where m.station_id = s.id)
order by s.code
"""
)
_PARTY = text(
    "select kind || ':' || code from participant where election_id = :election "
    "order by kind <> 'party', id limit 1"
)


@dataclass(frozen=True, slots=True)
class Role:
    """One made-up witness: where, with which forms in hand, and how to prove the phone."""

    number: int
    name: str
    phone: str
    code: str
    station_id: int
    station: str
    kelurahan: str
    place: tuple[float, float] | None
    forms: Mapping[str, FormFigures]
    """By ballot, in counting order."""
    contests: Mapping[str, Contest]


@dataclass(frozen=True, slots=True)
class Stage:
    """What a rehearsal plays: so many stations, these ballots, below this area, with this luck."""

    stations: int
    ballots: Sequence[str]
    path: str
    seed: int


async def cast(
    session: Session,
    keys: Keys,
    election: LoadedElection,
    stage: Stage,
    truth: Mapping[tuple[str, str], FormFigures],
) -> list[Role]:
    """Choose stations and import a witness for each. Raises BadInput when there are too few."""
    chance = random.Random(stage.seed)
    found = (
        (await session.execute(_FREE, {"election": election.id, "path": f"{stage.path}%"}))
        .mappings()
        .all()
    )
    if len(found) < stage.stations:
        raise BadInput(f"only {len(found)} stations are free for a rehearsal")
    chosen = sorted(chance.sample(range(len(found)), stage.stations))
    roles = []
    free = await count_people(session) + 1  # nobody plays twice: each rehearsal has new people
    for number, index in enumerate(chosen, free):
        station = found[index]
        contests = {
            contest.ballot.value: contest
            for contest in (await station_contests(session, station["id"])).values()
        }
        played = {b: contests[b] for b in stage.ballots if b in contests}
        boxes = election.config.station.boxes
        forms = {
            ballot: _form(
                truth.get((ballot, station["code"])), contest, station["voters"], boxes, chance
            )
            for ballot, contest in played.items()
        }
        place = None if station["lat"] is None else (station["lat"], station["lon"])
        name, phone = _person(number)
        at = (station["id"], station["code"], station["kelurahan"], place)
        roles.append(Role(number, name, phone, "", *at, forms, played))
    return await _imported(session, keys, election, roles)


def _form(
    known: FormFigures | None,
    contest: Contest,
    voters: int | None,
    boxes: int,
    chance: random.Random,
) -> FormFigures:
    codes = {choice.code for choice in contest.parties()}
    if known is not None and known.fits(boxes) and set(known.votes) == codes:
        return known
    return drawn(contest, voters, boxes, chance)


def _person(number: int) -> tuple[str, str]:
    name = f"{_FIRST[number % len(_FIRST)]} {_LAST[number % len(_LAST)]} {number}"
    block, rest = divmod(number, 10_000)
    return name, f"+62{_PREFIXES[block % len(_PREFIXES)]}0000{rest:04}"


async def _imported(
    session: Session, keys: Keys, election: LoadedElection, roles: list[Role]
) -> list[Role]:
    party = await session.scalar(_PARTY, {"election": election.id})
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "witnesses.csv"
        with file.open("w", newline="", encoding="utf-8") as out:
            table = csv.writer(out)
            table.writerow(("name", "phone", "station", "participant", "ballots"))
            for role in roles:
                ballots = " ".join(role.forms)
                table.writerow((role.name, role.phone, role.station, party, ballots))
        done = await import_witnesses(session, keys, election.id, file, new_codes=True)
    codes = {phone: code for _, phone, code in done.codes}
    return [replace(role, code=codes[role.phone]) for role in roles]
