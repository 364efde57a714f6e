"""One witness of all five ballots on a messenger, over real HTTP: for tests of whole evenings."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from api.rehearsal.cast import Role, Stage, cast
from api.rehearsal.telegram_person import Person, buttons
from api.rehearsal.whatsapp_person import WhatsAppPerson
from models.sealing import Keys
from models.stores.base.database import Database
from models.stores.base.elections import current_election
from models.stores.packs.pack_load import load_pack
from tests.messaging.station import Station, installation
from tests.messaging.whatsapp_line import connected
from tests.packs.tiny import make_tiny_pack

BALLOTS = ("ppwp", "dpr", "dpd", "dprd_prov", "dprd_kab")
AnyPerson = Person | WhatsAppPerson


@dataclass
class Night:
    """An installation with one witness of all five ballots, and that witness's phone."""

    station: Station
    database: Database
    keys: Keys
    role: Role
    phone: AnyPerson


@contextlib.asynccontextmanager
async def opened(channel: str, url: str, folder: Path) -> AsyncIterator[Night]:
    """Web at work and the witness on the list; every candidate is asked for."""
    pack = make_tiny_pack(folder / "tiny")
    settings = pack / "election.toml"
    settings.write_text(settings.read_text().replace('detail = "totals"', 'detail = "full"'))
    database = Database(url)
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(database.close)
        if channel == "whatsapp":
            line = await stack.enter_async_context(connected(url, folder / "var"))
            station = line.station
        else:
            station = await stack.enter_async_context(installation(url, folder / "var"))
            await stack.enter_async_context(station.website())
        keys = Keys.of(station.settings)
        async with database.transaction() as tx:
            await load_pack(tx, pack)
            election = await current_election(tx)
            assert election is not None
            (role,) = await cast(tx, keys, election, Stage(1, BALLOTS, "", 5), {})
        number = role.phone.removeprefix("+")
        person = line.person(number) if channel == "whatsapp" else station.person()
        yield Night(station, database, keys, role, person)


async def enrolled(night: Night) -> None:
    """The witness proves the phone; on WhatsApp the number is proven already."""
    night.phone.say(night.role.code)
    welcome = await night.phone.hear_text(20)
    assert "Tugas" in welcome or "sudah terdaftar" in welcome


async def until(person: AnyPerson, sign: str, *answers: str) -> str:
    """Press what is offered of these answers until a reply shows the sign."""
    text = ""
    for _ in range(15):
        message = await person.hear(20)
        text = str(message["text"])
        if sign in text:
            return text
        offered = [b.get("callback_data", "") for b in buttons(message)]
        wanted = [data for data in offered if data.partition(":")[0] in answers]
        if wanted:
            person.press(wanted[0])
    raise AssertionError(f"waited for {sign!r}, last heard {text!r}")
