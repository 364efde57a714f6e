"""Into the war room without a password: a link or code from the chat, once, told to the person."""

import re
from collections.abc import AsyncIterator

import pytest
from httpx import AsyncClient

from api.http.askers import asker
from models.settings import Settings
from models.stores.persons import leaving
from models.values import Role
from tests.api.conftest import browse
from tests.cases.desk import Desk, Phone
from tests.desks.office import incident
from tests.screen.conftest import SETTINGS, Screen, screen_app, screen_of

AGENT = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/149.0 Mobile Safari/537.36"}


@pytest.fixture
async def client(desk: Desk) -> AsyncIterator[AsyncClient]:
    async with browse(screen_app(desk)) as one:
        one.headers.update(AGENT)
        yield one


@pytest.fixture
async def dedi(desk: Desk) -> Phone:
    return await desk.holder("Pak Dedi", 3, Role.COORDINATOR, "9801")


async def asked(phone: Phone) -> tuple[str, str]:
    """The token and the code that LAYAR gives."""
    heard = await phone.say("layar")
    found = re.search(r"/screen/in/([\w-]+)\n.*ketik (\w{5}-\w{5})", heard)
    assert found is not None, heard
    return found[1], found[2]


async def test_the_link_lets_one_browser_in_once_and_the_person_is_told(
    desk: Desk, client: AsyncClient, dedi: Phone
) -> None:
    token, _ = await asked(dedi)
    assert (await client.get("/screen")).status_code == 401
    for _ in range(2):  # a messenger looks into the link; that uses nothing up
        assert "Masuk" in (await client.get(f"/screen/in/{token}")).text
    entered = await client.post("/screen/in", data={"token": token})
    assert entered.status_code == 303
    flags = entered.headers["set-cookie"].lower()
    assert "httponly" in flags
    assert "samesite=strict" in flags
    assert "path=/" in flags
    assert (await client.get("/screen")).status_code == 200
    await desk.notices.drain()
    assert "Ruang kendali dibuka atas nama Pak Dedi: Chrome, Android" in await dedi.hear()
    client.cookies.clear()
    assert (await client.post("/screen/in", data={"token": token})).status_code == 401


async def test_the_code_does_the_same_however_it_is_typed(client: AsyncClient, dedi: Phone) -> None:
    _, code = await asked(dedi)
    wrong = await client.post("/screen/in", data={"code": "AAAAA-AAAAA"})
    assert wrong.status_code == 403
    assert "belum cocok" in wrong.text
    typed = code.replace("-", " ").lower()
    assert (await client.post("/screen/in", data={"code": typed})).status_code == 303
    assert (await client.post("/screen/in", data={"code": code})).status_code == 403


async def test_a_new_link_ends_the_one_before(client: AsyncClient, dedi: Phone) -> None:
    before, _ = await asked(dedi)
    await asked(dedi)
    assert (await client.post("/screen/in", data={"token": before})).status_code == 401


async def test_a_link_ends_after_its_minutes(desk: Desk, client: AsyncClient, dedi: Phone) -> None:
    token, code = await asked(dedi)
    await desk.do("update screen_pass set expires_at = now() - interval '1 second'")
    assert (await client.post("/screen/in", data={"token": token})).status_code == 401
    assert (await client.post("/screen/in", data={"code": code})).status_code == 403


async def test_guesses_are_slowed_down(client: AsyncClient, dedi: Phone) -> None:
    token, code = await asked(dedi)
    tried = [
        (await client.post("/screen/in", data={"code": f"ACDEF-{n:05}"})).status_code
        for n in range(12)
    ]
    assert tried[0] == 403
    assert tried[-1] == 429
    assert (await client.post("/screen/in", data={"code": code})).status_code == 429
    # Who shares an address with the guesser comes in by the link, which nobody guesses.
    assert (await client.post("/screen/in", data={"token": token})).status_code == 303


def test_a_network_of_addresses_is_one_guesser() -> None:
    assert asker("2001:db8:1:2::5") == asker("2001:db8:1:2:ffff::9") != asker("2001:db8:1:3::5")
    assert asker("::ffff:192.0.2.7") == asker("192.0.2.7") != asker("192.0.2.8")
    assert asker("fe80::1%eth0") == asker("fe80::2")
    assert asker("no address") == "no address"


async def test_neither_link_nor_cookie_is_in_the_database(
    desk: Desk, client: AsyncClient, dedi: Phone
) -> None:
    token, code = await asked(dedi)
    await client.post("/screen/in", data={"token": token})
    cookie = client.cookies["saksi_screen"]
    kept = [*await desk.rows("select * from screen_pass"), *await desk.rows("table screen_session")]
    assert kept
    for secret in (token, code, code.replace("-", ""), cookie):
        assert secret not in str(kept)
        assert secret.encode() not in b"".join(
            bytes(value) for row in kept for value in row if isinstance(value, bytes | memoryview)
        )


