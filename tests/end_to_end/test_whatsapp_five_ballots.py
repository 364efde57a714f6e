"""Five ballots of one station in one WhatsApp conversation, over signed HTTP, to the recap."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from api.cli.rehearsal import score
from api.cli.rehearsal.cast import Role, Stage, cast
from api.cli.rehearsal.person import buttons
from api.cli.rehearsal.whatsapp_person import WhatsAppPerson
from api.cli.rehearsal.witness import written
from bot.runner import Runner
from models.sealing import Keys
from models.stores.elections import current_election
from models.stores.pack_load import load_pack
from models.stores.session import Database
from tests.messaging.whatsapp_line import Line, connected
from tests.packs.tiny import make_tiny_pack

BALLOTS = ("ppwp", "dpr", "dpd", "dprd_prov", "dprd_kab")


@dataclass
class Night:
    """An installation with one witness of all five ballots."""

    line: Line
    database: Database
    keys: Keys
    role: Role


@pytest.fixture
async def night(database_url: str, tmp_path: Path) -> AsyncIterator[Night]:
    async with connected(database_url, tmp_path / "var") as line:
        database, keys = Database(database_url), Keys.of(line.station.settings)
        async with database.transaction() as session:
            await load_pack(session, make_tiny_pack(tmp_path / "tiny"))
            election = await current_election(session)
            assert election is not None
            (role,) = await cast(session, keys, election, Stage(1, BALLOTS, "", 5), {})
        yield Night(line, database, keys, role)
        await database.close()


async def until(person: WhatsAppPerson, sign: str, *answers: str) -> str:
    """Press what is offered of these answers until a reply shows the sign."""
    text = ""
    for _ in range(15):
        message = await person.hear(20)
        text = str(message["text"])
        if sign in text:
            return text
        offered = [b["callback_data"] for b in buttons(message)]
        wanted = [data for data in offered if data.partition(":")[0] in answers]
        if wanted:
            person.press(wanted[0])
    raise AssertionError(f"waited for {sign!r}, last heard {text!r}")


async def test_five_ballots_of_one_station_go_through_in_one_conversation(night: Night) -> None:
    role, meta = night.role, night.line.meta
    assert set(role.forms) == set(BALLOTS)
    siti = WhatsAppPerson(meta, role.phone.removeprefix("+"), role.name)
    async with night.line.station.worker(Runner(night.keys).handle):
        siti.say("HADIR")  # the number is on the list: no code, no contact card
        await siti.hear(20)
        siti.say("gak bisa, gps mati")
        await until(siti, "Mau templat isian", "tanpa foto", "sudah")
        for ballot, form in role.forms.items():
            siti.say(written(ballot, form))
            await until(siti, "✅", "benar", "sesuai formulir")
        found, differences = await _recap(night)
    assert (found, differences) == (5, [])


async def _recap(night: Night) -> tuple[int, list[str]]:
    """The recap of the station, ballot by ballot and choice by choice, once it is folded."""
    from bot.folding import Folding

    folding = asyncio.create_task(Folding(night.database).run())
    try:
        for _ in range(100):
            async with night.database.transaction() as session:
                found, differences = await score.compare(session, [night.role.post])
            if found == len(BALLOTS) and not differences:
                break
            await asyncio.sleep(0.1)
    finally:
        folding.cancel()
    return found, differences
