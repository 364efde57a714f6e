"""Who plays: stations that nobody serves yet, each with one made-up witness or two."""

import csv
import random
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from api.rehearsal import slips
from api.rehearsal.slips import NONE, Profile
from api.rehearsal.truth import FormFigures, drawn
from models.errors import BadInput
from models.sealing import Keys
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection, station_contests
from models.stores.mandates.witnesses import import_witnesses
from models.stores.persons import made_up
from models.stores.persons.people import count_people
from models.stores.rehearsal.rehearsal import FreeStation, any_participant, free_stations
from models.values import Contest

_FIRST = ("Siti", "Budi", "Dewi", "Agus", "Rina", "Joko", "Wati", "Hendra", "Ani", "Slamet")
_LAST = ("Contoh", "Latihan", "Gladi", "Percobaan")
_PREFIXES = ("811", "812", "813", "821", "822", "823", "851", "852", "853")


@dataclass(frozen=True, slots=True)
class Post:
    """A station that plays, and what is written on its forms, by ballot in counting order."""

    id: int
    code: str
    number: int
    kelurahan: str
    kelurahan_name: str
    place: tuple[float, float] | None
    contests: Mapping[str, Contest]
    contest_ids: Mapping[str, int]
    paper: Mapping[str, FormFigures]


@dataclass(frozen=True, slots=True)
class Role:
    """One made-up witness: where, on which channel, and how to prove the phone.

    `forms` is what the witness reads off the forms at first: the paper, or with a digit wrong.
    """

    number: int
    name: str
    phone: str
    code: str
    post: Post
    forms: Mapping[str, FormFigures]
    channel: str = "telegram"


@dataclass(frozen=True, slots=True)
class Stage:
    """What a rehearsal plays: so many stations, these ballots, below this area, with this luck.

    `slips`: how often forms and people err.
    """

    stations: int
    ballots: Sequence[str]
    path: str
    seed: int
    witnesses: int = 1
    channels: Sequence[str] = ("telegram",)
    slips: Profile = NONE


async def cast(
    tx: Transaction,
    keys: Keys,
    election: LoadedElection,
    stage: Stage,
    truth: Mapping[tuple[str, str], FormFigures],
) -> list[Role]:
    """Choose stations and import their witnesses. Raises BadInput when there are too few."""
    chance = random.Random(stage.seed)  # noqa: S311
    boxes = election.config.station.boxes
    number = await count_people(tx)  # nobody plays twice: each rehearsal has new people
    roles: list[Role] = []
    for post in await _posts(tx, election, stage, truth, chance):
        copies = [dict(post.paper) for _ in range(stage.witnesses)]
        if stage.witnesses > 1:
            _slip(copies, stage.slips.misread, boxes, chance)
        for forms in copies:
            number += 1
            channel = stage.channels[len(roles) % len(stage.channels)]
            roles.append(Role(number, *person(number), "", post, forms, channel))
    return await _imported(tx, keys, election, roles)


async def _posts(
    tx: Transaction,
    election: LoadedElection,
    stage: Stage,
    truth: Mapping[tuple[str, str], FormFigures],
    chance: random.Random,
) -> list[Post]:
    found = await free_stations(tx, election.id, stage.path)
    if len(found) < stage.stations:
        raise BadInput(f"only {len(found)} stations are free for a rehearsal")
    posts, boxes = [], election.config.station.boxes
    for index in sorted(chance.sample(range(len(found)), stage.stations)):
        row = found[index]
        here = {c.ballot.value: (n, c) for n, c in (await station_contests(tx, row.id)).items()}
        played = {ballot: here[ballot] for ballot in stage.ballots if ballot in here}
        paper = {
            ballot: _form(truth.get((ballot, row.code)), contest, row.voters, boxes, chance)
            for ballot, (_, contest) in played.items()
        }
        for ballot, form in paper.items():
            if chance.random() < stage.slips.broken:
                paper[ballot] = slips.on_paper(form, boxes, chance)
        posts.append(_post(row, played, paper))
    return posts


def _post(
    row: FreeStation, played: Mapping[str, tuple[int, Contest]], paper: Mapping[str, FormFigures]
) -> Post:
    return Post(
        row.id,
        row.code,
        row.number,
        row.kelurahan,
        row.name,
        None if row.lat is None or row.lon is None else (row.lat, row.lon),
        {ballot: contest for ballot, (_, contest) in played.items()},
        {ballot: number for ballot, (number, _) in played.items()},
        paper,
    )


def _slip(
    copies: list[dict[str, FormFigures]], share: float, boxes: int, chance: random.Random
) -> None:
    """Of some ballots one of the witnesses copies a digit wrongly."""
    for ballot, form in list(copies[0].items()):
        if chance.random() < share:
            chance.choice(copies)[ballot] = slips.copied(form, boxes, chance)


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


def person(number: int) -> tuple[str, str]:
    """Name and phone of a made-up person."""
    name = f"{_FIRST[number % len(_FIRST)]} {_LAST[number % len(_LAST)]} {number}"
    block, rest = divmod(number, 10_000)
    return name, f"+62{_PREFIXES[block % len(_PREFIXES)]}0000{rest:04}"


def posts(roles: Iterable[Role]) -> list[Post]:
    """The stations of these witnesses, each once."""
    return list({role.post.id: role.post for role in roles}.values())


async def _imported(
    tx: Transaction, keys: Keys, election: LoadedElection, roles: list[Role]
) -> list[Role]:
    party = await any_participant(tx, election.id)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "witnesses.csv"
        with file.open("w", newline="", encoding="utf-8") as out:
            table = csv.writer(out)
            table.writerow(("name", "phone", "station", "participant", "ballots"))
            for role in roles:
                ballots = " ".join(role.forms)
                table.writerow((role.name, role.phone, role.post.code, party, ballots))
        done = await import_witnesses(tx, keys, election.id, file, new_codes=True)
    await made_up.mark(tx, keys, [role.phone for role in roles])
    codes = {phone: code for _, phone, code in done.codes}
    return [replace(role, code=codes[role.phone]) for role in roles]
