"""A made-up night in Kota Yogyakarta, lived through the real conversation; nobody in it exists.

Votes are drawn, a little otherwise in each kemantren; they are nobody's real figures.
"""

import random
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from bot.broadcast import timed as broadcast_clock
from models.rules.voter_change import Change
from models.settings import Settings
from models.stores.base import elections
from models.stores.messaging import terminal
from models.stores.questions import questions
from models.stores.register_updates import voter_changes
from models.stores.register_updates.voter_changes import NewChange
from models.values import Role
from tests.cases.desk import Desk, Phone, open_desk
from tests.screen.conftest import cookie_of
from tests.screen.forms import photographed, sheet

SAMPLE = Path(__file__).parents[2] / "packs" / "yogyakarta-2024"
CITY, PLACE = "3471", "347113"
"""Kota Yogyakarta, Kemantren Umbulharjo."""
FIRST = ("Siti", "Budi", "Wayan", "Rini", "Agus", "Dewi", "Joko", "Ani", "Slamet", "Wati")
LAST = ("Contoh", "Latihan", "Percobaan", "Karangan", "Gladi", "Misal", "Umpama", "Peraga")
LIKED = (8, 11, 19, 9, 6, 1, 2, 13, 1, 1, 1, 10, 1, 5, 8, 2, 4, 1)
"""How much the made-up voters like each of the 18 parties, in the order of their numbers."""
REPORTED = 240
"""Stations of the city's 1,298 that have reported when the pictures are taken."""


@dataclass(frozen=True)
class Evening:
    """Whose browsers the pictures are taken in (cookies), and the station that is looked at."""

    administrator: str
    reviewer: str
    station: str


async def evening(url: str, folder: Path) -> Evening:
    """Live through it; the night's hours are put in their order afterwards."""
    dice = random.Random(2024)
    async with open_desk(url, folder, pack=SAMPLE) as desk:
        chief = await desk.holder("Bu Ketua Contoh", 900, Role.ADMINISTRATOR)
        await desk.holder("Bu Ketua Contoh", 900, Role.REVIEWER)
        second = await desk.holder("Pak Wakil Contoh", 901, Role.ADMINISTRATOR)
        reviewer = await desk.holder("Bu Rini Contoh", 902, Role.REVIEWER, CITY)
        leader = await desk.holder("Pak Dedi Contoh", 903, Role.COORDINATOR, PLACE)
        for one in (chief, second, leader):
            await one.say("halo")
        found = await desk.rows(
            "select code, coalesce(voters, 220) as voters from station where not special"
            " order by md5(code || 'gambar') limit :most",
            most=REPORTED + 2,
        )
        codes = [str(row.code) for row in found]
        for number, row in enumerate(found[:-2], 1):
            await _reports(desk, dice, number, row.code, row.voters)
        await _differ(desk, 700, codes[-2])
        await _differ(desk, 704, codes[-1])
        await _work(desk, leader, chief, second)
        await _hours(desk)
        cookies = [
            (await cookie_of(desk, desk.keys, one.person))["saksi_screen"]
            for one in (chief, reviewer)
        ]
        return Evening(*cookies, codes[-2])


async def _reports(
    desk: Desk, dice: random.Random, number: int, code: str, registered: int
) -> None:
    name = f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]} {number}"
    witness = await desk.witness(name, number, code)
    leaning = random.Random(code[:6]).uniform(-0.12, 0.12)
    voters = round(registered * dice.uniform(0.68, 0.88))
    shares = (0.34 + leaning, 0.38 - leaning, 0.28)
    votes = [max(3, round(voters * share * dice.uniform(0.85, 1.15))) for share in shares]
    invalid = dice.randrange(1, 7)
    if number % 3:
        await witness.say("hadir")
        await witness.say("di luar")
    told = ", ".join(f"{n}: {one}" for n, one in enumerate(votes, 1))
    total = sum(votes)
    await witness.say(f"ppwp {told} sah {total} tidak sah {invalid} jumlah {total + invalid}")
    await witness.say("benar")
    if number % 2:
        return
    parties = [max(1, round(total * one / 120 * dice.uniform(0.6, 1.4))) for one in LIKED]
    told = ", ".join(f"{n}: {one}" for n, one in zip((*range(1, 18), 24), parties, strict=True))
    total = sum(parties)
    await witness.say(f"dpr {told} sah {total} tidak sah {invalid} jumlah {total + invalid}")
    await witness.say("benar")


