"""What the browser phone answers to those who are not its page."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest

from tests.pages.app import Site, running, settings

OURS = {"X-Saksi-Phone": "1"}
REFUSED = (400, 422)


@pytest.fixture
async def client(site: Site) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=site.url) as opened:
        yield opened


@pytest.fixture
async def siti(client: httpx.AsyncClient) -> httpx.AsyncClient:
    """A browser that opened the training phones."""
    answer = await client.post("/phone/start", headers=OURS)
    assert answer.json()["phones"][0]["name"] == "Siti Rahayu"
    return client


def message(**more: Any) -> dict[str, Any]:
    return {"id": "a" * 24, "position": 1, "at": 1, "kind": "text", "text": "a", **more}


PATHS = ("start", "enter", "leave", "message", "photo", "feed")


@pytest.mark.parametrize("path", PATHS)
async def test_only_our_page_may_ask(siti: httpx.AsyncClient, path: str) -> None:
    foreign = {**OURS, "Sec-Fetch-Site": "cross-site"}
    body = {**message(), "code": "1", "phones": {}}
    assert (await siti.post(f"/phone/{path}", json=body)).status_code == 403
    assert (await siti.post(f"/phone/{path}", json=body, headers=foreign)).status_code == 403


@pytest.mark.parametrize("path", PATHS)
async def test_no_other_site_is_allowed_in(client: httpx.AsyncClient, path: str) -> None:
    asked = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "x-saksi-phone",
    }
    answer = await client.options(f"/phone/{path}", headers=asked)
    assert "access-control-allow-origin" not in answer.headers
    assert answer.status_code == 405


@pytest.mark.parametrize("path", ["/", "/phone", "/p", "/docs"])
async def test_pages_forbid_foreign_and_inline_scripts(
    client: httpx.AsyncClient, path: str
) -> None:
    answer = await client.get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "http" not in answer.text.replace("http-equiv", "").replace("http://www.w3.org", "")
    assert "style=" not in answer.text
    assert "onclick" not in answer.text


async def test_cookies_are_out_of_reach_for_scripts_and_other_sites(
    client: httpx.AsyncClient,
) -> None:
    started = await client.post("/phone/start", headers=OURS)
    linked = await client.get("/p/some-token")
    for cookie in (started.headers["set-cookie"], linked.headers["set-cookie"]):
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
    assert (linked.status_code, linked.headers["location"]) == (303, "/p")
    assert linked.headers["referrer-policy"] == "no-referrer"


async def test_a_phone_without_its_cookie_is_nobody(client: httpx.AsyncClient) -> None:
    assert (await client.post("/phone/message", json=message(), headers=OURS)).status_code == 403
    own = {"X-Saksi-Phone": "own"}
    assert (await client.post("/phone/start", headers=own)).status_code == 403
    client.cookies.set("saksi_phone", "1.abcdef")
    assert (await client.post("/phone/start", headers=own)).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        message(id="short"),
        message(id="with/slash" + "a" * 20),
        message(kind="contact_of_another"),
        message(text="a" * 6001),
        message(position=-1),
        message(kind="location"),
        message(kind="location", location={"lat": 95, "lon": 0}),
        message(kind="photo"),
        message(
            kind="photo", file={"path": "ab/cd.jpg", "mime": "a/b", "size": 1, "proof": "0" * 64}
        ),
        {},
        [],
    ],
)
async def test_what_no_page_of_ours_sends_is_refused_and_nothing_is_stored(
    site: Site, siti: httpx.AsyncClient, body: Any
) -> None:
    before = len(site.heard)
    assert (await siti.post("/phone/message", json=body, headers=OURS)).status_code in REFUSED
    good = message(id="b" * 24)
    assert (await siti.post("/phone/message", json=good, headers=OURS)).status_code == 200
    assert await told(siti, 2)
    assert len(site.heard) == before + 1


async def told(client: httpx.AsyncClient, count: int) -> list[dict[str, Any]]:
    """The first phone's conversation once it has so many messages."""
    for _ in range(100):
        known = {"phones": {"1": {"cursor": None}}, "wait": 0}
        answer = await client.post("/phone/feed", json=known, headers=OURS)
        if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
            await asyncio.sleep(0.2)
            continue
        items: list[dict[str, Any]] = answer.json()["phones"]["1"]["items"]
        if len(items) >= count and all(item.get("handled", True) for item in items):
            return items
    raise AssertionError(items)


async def test_the_same_message_again_is_the_same_message(
    site: Site, siti: httpx.AsyncClient
) -> None:
    before = len(site.heard)
    for _ in range(3):
        await siti.post("/phone/message", json=message(text="sekali"), headers=OURS)
    assert [item["text"] for item in await told(siti, 2)] == ["sekali", "text: sekali"]
    assert len(site.heard) == before + 1


async def test_nobody_can_take_the_message_ids_of_another(
    site: Site, siti: httpx.AsyncClient
) -> None:
    await siti.post("/phone/message", json=message(), headers=OURS)
    async with httpx.AsyncClient(base_url=site.url) as budi:
        await budi.post("/phone/start", headers=OURS)
        await budi.post("/phone/message", json=message(text="lain"), headers=OURS)
        assert (await told(budi, 2))[0]["text"] == "lain"