async def test_who_has_no_role_gets_a_kind_sentence(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    heard = await siti.say("layar")
    assert "untuk koordinator" in heard
    assert await desk.rows("select * from screen_pass") == []


async def test_roles_are_those_of_now(desk: Desk) -> None:
    screen = await screen_of(desk, Role.COORDINATOR, "9801")
    await screen.get("/screen/sessions")
    await desk.do("update role set ended_at = now()")
    screen.client._transport.app.state.viewers.forget()  # type: ignore[attr-defined]
    assert (await screen.client.get("/screen/sessions")).status_code == 403


async def test_the_chat_lists_the_browsers_and_ends_them(desk: Desk) -> None:
    screen = await screen_of(desk, Role.COORDINATOR, "9801")
    assert screen.person is not None
    assert "Chrome, Linux" in await screen.person.say("layar")
    assert "Sudah ditutup: 1 layar" in await screen.person.say("layar tutup")
    assert (await screen.client.get("/screen/sessions")).status_code == 401


async def test_the_page_lists_them_and_ends_one(desk: Desk) -> None:
    app = screen_app(desk)
    one = await screen_of(desk, Role.COORDINATOR, "9801", app=app)
    two = await screen_of(desk, Role.COORDINATOR, "9801", app=app)
    page = await one.get("/screen/sessions")
    numbers = re.findall(r"/screen/sessions/(\d+)/end", page)
    assert len(numbers) == 2
    assert await one.post(f"/screen/sessions/{max(numbers, key=int)}/end") == 303
    assert (await two.client.get("/screen/sessions")).status_code == 401
    await one.get("/screen/sessions")


async def test_nobody_ends_the_browser_of_somebody_else(desk: Desk) -> None:
    app = screen_app(desk)
    rini = await screen_of(desk, Role.COORDINATOR, "9801", number=7, app=app)
    other = await screen_of(desk, Role.COORDINATOR, "9871", number=8, app=app)
    ((number,),) = await desk.rows(
        "select id from screen_session where person_id = :p", p=rini.person and rini.person.person
    )
    await other.post(f"/screen/sessions/{number}/end")
    await rini.get("/screen/sessions")


async def test_a_post_without_our_pages_token_does_nothing(desk: Desk) -> None:
    screen = await screen_of(desk, Role.COORDINATOR, "9801")
    own = await screen.csrf()
    for headers, fields in (
        ({}, {}),
        ({}, {"csrf": "0" * 64}),
        ({"Sec-Fetch-Site": "cross-site"}, {"csrf": own}),
    ):
        answer = await screen.client.post("/screen/out", data=fields, headers=headers)
        assert answer.status_code == 403
    await screen.get("/screen/sessions")
    assert await screen.post("/screen/out") == 303
    assert (await screen.client.get("/screen/sessions")).status_code == 401


async def test_who_leaves_or_loses_the_phone_is_out(desk: Desk) -> None:
    screen = await screen_of(desk, Role.COORDINATOR, "9801")
    assert screen.person is not None
    async with desk.database.transaction() as tx:
        await leaving.end_identities(tx, screen.person.person)
    assert (await screen.client.get("/screen/sessions")).status_code == 401


async def test_the_made_up_administrator_is_let_in_where_all_is_made_up_alone(desk: Desk) -> None:
    assert (await browse(screen_app(desk)).post("/screen/sample")).status_code == 404
    training = Settings.model_validate({"production": False, "secret_key": "x" * 24})
    client = browse(screen_app(desk, training))
    assert "Admin Contoh" in (await client.get("/screen")).text
    assert (await client.post("/screen/sample")).status_code == 303
    assert "Admin Contoh" in await Screen(client).get("/screen")
    ((made_up,),) = await desk.rows("select made_up from person where name = 'Admin Contoh'")
    assert made_up
    production = browse(screen_app(desk, SETTINGS))
    assert "Admin Contoh" not in (await production.get("/screen")).text


async def test_the_made_up_administrator_acts_and_who_has_no_chat_hears_why_not(desk: Desk) -> None:
    witness = await desk.witness("Bu Siti", 1)
    code = await incident(witness, "amplop di depan TPS")
    training = Settings.model_validate({"production": False, "secret_key": "x" * 24})
    screen = Screen(browse(screen_app(desk, training)))
    await screen.client.post("/screen/sample")
    given = {"csrf": await screen.csrf(), "act": "take", "handle": code}
    assert (await screen.client.post("/screen/incidents", data=given)).status_code == 303
    assert (await desk.rows("select state from incident"))[0].state == "taken"
    await desk.do("update contact set person_id = null where sender = 'made-up-administrator'")
    refused = await screen.client.post("/screen/incidents", data=given)
    assert refused.status_code == 403
    assert "Kirim HALO" in refused.text
    assert "bukan untuk peran" not in refused.text
