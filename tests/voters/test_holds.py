"""A legal hold stands above every deletion of what it covers, and only of that."""

from datetime import timedelta

import pytest

from models.errors import BadInput, LegalHold, NotFound
from models.stores.base import elections, holds
from models.stores.base.holds import NewHold
from models.stores.voters import voter_retention, voters
from tests.voters import test_asking
from tests.voters.test_asking import Clock, asked
from tests.voters.town import Town

clock, here = test_asking.clock, test_asking.here


async def put(here: Town, **place: str) -> int:
    async with here.database.transaction() as tx:
        loaded = await elections.election(tx)
        return await holds.put(tx, loaded, NewHold("sengketa di MK", "Bu Hakim", **place))


async def lift(here: Town, number: int) -> None:
    async with here.database.transaction() as tx:
        loaded = await elections.election(tx)
        await holds.lift(tx, loaded, number, "putusan dibacakan", "Bu Hakim")


async def cleared(here: Town, clock: Clock) -> int:
    """How many questions the hourly job deletes when all of them are too old."""
    async with here.database.transaction() as tx:
        return (await voter_retention.clear(tx, clock.now + timedelta(days=40))).questions


async def test_the_voters_log_stays_while_the_election_is_on_hold(here: Town, clock: Clock) -> None:
    await here.say(7, asked(1), asked(2))
    number = await put(here)
    assert await cleared(here, clock) == 0
    await lift(here, number)
    assert await cleared(here, clock) == 2


async def test_a_hold_of_a_station_keeps_what_concerns_it_alone(here: Town, clock: Clock) -> None:
    await here.say(7, asked(1), asked(2))
    stations = "select s.code from voter v join station s on s.id = v.station_id"
    person = "(select person from voter_ask order by id limit 1)"
    code = await here.scalar(f"{stations} where v.person = {person}")
    other = await here.scalar(f"select code from station where code <> '{code}' limit 1")
    await put(here, station=other)
    await put(here, station=code)
    asked_there = f"{stations} join voter_ask a on a.person = v.person where s.code = '{code}'"
    kept = await here.scalar(f"select count(*) from ({asked_there}) there")
    assert await cleared(here, clock) == 2 - kept
    assert await here.scalar("select count(*) from voter_ask") == kept >= 1


async def test_who_asks_to_be_forgotten_is_told_of_the_hold(here: Town, clock: Clock) -> None:
    await here.say(7, asked(1))
    number = await put(here)
    told = await here.say(7, "hapus data saya", "hapus")
    assert f"nomor {number}" in told[-1].text
    assert await here.scalar("select count(*) from voter_ask") == 1
    noted = await here.scalar("select data from audit_entry where action = 'own data held'")
    assert noted == {"hold": number}
    await lift(here, number)
    assert "Sudah dihapus" in (await here.say(7, "hapus data saya", "hapus"))[-1].text


async def test_a_register_on_hold_is_not_forgotten(here: Town) -> None:
    number = await put(here, area="98")
    async with here.database.transaction() as tx:
        loaded = await elections.election(tx)
        with pytest.raises(LegalHold, match=f"hold {number} is on"):
            await voters.forget(tx, loaded.id)


async def test_a_hold_says_why_and_by_whom_and_stays_on_record(here: Town) -> None:
    number = await put(here, area="9801")
    async with here.database.transaction() as tx:
        loaded = await elections.election(tx)
        for wrong in (NewHold("", "Bu Hakim"), NewHold("sengketa", " ")):
            with pytest.raises(BadInput, match="stays on record"):
                await holds.put(tx, loaded, wrong)
        with pytest.raises(NotFound):
            await holds.put(tx, loaded, NewHold("sengketa", "Bu Hakim", station="77"))
        assert [one["area"] for one in await holds.listed(tx, loaded)] == ["9801"]
        await holds.lift(tx, loaded, number, "putusan dibacakan", "Bu Hakim")
        assert await holds.listed(tx, loaded) == []
        [ended] = await holds.listed(tx, loaded, lifted=True)
        assert (ended["put_by"], ended["lifted_reason"]) == ("Bu Hakim", "putusan dibacakan")
        with pytest.raises(NotFound, match="no such open hold"):
            await holds.lift(tx, loaded, number, "sekali lagi", "Bu Hakim")
    assert await here.scalar("select count(*) from audit_entry where action ~ 'legal hold'") == 2