async def test_a_clock_in_the_future_does_not_make_later_messages_late(
    site: Site, siti: httpx.AsyncClient
) -> None:
    await siti.post("/phone/message", json=message(position=10**15), headers=OURS)
    await told(siti, 2)
    corrected = message(id="b" * 24, position=await now(siti))
    await siti.post("/phone/message", json=corrected, headers=OURS)
    await told(siti, 4)
    ahead, after = site.positions[-2:]
    assert ahead <= after == corrected["position"]


async def now(client: httpx.AsyncClient) -> int:
    """The server's clock, in milliseconds."""
    return int((await client.post("/phone/start", headers=OURS)).json()["now"])


async def test_another_cannot_send_what_one_uploaded(site: Site, siti: httpx.AsyncClient) -> None:
    upload = (await siti.post("/phone/photo", content=b"\xff\xd8\xff rahasia", headers=OURS)).json()
    photo = message(kind="photo", file=upload)
    other = {"X-Saksi-Phone": "2"}
    assert (await siti.post("/phone/message", json=photo, headers=other)).status_code in REFUSED
    assert (await siti.post("/phone/message", json=photo, headers=OURS)).status_code == 200


async def test_a_photo_has_its_limits(siti: httpx.AsyncClient) -> None:
    large = b"\xff" * (20 * 1024 * 1024 + 1)
    assert (await siti.post("/phone/photo", content=large, headers=OURS)).status_code == 413
    assert (await siti.post("/phone/photo", content=b"", headers=OURS)).status_code in REFUSED


async def halting(opened: asyncio.Event) -> AsyncIterator[bytes]:
    """A photo of which the second half does not come."""
    yield b"\xff\xd8\xff"
    opened.set()
    await asyncio.sleep(60)
    yield b"rest"


async def test_slow_senders_of_photos_hold_up_nobody_else(site: Site) -> None:
    """Four held all places for as long as a body may last."""
    async with AsyncExitStack() as open_:
        browsers = [
            await open_.enter_async_context(httpx.AsyncClient(base_url=site.url)) for _ in range(6)
        ]
        for one in browsers:
            await one.post("/phone/start", headers=OURS)
        *slow, quick = browsers
        begun = [asyncio.Event() for _ in slow]
        sending = [
            asyncio.create_task(one.post("/phone/photo", content=halting(event), headers=OURS))
            for one, event in zip(slow, begun, strict=True)
        ]
        async with asyncio.timeout(8):
            await asyncio.gather(*(event.wait() for event in begun))
            kept = await quick.post("/phone/photo", content=b"\xff\xd8\xff quick", headers=OURS)
            assert kept.status_code == 200
            second = await slow[0].post("/phone/photo", content=b"\xff\xd8\xff", headers=OURS)
            assert second.status_code == 429, "one of a phone at a time"
        for task in sending:
            task.cancel()
        await asyncio.gather(*sending, return_exceptions=True)


@pytest.mark.parametrize("item", ["i999999", "o999999", "x1", "i", "i-1", "i1e9", "o" + "9" * 30])
async def test_there_are_no_other_pictures(siti: httpx.AsyncClient, item: str) -> None:
    assert (await siti.get(f"/phone/picture/1/{item}")).status_code == 404


async def test_who_floods_is_told_to_wait(siti: httpx.AsyncClient) -> None:
    bodies = [message(id=f"{number:024}") for number in range(85)]
    answers = await asyncio.gather(
        *(siti.post("/phone/message", json=body, headers=OURS) for body in bodies)
    )
    assert {answer.status_code for answer in answers} == {200, 429}
    assert all(answer.json()["after"] > 0 for answer in answers if answer.status_code == 429)


async def test_the_feed_waits_and_answers_as_soon_as_something_comes(
    siti: httpx.AsyncClient,
) -> None:
    known = {"phones": {"1": {"cursor": [0, 0]}}, "wait": 0.3}
    empty = await siti.post("/phone/feed", json=known, headers=OURS)
    assert empty.json()["phones"]["1"]["items"] == []
    assert empty.elapsed.total_seconds() >= 0.3
    waiting = asyncio.create_task(
        siti.post("/phone/feed", json={**known, "wait": 20}, headers=OURS, timeout=30)
    )
    await asyncio.sleep(0.1)
    await siti.post("/phone/message", json=message(), headers=OURS)
    answer = await waiting
    assert answer.json()["phones"]["1"]["items"][0]["text"] == "a"
    assert answer.elapsed.total_seconds() < 10


async def test_in_production_the_training_phones_are_off(
    site: Site, module_database_url: str
) -> None:
    quiet = Site(settings(module_database_url, site.settings.var, production=True))
    with running(quiet):
        async with httpx.AsyncClient(base_url=quiet.url) as client:
            closed = await client.get("/phone")
            assert closed.status_code == 404
            assert "HP latihan dimatikan di sini." in closed.text
            assert (await client.post("/phone/start", headers=OURS)).status_code == 404
            client.cookies.set("saksi_training", "a" * 24)
            answer = await client.post("/phone/message", json=message(), headers=OURS)
            assert answer.status_code == 404
            assert (await client.get("/p")).status_code == 200
            assert "/phone" not in (await client.get("/")).text
