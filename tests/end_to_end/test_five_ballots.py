"""Five ballots of one station, every candidate, in one conversation on each messenger; the recap.

Over real HTTP: updates with the webhook's secret, events with the app's signature.
"""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from api.cli.rehearsal import score
from api.cli.rehearsal.cast import Role, Stage, cast
from api.cli.rehearsal.person import buttons
from api.cli.rehearsal.truth import FormFigures, detailed
from api.cli.rehearsal.witness import WORDS, Phone, written
from bot.folding import Folding
from bot.runner import Runner
from models.sealing import Keys
from models.stores.elections import current_election
from models.stores.pack_load import load_pack
from models.stores.session import Database
from models.values import Contest
from tests.messaging.station import Station, installation
from tests.messaging.whatsapp_line import connected
from tests.packs.tiny import make_tiny_pack

BALLOTS = ("ppwp", "dpr", "dpd", "dprd_prov", "dprd_kab")


@dataclass
class Night:
    """An installation with one witness of all five ballots, and that witness's phone."""

    station: Station
    database: Database
    keys: Keys
    role: Role
    phone: Phone


@contextlib.asynccontextmanager
async def messenger(channel: str, url: str, var: Path) -> AsyncIterator[tuple[Station, object]]:
    """An installation with this messenger, and what makes a phone on it."""
    if channel == "whatsapp":
        async with connected(url, var) as line:
            yield line.station, line.person
        return
    async with installation(url, var) as station, station.website():
        yield station, station.person


@pytest.fixture(params=["telegram", "whatsapp"])
async def night(
    request: pytest.FixtureRequest, database_url: str, tmp_path: Path
) -> AsyncIterator[Night]:
    pack = make_tiny_pack(tmp_path / "tiny")
    settings = pack / "election.toml"
    settings.write_text(settings.read_text().replace('detail = "totals"', 'detail = "full"'))
    async with messenger(request.param, database_url, tmp_path / "var") as (station, person):
        database, keys = Database(database_url), Keys.of(station.settings)
        async with database.transaction() as session:
            await load_pack(session, pack)
            election = await current_election(session)
            assert election is not None
            (role,) = await cast(session, keys, election, Stage(1, BALLOTS, "", 5), {})
        chance = random.Random(5)
        paper = {b: detailed(role.post.contests[b], f, chance) for b, f in role.forms.items()}
        role = replace(role, post=replace(role.post, paper=paper))
        named = role.phone.removeprefix("+") if request.param == "whatsapp" else 7
        phone = person(named)  # type: ignore[operator]
        yield Night(station, database, keys, role, phone)
        await database.close()


async def until(person: Phone, sign: str, *answers: str) -> str:
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


async def party_by_party(phone: Phone, ballot: str, form: FormFigures, contest: Contest) -> None:
    """A page a message, its sum when it is asked for; the last page with the sums."""
    for party in contest.parties():
        numbers = " ".join(str(form.votes[one.code]) for one in contest.within(party.code))
        phone.say(f"{WORDS[ballot]} {party.code}: {numbers}")
        await until(phone, "Di formulir tertulis berapa")
        phone.say(str(form.votes[party.code]))
        await until(phone, "✅", "benar")
    phone.say(f"sah {form.valid} tidak sah {form.invalid} jumlah {form.total}")
    assert "selesai" in await until(phone, "✅", "benar")


async def by_template(phone: Phone, ballot: str, form: FormFigures, contest: Contest) -> None:
    """The text to copy comes, is filled in line by line, and goes back in one message."""
    phone.say(f"TEMPLAT {WORDS[ballot]}")
    text = await until(phone, "Tidak sah =")
    numbers = [
        form.votes[code]
        for party in contest.parties()
        for code in (*(one.code for one in contest.within(party.code)), party.code)
    ]
    left = iter([*numbers, form.valid, form.invalid, form.total])
    lines = [f"{line} {next(left)}" if line.endswith("=") else line for line in text.split("\n")]
    phone.say("\n".join(lines))
    assert "selesai" in await until(phone, "✅", "benar")


async def test_five_ballots_go_through_in_one_conversation_with_every_candidate(
    night: Night,
) -> None:
    role, phone = night.role, night.phone
    assert set(role.post.paper) == set(BALLOTS)
    async with night.station.worker(Runner(night.keys).handle):
        phone.say(role.code)
        welcome = str((await phone.hear(20))["text"])  # on WhatsApp the number is proven already
        assert "Tugas" in welcome or "sudah terdaftar" in welcome
        phone.say("HADIR")
        await until(phone, "lokasi")
        phone.say("gak bisa, gps mati")
        await until(phone, "Mau templat isian", "tanpa foto", "sudah")
        for ballot, form in role.post.paper.items():
            contest = role.post.contests[ballot]
            if not contest.has_parties:
                phone.say(written(ballot, form))
                await until(phone, "✅", "benar", "sesuai formulir")
            elif ballot == "dprd_prov":
                await by_template(phone, ballot, form, contest)
            else:
                await party_by_party(phone, ballot, form, contest)
        found, differences = await _recap(night)
    assert (found, differences) == (5, [])
    assert sum("." in name for form in role.post.paper.values() for name in form.votes) > 20


async def _recap(night: Night) -> tuple[int, list[str]]:
    """The recap of the station, by ballot and candidate, once it is folded."""
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
