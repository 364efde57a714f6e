"""The public page: two persons open it, any of them closes it, nobody is on it."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from httpx import AsyncClient

from api.app import create_app
from models.settings import Settings
from models.values import Role
from tests.api.conftest import browse
from tests.cases.desk import Desk, Phone
from tests.screen.conftest import screen_app
from tests.screen.test_count import report


@pytest.fixture
async def client(desk: Desk) -> AsyncIterator[AsyncClient]:
    async with browse(screen_app(desk)) as one:
        yield one


async def administrators(desk: Desk) -> tuple[Phone, Phone]:
    one = await desk.holder("Bu Ketua", 5, Role.ADMINISTRATOR)
    two = await desk.holder("Pak Wakil", 6, Role.ADMINISTRATOR)
    await two.say("halo")
    return one, two


async def status(client: AsyncClient, path: str = "/public") -> int:
    """As a browser that comes later: the door looks once a second."""
    client._transport.app.state.__dict__["_state"].pop("public_door", None)  # type: ignore[attr-defined]
    return (await client.get(path)).status_code


async def test_two_administrators_open_it_and_one_closes_it(
    desk: Desk, client: AsyncClient
) -> None:
    one, two = await administrators(desk)
    await report(desk)
    assert await status(client) == 404
    assert "masih tertutup" in await one.say("layar publik")
    assert "masih tertutup" in await one.say("layar publik"), "the same person is no second one"
    assert await status(client) == 404
    await desk.notices.drain()
    assert "Bu Ketua minta halaman publik dibuka" in await two.hear()
    assert "TERBUKA" in await two.say("layar publik")
    assert await status(client) == 200
    assert await status(client, "/public/9801.json") == 200
    assert "tertutup" in await one.say("layar publik tutup")
    assert await status(client) == 404
    assert await status(client, "/public/9801.json") == 404
    actions = [row[0] for row in await desk.rows("select action from audit_entry order by id")]
    assert [one for one in actions if "public" in one] == [
        "public page waiting",
        "public page waiting",
        "public page open",
        "public page closed",
    ]


async def test_who_is_no_administrator_of_all_opens_nothing(
    desk: Desk, client: AsyncClient
) -> None:
    one, _ = await administrators(desk)
    dedi = await desk.holder("Pak Dedi", 3, Role.COORDINATOR, "9801")
    part = await desk.holder("Bu Rini", 4, Role.ADMINISTRATOR, "9801")
    await one.say("layar publik")
    for phone in (dedi, part):
        assert "hanya dibuka dan ditutup administrator" in await phone.say("layar publik")
        assert "hanya dibuka dan ditutup" in await phone.say("layar publik tutup")
    assert await status(client) == 404


async def test_what_was_asked_an_hour_ago_is_asked_anew(desk: Desk, client: AsyncClient) -> None:
    one, two = await administrators(desk)
    await one.say("layar publik")
    await desk.do("update public_page set asked_at = now() - interval '61 minutes'")
    assert "masih tertutup" in await two.say("layar publik")
    assert await status(client) == 404


async def test_nothing_before_the_hour_of_the_law(desk: Desk, client: AsyncClient) -> None:
    one, two = await administrators(desk)
    later = '\'{"not_before": "2099-02-14T15:00:00+07:00"}\''
    await desk.do(
        f"update election set config = jsonb_set(config, '{{publication}}', {later}),"
        " fingerprint = 'another'"
    )
    assert "pasal 449" in await one.say("layar publik")
    assert "pasal 449" in await two.say("layar publik")
    assert await desk.rows("table public_page") == []
    await desk.do(
        "insert into public_page (election_id, asked_by, opened_by, opened_at)"
        " select election.id, :a, :b, now() from election",
        a=one.person,
        b=two.person,
    )
    assert await status(client) == 403


async def test_it_tells_areas_and_nobody_and_caches_may_keep_it_a_while(
    desk: Desk, client: AsyncClient
) -> None:
    one, two = await administrators(desk)
    await report(desk)
    await one.say("layar publik")
    await two.say("layar publik")
    answer = await client.get("/public/9801.json?ballot=ppwp")
    told = answer.json()
    assert told["note"] == "Hitungan internal, bukan hasil resmi KPU."
    assert told["votes"]["1"] == 102
    assert datetime.fromisoformat(told["at"]).tzinfo is not None
    assert 0 < told["coverage"] <= 1
    assert told["rows"][0]["coverage"] is not None
    assert told["rows"][0]["code"] == "980101"
    kept = answer.headers["cache-control"]
    assert kept.startswith("public, max-age=")
    assert 20 <= int(kept.rpartition("=")[2]) < 60
    lives = {(await client.get("/public")).headers["cache-control"] for _ in range(20)}
    assert len(lives) > 1
    tag = {"If-None-Match": answer.headers["etag"]}
    assert (await client.get("/public/9801.json?ballot=ppwp", headers=tag)).status_code == 304
    kelurahan = (await client.get("/public/9801012001.json")).json()
    assert kelurahan["rows"] == [], "no station: one witness stands behind it"
    for path in ("/public", "/public/9801", "/public/9801012001"):
        page = await client.get(path)
        assert "Bu Siti" not in page.text
        assert "/screen/station" not in page.text
        assert "Hitungan internal, bukan hasil resmi KPU." in page.text
        assert "set-cookie" not in page.headers
        assert re.search(r"Pukul \d\d-\d\d-\d{4} \d\d\.\d\d\sWI", page.text)


async def test_closed_it_tells_a_stranger_so_and_programs_in_json(
    desk: Desk, client: AsyncClient
) -> None:
    await report(desk)
    page = await client.get("/public")
    assert page.status_code == 404
    assert "Halaman publik sedang tertutup." in page.text
    assert 'href="/screen' not in page.text
    document = await client.get("/public/9801.json")
    assert document.status_code == 404
    assert document.json()["code"] == "not_found"


async def open_page(desk: Desk) -> None:
    one, two = await administrators(desk)
    await one.say("layar publik")
    await two.say("layar publik")


async def test_its_tag_is_of_what_it_tells_and_not_of_the_minute(
    desk: Desk, client: AsyncClient
) -> None:
    await report(desk)
    await open_page(desk)
    for path in ("/public/9801.json", "/public/9801"):
        tag = (await client.get(path)).headers["etag"]
        await asyncio.sleep(1.1)
        assert (await client.get(path)).headers["etag"] == tag
        again = await client.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        others = {(await client.get(path + "?" + more)).headers["etag"] for more in OTHER}
        assert tag not in others
        assert len(others) == len(OTHER)
    await desk.do("update recap_change set number = number + 1")
    await asyncio.sleep(0.3)
    assert (await client.get("/public/9801", headers={"If-None-Match": tag})).status_code == 200


OTHER = ("ballot=dpr", "ballot=dpd")


async def test_it_is_the_same_for_everybody(desk: Desk, client: AsyncClient) -> None:
    await report(desk)
    await open_page(desk)
    english = await client.get("/public/9801?lang=en")
    assert "Internal count" in english.text
    assert 'href="/public/980101?ballot=ppwp&amp;lang=en"' in english.text
    client.cookies.set("saksi_language", "en")
    plain = await client.get("/public/9801")
    assert "Hitungan internal" in plain.text, "the address alone says the language"
    assert plain.headers["etag"] != english.headers["etag"]
    for one in (english, plain):
        assert "set-cookie" not in one.headers
        assert "vary" not in one.headers


@pytest.mark.parametrize("path", ["/screen/xyz", "/screen/a/b/c", "/public/a/b", "/screen/..%2fx"])
async def test_a_wrong_address_is_a_page_for_people_and_json_for_programs(
    client: AsyncClient, path: str
) -> None:
    page = await client.get(path, headers={"Accept": "text/html,*/*;q=0.8"})
    assert page.status_code == 404
    assert "Tidak ada apa-apa di sini" in page.text
    slash = await client.get(path + "/", headers={"Accept": "text/html"})
    assert slash.status_code == 307, "the same address without its last slash"
    told = await client.get(path, headers={"Accept": "application/json"})
    assert told.status_code == 404
    assert told.json()["status"] == 404


async def test_an_odd_address_is_a_page_for_people_too(desk: Desk) -> None:
    settings = Settings.model_validate({"production": False, "secret_key": "x" * 24})
    app = create_app(settings, "postgresql://nobody@localhost/none")
    app.state.settings = settings
    async with browse(app) as client:
        for path, status in (("/screen/area/%00", 400), ("/public/" + "9" * 600, 414)):
            page = await client.get(path, headers={"Accept": "text/html,*/*;q=0.8"})
            assert page.status_code == status
            assert "Alamat ini berisi huruf yang tidak mungkin" in page.text
            document = await client.get(path, headers={"Accept": "*/*"})
            assert document.json()["status"] == status
        api = await client.get("/api/v1/recap?area=%00", headers={"Accept": "text/html"})
        assert api.json()["code"] == "bad_input"


async def test_a_slash_too_many_leads_to_the_page(client: AsyncClient) -> None:
    slash = await client.get("/screen/")
    assert slash.status_code == 307
    assert slash.headers["location"].endswith("/screen")
