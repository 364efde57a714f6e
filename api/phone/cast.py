"""The made-up people of the training phones: witnesses and a voter, who exist nowhere else."""

from dataclasses import dataclass

from models.errors import StationFull
from models.sealing import Keys
from models.stores.base.database import Transaction
from models.stores.base.elections import current_election
from models.stores.persons import made_up
from models.stores.persons.mandates import NewMandate, put_mandate
from models.stores.persons.people import person_by_phone, put_person
from models.stores.recruiting import training


@dataclass(frozen=True, slots=True)
class Actor:
    """One made-up phone: its owner, the number, who that is, and what to type first.

    `hints` are what one tap sends; "contact" shares the phone's own number.
    """

    key: str
    name: str
    phone: str
    role: str
    hints: tuple[str, ...]


WITNESS_HINTS = ("contact", "HADIR", "ISI", "BELUM", "BANTUAN")
VOTER_HINTS = ("CEK TPS", "BANTUAN", "DATA SAYA")

CAST = (
    Actor("1", "Siti Rahayu", "+6281200000001", "witness", WITNESS_HINTS),
    Actor("2", "Budi Santoso", "+6281200000002", "witness", WITNESS_HINTS),
    Actor("3", "Wayan Lestari", "+6281200000003", "witness", WITNESS_HINTS),
    Actor("4", "Neng Astuti", "+6281200000004", "voter", VOTER_HINTS),
)
"""Numbers +62 812 0000 ...: no subscriber has them."""

OWN_HINTS = ("HADIR", "ISI", "BELUM", "BANTUAN")


def actor(key: str) -> Actor | None:
    """The made-up phone of this key."""
    return next((one for one in CAST if one.key == key), None)


STATIONS = {"1": 0, "2": 0, "3": 1}
"""Two witnesses at the first station, who confirm each other, and one at the second."""


async def enrol(tx: Transaction, keys: Keys) -> None:
    """Make the made-up witnesses known, with a mandate each; does nothing the second time.

    Never where real results are counted: whoever opens a training phone could speak for them.
    """
    election = await current_election(tx)
    if election is None:
        return
    stations = await training.first_stations(tx, election.id, 2)
    own = election.config.reports.own_party
    participant = await training.whose_witnesses(tx, election.id, own)
    for key, place in STATIONS.items():
        who = actor(key)
        if who is None or participant is None or place >= len(stations):
            continue
        person, _ = await put_person(tx, keys, who.name, who.phone)
        try:
            await put_mandate(tx, NewMandate(person, participant, stations[place]))
        except StationFull:
            continue  # the real list of witnesses came first
    await made_up.mark(tx, keys, [one.phone for one in CAST])


async def people(tx: Transaction, keys: Keys) -> dict[str, int]:
    """The person behind each made-up phone that is enrolled, by its key."""
    found = {one.key: await person_by_phone(tx, keys, one.phone) for one in CAST}
    return {key: person for key, person in found.items() if person is not None}
