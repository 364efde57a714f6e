"""SUARA SAYA: a candidate hears the own votes and the party's total, and nobody else's."""

import json
from datetime import UTC, datetime

import pytest

from models.errors import BadInput
from models.settings import Settings
from models.stores.base import elections
from models.stores.persons import api_tokens, roles
from models.stores.persons.roles import NewRole
from models.stores.recap import fold
from models.stores.reports import reports
from models.stores.reports.reports import Origin
from models.values import Role, Tally
from tests.api.conftest import browse, reading_app
from tests.cases.desk import Desk, Phone
from tests.cases.test_disputes import FIRST, report

LIST = "dpr:9801"
SECOND = "9801012001002"
DETAILS = (60, 10, 20, 25, 5, 50, 50, 0, 0, 0, 76, 6, 40, 20, 10)
"""Votes of the parties 1 to 3 as they stand on the ballot: sum, party, candidates 1 to 3."""
TOTALS = (60, None, None, None, None, 50, None, None, None, None, 76, None, None, None, None)


async def candidate(
    desk: Desk, number: int | None = 2, list_: str | None = LIST, party: str = "party:3"
) -> Phone:
    """Bu Ani stands for a party at a place of its list."""
    ani = await desk.person("Bu Ani", 8)
    async with desk.database.transaction() as tx:
        tie = await roles.participant_id(tx, 1, party)
        contest = await roles.stands_in(tx, 1, party, list_, number) if list_ else None
        new = NewRole(ani.person, Role.CANDIDATE, 1, None, tie, contest, number)
        assert await roles.grant(tx, new)
        assert not await roles.grant(tx, new)
    return ani


async def reported(desk: Desk, *given: tuple[str, tuple[int | None, ...]]) -> None:
    """Reports of the DPR by station, folded."""
    who = await desk.person("Bu Siti", 1)
    async with desk.database.transaction() as tx:
        contest = await elections.contest_id(tx, 1, "dpr", "9801")
        for code, votes in given:
            rows = await tx.exec_driver_sql(f"select id from station where code = '{code}'")
            tally = Tally(votes, None, 2)
            await reports.submit(tx, Origin(who.person), rows.scalar_one(), contest, tally)
        await fold.fold(tx, "test", 0)


async def test_the_own_votes_come_with_party_coverage_hour_and_note(desk: Desk) -> None:
    ani = await candidate(desk)
    await reported(desk, ("9801012001001", DETAILS), (SECOND, DETAILS), ("9801012002001", TOTALS))
    heard = await ani.say("suara saya")
    assert heard.startswith("Caleg 9801 3-2\nDPR RI (kuning), Nusa Contoh I\n")
    assert "Suara sendiri: 40" in heard
    assert "Jumlah suara partai: 228" in heard
    assert "Masuk 3 dari 21 TPS, 02.14 WIB" in heard
    assert "• Sukamaju Kidul: 40" in heard
    assert "Sukamaju Kaler" not in heard, "there only the sums were asked for"
    assert "Hitungan internal, bukan hasil resmi KPU" in heard
    assert ": 80" not in heard, "candidate 1 of the same party"
    heard = await ani.say("suara saya sukamaju kidul")
    assert "di Desa Sukamaju Kidul" in heard
    assert "• TPS 1: 20\n• TPS 2: 20\n" in heard
    noted = await desk.rows("select subject from audit_entry where action = 'own votes shown'")
    assert [row.subject for row in noted] == ["area:0", "area:9801012001"]


async def test_before_the_hour_of_the_law_nothing_is_told(desk: Desk) -> None:
    ani = await candidate(desk)
    await reported(desk, (SECOND, DETAILS))
    desk.clock[0] = datetime(2024, 2, 14, 7, 59, tzinfo=UTC)
    heard = await ani.say("suara saya")
    assert "15.00 WIB" in heard
    assert "20" not in heard


async def test_without_details_a_list_or_votes_it_is_said(desk: Desk) -> None:
    ani = await candidate(desk)
    assert "Belum ada angka" in await ani.say("suara saya")
    assert "tidak ketemu" in await ani.say("suara saya Nowhere")
    await reported(desk, (SECOND, TOTALS))
    heard = await ani.say("suara saya")
    assert "tidak diminta dari saksi" in heard
    assert "Jumlah suara partai: 76" in heard
    await desk.overwrite(
        "update role set contest_id = null, number = null where role = 'candidate'"
    )
    assert "belum dikaitkan" in await ani.say("suara saya"), "a party has many lists"


async def test_a_pair_and_a_single_candidate_hear_theirs(desk: Desk) -> None:
    siti, ani = await desk.witness("Bu Siti", 1), await candidate(desk, None, None, "pair:2")
    await report(siti, FIRST)
    await desk.recap()
    heard = await ani.say("suara saya")
    assert "Suara sendiri: 87" in heard
    assert "partai" not in heard
    await desk.overwrite(
        "update role set participant_id = (select id from participant where kind = 'dpd'"
        " and code = '98.2')"
    )
    assert "Belum ada angka" in await ani.say("suara saya")


async def test_somebody_who_is_no_candidate_is_refused(desk: Desk) -> None:
    dedi = await desk.holder("Pak Dedi", 2, Role.COORDINATOR)
    assert "bukan wewenang" in await dedi.say("suara saya")


async def test_a_list_without_such_a_candidate_is_refused(desk: Desk) -> None:
    for list_, number in (("dpr:9801", 9), ("dpr:77", 1), ("ppwp:0", 1), ("dpd:98", None)):
        with pytest.raises(BadInput):
            await candidate(desk, number, list_)


async def allow_fellows(desk: Desk, fellows: bool) -> None:
    """The pack says whether a candidate sees the party's others."""
    await desk.do(
        "update election set fingerprint = :print, config = jsonb_set(config, '{reports}', "
        "config -> 'reports' || cast(:patch as jsonb))",
        print=f"fellows {fellows}",
        patch=json.dumps({"candidates_see_fellows": fellows}),
    )


async def test_the_api_tells_a_candidate_the_same_and_fellows_only_where_the_pack_says_so(
    desk: Desk,
) -> None:
    ani = await candidate(desk)
    await reported(desk, (SECOND, DETAILS))
    async with desk.database.transaction() as tx:
        _, token = await api_tokens.make(tx, desk.keys, ani.person, "", None)
    app = reading_app(desk.database, Settings(production=True))
    app.state.keys = desk.keys
    head = {"Authorization": f"Bearer {token}"}
    async with browse(app) as client:
        for fellows in (False, True):
            await allow_fellows(desk, fellows)
            answer = await client.get("/api/v1/own-votes?area=980101&level=tps", headers=head)
            told = answer.json()
            assert (told["candidate"], told["total"]["own"], told["total"]["party"]) == (
                "3.2",
                20,
                76,
            )
            row = next(one for one in told["rows"] if one["code"] == SECOND)
            assert row["own"] == 20
            assert row.get("fellows") == ({"3.0": 6, "3.1": 40, "3.3": 10} if fellows else None)
            assert ("party" in row) is fellows
        abroad = await client.get("/api/v1/own-votes?area=98&contest=dpr:1", headers=head)
        assert (abroad.status_code, abroad.json()["code"]) == (403, "not_allowed")
        assert (await client.get("/api/v1/recap?ballot=dpr", headers=head)).status_code == 403