async def _differ(desk: Desk, number: int, code: str) -> None:
    """Two witnesses of a station differ in what the photo says."""
    one = await desk.witness("Siti Umpama", number, code)
    two = await desk.witness("Budi Umpama", number + 1, code)
    for who, votes in ((one, (102, 87, 3)), (two, (102, 78, 3))):
        await who.say("hadir")
        await who.say("@loc:-7.8014,110.3647")
        told, total = " ".join(map(str, votes)), sum(votes)
        await who.say(f"ppwp {told} sah {total} tidak sah 3 jumlah {total + 3}")
        await who.say("benar")
    await photographed(desk, one, sheet(102, 87, 3), code)


async def _work(desk: Desk, leader: Phone, chief: Phone, second: Phone) -> None:
    """What stands on the desks: incidents, applicants, questions, changes, a broadcast."""
    witness = await desk.person("Siti Umpama", 700)
    for told in ("amplop di depan TPS", "lampu padam di TPS", "formulir C.Hasil belum dipasang"):
        await witness.say(f"kejadian {told}")
        await witness.say("kirim")
    for number, name in ((950, "Ratna Peraga"), (951, "Tono Peraga"), (952, "Sari Peraga")):
        for line in ("daftar", "setuju", name, "semaki", "saksi 2019", "benar"):
            await desk.stranger(number).say(line)
    await leader.say("siaran saksi")
    await leader.say("Halo {nama}, foto C.Hasil jangan lupa dikirim sebelum pulang.")
    await leader.say("[Bukan kampanye]")
    async with desk.database.transaction() as tx:
        await broadcast_clock.prepare(tx, Settings(), desk.now)
        election = (await elections.election(tx)).id
        contact = await terminal.contact_of(tx, "console", witness.number)
        assert contact is not None
        for said, ago in (("boleh bawa kucing?", 1), ("jam berapa rekap?", 3)):
            moment = desk.now - timedelta(minutes=ago)
            await questions.put(tx, election, contact["id"], said, moment)
        what = (Change.DIED, None, 0, "Budi Peraga, Semaki")
        await voter_changes.put(tx, NewChange(election, contact["id"], desk.now, *what))
    await desk.do(
        "update outbox set state = 2, attempts = 3,"
        " error = 'Forbidden: bot was blocked by the user'"
        " where id in (select max(id) from outbox where state = 1 group by contact_id limit 3)"
    )
    for who in (chief, second):
        await who.say("layar publik")


_IN_ORDER = (
    # What is stored is never changed otherwise; this database is a picture's and goes away.
    "set local session_replication_role = replica",
    """create temp table came on commit drop as
       select id, contest_id, timestamptz '2024-02-14 15:30+07' + interval '460 minutes'
              * power(row_number() over (partition by contest_id order by station_id % 97, id)
                      ::float / count(*) over (partition by contest_id), 1.25) as at
       from report""",
    "update report r set created_at = c.at from came c where c.id = r.id",
    "update revision v set created_at = c.at from came c where c.id = v.report_id",
    "update check_in set at = timestamptz '2024-02-14 06:10+07' + id % 55 * interval '1 minute'",
    "update incident set created_at = timestamptz '2024-02-14 21:10+07' + id * interval '9 min'",
    "update dispute set opened_at = clock_timestamp() - interval '31 minutes'",
)


async def _hours(desk: Desk) -> None:
    """Reports came one after the other between 15.30 and 23.10 WIB, check-ins in the morning."""
    for ballot in ("ppwp", "dpr"):
        await desk.recap(ballot)
    async with desk.database.transaction() as tx:
        for statement in _IN_ORDER:
            await tx.execute(text(statement))
