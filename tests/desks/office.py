"""An election day for the tables of the war room, lived through the real conversation."""

import re
from dataclasses import dataclass
from datetime import timedelta

from fastapi import FastAPI

from bot.broadcast import timed as broadcast_clock
from models.rules.voter_change import Change
from models.settings import Settings
from models.stores.base import elections
from models.stores.messaging import terminal
from models.stores.questions import questions
from models.stores.register_updates import voter_changes
from models.stores.register_updates.voter_changes import NewChange
from models.values import Role
from tests.api.conftest import browse
from tests.cases.desk import Desk, Phone
from tests.screen.conftest import Screen, cookie_of, screen_app

NEAR, FAR = "980101", "9871"
"""Kecamatan Sukamaju (WIB) and Kota Anggrek (WITA)."""
STATIONS = {
    NEAR: ("9801012001001", "9801012001002", "9801012001003", "9801012002001"),
    FAR: ("9871011001001", "9871011001002", "9871011002001"),
}


@dataclass
class Office:
    """Who works there: leaders of two areas and of everything, and the witnesses by area."""

    desk: Desk
    near: Phone
    far: Phone
    chief: Phone
    second: Phone
    witnesses: dict[str, list[Phone]]


async def busy_day(desk: Desk) -> Office:
    """Witnesses check in, report, tell incidents; people apply, ask, and get broadcasts."""
    near = await desk.holder("Pak Dedi", 2, Role.COORDINATOR, NEAR)
    far = await desk.holder("Bu Rini", 3, Role.COORDINATOR, FAR)
    chief = await desk.holder("Bu Ketua", 4, Role.ADMINISTRATOR)
    second = await desk.holder("Pak Wakil", 5, Role.ADMINISTRATOR)
    witnesses: dict[str, list[Phone]] = {NEAR: [], FAR: []}
    for area, codes in STATIONS.items():
        for code in codes:
            number = 10 + sum(map(len, witnesses.values()))
            known = await desk.witness(f"Saksi {number}", number, code)
            witnesses[area].append(known)
    office = Office(desk, near, far, chief, second, witnesses)
    await _say(office)
    return office


async def _say(office: Office) -> None:
    desk, (first, *_), (far, *_) = office.desk, office.witnesses[NEAR], office.witnesses[FAR]
    for leader in (office.far, office.chief, office.second):
        await leader.say("halo")
    for one in (first, far):
        await one.say("hadir")
        await one.say("di luar")
    await first.say("ppwp 1: 100, 2: 50, 3: 10 sah 160 tidak sah 5 jumlah 170")
    await first.say("sesuai formulir")
    await first.say("benar")
    await far.say("ppwp 1: 90, 2: 50, 3: 10 sah 150 tidak sah 5 jumlah 170")
    await far.say("sesuai formulir")
    await far.say("benar")
    await incident(first, "amplop di depan TPS")
    await incident(office.witnesses[NEAR][1], "amplop di rumah ketua", secret=True)
    await incident(far, "=cmd saksi dihalangi masuk")
    await incident(desk.stranger(91), "di pasar ada bagi-bagi beras")
    for number, name, where in ((92, "Budi Santoso", "sukamaju kidul"), (93, "Ratna", "kenanga")):
        for line in ("daftar", "setuju", name, where, "saksi 2019", "benar"):
            await desk.stranger(number).say(line)
    await office.near.say("siaran saksi")
    await office.near.say("Halo {nama}, besok kumpul jam 7.")
    await office.near.say("[Bukan kampanye]")
    async with desk.database.transaction() as tx:
        await broadcast_clock.prepare(tx, Settings(), desk.now)
        election = (await elections.election(tx)).id
        contact = await terminal.contact_of(tx, "console", first.number)
        assert contact is not None
        for said, at in (("boleh bawa kucing?", 1), ("Boleh bawa kucing?", 2), ("jam berapa?", 3)):
            moment = desk.now - timedelta(minutes=at)
            await questions.put(tx, election, contact["id"], said, moment)
        for place in ("Sukamaju Kidul", "Kenanga", "entah di mana"):
            said = f"Budi Suryani, {place}"
            what = (Change.DIED, None, 0, said)
            await voter_changes.put(tx, NewChange(election, contact["id"], desk.now, *what))
    await far.say("halo")
    await desk.do(
        "update outbox set state = 2, attempts = 3,"
        " error = 'Forbidden: bot was blocked by the user'"
        " where id in (select max(id) from outbox where state = 1 group by contact_id)"
    )


async def incident(phone: Phone, told: str, *, secret: bool = False) -> str:
    """Tell one; its receipt."""
    await phone.say(f"kejadian politik uang {told}")
    heard = await phone.say("rahasiakan" if secret else "kirim")
    return re.findall(r"I-\w+", heard)[0]


async def screen(office: Office, person: int, app: FastAPI | None = None) -> Screen:
    """A browser that is in as this person."""
    client = browse(app or screen_app(office.desk))
    client.cookies.update(await cookie_of(office.desk, office.desk.keys, person))
    return Screen(client)
