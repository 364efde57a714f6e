"""A reviewer decides what others differ on, by what they said or a photo shows: no other number."""

import pytest
from fastapi import FastAPI

from models.values import Role
from tests.cases.desk import STATION, Desk
from tests.cases.test_disputes import stubborn
from tests.screen.conftest import desk, screen_app, screen_of

__all__ = ["desk"]

AS_A = {"cell:2": "87", "cell:valid": "192", "cell:total": "195", "reason": "sesuai foto"}
"""The cells in dispute, as the first witness gave them."""
MADE_UP = {"cell:2": "9", "cell:valid": "114", "cell:total": "117", "reason": "saya yakin"}


@pytest.fixture
async def app(desk: Desk) -> FastAPI:
    return screen_app(desk)


async def decided(desk: Desk, app: FastAPI, number: int = 7, **fields: str) -> int:
    """What a reviewer's form comes to."""
    reviewer = await screen_of(desk, Role.REVIEWER, "9801", number, app=app)
    await reviewer.get("/screen/queue")
    ((dispute,),) = await desk.rows("select id from dispute")
    ((seen,),) = await desk.rows("select string_agg(id::text, ' ') from revision")
    return await reviewer.post(f"/screen/queue/{dispute}/decide", seen=seen, **fields)


async def test_a_form_with_one_more_number_changes_no_cell_on_which_nobody_differs(
    desk: Desk, app: FastAPI
) -> None:
    await stubborn(desk)
    for more in ({"cell:1": "999"}, {"cell:invalid": "0"}, {"cell:7": "5"}):
        assert await decided(desk, app, **AS_A, **more) == 400, more
    assert await desk.rows("select 1 from decision") == []
    assert await decided(desk, app, **AS_A) == 303
    assert (await desk.recap()).votes == [102, 87, 3]


async def test_without_a_photo_no_number_counts_that_no_witness_gave(
    desk: Desk, app: FastAPI
) -> None:
    siti, _ = await stubborn(desk)
    assert await decided(desk, app, **MADE_UP) == 422
    rini = await desk.holder("Bu Rini", 7, Role.REVIEWER, "9801")
    await desk.photo(rini, STATION, "ppwp")
    assert await decided(desk, app, **MADE_UP) == 422, "the own photo proves nothing"
    await rini.say("selisih")
    await rini.say("nomor 2 = 9 sah 114 jumlah 117")
    assert "belum ada foto formulirnya" in await rini.say("saya yakin sekali")
    assert (await desk.recap()).confirmed == 0
    await desk.photo(siti, STATION, "ppwp")
    assert await decided(desk, app, **MADE_UP) == 303, "and everybody can look at that photo"


async def test_a_number_of_each_report_needs_no_photo(desk: Desk, app: FastAPI) -> None:
    await stubborn(desk)
    mixed = {**AS_A, "cell:2": "78", "reason": "kata ketua KPPS"}
    assert await decided(desk, app, **mixed) == 303
