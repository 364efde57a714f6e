"""Five ballots of one station, every candidate, in one conversation on each messenger; the recap.

Over real HTTP: updates with the webhook's secret, events with the app's signature.
"""

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from api.rehearsal import score
from api.rehearsal.truth import FormFigures, detailed
from api.rehearsal.whatsapp_person import WhatsAppPerson
from api.rehearsal.witness import WORDS, written
from bot.capabilities import CONVERSATION
from bot.messaging.runner import Runner
from bot.processes.folding import Folding
from models.values import Contest
from tests.channels.meta import checks
from tests.end_to_end.night import BALLOTS, AnyPerson, Night, enrolled, opened, until


@pytest.fixture(params=["telegram", "whatsapp"])
async def night(
    request: pytest.FixtureRequest, database_url: str, tmp_path: Path
) -> AsyncIterator[Night]:
    async with opened(request.param, database_url, tmp_path) as night:
        post, chance = night.role.post, random.Random(5)
        paper = {b: detailed(post.contests[b], f, chance) for b, f in post.paper.items()}
        night.role = replace(night.role, post=replace(post, paper=paper))
        yield night


async def party_by_party(
    phone: AnyPerson, ballot: str, form: FormFigures, contest: Contest
) -> None:
    """A page a message, its sum when it is asked for; the last page with the sums."""
    for party in contest.parties():
        numbers = " ".join(str(form.votes[one.code]) for one in contest.within(party.code))
        phone.say(f"{WORDS[ballot]} {party.code}: {numbers}")
        await until(phone, "Di formulir tertulis berapa")
        phone.say(str(form.votes[party.code]))
        await until(phone, "✅", "benar")
    phone.say(f"sah {form.valid} tidak sah {form.invalid} jumlah {form.total}")
    assert "selesai" in await until(phone, "✅", "benar")


async def by_template(phone: AnyPerson, ballot: str, form: FormFigures, contest: Contest) -> None:
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
    async with night.station.worker(Runner(CONVERSATION, night.keys).handle):
        await enrolled(night)
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
    if isinstance(phone, WhatsAppPerson) and (valid := checks()) is not None:
        for body in phone.whatsapp.bodies:
            valid[body["type"]].validate(body)
    assert sum("." in name for form in role.post.paper.values() for name in form.votes) > 20


async def _recap(night: Night) -> tuple[int, list[str]]:
    """The recap of the station, by ballot and candidate, once it is folded."""
    folding = asyncio.create_task(Folding(night.database).run())
    try:
        for _ in range(100):
            async with night.database.transaction() as tx:
                found, differences = await score.compare(tx, [night.role.post])
            if found == len(BALLOTS) and not differences:
                break
            await asyncio.sleep(0.1)
    finally:
        folding.cancel()
    return found, differences
