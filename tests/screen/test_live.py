"""The event stream: what is new is told once, from where a browser left off, while it is in."""

import asyncio
from collections.abc import AsyncGenerator
from time import monotonic

import pytest

from api.http import recap_state
from api.http.recap_state import FRESH_SECONDS, RecapState
from api.screen import live
from api.screen.gate import Viewer, Viewers
from api.screen.live import Feed, name_of
from api.screen.shared_making import LAG
from models.stores.recap import changes
from models.values import Role
from tests.cases.desk import Desk
from tests.screen.conftest import screen_of
from tests.screen.test_count import Clock, report


async def test_a_report_is_told_within_two_seconds_to_everybody_who_listens(desk: Desk) -> None:
    feed = Feed(RecapState(desk.database))
    known = await feed.now()
    listening = [feed.events(known) for _ in range(20)]
    heard = [asyncio.ensure_future(anext(one)) for one in listening]
    await asyncio.sleep(0.3)
    await report(desk)
    began = monotonic()
    states = await asyncio.gather(*heard)
    assert monotonic() - began < 2
    assert len(set(states)) == 1
    assert states[0] != known
    feed.release()


async def test_who_comes_back_with_the_last_id_hears_only_what_is_newer(desk: Desk) -> None:
    feed = Feed(RecapState(desk.database))
    before = await feed.now()
    await report(desk)
    await asyncio.sleep(FRESH_SECONDS)
    now = await feed.now()
    assert await anext(feed.events(before)) == now
    later = asyncio.ensure_future(anext(feed.events(now)))
    await asyncio.sleep(0.6)
    assert not later.done()
    feed.release()
    later.cancel()


async def test_a_change_is_told_once_more_when_what_lags_has_followed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = Feed(RecapState(desk.database))
    changed = await feed.now()
    later = asyncio.ensure_future(anext(feed.events(changed)))
    await asyncio.sleep(0.6)
    assert not later.done()
    monkeypatch.setattr(live, "monotonic", lambda: monotonic() + LAG)
    settled = await asyncio.wait_for(later, 5)
    assert settled != changed
    assert await feed.now() == settled, "and no more than once"
    await report(desk)
    await asyncio.sleep(FRESH_SECONDS)
    assert not (await feed.now()).startswith(changed)
    feed.release()


async def test_changes_that_come_fast_are_told_together_and_all_who_heard_are_answered_alike(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, recap = Clock(), RecapState(desk.database)
    monkeypatch.setattr(live, "monotonic", clock)
    monkeypatch.setattr(live, "LOOK_EVERY", 0.01)
    monkeypatch.setattr(recap_state, "FRESH_SECONDS", 0)
    feed = Feed(recap)
    await feed.begin()
    events = feed.events(feed.state)
    first = asyncio.ensure_future(anext(events))

    async def seen() -> int:
        """Report, and wait until the watch has seen it; the turn of the recap."""
        before = recap.turn
        await desk.do("update recap_change set number = number + 1")
        while recap.turn == before:  # noqa: ASYNC110 - the watch has no event for it
            await asyncio.sleep(0.01)
        return recap.turn

    clock.at += live.QUIET
    told = await seen()
    heard = await first
    later = asyncio.ensure_future(anext(events))
    assert [await seen() for _ in range(3)] == [told + 1, told + 2, told + 3]
    assert not later.done(), "not yet"
    assert await feed.turn(heard) == told, "what was made for this event is good enough"
    assert await feed.turn("of another process") == told + 3
    clock.at += live.QUIET
    assert await feed.turn(await later) == told + 3
    feed.release()
    assert feed._task is not None
    await feed._task
    await desk.do("update recap_change set number = number + 1")
    assert await feed.turn(feed.state) == told + 4, "who is not told looks"


async def test_nobody_listening_means_no_looks_at_the_database(desk: Desk) -> None:
    feed = Feed(RecapState(desk.database))
    events = feed.events("another")
    await feed.now()
    await anext(events)
    await events.aclose()  # type: ignore[attr-defined]
    await asyncio.sleep(0.6)
    assert feed._task is not None
    assert feed._task.done()


async def test_a_stream_begins_with_the_state_of_now(desk: Desk) -> None:
    screen = await screen_of(desk, Role.COORDINATOR, "9801")
    async with desk.database.transaction() as tx:
        state = name_of(await changes.state(tx))
    assert (await screen.client.get("/screen/now")).json() == {"state": state}
    screen.client.cookies.clear()
    assert (await screen.client.get("/screen/live")).status_code == 401


async def test_who_has_no_role_any_more_hears_nothing_more(desk: Desk) -> None:
    screen = await screen_of(desk, Role.COORDINATOR, "9801")
    feed, viewers = Feed(RecapState(desk.database)), Viewers(desk.keys, desk.database)
    await feed.now()
    told = live._told(feed, viewers, "another", screen.client.cookies["saksi_screen"])
    assert "hello" in await anext(told)
    assert "recap" in await anext(told)
    await desk.do("update role set ended_at = now()")
    viewers.forget()
    await report(desk)
    await asyncio.sleep(FRESH_SECONDS)
    assert await anext(told) == "event: out\ndata: \n\n"
    feed.release()


async def test_one_person_holds_a_few_streams_and_leaves_the_rest_to_others(desk: Desk) -> None:
    screen = await screen_of(desk, Role.COORDINATOR, "9801")
    feed, viewers = Feed(RecapState(desk.database)), Viewers(desk.keys, desk.database)
    await feed.now()
    cookie = screen.client.cookies["saksi_screen"]

    def stream(person: int) -> AsyncGenerator[str, None]:
        return live._counted(feed, person, viewers, "", cookie)  # type: ignore[return-value]

    held = [stream(1) for _ in range(live.MOST)]
    assert all(["hello" in await anext(one) for one in held])
    over = stream(1)
    assert "retry: 30000" in await anext(over)
    with pytest.raises(StopAsyncIteration):
        await anext(over)
    assert "hello" in await anext(stream(2))
    await held[0].aclose()
    assert "hello" in await anext(stream(1))
    for one in held:
        await one.aclose()
    assert feed.streams[1] <= 1
    feed.release()


async def test_a_silent_stream_is_looked_up_often_and_says_that_it_lives_now_and_then(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = await screen_of(desk, Role.COORDINATOR, "9801")
    feed, viewers = Feed(RecapState(desk.database)), Viewers(desk.keys, desk.database)
    monkeypatch.setattr(live, "BEAT", 0.01)
    looks, known = 0, viewers.known

    async def counted(cookie: str) -> Viewer:
        nonlocal looks
        looks += 1
        return await known(cookie)

    monkeypatch.setattr(viewers, "known", counted)
    await feed.begin()
    told = live._told(feed, viewers, "", screen.client.cookies["saksi_screen"])
    assert "hello" in await anext(told)
    assert await anext(told) == ": here\n\n"
    assert looks == live.BEATS
    feed.release()
